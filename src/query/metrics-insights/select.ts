/** Which metrics a Metrics Insights query looks at, and into which group each falls. Pure. */
import { limits } from '../../limits.ts'
import type { MetricIdentity, Narrowing } from '../metric-math/search/index.ts'
import { accountKey } from './parse.ts'
import type { MetricsInsightsQuery } from './tree.ts'

/** A metric, with the tags of what it measures where they are known. */
export interface SelectableMetric extends MetricIdentity {
  readonly tags?: Readonly<Record<string, string>>
}

/** What a metric without the key counts as. */
export const otherGroup = 'Other'

/**
 * The metrics that the query is about. A metric without the key of a condition is not, whichever way it compares. `account` is the
 * one that asks.
 */
export function compileSelection(query: MetricsInsightsQuery, account: string): (metric: SelectableMetric) => boolean {
  const { namespace, metric: name, dimensions, where } = query
  const exactly = dimensions === null ? null : new Set(dimensions)
  const conditions = where.map(({ key, op, value }) => ({ key, equal: op === '=', value: value ?? account }))
  return metric => {
    if (metric.namespace !== namespace || metric.metric !== name) return false
    if (exactly !== null) {
      const own = Object.keys(metric.dimensions)
      if (own.length !== exactly.size || !own.every(dimension => exactly.has(dimension))) return false
    }
    return conditions.every(({ key, equal, value }) => {
      const own = valueFor(metric, key, account)
      return own !== undefined && (own === value) === equal
    })
  }
}

/**
 * What the query says of series without looking at them: the store is asked for these, and `compileSelection` has the last word. Never
 * leaves out a metric that it lets through.
 */
export function narrowSelection({ namespace, metric, dimensions, where }: MetricsInsightsQuery): Narrowing {
  // A tag and an account need not be labels.
  const compared = where.filter(({ key }) => key !== accountKey && !key.startsWith('tag.'))
  const names = new Set([...(dimensions ?? []), ...compared.map(({ key }) => key)])
  const labels = [...names].map(name => {
    const value = compared.find(({ key, op }) => key === name && op === '=')?.value
    return value == null ? { name } : { name, value }
  })
  return { namespace, metric, ...(labels.length === 0 ? {} : { labels }) }
}

/** Metrics whose observations make one series. */
export interface InsightsGroup<Metric> {
  /** By key of GROUP BY, in its order; `Other` where a metric has none. Empty without GROUP BY. */
  readonly names: readonly string[]
  readonly metrics: readonly Metric[]
}

/**
 * The groups that the chosen metrics fall into, in the order of their names. Past `limits.metricsInsightsMetrics` metrics are not
 * looked at, and `partial` says so.
 */
export function groupMetrics<Metric extends SelectableMetric>(
  query: MetricsInsightsQuery,
  metrics: readonly Metric[],
  account: string,
): { readonly groups: readonly InsightsGroup<Metric>[]; readonly partial: boolean } {
  const chosen = metrics.slice(0, limits.metricsInsightsMetrics)
  const groups = new Map<string, { names: readonly string[]; metrics: Metric[] }>()
  for (const metric of chosen) {
    const names = query.groupBy.map(key => valueFor(metric, key, account) ?? otherGroup)
    const key = JSON.stringify(names)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { names, metrics: [metric] })
    else group.metrics.push(metric)
  }
  return {
    groups: [...groups.values()].sort((a, b) => byNames(a.names, b.names)),
    partial: chosen.length < metrics.length,
  }
}

/** The order of groups: by their first name, among equals by the next. */
export function byNames(a: readonly string[], b: readonly string[]): number {
  const at = a.findIndex((name, index) => name !== b[index])
  if (at < 0) return 0
  return a[at]! < (b[at] ?? '') ? -1 : 1
}

function valueFor(metric: SelectableMetric, key: string, account: string): string | undefined {
  if (Object.hasOwn(metric.dimensions, key)) return metric.dimensions[key]
  if (key === accountKey) return metric.account ?? account
  const tag = key.startsWith('tag.') ? key.slice(4) : undefined
  return tag !== undefined && metric.tags !== undefined && Object.hasOwn(metric.tags, tag)
    ? metric.tags[tag]
    : undefined
}
