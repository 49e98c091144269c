import { expect, test } from 'vitest'
import type { ApiMetric, ApiMetricData, ApiMetricSeries } from '../../model/index.ts'
import { run } from '../run.ts'
import { testWorld } from '../test-world.ts'
import { metricsCommands } from './metrics.ts'

interface Asked {
  readonly path: string
  readonly body: unknown
}

/** Runs a command against a server that answers as the test says. */
async function metrics(words: string, answer: (asked: Asked) => unknown, changes = {}) {
  const asked: Asked[] = []
  const world = testWorld({
    fetch: async (url, init) => {
      const { pathname, search } = new URL(String(url))
      const one = { path: pathname + search, body: init?.body ? JSON.parse(String(init.body)) : undefined }
      asked.push(one)
      const body = answer(one)
      return Response.json(body, { status: (body as { error?: unknown }).error === undefined ? 200 : 400 })
    },
    ...changes,
  })
  const split = words.match(/"[^"]*"|\S+/g)!.map(word => word.replaceAll('"', ''))
  const code = await run(['metrics', ...split], metricsCommands, world)
  return { code, out: world.stdout(), err: world.stderr(), asked }
}

const start = Date.parse('2026-11-21T02:00:00Z')
const metric = (name: string, pod: string): ApiMetric => ({
  ...{ namespace: 'Shop', metric: name, unit: 'Seconds', last: start },
  dimensions: [{ name: 'Pod', value: pod }],
})
const series = (label: string, values: readonly number[], more: Partial<ApiMetricSeries> = {}): ApiMetricSeries => ({
  ...{ id: 'm1', label, periodMs: 60_000, unit: null, values, messages: [] },
  at: values.map((_, at) => start + at * 60_000),
  ...more,
})
const data = (...all: ApiMetricSeries[]): ApiMetricData => ({ series: all, rowsRead: 2, tookMs: 3 })

test('without words the namespaces are listed', async () => {
  const { code, out, asked } = await metrics('list', () => ({ namespaces: [{ namespace: 'Shop', metrics: 12 }] }))
  expect([code, out]).toEqual([0, 'NAMESPACE  METRICS\nShop            12\n'])
  expect(asked.map(({ path }) => path)).toEqual(['/api/metrics/namespaces'])
})

test.each([
  ['list Shop', '/api/metrics/list?limit=500&namespace=Shop'],
  [
    'list Shop --metric Latency --dimension Pod=a,Node',
    '/api/metrics/list?limit=500&namespace=Shop&metric=Latency&dimension=Pod%3Da&dimension=Node',
  ],
  ['list --contains err --limit 3', '/api/metrics/list?limit=3&contains=err'],
])('%s asks %s', async (words, path) => {
  const { asked } = await metrics(words, () => ({ metrics: [] }))
  expect(asked.map(one => one.path)).toEqual([path])
})

test('metrics as a table, as JSON and as CSV; page by page up to the limit', async () => {
  const page = ({ path }: Asked) =>
    path.includes('after') ? { metrics: [metric('Latency', 'b')] } : { metrics: [metric('Latency', 'a')], next: 'x' }
  const table = await metrics('list Shop', page)
  expect(table.out).toBe(
    [
      'NAMESPACE  METRIC   DIMENSIONS  UNIT     LAST',
      'Shop       Latency  Pod=a       Seconds  2026-11-21T02:00:00Z',
      'Shop       Latency  Pod=b       Seconds  2026-11-21T02:00:00Z\n',
    ].join('\n'),
  )
  expect(table.asked[1]?.path).toContain('limit=500&namespace=Shop&after=x')
  expect((await metrics('list Shop --json', page)).out).toBe(
    `${JSON.stringify(metric('Latency', 'a'))}\n${JSON.stringify(metric('Latency', 'b'))}\n`,
  )
  const csv = await metrics('list Shop --csv --limit 1', page)
  expect(csv.out).toBe('namespace,metric,dimensions,unit,last\r\nShop,Latency,Pod=a,Seconds,2026-11-21T02:00:00Z\r\n')
  expect(csv.err).toBe('There are more than these 1; --limit shows more.\n')
})

const stat = (Id: string, Stat = 'Average', more: object = {}) => ({
  Id,
  MetricStat: {
    Metric: { Namespace: 'Shop', MetricName: 'Latency', Dimensions: [{ Name: 'Pod', Value: 'a=b' }] },
    ...{ Period: 300, Stat },
  },
  ...more,
})

test.each<[string, object[]]>([
  ['get Shop Latency Pod=a=b', [stat('m1')]],
  ['get Shop Latency Pod=a=b -s Sum,TM(10%:90%)', [stat('m1', 'Sum'), stat('m2', 'TM(10%:90%)')]],
  [
    'get Shop Latency Pod=a=b -e "m1 * 2" --label twice',
    [
      stat('m1', 'Average', { ReturnData: false }),
      { Id: 'expression', Expression: 'm1 * 2', Period: 300, Label: 'twice' },
    ],
  ],
  [
    'get -p 60 -e "SELECT AVG(Latency) FROM Shop"',
    [{ Id: 'expression', Expression: 'SELECT AVG(Latency) FROM Shop', Period: 60 }],
  ],
])('%s', async (words, queries) => {
  const { asked } = await metrics(words, () => data())
  expect(asked).toEqual([
    { path: '/api/metrics/data', body: { queries, from: start - 2 * 3_600_000, to: start + 3_600_000 } },
  ])
})

test('values as a table, as JSON and as CSV; two series of one name are told apart', async () => {
  const both = data(series('web', [1, 2.5]), series('web', [3], { at: [start + 60_000], id: 'm2' }))
  expect((await metrics('get Shop Latency', () => both)).out).toBe(
    ['TIME                  web  web (2)', '2026-11-21T02:00:00Z    1', '2026-11-21T02:01:00Z  2.5        3\n'].join(
      '\n',
    ),
  )
  expect((await metrics('get Shop Latency --csv', () => both)).out).toBe(
    'time,web,web (2)\r\n2026-11-21T02:00:00Z,1,\r\n2026-11-21T02:01:00Z,2.5,3\r\n',
  )
  expect((await metrics('get Shop Latency --json', () => both)).out).toBe(
    both.series.map(one => `${JSON.stringify(one)}\n`).join(''),
  )
})

test('what the server tells of a series, and that there is nothing, is said beside it', async () => {
  const messages = [{ code: 'MultipleUnits', message: "Multiple units returned: '[Count, Seconds]'" }]
  const { code, out, err } = await metrics('get Shop Latency', () => data(series('web', [], { messages })))
  expect([code, out]).toEqual([0, ''])
  expect(err).toBe(
    'm1: Multiple units returned: \'[Count, Seconds]\'\nThere are no datapoints in this time; "mangru metrics list" shows which metrics there are.\n',
  )
})

test('in Korean', async () => {
  const { out } = await metrics('list --lang ko', () => ({ namespaces: [{ namespace: 'Shop', metrics: 1 }] }))
  expect(out).toContain('네임스페이스')
})

test.each([
  ['list Shop more', '"more" is one word too many'],
  ['list --json --csv', '--json and --csv do not go together'],
  ['get', 'NAMESPACE METRIC is missing'],
  ['get Shop', 'METRIC is missing'],
  ['get Shop Latency Pod', '"Pod" is not DIMENSION=VALUE'],
  ['get Shop Latency -p 456d', '"456d" is not a period'],
  ['get Shop Latency -p 0', '"0" is not a period'],
])('bad usage: %s', async (words, said) => {
  const { code, err, asked } = await metrics(words, () => data())
  expect(code).toBe(2)
  expect(err).toContain(said)
  expect(asked).toEqual([])
})

test('values for eyes have six digits, those for programs all', async () => {
  const long = data(series('web', [1 / 3, 1e9 / 7]))
  expect((await metrics('get Shop Latency', () => long)).out).toContain('Z   0.333333\n')
  expect((await metrics('get Shop Latency', () => long)).out).toContain('Z  142857143\n')
  expect((await metrics('get Shop Latency --csv', () => long)).out).toContain('Z,0.3333333333333333\r\n')
})

test('what is wrong in an expression is marked in it', async () => {
  const at = { field: 'queries.expression', from: 5, to: 9 }
  const { err } = await metrics('get -e "m1 + nope"', () => ({ error: { code: 'invalid-request', message: 'no', at } }))
  expect(err).toBe('The server answers 400: no\nm1 + nope\n     ^^^^\n')
})

test('the server that refuses is told in one line', async () => {
  const error = { code: 'invalid-request', message: "Error in expression 'expression': no" }
  const { code, err } = await metrics('get -e no', () => ({ error }))
  expect([code, err]).toEqual([1, "The server answers 400: Error in expression 'expression': no\n"])
})
