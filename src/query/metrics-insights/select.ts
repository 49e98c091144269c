/** Which metrics a Metrics Insights query looks at, and into which group each falls. Pure. */
import type { MetricIdentity } from '../metric-math/search/index.ts'
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
      const own = valueOf(metric, key, account)
      return own !== undefined && (own === value) === equal
    })
  }
}

/** The values that the metric is grouped by, `Other` where it has none. */
export const groupOf = (query: MetricsInsightsQuery, metric: SelectableMetric, account: string): readonly string[] =>
  query.groupBy.map(key => valueOf(metric, key, account) ?? otherGroup)

function valueOf(metric: SelectableMetric, key: string, account: string): string | undefined {
  if (Object.hasOwn(metric.dimensions, key)) return metric.dimensions[key]
  if (key === accountKey) return metric.account ?? account
  const tag = key.startsWith('tag.') ? key.slice(4) : undefined
  return tag !== undefined && metric.tags !== undefined && Object.hasOwn(metric.tags, tag)
    ? metric.tags[tag]
    : undefined
}
