import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { MissingTreatment, StateValue } from './definition.ts'
import { decide, type Mark } from './treat-missing.ts'

/** `0 - X`, newest right, as the documentation writes it. */
const marksOf = (points: string): Mark[] =>
  points
    .split(' ')
    .map(point => (point === '-' ? undefined : point === 'X'))
    .reverse()

const treatments: readonly MissingTreatment[] = ['missing', 'ignore', 'breaching', 'notBreaching']
const states: readonly StateValue[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA']

// Columns: missing, ignore, breaching, notBreaching. KEEP: whatever it was.
const OK = 'OK'
const ALARM = 'ALARM'
const NONE = 'INSUFFICIENT_DATA'
const KEEP = 'KEEP'
type Row = readonly [points: string, toAlarm: number, ...expected: readonly string[]]

describe('the documented tables, N = 3, five periods looked at', () => {
  const rows: readonly Row[] = [
    ['0 - X - X', 3, OK, OK, OK, OK],
    ['0 - - - -', 3, OK, OK, OK, OK],
    ['- - - - -', 3, NONE, KEEP, ALARM, OK],
    ['0 X X - X', 3, ALARM, ALARM, ALARM, ALARM],
    ['- - X - -', 3, ALARM, KEEP, ALARM, OK],
    ['0 - X - X', 2, ALARM, ALARM, ALARM, ALARM],
    ['0 0 X 0 X', 2, ALARM, ALARM, ALARM, ALARM],
    ['0 - X - -', 2, OK, OK, ALARM, OK],
    ['- - - - 0', 2, OK, OK, ALARM, OK],
    ['- - - X -', 2, ALARM, KEEP, ALARM, OK],
    // Too young to alarm: what the documentation calls premature.
    ['- - - - X', 3, KEEP, KEEP, ALARM, OK],
    ['- - - X -', 3, KEEP, KEEP, ALARM, OK],
    ['- - - - X', 2, KEEP, KEEP, ALARM, OK],
    // An earlier edition of the same tables.
    ['X - - - -', 3, ALARM, KEEP, ALARM, OK],
  ]
  for (const [points, toAlarm, ...expected] of rows)
    test.each(treatments.map((treatMissing, at) => [treatMissing, expected[at] ?? '']))(
      `${points} with M = ${toAlarm}, %s: %s`,
      (treatMissing, wanted) => {
        for (const held of states)
          expect(decide(marksOf(points), { periods: 3, toAlarm, treatMissing }, held)).toBe(
            wanted === KEEP ? held : wanted,
          )
      },
    )
})

describe('other rows', () => {
  test.each<[points: string, periods: number, toAlarm: number, treatMissing: MissingTreatment, wanted: string]>([
    ['- - X', 1, 1, 'missing', ALARM],
    ['X - -', 1, 1, 'missing', ALARM],
    ['X 0 -', 1, 1, 'missing', OK],
    ['- - -', 1, 1, 'notBreaching', OK],
    ['X X X 0 0', 3, 1, 'missing', ALARM],
    ['X X 0 0 0', 3, 1, 'missing', OK],
    ['- - - 0 X', 3, 1, 'missing', ALARM],
    ['- - 0 - X', 3, 2, 'breaching', ALARM],
    ['- - 0 - X', 3, 3, 'breaching', OK],
    ['- - 0 - X', 3, 2, 'notBreaching', OK],
    ['- X X - -', 3, 2, 'notBreaching', ALARM],
    ['- X X - -', 3, 3, 'ignore', KEEP],
    ['- X X - -', 3, 3, 'missing', ALARM],
    ['- - - X X', 3, 3, 'missing', KEEP],
  ])('%s, M = %#: N %i, %s', (points, periods, toAlarm, treatMissing, wanted) => {
    for (const held of states)
      expect(decide(marksOf(points), { periods, toAlarm, treatMissing }, held)).toBe(wanted === KEEP ? held : wanted)
  })
})

describe('properties', () => {
  const marks = fc.array(fc.option(fc.boolean(), { nil: undefined, freq: 3 }), { minLength: 1, maxLength: 9 })
  const rule = fc
    .record({ periods: fc.integer({ min: 1, max: 7 }), part: fc.double({ min: 0, max: 1, noNaN: true }) })
    .map(({ periods, part }) => ({ periods, toAlarm: 1 + Math.floor(part * (periods - 1)) }))
  const rank: Readonly<Record<StateValue, number>> = { OK: 0, INSUFFICIENT_DATA: 0, ALARM: 1 }
  const anyState = fc.constantFrom(...states)

  test('one more breach never ends an alarm', () => {
    fc.assert(
      fc.property(
        marks,
        rule,
        fc.constantFrom(...treatments),
        anyState,
        fc.nat(),
        (row, of, treatMissing, held, at) => {
          const place = at % row.length
          if (row[place] !== false) return
          const worse = row.with(place, true)
          const [before, after] = [row, worse].map(one => decide(one, { ...of, treatMissing }, held))
          expect(rank[after!]).toBeGreaterThanOrEqual(rank[before!])
        },
      ),
    )
  })

  test('a smaller M alarms wherever a larger one does', () => {
    fc.assert(
      fc.property(marks, rule, fc.constantFrom(...treatments), (row, { periods, toAlarm }, treatMissing) => {
        if (toAlarm === 1) return
        const at = (m: number) => decide(row, { periods, toAlarm: m, treatMissing }, 'OK')
        if (at(toAlarm) === 'ALARM') expect(at(toAlarm - 1)).toBe('ALARM')
      }),
    )
  })

  test('between the strict and the lenient treatment', () => {
    fc.assert(
      fc.property(marks, rule, anyState, (row, of, held) => {
        const at = (treatMissing: MissingTreatment) => decide(row, { ...of, treatMissing }, held)
        if (at('breaching') !== 'ALARM' && row.some(mark => mark !== undefined)) expect(at('missing')).not.toBe('ALARM')
        if (at('notBreaching') === 'ALARM') expect(at('missing')).toBe('ALARM')
      }),
    )
  })

  test('with enough points the treatment does not matter', () => {
    fc.assert(
      fc.property(marks, rule, anyState, (row, of, held) => {
        if (row.filter(mark => mark !== undefined).length < of.periods) return
        expect(new Set(treatments.map(treatMissing => decide(row, { ...of, treatMissing }, held))).size).toBe(1)
      }),
    )
  })

  test('only ignore and a young breach keep a state', () => {
    fc.assert(
      fc.property(
        marks,
        rule,
        fc.constantFrom<MissingTreatment>('breaching', 'notBreaching'),
        (row, of, treatMissing) => {
          expect(new Set(states.map(held => decide(row, { ...of, treatMissing }, held))).size).toBe(1)
        },
      ),
    )
  })
})
