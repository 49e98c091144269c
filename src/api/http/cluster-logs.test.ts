/** Logs by pods: which are meant, how they are asked for, what is said when there are none. Pods and versions are thought up. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { type ApiLogEvent, type ApiPodLogState, type ApiPodLogs, instant, millis, ok } from '../../model/index.ts'
import type { AnyObject, Pod } from '../../model/kubernetes/index.ts'
import type { ObjectVersion } from '../../store/objects/index.ts'
import type { ClusterPort } from './cluster-port.ts'
import { followRange } from './follow.ts'
import type { PodLogPort } from './pod-log-port.ts'
import { readPods } from './selection.ts'
import { type TestWorld, testWorld } from './test-world.ts'

const now = 1_800_000_000_000
const group = '/aws/containerinsights/c/application'
let world: TestWorld
let port: ClusterPort
let objects: AnyObject[]
let ended: ObjectVersion[]
let state: ApiPodLogState
let leftOut: PodLogPort['leftOut']

const pod = (name: string, more: { owner?: object; labels?: object; namespace?: string; status?: object } = {}) =>
  ({
    ...{ apiVersion: 'v1', kind: 'Pod', spec: { nodeName: 'n', containers: [{ name: 'main' }, { name: 'side' }] } },
    metadata: {
      ...{ name, namespace: more.namespace ?? 'shop', uid: `uid-${name}`, resourceVersion: '1' },
      labels: more.labels ?? {},
      ...(more.owner === undefined ? {} : { ownerReferences: [{ controller: true, ...more.owner }] }),
    },
    status: more.status ?? {},
  }) as unknown as Pod
const ofSet = (name: string) => ({ kind: 'ReplicaSet', name })
const web = (suffix: string, more: object = {}) =>
  pod(`web-5d9c7b8f6c-${suffix}`, {
    ...{ owner: ofSet('web-5d9c7b8f6c'), labels: { app: 'web', 'pod-template-hash': '5d9c7b8f6c' } },
    ...more,
  })
const gone = (object: Pod, at: number): ObjectVersion => ({
  ...{ kind: 'Pod', namespace: object.metadata.namespace ?? '', name: object.metadata.name, uid: object.metadata.uid },
  ...{ at: instant(at), gone: true, digest: 1n, body: JSON.stringify(object) },
})
const deployment = (name: string) =>
  ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'shop' },
    spec: {},
  }) as unknown as AnyObject

beforeEach(async () => {
  objects = [deployment('web'), deployment('cart'), web('bcdfg'), web('hjklm'), pod('db-0', { labels: { app: 'db' } })]
  ended = []
  leftOut = () => undefined
  state = {
    ...{ state: 'on', containers: 5, atOnce: 256, inTurns: false, longestWait: null, trouble: null },
    leftOut: { namespaces: 0, labels: 0, annotations: 0 },
  }
  port = {
    ...{ name: 'c', address: '', demo: false, trouble: null },
    objects: kind => objects.filter(object => object.kind === kind) as never,
    object: (kind, namespace, name) =>
      objects.find(
        ({ kind: is, metadata }) => is === kind && metadata.namespace === namespace && metadata.name === name,
      ) as never,
    sight: () => ({ state: 'seen', since: instant(5) }),
    leftOut: () => 0,
    promised: () => ({ groups: [], unknown: null }),
    health: () => ({ at: instant(9), answer: { version: 'v1', took: millis(3), checks: [] } }),
    versions: {
      asAt: async () => ok([gone(web('zzzzz'), now)]),
      history: async () => ok([]),
      ended: async ({ from, to, limit }) => ok(ended.filter(({ at }) => at >= from && at <= to).slice(0, limit)),
      changed: async () => ok([]),
      first: async () => ok(null),
    },
  }
  world = await testWorld({
    clusters: [port],
    podLogs: { state: () => state, leftOut: (...asked) => leftOut(...asked) },
  })
  await world.say(group, 'a', now - 60_000, 'INFO pod=web-5d9c7b8f6c-bcdfg', 'INFO pod=db-0')
  // The test's store knows no SQL: what the condition says of pods is read off its text.
  world.logs.meaning = (where, { fields }) =>
    !where.includes("namespace = 'back'") &&
    (where.includes(`'${fields.pod}'`) ||
      [...where.matchAll(/match\(pod, '(.+?)'\)/g)].some(([, shape = '']) => new RegExp(shape).test(fields.pod)))
})
afterEach(() => world.close())

const asked = (query: string) => world.json('GET', `/api/cluster/logs?${query}`)
const found = async (query: string): Promise<ApiPodLogs> => {
  const { status, body } = await asked(query)
  expect([status, body]).toEqual([200, body])
  return body
}
const namesOf = ({ pods }: ApiPodLogs) => pods.map(({ name }) => name)
const codes = ({ notes }: ApiPodLogs) => notes.map(({ code }) => code)

describe('which pods are meant', () => {
  test.each([
    ['workload=Deployment/web', ['web-5d9c7b8f6c-bcdfg', 'web-5d9c7b8f6c-hjklm']],
    ['workload=deploy/web&namespace=shop', ['web-5d9c7b8f6c-bcdfg', 'web-5d9c7b8f6c-hjklm']],
    ['workload=rs/web-5d9c7b8f6c', ['web-5d9c7b8f6c-bcdfg', 'web-5d9c7b8f6c-hjklm']],
    ['workload=pod/db-0', ['db-0']],
    ['labels=app%20in%20(db)', ['db-0']],
    ['labels=app&workload=deploy/web', ['web-5d9c7b8f6c-bcdfg', 'web-5d9c7b8f6c-hjklm']],
    ['namespace=shop', ['db-0', 'web-5d9c7b8f6c-bcdfg', 'web-5d9c7b8f6c-hjklm']],
  ])('%s', async (query, names) => {
    const answer = await found(query)
    expect(namesOf(answer)).toEqual(names)
    expect(answer).toMatchObject({ cluster: 'c', total: names.length, notes: [] })
    expect(answer.selection.groups).toEqual([group])
    expect(answer.pods[0]?.containers).toEqual(['main', 'side'])
  })

  test('deleted ones, as long as they ended after the range began', async () => {
    ended = [gone(web('vwxzz'), now - 3_600_000)]
    expect((await found(`workload=deploy/web&from=${now - 7_200_000}`)).pods.map(({ goneAt }) => goneAt)).toEqual([
      null,
      null,
      now - 3_600_000,
    ])
    expect((await found(`workload=deploy/web&from=${now - 60_000}`)).total).toBe(2)
  })

  test('of a range that is past, those that were there at its end', async () => {
    expect(namesOf(await found(`workload=deploy/web&to=${now - 60_000}`))).toEqual(['web-5d9c7b8f6c-zzzzz'])
  })

  test('of one that was never seen, the lines are found by the shape of its name', async () => {
    objects = [deployment('other')]
    const answer = await found('workload=deploy/web')
    expect([answer.total, codes(answer)]).toEqual([0, ['no-pods-then']])
  })

  test(`shownPods: ${limits.shownPods} are shown, one more is counted`, async () => {
    const labels = { app: 'many' }
    objects = Array.from({ length: limits.shownPods + 1 }, (_, at) => pod(`many-${at}`, { labels }))
    const more = await found('labels=app=many')
    expect([more.pods.length, more.total]).toEqual([limits.shownPods, limits.shownPods + 1])
    objects.pop()
    expect((await found('labels=app=many')).pods).toHaveLength(limits.shownPods)
  })

  test(`chosenPods: ${limits.chosenPods} may be meant, one more is too many`, async () => {
    const labels = { app: 'many' }
    objects = Array.from({ length: limits.chosenPods + 1 }, (_, at) => pod(`many-${at}`, { labels }))
    expect(await asked('labels=app=many')).toMatchObject({ status: 422, body: { error: { code: 'over-limit' } } })
    objects.pop()
    expect((await asked('labels=app=many')).status).toBe(200)
  })

  test(`chosenContainers: ${limits.chosenContainers} may be named`, async () => {
    const named = (count: number) => Array.from({ length: count }, (_, at) => `container=c${at}`).join('&')
    expect((await asked(`namespace=shop&${named(limits.chosenContainers)}`)).status).toBe(200)
    expect((await asked(`namespace=shop&${named(limits.chosenContainers + 1)}`)).status).toBe(400)
  })

  test(`followedPast: who follows knows pods that ended within ${limits.followedPast} ms`, async () => {
    const at = now - limits.followedPast
    ended = [gone(web('vwxzz'), at), gone(web('wwwww'), at - 1)]
    const deps = { settings: world.settings, clusters: [port] }
    const read = await readPods(deps, { groups: [], pods: { workload: 'deploy/web' } }, followRange(instant(now)))
    const names = read.ok ? read.value?.choice.pods.map(({ pod: { metadata } }) => metadata.name.slice(-5)) : read.error
    expect(names).toEqual(['bcdfg', 'hjklm', 'vwxzz'])
  })

  test(`endedPods: no more deleted ones are looked through`, async () => {
    ended = Array.from({ length: limits.endedPods + 1 }, (_, at) => gone(pod(`gone-${at}`), now - 1_000))
    ended = [...ended.slice(0, limits.endedPods - 1), gone(web('vwxzz'), now - 1_000), gone(web('wwwww'), now - 2_000)]
    expect((await found('workload=deploy/web')).total).toBe(3)
  })
})

describe('what is said', () => {
  test.each([
    ['workload=deploy/wev', 'no-such-workload', 'web'],
    ['workload=deploy/web&namespace=back', 'no-such-workload', ''],
    ['labels=app%3Ddb&namespace=back', 'no-such-pods', ''],
    ['labels=app%3Ddbb', 'no-such-pods', 'app=db, app=web'],
    ['namespace=shopp', 'no-such-namespace', 'shop'],
  ])('%s: %s', async (query, code, near) => {
    const { status, body } = await asked(query)
    expect([status, body.error.code, body.error.said.values.near]).toEqual([404, code, near])
  })

  test('where else it is', async () => {
    for (const query of ['labels=app%3Ddb&namespace=back', 'workload=deploy/web&namespace=back']) {
      expect((await asked(query)).body.error.said.values.elsewhere).toBe('shop')
    }
  })

  test(`nearestNames: no more than ${limits.nearestNames} are offered`, async () => {
    objects = Array.from({ length: limits.nearestNames + 2 }, (_, at) => deployment(`cart-${at}`))
    const { body } = await asked('workload=deploy/carts-9')
    expect(body.error.said.values.near.split(', ')).toHaveLength(limits.nearestNames)
  })

  test('a workload that has no pods just now is there all the same', async () => {
    const answer = await found('workload=deploy/cart')
    expect([answer.total, codes(answer)]).toEqual([0, ['no-pods-then']])
  })

  test.each([
    ['workload=x', 'pods.workload'],
    ['labels=a%20b', 'pods.labels'],
    ['from=1', ''],
    ['namespace=shop&from=5&to=5', 'to'],
    ['namespace=shop&from=', 'from'],
  ])('%s cannot be read', async (query, field) => {
    const { status, body } = await asked(query)
    expect([status, body.error.at?.field ?? '']).toEqual([400, field])
  })

  test('that logs are read in turns, are left out, or cannot be read', async () => {
    state = { ...state, inTurns: true, containers: 300, trouble: 'not for you' }
    leftOut = (_cluster, one) => (one.metadata.name.endsWith('hjklm') ? 'annotations' : undefined)
    const answer = await found('workload=deploy/web')
    expect(codes(answer)).toEqual(['pod-logs-trouble', 'pod-logs-in-turns', 'left-out-by-annotations'])
    expect(answer.notes[1]?.values).toEqual({ containers: 300, atOnce: 256 })
  })

  test('that nothing is stored, and why', async () => {
    await world.settings.logs.remove(group, instant(now))
    expect(codes(await found('workload=deploy/web'))).toEqual(['nothing-stored'])
    state = { ...state, state: 'off' }
    expect(codes(await found('workload=deploy/web'))).toEqual(['pod-logs-off'])
    const search = { pods: { workload: 'deploy/web' }, from: 0, to: now, order: 'newest', limit: 10 }
    expect(await world.json('POST', '/api/logs/search', search)).toMatchObject({
      ...{ status: 404, body: { error: { code: 'no-pod-logs' } } },
    })
  })

  test('that a control plane’s logs are elsewhere', async () => {
    const scheduler = pod('kube-scheduler-cp', { namespace: 'kube-system' })
    objects.push({ ...scheduler, spec: { containers: [{ name: 'kube-scheduler' }] } } as Pod)
    const [note] = (await found('workload=pod/kube-scheduler-cp')).notes
    expect(note).toEqual({ code: 'logs-of-control-plane', values: { group: '/aws/eks/c/cluster' } })
  })

  test('without a cluster and without logs of pods there is nothing to choose from', async () => {
    const bare = await testWorld()
    expect(await bare.json('GET', '/api/cluster/logs?workload=deploy/web')).toMatchObject({
      ...{ status: 404, body: { error: { code: 'no-cluster' } } },
    })
    await bare.close()
    const values = { cluster: 'prod', known: 'c' }
    expect(await asked('workload=deploy/web&cluster=prod')).toMatchObject({
      ...{ status: 404, body: { error: { code: 'no-such-cluster', said: { values } } } },
    })
  })

  test('without a cluster, but with an agent’s logs, a workload is known by its pods’ names', async () => {
    const bare = await testWorld()
    await bare.say('/aws/containerinsights/prod/application', 's', now - 60_000, 'pod=web-5d9c7b8f6c-bcdfg')
    bare.logs.meaning = where => where.includes('match(pod')
    const { body } = await bare.json('GET', '/api/cluster/logs?workload=deploy/web')
    expect(body.selection.groups).toEqual(['/aws/containerinsights/prod/application'])
    bare.logs.meaning = () => false
    const codeNow = async () => (await bare.json('GET', '/api/cluster/logs?workload=deploy/web')).body.error.code
    expect(await codeNow()).toBe('no-such-workload')
    // Nobody can say that there is none.
    bare.logs.broken = { code: 'unavailable', message: 'away' }
    expect(await codeNow()).toBe('unavailable')
    await bare.close()
  })
})

describe('lines of pods', () => {
  const search = async (pods: object, more: object = {}): Promise<readonly ApiLogEvent[]> => {
    const payload = { pods, from: 0, to: now, order: 'oldest', limit: 10, ...more }
    const headers = { host: 'localhost' }
    const { body } = await world.api.app.inject({ method: 'POST', url: '/api/logs/search', headers, payload })
    const lines = body
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    return lines.flatMap(line => (line.type === 'events' ? line.events : []))
  }

  test('are searched as those of groups are', async () => {
    expect((await search({ workload: 'deploy/web' })).map(({ pod: of }) => of)).toEqual(['web-5d9c7b8f6c-bcdfg'])
  })

  test('containers, and the instances before, are part of the condition', async () => {
    const terminated = { terminated: { exitCode: 1, containerID: 'containerd://abc123' } }
    objects.push(web('ppppp', { status: { containerStatuses: [{ name: 'main', lastState: terminated }] } }))
    world.logs.meaning = () => true
    await search({ workload: 'deploy/web', containers: ['main'], previous: true })
    const text = world.logs.asked.at(-1)?.where?.text ?? ''
    expect(text).toContain("container IN ('main')")
    expect(text).toContain("hasToken(message, 'abc123')")
    expect(codes(await found('workload=deploy/web&previous=true'))).toEqual([])
    expect(codes(await found('workload=deploy/web&previous=true&container=side'))).toEqual(['no-previous'])
  })

  test('neither groups nor pods is no question', async () => {
    const payload = { from: 0, to: now, order: 'oldest', limit: 10 }
    expect((await world.json('POST', '/api/logs/search', payload)).status).toBe(400)
    expect((await world.json('POST', '/api/logs/search', { ...payload, pods: {} })).status).toBe(400)
  })
})
