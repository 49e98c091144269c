/** `src/model/web-api-metrics.ts` from memory: invented metrics, each with a day's shape. Expressions answer as their first metric would. */
import type {
  ApiMetric,
  ApiMetricData,
  ApiMetricDataLine,
  ApiMetricDataMany,
  ApiMetricDataRequest,
  ApiMetricSeries,
} from '../../src/model/index.ts'
import { type Handler, refuse, send } from './answer.ts'
import { wave } from './metric-wave.ts'

const minute = 60_000

const metric = (
  namespace: string,
  name: string,
  unit: string,
  dimensions: Readonly<Record<string, string>> = {},
): ApiMetric => ({
  namespace,
  metric: name,
  dimensions: Object.entries(dimensions).map(([key, value]) => ({ name: key, value })),
  unit,
  last: Date.now() - minute,
})

const paths = ['/api/regions', '/api/locations', '/health']
const nodes = ['node-1', 'node-2', 'node-3']
const metrics: readonly ApiMetric[] = [
  metric('Logs', 'ErrorCount', 'Count'),
  metric('Logs', 'CallCount', 'Count'),
  ...paths.map(path => metric('Logs', 'Latency', 'Seconds', { Path: path })),
  ...nodes.flatMap(NodeName => [
    metric('ContainerInsights', 'node_cpu_utilization', 'Percent', { ClusterName: 'demo', NodeName }),
    metric('ContainerInsights', 'node_memory_utilization', 'Percent', { ClusterName: 'demo', NodeName }),
    metric('ContainerInsights', 'node_filesystem_utilization', 'Percent', { ClusterName: 'demo', NodeName }),
  ]),
  metric('Mangru', 'EventsAccepted', 'Count'),
]
const words = (one: ApiMetric): string =>
  [one.namespace, one.metric, ...one.dimensions.flatMap(({ name, value }) => [name, value])].join(' ').toLowerCase()

const scale: Readonly<Record<string, number>> = { Percent: 100, Seconds: 0.8, Count: 12 }

interface Query {
  readonly Id: string
  readonly Label?: string
  readonly Expression?: string
  readonly Period?: number
  readonly ReturnData?: boolean
  readonly MetricStat?: {
    readonly Metric: {
      readonly Namespace: string
      readonly MetricName: string
      readonly Dimensions?: readonly { readonly Value: string }[]
    }
    readonly Period: number
    readonly Stat: string
  }
}

function answered(query: Query, from: number, to: number): ApiMetricSeries[] {
  const stat = query.MetricStat
  const periodMs = (stat?.Period ?? query.Period ?? 60) * 1_000
  const at: number[] = []
  for (let start = Math.ceil(from / periodMs) * periodMs; start + periodMs <= to; start += periodMs) at.push(start)
  const name = stat
    ? `${stat.Metric.MetricName} ${(stat.Metric.Dimensions ?? []).map(one => one.Value).join(' ')}`
    : 'sum'
  const unit = metrics.find(one => one.metric === stat?.Metric.MetricName)?.unit ?? 'None'
  const values = at.map(start => {
    const value = wave(name, start / periodMs) ** 3 * (scale[unit] ?? 100)
    return unit === 'Count' ? Math.round(value) : value
  })
  const one = (label: string, numbers: readonly number[]): ApiMetricSeries => ({
    id: query.Id,
    label,
    periodMs,
    unit,
    at,
    values: numbers,
    messages: [],
  })
  if (/ANOMALY_DETECTION_BAND/.test(query.Expression ?? ''))
    return [
      one(
        'expected low',
        at.map(() => 0),
      ),
      one(
        'expected high',
        at.map(start => 6 + 3 * Math.sin(start / 40_000_000)),
      ),
    ]
  if (/group by/i.test(query.Expression ?? '')) return nodes.map(node => one(node, values))
  return [one(query.Label ?? (stat ? stat.Metric.MetricName : query.Id), values)]
}

export const metricHandlers: Record<string, Handler> = {
  'GET /api/metrics/namespaces': ({ response }) =>
    send(response, 200, {
      namespaces: [...Map.groupBy(metrics, one => one.namespace)].map(([namespace, of]) => ({
        namespace,
        metrics: of.length,
      })),
    }),
  'GET /api/metrics/sets': ({ url, response }) => {
    const of = metrics.filter(one => one.namespace === url.searchParams.get('namespace'))
    const sets = Map.groupBy(of, one => one.dimensions.map(({ name }) => name).join('\n'))
    send(response, 200, {
      sets: [...sets].map(([names, all]) => ({ names: names === '' ? [] : names.split('\n'), metrics: all.length })),
      more: false,
    })
  },
  'GET /api/metrics/list': ({ url, response }) => {
    const wanted = (name: string) => url.searchParams.get(name) ?? ''
    const dimensions = url.searchParams.getAll('dimension').map(written => written.split('='))
    const found = metrics.filter(
      one =>
        (wanted('namespace') === '' || one.namespace === wanted('namespace')) &&
        (wanted('metric') === '' || one.metric === wanted('metric')) &&
        words(one).includes(wanted('contains').toLowerCase()) &&
        dimensions.every(([name, value]) =>
          one.dimensions.some(has => has.name === name && (value === undefined || has.value === value)),
        ) &&
        (wanted('exact') !== 'true' || one.dimensions.length === dimensions.length),
    )
    const start = Number(wanted('after') || 0)
    const limit = Number(wanted('limit') || 500)
    send(response, 200, {
      metrics: found.slice(start, start + limit),
      ...(found.length > start + limit ? { next: String(start + limit) } : {}),
    })
  },
  'POST /api/metrics/data': ({ body, response }) => {
    const told = dataOf(body as ApiMetricDataRequest)
    if ('data' in told) send(response, 200, told.data)
    else refuse(response, told.status, told.error.code, told.error.message, told.error.at)
  },
  'POST /api/metrics/data/many': ({ body, response }) => {
    const { questions } = body as ApiMetricDataMany
    const lines = questions.map((question, at): ApiMetricDataLine => ({ at, ...dataOf(question) }))
    response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    response.end(lines.map(line => `${JSON.stringify(line)}\n`).join(''))
  },
}

type Told = { readonly data: ApiMetricData } | Pick<Extract<ApiMetricDataLine, { status: number }>, 'status' | 'error'>

function dataOf({ queries, from, to }: ApiMetricDataRequest): Told {
  const asked = queries as unknown as readonly Query[]
  const broken = asked.find(one => one.Expression !== undefined && /\(\s*$/.test(one.Expression))
  if (broken) {
    const message = `Error in expression '${broken.Id}'`
    return { status: 400, error: { code: 'invalid-request', message, at: { field: `queries.${broken.Id}` } } }
  }
  const series = asked.filter(one => one.ReturnData !== false).flatMap(one => answered(one, from, to))
  return { data: { series, rowsRead: 1_440, tookMs: 7 } }
}
