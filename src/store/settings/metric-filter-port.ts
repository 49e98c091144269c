/** Metric filters as the settings keep them: what was put, checked before; what they mean is `query/metric-filter`'s business. */
import type { Instant, Result } from '../../model/index.ts'
import type { SettingsError } from './settings-error.ts'

export interface MetricFilter {
  readonly groupId: number
  /** Unique in the group. */
  readonly name: string
  readonly pattern: string
  readonly namespace: string
  readonly metric: string
  /** As written: a number or a selector. */
  readonly value: string
  readonly defaultValue: number | null
  readonly unit: string
  /** Name of the dimension → selector. */
  readonly dimensions: Readonly<Record<string, string>>
  readonly selection: string | null
  /** `@aws.account`, `@aws.region`: added as dimensions. */
  readonly systemFields: readonly string[]
  readonly transformedLogs: boolean
  /** Of the call that put it. */
  readonly region: string
  /** Regular expressions in the pattern (count). */
  readonly regexes: number
  readonly createdAt: Instant
  /** Events before this are not its own. */
  readonly changedAt: Instant
  /** Stopped by the server, with the reason; putting it again starts it. */
  readonly stopped: { readonly at: Instant; readonly reason: string } | null
}

export type NewMetricFilter = Omit<MetricFilter, 'createdAt' | 'stopped'>

export interface MetricFilterQuery {
  readonly groupId?: number
  readonly prefix?: string
  readonly metric?: { readonly namespace: string; readonly name: string }
  /** Strictly after this one, in the order of group name, then filter name, by bytes. */
  readonly after?: { readonly group: string; readonly name: string }
  readonly limit: number
}

export interface MetricFilterSettings {
  /**
   * Makes or replaces; a replaced one keeps when it was made. `missing`: the group is gone. `too-many`: `limits.metricFilters` stand in the
   * group already, or `limits.metricFiltersWithRegex` with a regular expression.
   */
  put(filter: NewMetricFilter): Promise<Result<MetricFilter, SettingsError | { readonly code: 'missing' | 'too-many' }>>
  remove(groupId: number, name: string): Promise<Result<void, SettingsError | { readonly code: 'missing' }>>
  /** Notes that it was stopped, unless it was put anew since `changedAt`. */
  stop(
    filter: Pick<MetricFilter, 'groupId' | 'name' | 'changedAt'>,
    why: { readonly at: Instant; readonly reason: string },
  ): Promise<Result<void, SettingsError>>
  list(query: MetricFilterQuery): Promise<Result<readonly (MetricFilter & { readonly group: string })[], SettingsError>>
  /** Groups without any are absent. */
  count(groupIds: readonly number[]): Promise<Result<ReadonlyMap<number, number>, SettingsError>>
}
