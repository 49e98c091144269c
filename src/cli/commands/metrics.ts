/** `mangru metrics list` and `mangru metrics get`: which metrics a running Mangru has, and their values. */
import {
  type ApiMetricData,
  type ApiMetricDataRequest,
  type ApiMetricNamespaces,
  hours,
  minus,
} from '../../model/index.ts'
import { type Api, type ApiTrouble, apiAt, explainTrouble } from '../client/index.ts'
import { type Call, type Command, command, fine, misused, type Outcome } from '../command.ts'
import {
  csvOf,
  dataRows,
  firstMetrics,
  forEyes,
  getOptions,
  type ListValues,
  listOptions,
  metricRows,
  metricTable,
  queriesOf,
} from '../metrics/index.ts'
import { markPlace } from '../query/index.ts'
import { tableOf, tamed } from '../table.ts'

type Speaking = Pick<Call<unknown>, 'say' | 'terminal'>

const list = command({
  name: 'metrics list',
  usage: '[NAMESPACE]',
  en: 'list metrics; without a namespace and without a filter, the namespaces',
  ko: '지표를 나열. 네임스페이스도 조건도 없으면 네임스페이스를 나열',
  options: listOptions,
  async run(call) {
    const { values, words, fetch } = call
    const [namespace, extra] = words
    if (extra !== undefined) return misused(say => say['unexpected-word'](extra))
    if (values.json && values.csv) return misused(say => say['not-together']('--json', '--csv'))
    const api = apiAt(values.url, values.token, fetch)
    const filtered = [namespace, values.metric, values.dimension, values.contains].some(word => word !== undefined)
    return filtered ? listMetrics(call, api, namespace) : listNamespaces(call, api)
  },
})

async function listNamespaces({ values, say, terminal }: Call<ListValues>, api: Api): Promise<Outcome> {
  const found = await api.json<ApiMetricNamespaces>('/api/metrics/namespaces')
  if (!found.ok) return failed(found.error, { say, terminal })
  const { namespaces } = found.value
  const rows = namespaces.map(one => [one.namespace, String(one.metrics)])
  switch (formatOf(values)) {
    case 'json':
      await terminal.out(namespaces.map(one => `${JSON.stringify(one)}\n`).join(''))
      return fine
    case 'csv':
      await terminal.out(csvOf([['namespace', 'metrics'], ...rows]))
      return fine
    case 'table':
      if (rows.length === 0) terminal.err(`${say['no-metrics']()}\n`)
      else {
        const heads = [say['column-namespace'](), say['column-metrics']()]
        await terminal.out(
          tableOf(
            heads,
            rows.map(row => row.map(tamed)),
            [1],
          ),
        )
      }
      return fine
  }
}

async function listMetrics(call: Call<ListValues>, api: Api, namespace: string | undefined): Promise<Outcome> {
  const { values, say, terminal } = call
  const found = await firstMetrics(api, namespace, values)
  if (!found.ok) return failed(found.error, call)
  const { metrics, more } = found.value
  const format = formatOf(values)
  if (format === 'json') await terminal.out(metrics.map(one => `${JSON.stringify(one)}\n`).join(''))
  else if (format === 'csv') await terminal.out(csvOf(metricRows(metrics)))
  else if (metrics.length === 0) terminal.err(`${say['no-such-metrics']()}\n`)
  else await terminal.out(metricTable(metrics, say))
  if (more) terminal.err(`${say['more-metrics'](metrics.length)}\n`)
  return fine
}

const get = command({
  name: 'metrics get',
  usage: '[NAMESPACE METRIC [DIMENSION=VALUE…]]',
  en: 'print the values of a metric, or of an expression of metric math',
  ko: '지표 또는 지표 수식의 값을 찍음',
  options: getOptions,
  async run({ values, words, say, terminal, clock, fetch }) {
    if (values.json && values.csv) return misused(say => say['not-together']('--json', '--csv'))
    const queries = queriesOf(words, values)
    if (!queries.ok) return misused(queries.error)
    const now = clock.now()
    const request: ApiMetricDataRequest = {
      queries: queries.value,
      from: values.since?.(now) ?? minus(now, hours(3)),
      to: values.until?.(now) ?? now,
    }
    const answer = await apiAt(values.url, values.token, fetch).json<ApiMetricData>('/api/metrics/data', {
      post: request,
      signal: terminal.interrupted,
    })
    if (!answer.ok) {
      const at = answer.error.code === 'refused' ? answer.error.error?.at : undefined
      const told = failed(answer.error, { say, terminal })
      if (values.expression !== undefined && at?.from !== undefined)
        terminal.err(markPlace(values.expression, at.from, at.to ?? at.from))
      return told
    }
    const { series } = answer.value
    const format = formatOf(values)
    const points = series.reduce((sum, { at }) => sum + at.length, 0)
    if (format === 'json') await terminal.out(series.map(one => `${JSON.stringify(one)}\n`).join(''))
    else if (format === 'csv') await terminal.out(csvOf(dataRows(answer.value, 'time')))
    else if (points > 0) {
      const [heads = [], ...rows] = dataRows(answer.value, say['column-time'](), forEyes).map(cells => cells.map(tamed))
      await terminal.out(tableOf(heads, rows, [...heads.keys()].slice(1)))
    }
    for (const { id, messages } of series)
      for (const { message } of messages) terminal.err(`${tamed(`${id}: ${message}`)}\n`)
    if (points === 0) terminal.err(`${say['no-datapoints']()}\n`)
    return fine
  },
})

const formatOf = ({ json, csv, format }: Pick<ListValues, 'json' | 'csv' | 'format'>): ListValues['format'] =>
  json ? 'json' : csv ? 'csv' : format

function failed(trouble: ApiTrouble, { say, terminal }: Speaking): Outcome {
  terminal.err(`${explainTrouble(trouble, say)}\n`)
  return { code: 1 }
}

export const metricsCommands: readonly Command[] = [list, get]
