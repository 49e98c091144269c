/** Preset alarms over metrics in memory and a desk that a test thinks up. */
import { afterEach, describe, expect, test } from 'vitest'
import { FakeMetrics } from '../../../judge/alarm-desk/fake-metrics.ts'
import type { AlarmDesk, AlarmView } from '../../../judge/alarm-desk/index.ts'
import { alarmPresets } from '../../../judge/preset-alarms/index.ts'
import { limits } from '../../../limits.ts'
import { type ApiAlarmPreset, err, ok } from '../../../model/index.ts'
import type { ClusterPort } from '../cluster-port.ts'
import { type TestWorld, testWorld } from '../test-world.ts'

const now = 1_800_000_000_000
const minute = 60_000
const day = 1_440 * minute
const all = [...new Set(alarmPresets.flatMap(({ watches }) => watches.flatMap(({ metrics }) => metrics)))]
const suggested = alarmPresets.filter(one => one.suggested && one.unmanagedOnly !== true)
const cluster = (name: string, labels: Readonly<Record<string, string>> = {}, address = 'https://10.0.0.1') =>
  ({
    ...{ name, address, demo: false, trouble: null, health: () => null },
    objects: (kind: string) => (kind === 'Node' ? [{ metadata: { name: 'n', labels } }] : []),
  }) as unknown as ClusterPort

let world: TestWorld
let heard: [string, ...unknown[]][]
afterEach(() => world.close())

interface Scene {
  readonly clusters?: readonly ClusterPort[]
  /** Metrics by cluster, and the time of their only sample. */
  readonly stored?: Readonly<Record<string, readonly string[]>>
  readonly at?: number
  readonly made?: readonly string[]
}

async function scene({
  clusters = [cluster('demo')],
  stored = { demo: all },
  at = now - 30 * minute,
  made = [],
}: Scene = {}) {
  const metrics = new FakeMetrics()
  const block = metrics.block()
  for (const [ClusterName, names] of Object.entries(stored))
    for (const metric of names) {
      const labels = { ClusterName }
      const series = metrics.series({
        namespace: 'ContainerInsights',
        metric,
        labels,
        sets: [['ClusterName']],
      } as never)
      block.add(series, at, { kind: 'value', value: 1, weight: 1 } as never)
    }
  await metrics.append(block)
  heard = []
  const desk = new Proxy({} as AlarmDesk, {
    get:
      (_desk, name: string) =>
      async (...words: unknown[]) => {
        heard.push([name, ...words])
        if (name === 'rehearse') return ok({ finalState: 'OK', transitions: [], pages: 2, longest: 90, byHour: [2] })
        if (name === 'put') {
          const { AlarmName } = words[0] as { readonly AlarmName: string }
          return AlarmName.includes('memory limit')
            ? err({ code: 'ValidationError', message: 'no' })
            : ok({ name: AlarmName })
        }
        const { names } = words[0] as { readonly names: readonly string[] }
        const there = names.filter(one => made.includes(one)).map(one => ({ name: one, state: 'ALARM' }) as AlarmView)
        return ok({ alarms: there })
      },
  })
  world = await testWorld({ alarms: { desk }, metrics, clusters })
}
const get = async (query = '') => (await world.json('GET', `/api/alarms/presets${query}`)).body
const post = (body: object, headers = {}) => world.json('POST', '/api/alarms/presets', body, headers)
const told = (presets: readonly ApiAlarmPreset[]) => presets.filter(({ alarm }) => alarm !== null).map(({ id }) => id)

describe('what could be made', () => {
  test('of a cluster of one’s own everything that is stored; without days nothing is rehearsed', async () => {
    await scene()
    const body = await get()
    expect(body).toMatchObject({ cluster: 'demo', clusters: ['demo'], managed: false })
    expect(told(body.presets)).toEqual(alarmPresets.map(({ id }) => id))
    expect(body.presets.every((one: ApiAlarmPreset) => one.rehearsal === null)).toBe(true)
    expect(heard.map(([name]) => name)).toEqual(['list'])
  })

  test.each([
    ['a node’s label', cluster('demo', { 'eks.amazonaws.com/nodegroup': 'general' })],
    ['its address', cluster('demo', {}, 'https://ABC.gr7.eu-west-1.eks.amazonaws.com')],
  ])('a managed control plane is known by %s, and nothing that it hides is offered', async (_story, one) => {
    await scene({ clusters: [one] })
    const body = await get()
    expect(body.managed).toBe(true)
    expect(told(body.presets)).not.toContain('api-server-errors')
  })

  test('of clusters that are only heard of as well, taken for managed', async () => {
    await scene({ stored: { demo: [], far: all } })
    const body = await get('?cluster=far')
    expect(body).toMatchObject({ cluster: 'far', clusters: ['demo', 'far'], managed: true })
    const near = await get()
    expect(told(near.presets)).toEqual([])
    expect(near.presets[0].lacking).toEqual(['cluster_failed_node_count'])
    expect(near.storedFrom).toBe(null)
  })

  test('of no cluster that nobody knows', async () => {
    await scene()
    expect((await world.json('GET', '/api/alarms/presets?cluster=demmo')).status).toBe(404)
  })

  test('without any cluster nothing', async () => {
    await scene({ clusters: [], stored: {} })
    expect(await get()).toEqual({ cluster: null, clusters: [], managed: false, storedFrom: null, presets: [] })
  })

  test('one that was made is told, in whichever language it was', async () => {
    await scene({ made: ['demo: 노드 CPU 80 % 초과'] })
    const { presets } = await get('?language=ko')
    const one = presets.find(({ id }: ApiAlarmPreset) => id === 'node-cpu')
    expect(one).toMatchObject({
      made: { name: 'demo: 노드 CPU 80 % 초과', state: 'ALARM' },
      alarm: { AlarmName: 'demo: 노드 CPU 80 % 초과' },
    })
  })
})

describe('rehearsals', () => {
  test('go back to where metrics begin, and once where a day has all of it', async () => {
    await scene()
    const { presets, storedFrom } = await get('?days=7')
    expect(storedFrom).toBe(now - 30 * minute)
    expect(presets[0].rehearsal).toEqual({
      ...{
        from: now - 30 * minute,
        to: now,
        pages: 2,
        pagesLastDay: 2,
        longestMs: 90_000,
        byHour: [2],
        finalState: 'OK',
      },
    })
    expect(heard.filter(([name]) => name === 'rehearse')).toHaveLength(alarmPresets.length)
  })

  test('of more than a day also for the last one', async () => {
    await scene({ at: now - 3 * day })
    await get('?days=7')
    expect(heard.filter(([name]) => name === 'rehearse')).toHaveLength(2 * alarmPresets.length)
    expect(heard.find(([name]) => name === 'rehearse')).toMatchObject([
      'rehearse',
      { from: (now - 3 * day) / 1_000 },
      {},
    ])
  })

  test.each([
    [limits.presetDays, 200],
    [limits.presetDays + 1, 400],
    [0, 400],
  ])('%i days: %i', async (count, status) => {
    await scene()
    expect((await world.json('GET', `/api/alarms/presets?days=${count}`)).status).toBe(status)
  })
})

describe('making', () => {
  test('all that are suggested, in a language, telling a receiver, each with its tag', async () => {
    await scene({
      clusters: [cluster('demo', { 'eks.amazonaws.com/nodegroup': 'x' })],
      made: ['demo: a node is not ready'],
    })
    const actions = ['arn:aws:sns:us-east-1:000000000000:ops']
    const { body } = await post({ cluster: 'demo', presets: 'all', actions, language: 'ko' })
    expect(body.there).toEqual(['demo: a node is not ready'])
    expect(body.made).toHaveLength(suggested.length - 1)
    expect(body.refused).toEqual([])
    const put = heard.filter(([name]) => name === 'put')
    expect(put[0]).toMatchObject([
      'put',
      { AlarmName: 'demo: 노드 CPU 80 % 초과', AlarmActions: actions },
      { 'mangru:preset': 'node-cpu' },
    ])
  })

  test('what the desk refuses, and what has no metrics, is said; the rest is made', async () => {
    await scene({ stored: { demo: all.filter(metric => metric !== 'pod_status_pending') } })
    const { body } = await post({ cluster: 'demo', presets: ['node-cpu', 'pod-memory', 'pending'] })
    expect(body.made).toEqual(['demo: a node’s CPU is above 80 %'])
    expect(body.refused).toEqual([
      { id: 'pod-memory', message: 'no' },
      { id: 'pending', message: 'Nothing is stored of pod_status_pending.' },
    ])
  })

  test.each<[string, object, number]>([
    ['an unknown cluster', { cluster: 'demmo', presets: 'all' }, 404],
    ['an unknown preset', { cluster: 'demo', presets: ['x'] }, 404],
    ['no cluster', { presets: 'all' }, 400],
    ['no presets', { cluster: 'demo', presets: [] }, 400],
    ['no ARN', { cluster: 'demo', presets: 'all', actions: ['ops'] }, 400],
  ])('%s is refused', async (_story, body, status) => {
    await scene()
    expect((await post(body)).status).toBe(status)
  })

  test('is for operators', async () => {
    await scene()
    const reader = await world.token('reader')
    expect((await post({ cluster: 'demo', presets: 'all' }, reader)).status).toBe(403)
    expect((await world.json('GET', '/api/alarms/presets', undefined, reader)).status).toBe(200)
  })
})
