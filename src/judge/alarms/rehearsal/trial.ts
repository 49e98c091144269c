/**
 * Many rehearsals of one series with other thresholds and other M of N: the points are read once into a row, so that a trial is a walk
 * along it. The rule that decides is the live one.
 */
import { instant, ok, type Result } from '../../../model/index.ts'
import { breaches } from '../compare.ts'
import type { Datapoint, Points } from '../datapoint.ts'
import { breachesToAlarm, type MetricAlarm, type StateValue } from '../definition.ts'
import { isLow } from '../low-samples.ts'
import { evaluationStep } from '../schedule.ts'
import { decide, type Mark } from '../treat-missing.ts'
import { evaluationRange, isHourly } from '../window.ts'
import { instantsOf, type Range, type TooMany } from './instants.ts'
import { rehearse } from './metric.ts'

export interface Trial {
  readonly pages: number
  /** Seconds. */
  readonly longest: number
}

export interface Trials {
  /** Values of the periods that end within the range. */
  readonly values: readonly number[]
  /** `alarm` differs from the one that the trials were prepared for in threshold, M and N alone, N no larger than `mostPeriods`. */
  run(alarm: MetricAlarm): Trial
}

export function prepareTrials(
  alarm: MetricAlarm,
  points: Points,
  range: Range,
  mostPeriods: number,
): Result<Trials, TooMany> {
  const step = evaluationStep(alarm)
  const instants = instantsOf(range, step)
  if (!instants.ok) return instants
  const ends = [...instants.value]
  const stride = alarm.period / step
  const back = stride * evaluationRange({ ...alarm, periods: mostPeriods })
  const first = (ends[0] ?? range.to) - back * step
  const row = Array.from({ length: back + ends.length }, (_, at): Datapoint | undefined => {
    const end = first + at * step
    return points.at(instant(end - alarm.period), instant(end))
  })
  const low = row.map(point => point !== undefined && isLow(alarm, point))
  return ok({
    values: row.slice(back).flatMap(point => point?.value ?? []),
    run(tried) {
      if (isHourly(tried) || tried.window.kind !== 'sliding') return inFull(tried, points, range)
      const marks = row.map((point, at) => (point === undefined || low[at] ? undefined : breaches(tried, point)))
      return walk(tried, marks, low.includes(true) ? low : [], {
        back,
        stride,
        step,
        begun: ends[0] ?? range.to,
        range,
      })
    },
  })
}

interface Layout {
  readonly back: number
  readonly stride: number
  readonly step: number
  /** The first instant. */
  readonly begun: number
  readonly range: Range
}

function walk(alarm: MetricAlarm, marks: readonly Mark[], low: readonly boolean[], layout: Layout): Trial {
  const { back, stride, step, begun, range } = layout
  const looked = evaluationRange(alarm)
  const rule = { periods: alarm.periods, toAlarm: breachesToAlarm(alarm), treatMissing: alarm.treatMissing }
  const ignoring = { ...rule, treatMissing: 'ignore' as const }
  const window: Mark[] = Array(looked).fill(undefined)
  let [held, since, pages, longest]: [StateValue, number, number, number] = ['OK', 0, 0, 0]
  for (let at = back; at < marks.length; at++) {
    let leftOut = false
    for (let n = 0; n < looked; n++) {
      window[n] = marks[at - n * stride]
      if (low[at - n * stride]) leftOut = true
    }
    const state = decide(window, leftOut ? ignoring : rule, held)
    if (state === held) continue
    const now = begun + (at - back) * step
    if (held === 'ALARM') longest = Math.max(longest, now - since)
    if (state === 'ALARM') {
      since = now
      pages++
    }
    held = state
  }
  if (held === 'ALARM') longest = Math.max(longest, range.to - since)
  return { pages, longest: longest / 1_000 }
}

function inFull(alarm: MetricAlarm, points: Points, range: Range): Trial {
  const rehearsed = rehearse({ alarm, points, initialState: 'OK', ...range })
  if (!rehearsed.ok) throw new Error('a range that was looked at before is not too long now')
  return rehearsed.value
}
