/** Dashboards in the settings: bodies as they were put, byte for byte. What stands in them is the business of `model/dashboard`. */
import type { Instant, Result } from '../../model/index.ts'
import type { SettingsError } from './settings-error.ts'

type Answer<T, Code extends string = never> = Promise<Result<T, SettingsError | Coded<Code>>>
/** One type for each code, so that a check of the code tells them apart. */
type Coded<Code extends string> = Code extends unknown ? { readonly code: Code } : never

export interface NewDashboard {
  readonly name: string
  /** JSON text. */
  readonly body: string
  /** How many widgets it has, for lists. */
  readonly widgets: number
  readonly changedAt: Instant
}

/** A dashboard as lists show it. */
export interface DashboardEntry {
  readonly name: string
  /** Of the body, in UTF-8. */
  readonly bytes: number
  readonly widgets: number
  readonly changedAt: Instant
  /** Another number after every put, also when the dashboard was away in between. Positive. */
  readonly version: number
}

export interface StoredDashboard extends DashboardEntry {
  readonly body: string
}

/** Ordered by name in ASCII (byte) order. `after`: names strictly greater. */
export interface DashboardQuery {
  readonly prefix?: string
  readonly after?: string
  readonly limit: number
}

export interface DashboardSettings {
  /**
   * Puts a new one or replaces all of the one of this name. `expected`: only when that is its version; 0: only when there is none
   * (`changed`: it is not so). `too-many`: `limits.dashboards` stand already.
   */
  put(dashboard: NewDashboard, expected?: number): Answer<DashboardEntry, 'changed' | 'too-many'>
  dashboard(name: string): Answer<StoredDashboard | undefined>
  dashboards(query: DashboardQuery): Answer<readonly DashboardEntry[]>
  /** All of them, or none when one is not there (`missing`, with its name). */
  remove(
    names: readonly string[],
  ): Promise<Result<void, SettingsError | { readonly code: 'missing'; readonly name: string }>>
}
