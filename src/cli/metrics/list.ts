/** Metrics of a running Mangru, page by page, as a table, as lines of JSON or as CSV. */
import type { ApiMetric, ApiMetrics, Result } from '../../model/index.ts'
import { ok } from '../../model/index.ts'
import type { Api, ApiTrouble } from '../client/index.ts'
import type { Messages } from '../messages/index.ts'
import { tableOf, tamed } from '../table.ts'
import type { ListValues } from './options.ts'

/** Metrics of one call; the server may give fewer and a place to go on from. */
const pageSize = 500

export interface SomeMetrics {
  readonly metrics: readonly ApiMetric[]
  readonly more: boolean
}

export async function firstMetrics(
  api: Api,
  namespace: string | undefined,
  { metric, dimension, contains, limit }: ListValues,
): Promise<Result<SomeMetrics, ApiTrouble>> {
  const metrics: ApiMetric[] = []
  let after: string | undefined
  for (;;) {
    const query = new URLSearchParams({ limit: String(Math.min(pageSize, limit - metrics.length)) })
    for (const [name, value] of Object.entries({ namespace, metric, contains, after }))
      if (value !== undefined) query.set(name, value)
    for (const one of (dimension ?? '').split(',')) if (one !== '') query.append('dimension', one)
    const page = await api.json<ApiMetrics>(`/api/metrics/list?${query}`)
    if (!page.ok) return page
    metrics.push(...page.value.metrics)
    after = page.value.next
    if (after === undefined || metrics.length >= limit) return ok({ metrics, more: after !== undefined })
  }
}

export function metricTable(metrics: readonly ApiMetric[], say: Messages): string {
  const columns = ['column-namespace', 'column-metric', 'column-dimensions', 'column-unit', 'column-last'] as const
  return tableOf(
    columns.map(column => say[column]()),
    metrics.map(one => [one.namespace, one.metric, dimensionsText(one), one.unit, timeText(one.last)].map(tamed)),
  )
}

/** With a column for all dimensions together: they differ from metric to metric. */
export const metricRows = (metrics: readonly ApiMetric[]): readonly (readonly string[])[] => [
  ['namespace', 'metric', 'dimensions', 'unit', 'last'],
  ...metrics.map(one => [one.namespace, one.metric, dimensionsText(one), one.unit, timeText(one.last)]),
]

/** As `mangru metrics get` takes them. */
const dimensionsText = ({ dimensions }: ApiMetric): string =>
  dimensions.map(({ name, value }) => `${name}=${value}`).join(' ')

/** `2026-11-21T03:12:00Z` */
export const timeText = (at: number): string => new Date(at).toISOString().replace('.000Z', 'Z')
