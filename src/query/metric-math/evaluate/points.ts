/** Functions of one series that give one series: point by point, changes, running sums, gaps, the calendar. */
import type { Grid, Points } from './grid.ts'

type PerPoint = (value: number) => number

export const perPoint: Readonly<Record<string, PerPoint>> = {
  ABS: Math.abs,
  CEIL: Math.ceil,
  FLOOR: Math.floor,
  LOG: Math.log,
  LOG10: Math.log10,
}

/** What is no finite number is no point. */
export function mapPoints(values: Points, apply: PerPoint): Points {
  return values.map(value => {
    const result = apply(value)
    // No -0: nobody should read it.
    return Number.isFinite(result) ? result + 0 : Number.NaN
  })
}

export type Change = 'DIFF' | 'DIFF_TIME' | 'RATE'

/** Against the point before; there is none for the first. */
export function changes(values: Points, kind: Change, grid: Grid): Points {
  const out = new Float64Array(values.length).fill(Number.NaN)
  let before = -1
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!
    if (Number.isNaN(value)) continue
    if (before >= 0) {
      const seconds = ((at - before) * grid.step) / 1_000
      const difference = value - values[before]!
      const result = kind === 'DIFF' ? difference : kind === 'DIFF_TIME' ? seconds : difference / seconds
      out[at] = Number.isFinite(result) ? result : Number.NaN
    }
    before = at
  }
  return out
}

export function runningSum(values: Points): Points {
  let sum = 0
  return values.map(value => {
    if (Number.isNaN(value)) return value
    sum += value
    return Number.isFinite(sum) ? sum : Number.NaN
  })
}

/** The last point again; nothing before the first. */
export function fillRepeated(values: Points): Points {
  let last = Number.NaN
  return values.map(value => {
    if (!Number.isNaN(value)) last = value
    return last
  })
}

/** On a straight line between neighbours; nothing before the first and behind the last. */
export function fillLinear(values: Points): Points {
  const out = values.slice()
  let before = -1
  for (let at = 0; at < values.length; at++) {
    if (Number.isNaN(values[at]!)) continue
    for (let gap = before + 1; before >= 0 && gap < at; gap++) {
      const share = (gap - before) / (at - before)
      out[gap] = values[before]! * (1 - share) + values[at]! * share
    }
    before = at
  }
  return out
}

export const fillConstant = (values: Points, by: number): Points =>
  values.map(value => (Number.isNaN(value) ? by : value))

export const fillFrom = (values: Points, other: Points): Points =>
  values.map((value, at) => (Number.isNaN(value) ? other[at]! : value))

/** Of the time in UTC. */
export const calendar: Readonly<Record<string, (time: Date) => number>> = {
  MINUTE: time => time.getUTCMinutes(),
  HOUR: time => time.getUTCHours(),
  DAY: time => time.getUTCDay() || 7,
  DATE: time => time.getUTCDate(),
  MONTH: time => time.getUTCMonth() + 1,
  YEAR: time => time.getUTCFullYear(),
  EPOCH: time => Math.floor(time.getTime() / 1_000),
}

/** At every place, whether the series has a point there or not. */
export function times({ start, step, count }: Grid, of: (time: Date) => number): Points {
  return Float64Array.from({ length: count }, (_, at) => of(new Date(start + at * step)))
}
