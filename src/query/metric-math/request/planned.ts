/** The plan of a call, as data: what is computed in which order, and what is read for it. */

import type { Said } from '../../../model/index.ts'
import type { MetricsInsightsQuery } from '../../metrics-insights/index.ts'
import type { MetricSearch } from '../search/index.ts'
import type { CompileError, MathExpression, MathType } from '../tree.ts'
import type { MathQuery } from './query.ts'

/** Why a call cannot be answered. `message` is what CloudWatch's ValidationError says; `error` where in the expression. */
export interface MathProblem {
  readonly id: string | null
  readonly message: string
  readonly error: CompileError | null
  /** The same for any language, without the place. */
  readonly said: Said
}

export type PlannedExpression = PlannedMath | PlannedInsights
export interface PlannedMath {
  readonly kind: 'math'
  readonly id: string
  readonly tree: MathExpression
  readonly type: MathType
  /** Seconds; of its own result. */
  readonly period: number
  readonly returned: boolean
}
export interface PlannedInsights {
  readonly kind: 'insights'
  readonly id: string
  readonly query: MetricsInsightsQuery
  readonly type: 'TS' | 'TS[]'
  readonly period: number
  readonly returned: boolean
}

export interface SearchNeed {
  readonly what: string
  readonly search: MetricSearch
  readonly statistic: string
  /** Seconds. */
  readonly period: number
}
export interface BandNeed {
  /** The argument of ANOMALY_DETECTION_BAND as it prints. */
  readonly of: string
  /** The metric's id, where it is one metric. */
  readonly metric: string | null
  readonly deviations: number
  /** Seconds. */
  readonly period: number
}

export interface MathPlan {
  /** In the order of the call. */
  readonly queries: readonly MathQuery[]
  readonly expressions: ReadonlyMap<string, PlannedExpression>
  /** What is computed, each after what it reads. */
  readonly steps: readonly { readonly id: string; readonly period: number }[]
  /** What is read: every metric at its own period, and at those of expressions. */
  readonly metrics: readonly { readonly id: string; readonly period: number }[]
  readonly insights: readonly { readonly id: string; readonly period: number; readonly query: MetricsInsightsQuery }[]
  readonly searches: readonly SearchNeed[]
  readonly bands: readonly BandNeed[]
}

/** The period of what names none, in seconds. */
export const defaultPeriod = 300
