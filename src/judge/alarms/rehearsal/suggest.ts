/**
 * Thresholds and M of N that would have paged about as often as wished. Each candidate is rehearsed; what is suggested did come out so,
 * over the points given, and nothing more is claimed.
 */
import { limits } from '../../../limits.ts'
import { err, ok, type Result } from '../../../model/index.ts'
import { isBandOperator } from '../compare.ts'
import type { Points } from '../datapoint.ts'
import { breachesToAlarm, type MetricAlarm } from '../definition.ts'
import { remembered } from '../series/index.ts'
import type { Range, TooMany } from './instants.ts'
import { prepareTrials, type Trial, type Trials } from './trial.ts'

export interface SuggestionQuestion extends Range {
  /** Its operator, period and treatment of missing data stay as they are. */
  readonly alarm: MetricAlarm
  readonly points: Points
  readonly pagesPerWeek: number
}

export interface Suggestion {
  readonly threshold: number
  readonly toAlarm: number
  readonly periods: number
  readonly pagesPerWeek: number
  readonly pages: number
  /** Seconds: the longest alarm, and the soonest that a lasting breach would have been told. */
  readonly longest: number
  readonly delay: number
}

export type SuggestionError =
  | TooMany
  | { readonly code: 'too-few-points'; readonly points: number }
  | { readonly code: 'band' }

const week = 604_800_000
/** M and N. */
const shapes: readonly (readonly [number, number])[] = [
  [1, 1],
  [2, 2],
  [2, 3],
  [3, 3],
  [3, 5],
  [5, 5],
]
/** Part of the points that breach: from none to those that are no longer unusual. */
const parts = [0, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.15, 0.2]

/** The nearest to the wish first. Refuses fewer than `limits.suggestionPoints` points. */
export function suggest(question: SuggestionQuestion): Result<readonly Suggestion[], SuggestionError> {
  const { alarm, pagesPerWeek, from, to } = question
  if (isBandOperator(alarm.operator)) return err({ code: 'band' })
  const own = [breachesToAlarm(alarm), alarm.periods] as const
  const tried = shapes.some(([m, n]) => m === own[0] && n === own[1]) ? shapes : [own, ...shapes]
  const mostPeriods = Math.max(...tried.map(([, n]) => n))
  const trials = prepareTrials(alarm, remembered(question.points), { from, to }, mostPeriods)
  if (!trials.ok) return trials
  const values = trials.value.values.toSorted((a, b) => a - b)
  if (values.length < limits.suggestionPoints) return err({ code: 'too-few-points', points: values.length })
  const weeks = (to - from) / week
  const candidates = thresholdsOf(alarm, values)
  const found = tried.flatMap(([toAlarm, periods]) => {
    const shape = { ...alarm, toAlarm, periods }
    const best = mostSensitive(trials.value, shape, candidates, pagesPerWeek * weeks)
    if (best === undefined) return []
    const delay = (toAlarm * alarm.period) / 1_000
    return [{ ...best, toAlarm, periods, pagesPerWeek: best.pages / weeks, delay }]
  })
  return ok(found.toSorted((a, b) => b.pages - a.pages || a.delay - b.delay))
}

/** The threshold nearest to the usual that does not page more often than wished. */
function mostSensitive(trials: Trials, alarm: MetricAlarm, candidates: readonly number[], wished: number) {
  let best: (Trial & { readonly threshold: number }) | undefined
  for (const threshold of candidates) {
    const { pages, longest } = trials.run({ ...alarm, threshold })
    if (pages > wished) return best
    best = { threshold, pages, longest }
  }
  return best
}

/** From where nothing breaches inwards, rounded to what a person would write. */
function thresholdsOf({ operator }: MetricAlarm, sorted: readonly number[]): number[] {
  const up = operator.startsWith('Greater')
  const ordered = up ? sorted.toReversed() : sorted
  const found = parts.map(part => {
    const value = ordered[Math.min(ordered.length - 1, Math.floor(part * ordered.length))] ?? 0
    const round = rounded(value, up)
    // Or equal: that value itself would breach.
    return round === value && operator.includes('OrEqual') ? rounded(beyond(value, up), up) : round
  })
  return [...new Set(found)]
}

const beyond = (value: number, up: boolean): number =>
  value + (up ? 1 : -1) * (value === 0 ? 1e-3 : Math.abs(value) / 200)

/** Three digits, away from the usual values. */
function rounded(value: number, up: boolean): number {
  if (value === 0) return 0
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 2)
  const whole = value / unit
  const near = Math.round(whole)
  // What is round already stays as it is.
  const digits = Math.abs(whole - near) < 1e-6 ? near : up ? Math.ceil(whole) : Math.floor(whole)
  return Number((digits * unit).toPrecision(6))
}
