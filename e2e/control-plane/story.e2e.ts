/**
 * The story of an operator: a kubeconfig is all that Mangru is given, and within a minute the whole cluster is seen, with figures that the kernel
 * confirms. Then things go wrong, and each is told with the words that say why. Delays are counted from when the cluster itself knows.
 */
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, launchBrowser, openPage } from '../browser.ts'
import { eventually, fakePod } from './harness/index.ts'
import { type Mangru, startMangru } from './mangru.ts'
import { dropNamespace, makeNamespace, makeRealPod, podOf, runs } from './namespaces.ts'
import { theRealCluster } from './the-cluster.ts'
import { type Witness, watchCgroup, watchContainer } from './witness.ts'

const it = theRealCluster()
const namespace = 'story'
const performance = '/aws/containerinsights/e2e/performance'
const application = '/aws/containerinsights/e2e/application'
/** What is promised of changes: ten seconds from the cluster to the page. */
const soon = { within: 10_000, every: 200 }

/** `off`: as a share of what is true. */
const isNear = (told: number, truth: number | undefined, off: number): boolean =>
  Math.abs(told - (truth ?? Number.NaN)) < off * (truth ?? 0)

function expectNear(told: number, truth: number | undefined, off: number): void {
  expect(isNear(told, truth, off), `${told} is told, ${truth} is true`).toBe(true)
}

/** No further than 3% beyond what was true at some moment. */
function expectWithin(told: number, truths: readonly number[]): void {
  expect(told).toBeGreaterThan(Math.min(...truths) * 0.97)
  expect(told).toBeLessThan(Math.max(...truths) * 1.03)
}

describe.skipIf(it === undefined)('an operator with a kubeconfig', () => {
  const { plane, node } = it ?? ({} as NonNullable<typeof it>)
  let mangru: Mangru
  let readyAt: number
  let busy: Witness
  let machine: Witness

  beforeAll(async () => {
    await makeNamespace(plane, namespace)
    const lines = 'i=0; while :; do i=$((i+1)); echo "word $i"; usleep 200000; done'
    await makeRealPod(plane, { namespace, name: 'talker', script: lines, labels: { app: 'talker' } })
    await makeRealPod(plane, {
      ...{ namespace, name: 'busy' },
      // Holds 32 MB of zeros in a tail that waits for their end, and runs against its limit.
      script: '(head -c 32000000 /dev/zero; sleep 100000) | tail -n 1 >/dev/null & while :; do :; done',
      resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '200m', memory: '128Mi' } },
    })
    plane.apply({
      ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace } },
      spec: {
        replicas: 3,
        selector: { matchLabels: { app: 'web' } },
        template: { metadata: { labels: { app: 'web' } }, spec: fakePod() },
      },
    })
    await runs(plane, namespace, 'talker')
    await runs(plane, namespace, 'busy')
    busy = await watchContainer(plane, node, namespace, 'busy')
    machine = watchCgroup('/')
    mangru = await startMangru(plane.kubeconfig)
    readyAt = Date.now()
  })
  afterAll(async () => {
    busy?.stop()
    machine?.stop()
    await mangru?.stop()
    await dropNamespace(plane, namespace)
  })
  const leftOfMinute = () => ({ within: Math.max(1, 60_000 - (Date.now() - readyAt)) })

  test('within a minute sees the control plane, nodes, workloads, pods, events, use and logs', async () => {
    const about = await eventually(
      'the cluster to be seen',
      async () => {
        const found = await mangru.about()
        const whole = found.kinds.every(({ state }) => state === 'seen')
        return found.state === 'seen' && whole && found.controlPlane !== null && found.nodes.ready === 4 && found
      },
      leftOfMinute(),
    )
    expect(about.controlPlane?.version).toBe('v1.34.4')
    expect(about.controlPlane?.checks.find(({ name }) => name === 'etcd')?.passed).toBe(true)
    const real = await mangru.node(node.name)
    expect(real).toMatchObject({ status: 'Ready', tone: 'good', zone: 'zone-a', version: 'v1.34.4' })
    const memory = /MemTotal:\s+(\d+) kB/.exec(readFileSync('/proc/meminfo', 'utf8'))
    const evicted = 50 * 1_048_576
    expect(real?.allocatable.memory).toBe(Number(memory?.[1]) * 1_024 - evicted)
    expect(await mangru.workload(namespace, 'web')).toMatchObject({ status: 'Healthy', desired: 3, ready: 3 })
    expect(await mangru.pod(namespace, 'talker')).toMatchObject({ status: 'Running', tone: 'good', node: node.name })
    const { events } = await mangru.events(`namespace=${namespace}&kind=Pod&name=busy`)
    expect(events.map(({ reason }) => reason)).toEqual(expect.arrayContaining(['Scheduled', 'Started']))
    const newest = await eventually(
      'a line that was written just now',
      async () => {
        const said = await mangru.messages(application, Date.now() - 5_000, '{ $.kubernetes.pod_name = "talker" }')
        return said.at(-1)
      },
      leftOfMinute(),
    )
    expect(JSON.parse(newest)).toMatchObject({ log: expect.stringMatching(/^word \d+$/) })
    await eventually('its use', async () => (await used('busy')) !== undefined, leftOfMinute())
  })

  const used = async (name: string) =>
    (await mangru.usage()).pods.find(pod => pod.namespace === namespace && pod.name === name)

  test('is told the CPU and memory that the kernel counts', async () => {
    // Two windows, so that none is right by chance, of a few: the kubelet's own stamps are a tenth of a second off its reading, and where the
    // machine is busy half a second, of a window of ten.
    const windows: string[] = []
    let [before, right, told, truth] = [0, 0, 0, 0]
    while (right < 2 && windows.length < 6) {
      const pod = await eventually('a window that was watched from its beginning', async () => {
        const found = await used('busy')
        return found !== undefined && found.at > before && busy.cores(found.at - found.windowMs, found.at) && found
      })
      before = pod.at
      const cores = busy.cores(pod.at - pod.windowMs, pod.at) as number
      windows.push(`${pod.cpu} is told, ${cores} is true`)
      // No window is far off, and none of memory, which is read at a moment.
      expectNear(pod.cpu, cores, 0.25)
      expectNear(pod.memory, busy.memory(pod.at), 0.05)
      expect(pod.memory).toBeGreaterThan(32_000_000)
      if (isNear(pod.cpu, cores, 0.05)) right += 1
      const whole = (await mangru.usage()).nodes.find(({ name }) => name === node.name)
      const all = whole && machine.cores(whole.at - whole.windowMs, whole.at)
      if (whole !== undefined && all !== undefined) expectNear(whole.cpu, all, 0.1)
      told += pod.cpu * pod.windowMs
      truth += cores * pod.windowMs
    }
    expect(right, windows.join('; ')).toBe(2)
    // One window begins where the last one ended, so what a stamp takes from one it gives to the other.
    expectNear(told, truth, 0.05)
  })

  test('sees a Deployment scaled, and what cannot be placed', async () => {
    const from = Date.now()
    plane.kubectl(['scale', 'deployment/web', '--replicas=5', '-n', namespace])
    await eventually('five pods', async () => (await mangru.workload(namespace, 'web'))?.desired === 5, soon)
    await eventually('five that are ready', async () => {
      const { status } = await plane.api.get(`/apis/apps/v1/namespaces/${namespace}/deployments/web`)
      return status.readyReplicas === 5
    })
    await eventually('five ready pods', async () => (await mangru.workload(namespace, 'web'))?.ready === 5, soon)
    const { changes } = await eventually('the change on record', async () => {
      const found = await mangru.changes(from - 1_000, namespace)
      return found.changes.some(({ type }) => type === 'scaled') && found
    })
    expect(changes.find(({ type }) => type === 'scaled')).toMatchObject({
      name: 'web',
      said: [{ code: 'replicas-changed', values: { from: 3, to: 5 } }],
    })
    await plane.api.create(`/api/v1/namespaces/${namespace}/pods`, {
      ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'giant' } },
      spec: fakePod({ containers: [{ name: 'app', image: 'x', resources: { requests: { cpu: '1000' } } }] }),
    })
    const giant = await eventually('why it waits', async () => {
      const found = await mangru.pod(namespace, 'giant')
      return found?.why.length && found
    })
    expect(giant.status).toBe('Pending')
    expect(JSON.stringify(giant.why)).toMatch(/Insufficient cpu/)
  })

  test('sees a pod killed for want of memory, and why', async () => {
    await makeRealPod(plane, {
      ...{ namespace, name: 'leak', script: 'sleep 1; tail /dev/zero' },
      resources: { limits: { memory: '24Mi' } },
    })
    await eventually('the kill', async () => {
      const { status } = await podOf(plane, namespace, 'leak')
      const [app] = status.containerStatuses ?? []
      return (app?.state?.terminated ?? app?.lastState?.terminated)?.reason === 'OOMKilled'
    })
    const leak = await eventually(
      'the kill in words',
      async () => {
        const found = await mangru.pod(namespace, 'leak')
        return found?.why.some(({ code }) => code === 'container-out-of-memory') && found
      },
      soon,
    )
    const [why] = leak.why
    expect(why?.values).toMatchObject({ container: 'app', exitCode: 137 })
    expect(leak.tone).toBe('bad')
  })

  test('sees an image that is not there, and why', async () => {
    await makeRealPod(plane, { namespace, name: 'nowhere', script: ':', image: 'localhost/nothing:1' })
    await eventually('the refusal', async () => {
      const { status } = await podOf(plane, namespace, 'nowhere')
      return /ImagePull/.test(status.containerStatuses?.[0]?.state?.waiting?.reason ?? '')
    })
    const nowhere = await eventually(
      'the refusal in words',
      async () => {
        const found = await mangru.pod(namespace, 'nowhere')
        return /^(ErrImagePull|ImagePullBackOff)$/.test(found?.status ?? '') && found
      },
      soon,
    )
    expect(nowhere.why[0]?.code).toBe('container-waiting')
    expect(JSON.stringify(nowhere.why)).toMatch(/localhost\/nothing:1/)
  })

  test.skipIf(!hasBrowser)('sees all of it on the page', async () => {
    await look('nodes', node.name)
    await look('pods', 'nowhere', 'leak', 'talker')
  })

  /** Opens a list of the page, finds each by the filter, as one of many is found, and waits for its row. */
  async function look(tab: 'nodes' | 'pods', ...rows: readonly (string | RegExp)[]): Promise<void> {
    const browser = await launchBrowser()
    const { page, troubles, close } = await openPage(browser, `${mangru.server.url}/cluster?tab=${tab}`)
    try {
      const table = page.getByRole('table', { name: tab === 'nodes' ? 'Nodes' : 'Pods' })
      for (const row of rows) {
        if (typeof row === 'string') await page.getByLabel(/^Filter:/).fill(row)
        await table.getByText(row).first().waitFor({ timeout: 90_000 })
      }
      expect(troubles).toEqual([])
    } finally {
      await close()
      await browser.close()
    }
  }

  test('is told within seconds that a node is silent, and that it is back', async () => {
    const lease = async () =>
      Date.parse(
        (await plane.api.get(`/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/${node.name}`)).spec
          .renewTime,
      )
    expect(await mangru.node(node.name)).toMatchObject({ status: 'Ready' })
    await plane.killPart('kubelet')
    const last = await lease()
    const silent = await eventually(
      'the silence in words',
      async () => {
        const found = await mangru.node(node.name)
        return found?.why.some(({ code }) => code === 'node-no-heartbeat') && found
      },
      // A stock kubelet is heard every ten seconds; the cluster would tell after forty.
      { within: 20_000 - (Date.now() - last), every: 200 },
    )
    expect(silent).toMatchObject({ status: 'Silent', tone: 'bad' })
    expect((await mangru.about()).nodes.ready).toBe(3)
    expect((await plane.api.get(`/api/v1/nodes/${node.name}`)).status.conditions.at(-1)).toMatchObject({
      status: 'True',
    })
    // Seldom the cluster itself says so by the time that a page is opened.
    if (hasBrowser) await look('nodes', /^(Silent|NotReady)/)
    plane.startPart('kubelet')
    await eventually('a new heartbeat', async () => (await lease()) > last)
    await eventually('the node to be well', async () => (await mangru.node(node.name))?.tone === 'good', soon)
  })

  test('finds the figures of the performance events true', async () => {
    interface Told {
      readonly [name: string]: unknown
      readonly Timestamp: string
      /** Of the first event of all there is none. */
      readonly container_cpu_usage_total?: number
      readonly container_memory_working_set: number
    }
    const pattern = '{ $.Type = "Container" && $.kubernetes.pod_name = "busy" }'
    const [before, told] = await eventually(
      'two events, the later with rates',
      async () => {
        const found = (await mangru.messages(performance, readyAt, pattern)).map(text => JSON.parse(text) as Told)
        const [one, other] = found.slice(-2)
        return one !== undefined && other?.container_cpu_usage_total !== undefined && ([one, other] as const)
      },
      { within: 150_000, every: 1_000 },
    )
    // cAdvisor looks every ten to fifteen seconds: each figure is of some moment in the fifteen seconds before its event.
    const moments = ({ Timestamp }: Told) => Array.from({ length: 16 }, (_, ago) => Number(Timestamp) - ago * 1_000)
    const cores = moments(before).flatMap(from => moments(told).flatMap(to => busy.cores(from, to) ?? []))
    expectWithin((told.container_cpu_usage_total ?? 0) / 1_000, cores)
    const held = moments(told).flatMap(at => busy.memory(at) ?? [])
    expectWithin(told.container_memory_working_set, held)
    expect(told).toMatchObject({ container_cpu_limit: 200, container_memory_limit: 134_217_728 })
  })
})
