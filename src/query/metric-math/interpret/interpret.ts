/**
 * What an expression means, said as plainly as it can be: a series is a map from times to values, each rule of the language is one
 * clause. Slow, and only for tests, which hold `evaluate/` against it.
 */
import type { MathArgument, MathExpression } from '../tree.ts'

export type Series = ReadonlyMap<number, number>
/** A number may be null: it is not there. */
export type Meaning = number | null | Series | readonly Series[]

export interface Reading {
  /** Every time of the request in order (ms since 1970). */
  readonly times: readonly number[]
  readonly period: number
  readonly metrics: ReadonlyMap<string, Series>
}

const isList = (value: Meaning): value is readonly Series[] => Array.isArray(value)
const isSeries = (value: Meaning): value is Series => value instanceof Map
const isNumber = (value: Meaning): value is number | null => value === null || typeof value === 'number'

export function interpret(node: MathExpression, reading: Reading): Meaning {
  const meaning = (of: MathArgument): Meaning => interpret(of as MathExpression, reading)
  switch (node.kind) {
    case 'number':
      return node.value
    case 'reference':
      return reading.metrics.get(node.id)!
    case 'negate':
      return binary(meaning(node.of), 0, reading, value => -value)
    case 'power':
      return binary(meaning(node.base), meaning(node.exponent), reading, (a, b) => a ** b)
    case 'chain':
      return node.rest.reduce(
        (left: Meaning, { op, operand }) => binary(left, meaning(operand), reading, meanings[op]!),
        meaning(node.first),
      )
    case 'array':
      return node.items.flatMap((item): readonly Series[] => {
        const value = meaning(item)
        return isList(value) ? value : [value as Series]
      })
    case 'call':
      return call(node.name, node.args, meaning, reading)
  }
}

const truth = (holds: boolean): number => (holds ? 1 : 0)
const meanings: Readonly<Record<string, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '==': (a, b) => truth(a === b),
  '!=': (a, b) => truth(a !== b),
  '<': (a, b) => truth(a < b),
  '>': (a, b) => truth(a > b),
  '<=': (a, b) => truth(a <= b),
  '>=': (a, b) => truth(a >= b),
  AND: (a, b) => truth(a !== 0 && b !== 0),
  OR: (a, b) => truth(a !== 0 || b !== 0),
}

/** A series of the times for which `point` gives a finite number. */
function series(times: readonly number[], point: (time: number) => number | null): Series {
  const found = new Map<number, number>()
  for (const time of times) {
    const value = point(time)
    if (value !== null && Number.isFinite(value)) found.set(time, value)
  }
  return found
}
const there = (value: number): number | null => (Number.isFinite(value) ? value : null)

function binary(left: Meaning, right: Meaning, reading: Reading, op: (a: number, b: number) => number): Meaning {
  if (isList(left)) return left.map(one => binary(one, right, reading, op) as Series)
  if (isList(right)) return right.map(one => binary(left, one, reading, op) as Series)
  if (isNumber(left) && isNumber(right)) return left === null || right === null ? null : there(op(left, right))
  return series(reading.times, time => {
    const [a, b] = [left, right].map(side => (isSeries(side) ? side.get(time) : ((side as number | null) ?? undefined)))
    const bySeries = isSeries(left) && isSeries(right)
    if (bySeries && a === undefined && b === undefined) return null
    if (!bySeries && (a === undefined || b === undefined)) return null
    return op(a ?? 0, b ?? 0)
  })
}

function call(
  name: string,
  args: readonly MathArgument[],
  meaning: (of: MathArgument) => Meaning,
  reading: Reading,
): Meaning {
  const { times, period, metrics } = reading
  const of = (at: number): Meaning => meaning(args[at]!)
  const seriesOf = (at: number): Series => of(at) as Series
  const listOf = (at: number): readonly Series[] => of(at) as readonly Series[]
  const number = (at: number): number | null => of(at) as number | null
  const word = (at: number): string => (args[at]?.kind === 'word' ? args[at].word : '')
  const each = (change: (one: Series) => Series): Meaning => {
    const value = of(0)
    return isList(value) ? value.map(change) : change(value as Series)
  }
  const perPoint = (change: (value: number) => number): Meaning =>
    each(one => series(times, time => (one.has(time) ? change(one.get(time)!) : null)))
  const fold = (numbers: (values: readonly number[], of: number) => number | null, empty: number | null): Meaning => {
    const value = of(0)
    if (isSeries(value)) return value.size === 0 ? (empty ?? null) : numbers([...value.values()], value.size)
    const all = value as readonly Series[]
    return series(times, time => {
      const seen = all.flatMap(one => (one.has(time) ? [one.get(time)!] : []))
      return seen.length === 0 ? null : numbers(seen, all.length)
    })
  }
  /** The pairs of each point and the one before it. */
  const pairs = (change: (now: [number, number], before: [number, number]) => number): Meaning =>
    each(one => {
      const points = [...one].sort((a, b) => a[0] - b[0])
      return series(times, time => {
        const at = points.findIndex(([own]) => own === time)
        return at < 1 ? null : change(points[at]!, points[at - 1]!)
      })
    })
  const place = (at: number): number => Math.max(0, Math.floor(number(at) ?? 0))
  const clock = (read: (date: Date) => number): Meaning => series(times, time => read(new Date(time)))
  const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0)
  switch (name) {
    case 'ABS':
      return perPoint(Math.abs)
    case 'CEIL':
      return perPoint(Math.ceil)
    case 'FLOOR':
      return perPoint(Math.floor)
    case 'LOG':
      return perPoint(Math.log)
    case 'LOG10':
      return perPoint(Math.log10)
    case 'SUM':
      return fold(values => there(sum(values)), null)
    case 'MIN':
      return fold(values => Math.min(...values), null)
    case 'MAX':
      return fold(values => Math.max(...values), null)
    case 'AVG':
      return fold((values, count) => there(sum(values) / count), null)
    case 'DATAPOINT_COUNT':
      return fold(values => values.length, 0)
    case 'STDDEV':
      return fold(values => {
        const average = sum(values) / values.length
        return there(Math.sqrt(sum(values.map(value => (value - average) ** 2)) / values.length))
      }, null)
    case 'DIFF':
      return pairs(([, now], [, before]) => now - before)
    case 'DIFF_TIME':
      return pairs(([now], [before]) => (now - before) / 1_000)
    case 'RATE':
      return pairs(([now, a], [before, b]) => (a - b) / ((now - before) / 1_000))
    case 'RUNNING_SUM':
      return each(one =>
        series(times, time =>
          one.has(time) ? sum(times.filter(other => other <= time).map(other => one.get(other) ?? 0)) : null,
        ),
      )
    case 'FILL': {
      const how = word(1)
      const by = how === '' ? of(1) : null
      return each(one =>
        series(times, time => {
          if (one.has(time)) return one.get(time)!
          const before = times.findLast(other => other < time && one.has(other))
          const after = times.find(other => other > time && one.has(other))
          if (how === 'REPEAT') return before === undefined ? null : one.get(before)!
          if (how === 'LINEAR') {
            if (before === undefined || after === undefined) return null
            const share = (time - before) / (after - before)
            return one.get(before)! * (1 - share) + one.get(after)! * share
          }
          return isSeries(by!) ? (by.get(time) ?? null) : (by as number | null)
        }),
      )
    }
    case 'IF':
      return conditional(of(0), of(1), args.length > 2 ? of(2) : undefined, times)
    case 'METRICS': {
      const part = args[0]?.kind === 'text' ? args[0].value : ''
      return [...metrics].filter(([id]) => id.includes(part)).map(([, one]) => one)
    }
    case 'METRIC_COUNT':
      return listOf(0).length
    case 'PERIOD':
      return period
    case 'TIME_SERIES':
      return series(times, () => number(0))
    case 'FIRST':
      return listOf(0)[0] ?? new Map()
    case 'LAST':
      return listOf(0).at(-1) ?? new Map()
    case 'SLICE':
      return listOf(0).slice(place(1), args.length > 2 ? place(2) : undefined)
    case 'REMOVE_EMPTY':
      return listOf(0).filter(one => one.size > 0)
    case 'SORT': {
      const key = (one: Series): number => {
        const values = [...one.values()]
        if (word(1) === 'MIN') return Math.min(...values)
        if (word(1) === 'MAX') return Math.max(...values)
        return word(1) === 'AVG' ? sum(values) / values.length : sum(values)
      }
      const lines = listOf(0)
      const known = lines.filter(one => one.size > 0 && Number.isFinite(key(one)))
      const others = lines.filter(one => !known.includes(one))
      const up = word(2) === 'ASC'
      const all = [...[...known].sort((a, b) => (up ? key(a) - key(b) : key(b) - key(a))), ...others]
      return args.length > 3 ? all.slice(0, place(3)) : all
    }
    case 'MINUTE':
      return clock(date => date.getUTCMinutes())
    case 'HOUR':
      return clock(date => date.getUTCHours())
    case 'DAY':
      return clock(date => ((date.getUTCDay() + 6) % 7) + 1)
    case 'DATE':
      return clock(date => date.getUTCDate())
    case 'MONTH':
      return clock(date => date.getUTCMonth() + 1)
    case 'YEAR':
      return clock(date => date.getUTCFullYear())
    case 'EPOCH':
      return clock(date => Math.floor(date.getTime() / 1_000))
    default:
      throw new Error(`${name} reads more than metrics: ${seriesOf(0).size}`)
  }
}

function conditional(condition: Meaning, yes: Meaning, no: Meaning | undefined, times: readonly number[]): Meaning {
  if (isSeries(condition)) {
    return series(times, time => {
      const holds = condition.get(time)
      if (holds === undefined) return null
      const chosen = holds !== 0 ? yes : no
      if (chosen === undefined) return null
      if (isNumber(chosen)) return chosen
      const value = (chosen as Series).get(time)
      if (value !== undefined) return value
      if (holds !== 0) return 0
      return isSeries(yes) ? 0 : null
    })
  }
  const chosen = condition === null ? undefined : condition !== 0 ? yes : no
  const numbers = isNumber(yes) && (no === undefined || isNumber(no))
  if (numbers) return (chosen as number | null | undefined) ?? null
  if (chosen === undefined) return new Map()
  return isNumber(chosen) ? series(times, () => chosen) : chosen
}
