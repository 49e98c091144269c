/** Every function of the catalogue over values on one grid. Types were checked before: what does not fit is our own bug. */
import type { MathArgument } from '../tree.ts'
import { choose } from './choose.ts'
import { type Fold, foldLines, foldPoints, isFold } from './fold.ts'
import { emptyPoints, type Grid, type Points } from './grid.ts'
import {
  type Change,
  calendar,
  changes,
  fillConstant,
  fillFrom,
  fillLinear,
  fillRepeated,
  mapPoints,
  perPoint,
  runningSum,
  times,
} from './points.ts'
import { computed, type Line, list, scalar, single, type Value } from './value.ts'

/** A function's arguments: values where they are expressions, words and texts as written. */
export interface Call {
  readonly name: string
  readonly args: readonly MathArgument[]
  /** By argument; null for words and texts. */
  readonly values: readonly (Value | null)[]
}

/** Functions that need nothing but their arguments and the grid; undefined for the others. */
export function apply(call: Call, grid: Grid): Value | undefined {
  const { name } = call
  const first = call.values[0] ?? null
  const point = perPoint[name]
  if (point !== undefined) return mapped(first, values => mapPoints(values, point))
  if (isFold(name)) return folded(name, first, grid)
  const clock = calendar[name]
  if (clock !== undefined) return single(computed(times(grid, clock)))
  switch (name) {
    case 'DIFF':
    case 'DIFF_TIME':
    case 'RATE':
      return mapped(first, values => changes(values, name as Change, grid))
    case 'RUNNING_SUM':
      return mapped(first, runningSum)
    case 'FILL':
      return mapped(first, filling(call))
    case 'IF':
      return choose(call.values[0]!, call.values[1]!, call.values[2] ?? null, grid)
    case 'TIME_SERIES':
      return single(computed(new Float64Array(grid.count).fill(numberOf(first))))
    case 'METRIC_COUNT':
      return scalar(linesOf(first).length)
    case 'FIRST':
      return single(linesOf(first)[0] ?? computed(emptyPoints(grid)))
    case 'LAST':
      return single(linesOf(first).at(-1) ?? computed(emptyPoints(grid)))
    case 'REMOVE_EMPTY':
      return list(linesOf(first).filter(({ values }) => !values.every(Number.isNaN)))
    case 'SLICE':
      return list(
        linesOf(first).slice(place(call.values[1]), call.values[2] == null ? undefined : place(call.values[2])),
      )
    case 'SORT':
      return list(sorted(call))
    default:
      return undefined
  }
}

function mapped(value: Value | null, change: (values: Points) => Points): Value {
  if (value?.type === 'TS') return single({ ...value.line, values: change(value.line.values) })
  return list(linesOf(value).map(line => ({ ...line, values: change(line.values) })))
}

function folded(kind: Fold, value: Value | null, grid: Grid): Value {
  if (value?.type === 'TS') return scalar(foldPoints(kind, value.line.values))
  return single(computed(foldLines(kind, linesOf(value), grid)))
}

function filling({ args, values }: Call): (points: Points) => Points {
  const [, how] = args
  if (how?.kind === 'word') return how.word === 'REPEAT' ? fillRepeated : fillLinear
  const by = values[1]
  if (by?.type === 'S') return points => fillConstant(points, by.value)
  if (by?.type === 'TS') return points => fillFrom(points, by.line.values)
  throw new Error('FILL was let through with a list')
}

function sorted({ args, values }: Call): readonly Line[] {
  const [by, order] = [args[1], args[2]].map(arg => (arg?.kind === 'word' ? arg.word : ''))
  const sign = order === 'DESC' ? -1 : 1
  const keyed = linesOf(values[0] ?? null).map(line => ({ line, key: foldPoints(by as Fold, line.values) }))
  // Those that have no points come last, either way.
  const known = keyed.filter(({ key }) => !Number.isNaN(key)).sort((a, b) => sign * (a.key - b.key))
  const all = [...known, ...keyed.filter(({ key }) => Number.isNaN(key))].map(({ line }) => line)
  return values[3] == null ? all : all.slice(0, place(values[3]))
}

export function linesOf(value: Value | null): readonly Line[] {
  if (value?.type !== 'TS[]') throw new Error('a list was promised')
  return value.lines
}

function numberOf(value: Value | null): number {
  if (value?.type !== 'S') throw new Error('a number was promised')
  return value.value
}

/** A whole number from 0; what is no number is 0. */
const place = (value: Value | null | undefined): number => Math.max(0, Math.floor(numberOf(value ?? null)) || 0)
