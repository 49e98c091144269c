import fc from 'fast-check'
import { expect, test } from 'vitest'
import { evaluateExpression, type Grid, type Line, type MathWorld, pointsOn, type Value } from '../evaluate/index.ts'
import { anyMath, metricIds } from '../language/arbitrary.ts'
import { anyScope, checkMath, checkTree, parseMath, printMath } from '../language/index.ts'
import type { MathExpression, MathType } from '../tree.ts'
import { interpret, type Meaning, type Series } from './index.ts'

const start = Date.UTC(2026, 0, 31, 23, 40)
const anyPoint = fc.option(fc.oneof(fc.integer({ min: -3, max: 9 }), fc.constantFrom(0, 0.25, -1e300, 1e300)), {
  freq: 2,
})
const anyPoints = (count: number) =>
  fc.tuple(...metricIds.map(() => fc.array(anyPoint, { minLength: count, maxLength: count })))
const anyType = fc.constantFrom<MathType>('S', 'TS', 'TS[]')
const anyCase = fc
  .tuple(fc.integer({ min: 0, max: 7 }), anyType, fc.constantFrom(10, 60, 3_600, 86_400))
  .chain(([count, type, period]) =>
    fc.record({ tree: anyMath(type), type: fc.constant(type), points: anyPoints(count), period: fc.constant(period) }),
  )

interface Case {
  readonly tree: MathExpression
  readonly type: MathType
  readonly points: readonly (readonly (number | null)[])[]
  readonly period: number
}

function both({ tree, points, period }: Case): [Value, Meaning] {
  const grid: Grid = { start, step: period * 1_000, count: points[0]!.length }
  const times = points[0]!.map((_, at) => start + at * grid.step)
  const metrics = new Map<string, Series>(
    metricIds.map((id, at) => [
      id,
      new Map(points[at]!.flatMap((value, place) => (value === null ? [] : [[times[place]!, value]]))),
    ]),
  )
  const lines = new Map<string, Line>(
    [...metrics].map(([id, one]) => [
      id,
      {
        values: pointsOn(
          grid,
          [...one].map(([at, value]) => ({ at, value })),
        ),
        label: id,
        facts: null,
      },
    ]),
  )
  const world: MathWorld = {
    grid,
    period,
    reference: id => ({ type: 'TS', line: lines.get(id)! }),
    metrics: part => [...lines].filter(([id]) => id.includes(part ?? '')).map(([, line]) => line),
    search: () => [],
    band: () => null,
    spend: () => {},
  }
  return [evaluateExpression(tree, world), interpret(tree, { times, period, metrics })]
}

const near = (a: number, b: number): boolean => a === b || Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b))

function agree(value: Value, meaning: Meaning, { period }: Case): boolean {
  if (value.type === 'S') return meaning === null ? Number.isNaN(value.value) : near(value.value, meaning as number)
  const lines = value.type === 'TS' ? [value.line] : value.lines
  const all = value.type === 'TS' ? [meaning as Series] : (meaning as readonly Series[])
  return (
    lines.length === all.length &&
    lines.every(({ values }, at) =>
      values.every((point, place) => {
        const wanted = all[at]!.get(start + place * period * 1_000)
        return wanted === undefined ? Number.isNaN(point) : near(point, wanted)
      }),
    )
  )
}

test('evaluation over arrays means what the reference says', () => {
  fc.assert(
    fc.property(anyCase, one => {
      const [value, meaning] = both(one)
      expect(value.type, printMath(one.tree)).toBe(one.type)
      if (!agree(value, meaning, one)) throw new Error(`${printMath(one.tree)}: ${show(value)} but ${show(meaning)}`)
    }),
    { numRuns: 20_000 },
  )
})

const show = (what: unknown): string =>
  JSON.stringify(what, (_key, value) =>
    value instanceof Map ? [...value] : ArrayBuffer.isView(value) ? [...(value as Float64Array)].map(String) : value,
  )

test('an expression has the type that it was made for, and prints as what reads back the same', () => {
  fc.assert(
    fc.property(
      anyType.chain(type => fc.tuple(anyMath(type), fc.constant(type))),
      ([tree, type]) => {
        const text = printMath(tree)
        const checked = checkMath(text, anyScope)
        if (!checked.ok) throw new Error(`${text}: ${checked.error.message}`)
        expect(checked.value.type).toBe(type)
        expect(checkTree(tree, anyScope).ok).toBe(true)
        expect(printMath(checked.value.tree)).toBe(text)
        expect(plain(parseMath(text))).toEqual(plain({ ok: true, value: tree }))
      },
    ),
    { numRuns: 3_000 },
  )
})

/** Without places, and without chains in the first place of a chain of the same strength, which need no parentheses. */
const plain = (what: unknown): unknown =>
  JSON.parse(JSON.stringify(what, (key, value) => (key === 'span' || key === 'at' ? undefined : value)))
