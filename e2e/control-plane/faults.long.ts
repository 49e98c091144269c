/**
 * What goes wrong between Mangru and a cluster: each is told in words, everything else goes on, and what is well again is seen again. A pod counts all the
 * while: at the end, with Mangru killed, stopped and started again, each of its numbers is stored once.
 */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { type CutLine, openCutLine } from './cut-line.ts'
import { makeCertificate, pkiPath } from './harness/certificates.ts'
import { eventually, fakePod, pause } from './harness/index.ts'
import { type Mangru, startMangru } from './mangru.ts'
import { dropNamespace, makeNamespace, makeRealPod, runs } from './namespaces.ts'
import { theRealCluster } from './the-cluster.ts'

const it = theRealCluster()
const namespace = 'faults'
const application = '/aws/containerinsights/e2e/application'

/** 1, 2, 3 … up to the largest, each once. */
function expectWhole(found: readonly number[]): void {
  const counts = new Map<number, number>()
  for (const number of found) counts.set(number, (counts.get(number) ?? 0) + 1)
  const last = Math.max(...found)
  const lost = Array.from({ length: last }, (_, at) => at + 1).filter(number => !counts.has(number))
  const doubled = [...counts].filter(([, times]) => times > 1).map(([number]) => number)
  expect({ lost, doubled }).toEqual({ lost: [], doubled: [] })
}

describe.skipIf(it === undefined)('when something is wrong with the cluster', () => {
  const { plane, node } = it ?? ({} as NonNullable<typeof it>)
  let line: CutLine
  let dataDir: string
  let mangru: Mangru
  let began: number

  beforeAll(async () => {
    began = Date.now()
    dataDir = await mkdtemp(join(tmpdir(), 'mangru-faults-'))
    line = await openCutLine(plane)
    await makeNamespace(plane, namespace)
    await makeRealPod(plane, {
      namespace,
      name: 'worker',
      script: 'while :; do :; done',
      resources: { limits: { cpu: '100m' } },
    })
    await runs(plane, namespace, 'worker')
    // Some fifty lines a second, ten of them at times that are very close together. A kubelet keeps a megabyte a file: each lasts for about 35 seconds, so what
    // breaks for longer meets a rotation.
    const padding = 'x'.repeat(500)
    const count = `for b in 1 2 3 4 5 6 7 8 9 10; do i=$((i+1)); echo "number $i ${padding}"; done; usleep 200000`
    await makeRealPod(plane, { namespace, name: 'counter', script: `i=0; while :; do ${count}; done` })
    await runs(plane, namespace, 'counter')
    mangru = await startMangru(line.kubeconfig, { dataDir })
    await eventually('the cluster', async () => (await mangru.about()).nodes.ready === 4)
  })
  afterAll(async () => {
    await mangru?.stop()
    await line?.stop()
    await dropNamespace(plane, namespace)
    if (dataDir !== undefined) await rm(dataDir, { recursive: true, force: true, maxRetries: 5 })
  })
  const addPod = (name: string) =>
    plane.api.create(`/api/v1/namespaces/${namespace}/pods`, {
      ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: fakePod() },
    })
  const seen = (name: string) => eventually(`${name} to be seen`, async () => await mangru.pod(namespace, name))

  async function numbers(pod: string, from = began): Promise<number[]> {
    const messages = await mangru.messages(application, from, `{ $.kubernetes.pod_name = "${pod}" }`)
    return messages.map(message => Number(/^number (\d+)/.exec((JSON.parse(message) as { log: string }).log)?.[1]))
  }
  /** Resolves when lines are stored that were written after now. */
  async function goesOn(): Promise<void> {
    const { text } = await plane.api.call('GET', `/api/v1/namespaces/${namespace}/pods/counter/log?tailLines=1`)
    const written = Number(/number (\d+)/.exec(text)?.[1])
    expect(written).toBeGreaterThan(0)
    const from = Date.now() - 5_000
    await eventually(`line ${written + 1}`, async () => (await numbers('counter', from)).some(one => one > written), {
      every: 300,
    })
  }

  /** Resolves when the counter's log was rotated, from now on. */
  async function rotated(): Promise<void> {
    const folder = join(
      node.logs,
      readdirSync(node.logs).find(name => name.startsWith(`${namespace}_counter_`)) ?? '',
      'app',
    )
    const newest = () => readdirSync(folder).sort().at(-1)?.replace(/\.gz$/, '')
    const before = newest()
    await eventually('the log to be rotated', () => newest() !== before, { within: 120_000, every: 300 })
  }

  test('an API server that is gone is told, and what was seen stays; back again, what came meanwhile is seen', async () => {
    await addPod('before')
    await seen('before')
    await plane.killPart('apiserver')
    const away = await eventually('word of it', async () => {
      const about = await mangru.about()
      return about.state === 'away' && about
    })
    expect(away.trouble).toMatchObject({ said: { code: 'cluster-unreachable' } })
    expect(await mangru.pod(namespace, 'before')).toBeDefined()
    expect((await mangru.nodes()).total).toBe(4)
    plane.startPart('apiserver')
    await plane.ready()
    await addPod('after')
    await seen('after')
    await eventually('the cluster to be well', async () => (await mangru.about()).state === 'seen')
    // Nodes could not be heard meanwhile: that is no fault of theirs.
    expect((await mangru.nodes()).nodes.map(({ status }) => status)).not.toContain('Silent')
  })

  test('a watch that is cut goes on where it was', async () => {
    line.cut()
    await addPod('after-cut')
    await seen('after-cut')
    await eventually('every kind to be seen', async () =>
      (await mangru.about()).kinds.every(({ state }) => state === 'seen'),
    )
    await goesOn()
  })

  test.concurrent('a line that hangs accuses no node, and is told', async () => {
    line.hold()
    const about = await eventually('word of it', async () => {
      const found = await mangru.about()
      return found.state === 'away' && found
    })
    expect(about.trouble?.message).toMatch(/did not answer within/)
    expect((await mangru.nodes()).nodes.map(({ status }) => status)).not.toContain('Silent')
    line.mend()
    await eventually('the cluster to be well', async () => (await mangru.about()).state === 'seen')
    await addPod('after-hang')
    await seen('after-hang')
  })

  test.concurrent('certificates that ran out are told as such, and another cluster beside them is seen', async () => {
    const { folder } = plane.place
    const until = Date.now() - 3_600_000
    const client = await plane.client('late', { name: 'late', group: 'system:masters', until })
    await makeCertificate(folder, 'late-server', { name: 'kube-apiserver', hosts: ['127.0.0.1'], until })
    const [cert = '', key = ''] = ['crt', 'key'].map(end => readFileSync(pkiPath(folder, `late-server.${end}`)))
    const server = createServer({ cert, key }, (_asked, answer) => answer.end('{}'))
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    const own = parse(readFileSync(plane.kubeconfig, 'utf8'))
    const [cluster, user, lateUser] = [
      own.clusters[0].cluster,
      own.users[0].user,
      parse(readFileSync(client, 'utf8')).users[0].user,
    ]
    const kubeconfig = join(folder, 'three.kubeconfig')
    const three = {
      ...{ apiVersion: 'v1', kind: 'Config' },
      clusters: [
        { name: 'well', cluster },
        { name: 'unknown', cluster },
        { name: 'expired', cluster: { ...cluster, server: `https://127.0.0.1:${port}` } },
      ],
      users: [
        { name: 'admin', user },
        { name: 'late', user: lateUser },
      ],
      contexts: [
        { name: 'well', context: { cluster: 'well', user: 'admin' } },
        { name: 'unknown', context: { cluster: 'unknown', user: 'late' } },
        { name: 'expired', context: { cluster: 'expired', user: 'admin' } },
      ],
    }
    writeFileSync(kubeconfig, JSON.stringify(three), { mode: 0o600 })
    const other = await startMangru(kubeconfig, { args: ['--context', 'well,unknown,expired'] })
    try {
      const away = (name: string) =>
        eventually(`word of ${name}`, async () => {
          const about = await other.about(name)
          return about.state === 'away' && about
        })
      expect((await away('unknown')).trouble?.said.code).toBe('cluster-unknown-caller')
      expect((await away('expired')).trouble?.message).toMatch(/certificate has expired/)
      await eventually('the one that is well', async () => (await other.about('well')).nodes.total === 4)
    } finally {
      await other.stop()
      server.close()
    }
  })

  test.concurrent('a clock that is ten minutes behind accuses no node and still counts right', async () => {
    const shift = 'const now = Date.now; Date.now = () => now() - 600_000'
    const other = await startMangru(plane.kubeconfig, {
      env: { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(shift)}` },
    })
    try {
      const worker = await eventually('its use', async () =>
        (await other.usage()).pods.find(({ name }) => name === 'worker'),
      )
      expect(worker.cpu).toBeGreaterThan(0.07)
      expect(worker.cpu).toBeLessThan(0.13)
      // Long enough for a node to be called silent.
      const from = performance.now()
      await eventually('some heartbeats', () => performance.now() - from > 15_000)
      expect((await other.nodes()).nodes.map(({ status }) => status)).toEqual(['Ready', 'Ready', 'Ready', 'Ready'])
    } finally {
      await other.stop()
    }
  })

  test('a kubelet that is gone is told by name, the others are asked on', async () => {
    await plane.killPart('kubelet')
    const usage = await eventually('word of it', async () => {
      const found = await mangru.usage()
      return found.silent.some(({ node: name }) => name === node.name) && found
    })
    expect(JSON.stringify(usage.silent)).toMatch(/refused|cannot be|unreachable|502|503/i)
    expect(usage.silent.map(({ node: name }) => name)).toEqual([node.name])
    plane.startPart('kubelet')
    await eventually('its figures', async () => {
      const { silent, nodes } = await mangru.usage()
      return silent.length === 0 && nodes.some(({ name }) => name === node.name)
    })
    await goesOn()
  })

  test.concurrent('a log is followed through its rotations', async () => {
    // A kubelet keeps a megabyte a file: this goes through several of them.
    const padding = 'x'.repeat(1_000)
    const count = `i=$((i+1)); echo "number $i ${padding}"; [ $((i % 5)) -eq 0 ] && usleep 20000`
    const script = `i=0; while [ $i -lt 2500 ]; do ${count}; done; sleep 100000`
    await makeRealPod(plane, { namespace, name: 'roller', script })
    const last = '{ $.kubernetes.pod_name = "roller" && $.log = "number 2500 *" }'
    const stored = async () => (await mangru.messages(application, began, last)).length > 0
    await eventually('the last line', stored, { within: 150_000, every: 500 })
    expectWhole(await numbers('roller'))
  })

  test.concurrent('the log of an instance that ended is kept, though its container was started anew', async () => {
    await makeRealPod(plane, { namespace, name: 'short', script: 'for i in 1 2 3; do echo "number $i"; done; exit 3' })
    await eventually('the lines of three instances', async () => {
      const found = await numbers('short')
      return found.filter(number => number === 3).length >= 3
    })
    const short = await mangru.pod(namespace, 'short')
    expect(JSON.stringify(short?.why)).toMatch(/"exitCode":3/)
  })

  test('ten thousand events in a minute are all kept, and everything else goes on', async () => {
    const count = 10_000
    const from = Date.now()
    let next = 0
    let slowest = 0
    const write = async () => {
      for (let at = next++; at < count; at = next++) {
        const time = new Date().toISOString().replace(/\.\d+/, '')
        await plane.api.create(`/api/v1/namespaces/${namespace}/events`, {
          ...{ apiVersion: 'v1', kind: 'Event', metadata: { name: `flood-${at}`, namespace } },
          involvedObject: { kind: 'Pod', namespace, name: 'worker' },
          ...{ type: 'Warning', reason: 'Flood', message: `drop ${at}`, firstTimestamp: time, lastTimestamp: time },
          ...{ count: 1, source: { component: 'e2e' } },
        })
      }
    }
    const writers = Promise.all(Array.from({ length: 20 }, write))
    let over = false
    void writers.then(() => {
      over = true
    })
    while (!over) {
      const began = performance.now()
      await mangru.about()
      slowest = Math.max(slowest, performance.now() - began)
      await pause(250)
    }
    await writers
    console.info(
      `10,000 events written in ${((Date.now() - from) / 1_000).toFixed(1)} s; slowest answer ${slowest.toFixed(0)} ms`,
    )
    await addPod('in-the-flood')
    await seen('in-the-flood')
    const stored = await eventually(
      'all of them in the log',
      async () => {
        const found = await mangru.messages(
          '/aws/containerinsights/e2e/events',
          from - 60_000,
          '{ $.reason = "Flood" }',
        )
        return found.length >= count && found
      },
      { every: 1_000 },
    )
    const drops = stored.map(text => (JSON.parse(text) as { message: string }).message)
    expect(drops).toHaveLength(count)
    expect(new Set(drops).size).toBe(count)
  })

  test('and each line of a log is stored once, also when Mangru is killed or stopped while its log is rotated and the API server is started anew', async () => {
    await goesOn()
    await mangru.server.kill()
    await rotated()
    mangru = await startMangru(line.kubeconfig, { dataDir })
    await goesOn()
    expect(await mangru.stop()).toBe(0)
    await rotated()
    await plane.killPart('apiserver')
    plane.startPart('apiserver')
    await plane.ready()
    mangru = await startMangru(line.kubeconfig, { dataDir })
    await goesOn()
    const found = await numbers('counter')
    expect(found.length).toBeGreaterThan(3_000)
    expectWhole(found)
  })
})
