/** Metrics by our own API, on the embedded engine. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { type ApiMetricData, type ApiMetricDataLine, mib } from '../../model/index.ts'
import { type ChdbEngine, migrate, openChdb } from '../../store/engine/index.ts'
import { testClock } from '../../store/engine/test-clock.ts'
import { type MetricStore, metricStore, type SeriesKey } from '../../store/metrics/index.ts'
import { storeMigrations } from '../../store/schema/index.ts'
import { must, type TestWorld, testWorld } from './test-world.ts'

const minute = 60_000
const now = 1_800_000_000_000
/** Ten minutes ago, on a whole minute. */
const start = Math.floor(now / minute) * minute - 10 * minute

let dir: string
let engine: ChdbEngine
let store: MetricStore
let world: TestWorld
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mangru-api-metrics-'))
  engine = must(await openChdb({ dir, memory: mib(600), clock: testClock() }))
  must(await migrate(engine, storeMigrations))
  store = metricStore(engine)
  world = await testWorld({ metrics: store })
  await write([
    ...[1, 2, 3].map(value => [key('Errors', { pod: 'web-1' }), start + value * minute, value] as const),
    ...[10, 20].map((value, at) => [key('Errors', { pod: 'web-2' }), start + at * minute, value] as const),
    [key('Errors', {}), start, 5],
    [key('Latency', { pod: 'web-1', path: '/a=b' }, 'Seconds'), start, 0.25],
    [{ ...key('Requests', { Service: 'Pay' }), namespace: 'Shop' }, start, 7],
    [{ ...key('Old', {}), namespace: 'Gone' }, now - limits.metricAge - 3_600_000, 1],
  ])
})
afterAll(async () => {
  await world?.close()
  await engine?.close()
  await rm(dir, { recursive: true, force: true })
})

const key = (metric: string, labels: Record<string, string>, unit = 'Count'): SeriesKey => ({
  ...{ namespace: 'App', metric, labels, unit, resolution: 60, source: '' },
})
let tokens = 0
async function write(samples: readonly (readonly [SeriesKey, number, number])[]): Promise<void> {
  const block = store.block()
  for (const [series, at, value] of samples) block.add(store.series(series), at, { kind: 'value', value, weight: 1 })
  must(await store.append(block, `token ${++tokens}`))
}
const get = (path: string) => world.json('GET', `/api/metrics/${path}`)
const names = ({ body }: Awaited<ReturnType<typeof get>>) =>
  body.metrics.map((one: { metric: string; dimensions: { name: string; value: string }[] }) =>
    [one.metric, ...one.dimensions.map(({ name, value }) => `${name}=${value}`)].join(' '),
  )

test('the session says that there are metrics', async () => {
  expect((await world.json('GET', '/api/session')).body.features).toContain('metrics')
})

describe('browsing', () => {
  test('namespaces with metrics of the last two weeks', async () => {
    expect(await get('namespaces')).toEqual({
      status: 200,
      body: {
        namespaces: [
          { namespace: 'App', metrics: 4 },
          { namespace: 'Shop', metrics: 1 },
        ],
      },
    })
  })

  test('the dimensions of a namespace', async () => {
    const { body } = await get('sets?namespace=App')
    expect(body).toEqual({
      sets: [
        { names: [], metrics: 1 },
        { names: ['pod'], metrics: 2 },
        { names: ['path', 'pod'], metrics: 1 },
      ],
      more: false,
    })
    expect((await get('sets')).status).toBe(400)
  })

  test.each([
    ['namespace=App', ['Errors pod=web-1', 'Errors pod=web-2', 'Errors', 'Latency path=/a=b pod=web-1']],
    ['namespace=App&metric=Latency', ['Latency path=/a=b pod=web-1']],
    ['namespace=App&dimension=pod', ['Errors pod=web-1', 'Errors pod=web-2', 'Latency path=/a=b pod=web-1']],
    ['namespace=App&dimension=pod&exact=true', ['Errors pod=web-1', 'Errors pod=web-2']],
    ['namespace=App&exact=true', ['Errors']],
    ['dimension=pod=web-1&dimension=path=/a=b', ['Latency path=/a=b pod=web-1']],
    ['contains=WEB-2', ['Errors pod=web-2']],
    ['contains=shop', ['Requests Service=Pay']],
    ['contains=nothing', []],
  ])('%s', async (query, found) => {
    expect(names(await get(`list?${query}`))).toEqual(found)
  })

  test('page by page', async () => {
    const seen: string[] = []
    let after = ''
    for (let pages = 0; pages < 10; pages++) {
      const page = await get(`list?limit=2${after}`)
      seen.push(...names(page))
      if (page.body.next === undefined) break
      after = `&after=${encodeURIComponent(page.body.next)}`
    }
    expect(seen).toEqual(names(await get('list')))
    expect(seen).toHaveLength(5)
    expect(await get('list?after=x')).toMatchObject({ status: 400, body: { error: { at: { field: 'after' } } } })
  })

  test('a metric says its unit and when it was last', async () => {
    const { body } = await get('list?metric=Latency')
    expect(body.metrics).toEqual([
      {
        ...{ namespace: 'App', metric: 'Latency', unit: 'Seconds', last: expect.any(Number) },
        dimensions: [
          { name: 'path', value: '/a=b' },
          { name: 'pod', value: 'web-1' },
        ],
      },
    ])
  })
})

const twice = (name: string) => {
  const Dimensions = [1, 2].map(at => ({ Name: name, Value: `${at}` }))
  return { Id: 'm1', MetricStat: { Metric: { Namespace: 'A', MetricName: 'b', Dimensions }, Period: 60, Stat: 'Sum' } }
}

describe('data', () => {
  const stat = (id: string, pod: string, more: object = {}) => ({
    Id: id,
    MetricStat: {
      Metric: { Namespace: 'App', MetricName: 'Errors', Dimensions: [{ Name: 'pod', Value: pod }] },
      ...{ Period: 60, Stat: 'Sum' },
    },
    ...more,
  })
  const ask = (queries: unknown, more: object = {}) =>
    world.json('POST', '/api/metrics/data', { queries, from: start, to: start + 5 * minute, ...more })

  test('metrics and an expression over them', async () => {
    const { status, body } = await ask([
      stat('m1', 'web-1', { ReturnData: false }),
      stat('m2', 'web-2'),
      { Id: 'e', Expression: 'm1 + m2', Label: 'both' },
    ])
    expect(status).toBe(200)
    expect(body.series).toEqual([
      {
        ...{ id: 'm2', label: 'web-2', periodMs: minute, unit: 'Count', messages: [] },
        ...{ at: [start, start + minute], values: [10, 20] },
      },
      {
        ...{ id: 'e', label: 'both', periodMs: minute, unit: null, messages: [] },
        ...{ at: [0, 1, 2, 3].map(at => start + at * minute), values: [10, 21, 2, 3] },
      },
    ])
    expect(body.rowsRead).toBe(5)
  })

  test('a search and Metrics Insights', async () => {
    const { body } = await ask([
      { Id: 's', Expression: "SEARCH('{App,pod} web', 'Sum', 60)" },
      { Id: 'q', Expression: 'SELECT SUM(Errors) FROM SCHEMA(App, pod) GROUP BY pod', Period: 60 },
    ])
    expect(
      body.series.map((one: { id: string; label: string; values: number[] }) => [one.id, one.label, one.values]),
    ).toEqual([
      ['s', 'web-1', [1, 2, 3]],
      ['s', 'web-2', [10, 20]],
      ['q', 'web-1', [1, 2, 3]],
      ['q', 'web-2', [10, 20]],
    ])
  })

  test.each<[string, unknown, object, object]>([
    ['no queries', [], {}, { field: 'queries' }],
    ['no period', [{ Id: 'm1', MetricStat: {} }], {}, { field: 'queries' }],
    ['an end before the start', [stat('m1', 'a')], { to: start }, { field: 'to' }],
    ['a time zone', [stat('m1', 'a')], { timezone: 'Seoul' }, { field: 'timezone' }],
    [
      'an expression, and says where',
      [{ Id: 'e1', Expression: '1 + nope' }],
      {},
      { field: 'queries.e1', from: 4, to: 8 },
    ],
    ['an id twice', [stat('m1', 'a'), stat('m1', 'b')], {}, { field: 'queries.m1' }],
  ])('refuses %s', async (_name, queries, more, at) => {
    expect(await ask(queries, more)).toMatchObject({
      status: 400,
      body: { error: { code: 'invalid-request', message: expect.stringMatching(/./), at } },
    })
  })

  test.each<[string, unknown, object]>([
    ['nothing', undefined, {}],
    ['a text', 'm1', {}],
    ['numbers', [1, 2], {}],
    ['one query too many', Array.from({ length: 501 }, (_, at) => stat(`m${at}`, 'a')), {}],
    ['1,000 nested calls', [{ Id: 'e', Expression: `${'ABS('.repeat(1_000)}1${')'.repeat(1_000)}` }], {}],
    [
      'a circle',
      [
        { Id: 'a', Expression: 'b * 2' },
        { Id: 'b', Expression: 'a * 2' },
      ],
      {},
    ],
    ['a time that is none', [stat('m1', 'a')], { from: -1 }],
    ['a time past all', [stat('m1', 'a')], { to: 1e300 }],
    ['a point for each second of 50 years', [{ Id: 'e', Expression: 'TIME_SERIES(1)', Period: 1 }], { from: 0 }],
    ['a prototype for a dimension twice', [twice('__proto__')], {}],
  ])('%s is refused in words', async (_name, queries, more) => {
    const { status, body } = await ask(queries, more)
    expect([status, body.error.code]).toEqual([400, 'invalid-request'])
    expect(body.error.message.length).toBeGreaterThan(10)
  })

  test('the bound apiMetricPoints holds', async () => {
    const dense = (count: number, series: number) => ({
      queries: Array.from({ length: series }, (_, at) => ({
        Id: `e${at}`,
        Expression: 'TIME_SERIES(1)',
        Period: 60,
      })),
      ...{ from: start - count * minute, to: start },
    })
    const most = limits.apiMetricPoints / 100
    const series = [{ ...dense(most, 100) }, { ...dense(most + 1, 100) }]
    expect((await world.json('POST', '/api/metrics/data', series[0])).status).toBe(200)
    expect(await world.json('POST', '/api/metrics/data', series[1])).toMatchObject({
      status: 422,
      body: { error: { code: 'over-limit' } },
    })
  })
})

describe('several questions at once', () => {
  const question = (pod: string, more: object = {}) => ({
    queries: [
      {
        Id: 'm1',
        MetricStat: {
          Metric: { Namespace: 'App', MetricName: 'Errors', Dimensions: [{ Name: 'pod', Value: pod }] },
          ...{ Period: 60, Stat: 'Sum' },
        },
      },
    ],
    ...{ from: start, to: start + 5 * minute },
    ...more,
  })
  const many = async (questions: readonly unknown[]) => {
    const { statusCode, headers, body } = await world.api.app.inject({
      ...{ method: 'POST', url: '/api/metrics/data/many', payload: { questions } },
    })
    if (statusCode !== 200) return { statusCode, error: JSON.parse(body).error }
    expect(headers['content-type']).toBe('application/x-ndjson')
    const lines = body.trimEnd().split('\n')
    const answers = lines.map(line => JSON.parse(line) as ApiMetricDataLine).sort((a, b) => a.at - b.at)
    expect(answers.map(({ at }) => at)).toEqual(questions.map((_, at) => at))
    return answers
  }
  const withoutTime = ({ tookMs: _, ...data }: ApiMetricData) => data

  test('each is answered, or refused, as if it had been asked alone', async () => {
    const questions = [
      question('web-1'),
      question('web-2', { from: start + minute }),
      question('nobody'),
      question('web-1', { to: start }),
      question('web-1', { timezone: 'Seoul' }),
      { ...question('web-1'), queries: [{ Id: 'e1', Expression: '1 + nope' }] },
      { ...question('web-1'), queries: [{ Id: 's', Expression: "SEARCH('{App,pod} web', 'p90', 60)" }] },
      {},
      question('web-1'),
    ]
    const answers = (await many(questions)) as readonly ApiMetricDataLine[]
    for (const [at, asked] of questions.entries()) {
      const { status, body } = await world.json('POST', '/api/metrics/data', asked)
      const told = answers[at]!
      if ('data' in told) expect(withoutTime(told.data)).toEqual(withoutTime(body))
      else expect({ status: told.status, error: told.error }).toEqual({ status, error: body.error })
    }
    expect(answers.filter(one => 'data' in one).map(({ at }) => at)).toEqual([0, 1, 2, 6, 8])
  })

  test('the bound apiMetricQuestions holds', async () => {
    const most = Array.from({ length: limits.apiMetricQuestions }, () => question('web-2'))
    expect(await many(most)).toHaveLength(limits.apiMetricQuestions)
    for (const questions of [[...most, question('web-2')], []])
      expect(await many(questions)).toMatchObject({ statusCode: 400, error: { at: { field: 'questions' } } })
  })
})

test('the bound metricSets holds', async () => {
  const set = (at: number) => [{ ...key('M', { [`d${at}`]: 'x' }), namespace: 'Sets' }, start, 1] as const
  await write(Array.from({ length: limits.metricSets }, (_, at) => set(at)))
  expect((await get('sets?namespace=Sets')).body).toMatchObject({ more: false, sets: { length: limits.metricSets } })
  await write([set(limits.metricSets)])
  expect((await get('sets?namespace=Sets')).body).toMatchObject({ more: true, sets: { length: limits.metricSets } })
})
