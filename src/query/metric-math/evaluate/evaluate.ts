/** The value of one expression on one grid: over whole arrays, so that a thousand points cost one call of each operator. */
import { limits } from '../../../limits.ts'
import type { Said } from '../../../model/index.ts'
import { printMath } from '../language/print.ts'
import { inEnglish, said } from '../said/index.ts'
import type { MathArgument, MathExpression } from '../tree.ts'
import { apply, type Call } from './functions.ts'
import { emptyPoints, type Grid, type Points } from './grid.ts'
import { operate } from './operators.ts'
import { type Line, list, scalar, single, type Value } from './value.ts'

/** What is expected of a series: two series on its grid. */
export interface Band {
  readonly lower: Points
  readonly upper: Points
}

/** What an expression reads. All of it is there before anything is computed. */
export interface MathWorld {
  readonly grid: Grid
  /** Seconds. */
  readonly period: number
  readonly reference: (id: string) => Value
  /** The metrics of the request whose ids hold a text, or all. */
  readonly metrics: (part: string | null) => readonly Line[]
  readonly search: (what: string, statistic: string) => readonly Line[]
  /** Null: nothing is known yet of what to expect. `of` is the argument as it prints, `line` its series. */
  readonly band: (of: string, deviations: number, line: Line) => Band | null
  /** Is told of points before they are computed; may throw `MathTooLarge`. */
  readonly spend: (points: number) => void
}

/** More is asked for than one request may compute. */
export class MathTooLarge extends Error {
  readonly said: Said
  constructor(what: Said) {
    super(inEnglish(what))
    this.said = what
  }
}

export function evaluateExpression(node: MathExpression, world: MathWorld): Value {
  const value = compute(node, world)
  world.spend(sizeOf(value))
  return value
}

const sizeOf = (value: Value): number =>
  value.type === 'S'
    ? 1
    : value.type === 'TS'
      ? value.line.values.length
      : value.lines.reduce((sum, { values }) => sum + values.length, 1)

function compute(node: MathExpression, world: MathWorld): Value {
  switch (node.kind) {
    case 'number':
      return scalar(node.value)
    case 'reference':
      return world.reference(node.id)
    case 'negate':
      return operate('*', scalar(-1), evaluateExpression(node.of, world))
    case 'power':
      return operate('^', evaluateExpression(node.base, world), evaluateExpression(node.exponent, world))
    case 'chain': {
      let left = evaluateExpression(node.first, world)
      for (const { op, operand } of node.rest) {
        const right = evaluateExpression(operand, world)
        world.spend(sizeOf(left))
        left = operate(op, left, right)
      }
      return left
    }
    case 'array':
      return bounded(node.items.flatMap(item => asLines(evaluateExpression(item, world))))
    case 'call':
      return called({ name: node.name, args: node.args, values: node.args.map(arg => argument(arg, world)) }, world)
  }
}

const argument = (arg: MathArgument, world: MathWorld): Value | null =>
  arg.kind === 'text' || arg.kind === 'word' ? null : evaluateExpression(arg, world)

function called(call: Call, world: MathWorld): Value {
  const [first, second] = call.args
  switch (call.name) {
    case 'PERIOD':
      return scalar(world.period)
    case 'METRICS':
      return bounded(world.metrics(textOf(first)))
    case 'SEARCH':
      return list(world.search(textOf(first) ?? '', textOf(second) ?? '').slice(0, limits.searchSeries))
    case 'ANOMALY_DETECTION_BAND':
      return banded(call, world)
    default: {
      const value = apply(call, world.grid)
      if (value === undefined) throw new Error(`nothing computes ${call.name}`)
      return value
    }
  }
}

function banded({ args, values }: Call, world: MathWorld): Value {
  const [value] = values
  const [of, deviations] = args
  if (value?.type !== 'TS' || of === undefined || of.kind === 'text' || of.kind === 'word')
    throw new Error('a series was promised')
  const printed = printMath(of)
  const wide = deviations?.kind === 'number' ? deviations.value : defaultDeviations
  const band = world.band(printed, wide, value.line)
  const empty = emptyPoints(world.grid)
  const label = value.line.label ?? printed
  const edge = (points: Points, name: string): Line => ({
    ...value.line,
    values: points,
    label: `${label} (expected ${name})`,
  })
  return list([edge(band?.lower ?? empty, 'low'), edge(band?.upper ?? empty, 'high')])
}

/** How many standard deviations a band is wide, either way, when nobody says. */
export const defaultDeviations = 2

function bounded(lines: readonly Line[]): Value {
  if (lines.length > limits.mathSeries) throw new MathTooLarge(said('math-list-long', { most: limits.mathSeries }))
  return list(lines)
}

const asLines = (value: Value): readonly Line[] => {
  if (value.type === 'S') throw new Error('a number in a list was let through')
  return value.type === 'TS' ? [value.line] : value.lines
}

const textOf = (arg: MathArgument | undefined): string | null => (arg?.kind === 'text' ? arg.value : null)

export const seriesValue = (type: 'TS' | 'TS[]', lines: readonly Line[], grid: Grid): Value =>
  type === 'TS[]' ? list(lines) : single(lines[0] ?? { values: emptyPoints(grid), label: null, facts: null })
