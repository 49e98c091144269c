/** What is wrong with queries before the server is asked: expressions by their own languages, ids, and what is returned. Pure. */
import type { CompileError } from '../../../src/query/metric-math/index.ts'
import { checkMath, type MathScope } from '../../../src/query/metric-math/language/index.ts'
import { isMetricsInsights, parseMetricsInsights } from '../../../src/query/metrics-insights/index.ts'
import { rowOf, rowsOf, textOf } from '../words/facts.ts'
import { queriesOf } from './draft.ts'

export type QueriesTrouble =
  | { readonly code: 'expression'; readonly id: string; readonly error: CompileError }
  | { readonly code: 'twice'; readonly id: string }
  | { readonly code: 'bad-id'; readonly id: string }
  | { readonly code: 'returned' }
  | { readonly code: 'no-band'; readonly id: string }

/** Empty for text that is no list of queries: the form says that itself. */
export function queriesTroubles(text: string, bandId: string): readonly QueriesTrouble[] {
  const queries = rowsOf(queriesOf(text))
  if (queries.length === 0) return []
  const found: QueriesTrouble[] = []
  const ids = queries.map(one => textOf(one.Id))
  for (const [at, id] of ids.entries()) {
    if (!/^[a-z]\w{0,254}$/.test(id)) found.push({ code: 'bad-id', id })
    else if (ids.indexOf(id) !== at) found.push({ code: 'twice', id })
  }
  const scope: MathScope = {
    typeOf: id => (ids.includes(id) ? 'TS' : undefined),
    isMetric: id => rowOf(queries.find(one => one.Id === id)?.MetricStat).Metric !== undefined,
    ids,
    alarm: true,
  }
  for (const query of queries) {
    const expression = textOf(query.Expression)
    if (expression === '') continue
    const read = isMetricsInsights(expression) ? parseMetricsInsights(expression) : checkMath(expression, scope)
    if (!read.ok) found.push({ code: 'expression', id: textOf(query.Id), error: read.error })
  }
  if (bandId.trim() !== '' && !ids.includes(bandId.trim())) found.push({ code: 'no-band', id: bandId.trim() })
  const returned = queries.filter(one => one.ReturnData !== false && one.Id !== bandId.trim())
  if (returned.length !== 1) found.push({ code: 'returned' })
  return found
}

/** The queries with another expression for one of them; as they are where that is none. */
export function withExpression(text: string, at: number, expression: string): string {
  const queries = queriesOf(text)
  if (queries?.[at] === undefined) return text
  return JSON.stringify(
    queries.map((one, place) => (place === at ? { ...one, Expression: expression } : one)),
    null,
    2,
  )
}

/** What people begin with; the metrics in them are to be replaced. */
export const samples = {
  rate: {
    threshold: '5',
    operator: 'GreaterThanThreshold',
    bandId: '',
    queries: [
      { Id: 'rate', Expression: '100 * errors / calls', Label: 'errors of calls, %' },
      {
        Id: 'errors',
        MetricStat: { Metric: { Namespace: 'Logs', MetricName: 'ErrorCount' }, Period: 300, Stat: 'Sum' },
        ReturnData: false,
      },
      {
        Id: 'calls',
        MetricStat: { Metric: { Namespace: 'Logs', MetricName: 'CallCount' }, Period: 300, Stat: 'Sum' },
        ReturnData: false,
      },
    ],
  },
  groups: {
    threshold: '80',
    operator: 'GreaterThanThreshold',
    bandId: '',
    queries: [
      {
        Id: 'q1',
        Expression:
          'SELECT MAX(pod_cpu_utilization) FROM SCHEMA(ContainerInsights, ClusterName, Namespace, PodName) GROUP BY PodName',
        Period: 60,
      },
    ],
  },
  band: {
    threshold: '',
    operator: 'LessThanLowerOrGreaterThanUpperThreshold',
    bandId: 'band',
    queries: [
      {
        Id: 'm1',
        MetricStat: { Metric: { Namespace: 'Logs', MetricName: 'CallCount' }, Period: 300, Stat: 'Sum' },
        ReturnData: true,
      },
      { Id: 'band', Expression: 'ANOMALY_DETECTION_BAND(m1, 2)', ReturnData: true },
    ],
  },
} as const
export type Sample = keyof typeof samples
