/** Which cells are gathered, and until when. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { instant } from '../../../model/index.ts'
import { cellLength } from './by-cell.ts'
import { tableWords } from './ngram.ts'
import { type CellNgrams, OpenCells } from './open-cells.ts'
import { NgramTables } from './tables.ts'
import { type Line, mayHold, taken } from './test-batches.ts'

const start = Math.floor(Date.UTC(2026, 10, 21, 12) / cellLength) * cellLength
const many = limits.ngramLeastLines
const lines = (count: number, at: number, text = 'a line like any other'): Line[] =>
  Array.from({ length: count }, () => ({ at, text }))

/** Batches get ascending numbers; time stands still unless told. */
function bench(newest: ReadonlyMap<number, number> = new Map()) {
  const closed: CellNgrams[] = []
  const cells = new OpenCells(new NgramTables(), newest, one => closed.push(one))
  let number = 0n
  let now = start
  return {
    closed,
    cells,
    closedCells: () => closed.map(({ groupId, cell }) => [groupId, (cell - start) / cellLength]),
    pass: (length: number) => {
      now += length
    },
    write: (groupId: number, batch: readonly Line[], partLines?: number) =>
      cells.add(taken(groupId, ++number, batch, partLines), instant(now)),
    /** Of a group that writes enough for a table from now on. */
    warm: (groupId: number) => cells.add(taken(groupId, ++number, lines(many, start - cellLength)), instant(now)),
  }
}

test('what is written by a group that writes enough is gathered, from the batch after which is known that it does', () => {
  const { cells, write, closed } = bench()
  write(1, lines(many - 1, start, 'the imprinted ones'))
  write(1, lines(1, start, 'the last of those'))
  write(1, lines(many, start, 'gathered text'))
  cells.closeAll()
  expect(closed).toMatchObject([{ groupId: 1, cell: start, since: 2n, last: 3n }])
  expect(mayHold(closed[0] as CellNgrams, 'gathered text')).toBe(true)
  expect(mayHold(closed[0] as CellNgrams, 'the imprinted ones')).toBe(false)
})

describe('all of a cell is known', () => {
  const sinceOf = (newest: number, early: readonly number[] = []) => {
    const { cells, warm, write, closed } = bench(new Map([[1, newest]]))
    for (const at of early) write(1, lines(1, at))
    warm(1)
    write(1, lines(many, start))
    cells.closeAll()
    return closed.map(({ since }) => since)
  }
  test.each([
    ['where all that was stored before is older', start - 1, [], [0n]],
    ['but not where some of it is of the same ten minutes', start, [], [1n]],
    ['or newer', start + 5 * cellLength, [], [1n]],
    ['nor where lines of it were not gathered', start - 1, [start], [2n]],
    ['nor where newer lines were not', start - 1, [start + cellLength], [2n]],
    ['of older ones it does not matter', start - 1, [start - 3 * cellLength], [0n]],
  ])('%s', (_story, newest, early, since) => {
    expect(sinceOf(newest, early)).toEqual(since)
  })

  test('nor where it was closed before', () => {
    const { cells, warm, write, closed } = bench(new Map([[1, start - 1]]))
    warm(1)
    write(1, lines(many, start))
    cells.closeAll()
    write(1, lines(many, start))
    cells.closeAll()
    expect(closed.map(({ since, last }) => [since, last])).toEqual([
      [0n, 2n],
      [2n, 3n],
    ])
  })

  test('nor of a group that there is no room to count', () => {
    const newest = new Map(Array.from({ length: limits.ngramGroups }, (_, at) => [at + 2, start]))
    const { cells, warm, write, closed } = bench(newest)
    warm(1)
    write(1, lines(many, start))
    cells.closeAll()
    expect(closed).toMatchObject([{ groupId: 1, since: 1n }])
  })
})

test('of a batch all that is of a cell is gathered, or nothing', () => {
  const { cells, write, pass, closed } = bench(new Map())
  const all = limits.ngramTablesOfGroup
  // Every table of the group is taken by a cell that has hardly begun.
  write(1, lines(many, start - cellLength))
  for (let cell = 0; cell < all; cell++) write(1, lines(many, start + cell * cellLength))
  pass(limits.ngramRest)
  write(1, lines(1, start))
  for (let cell = 2; cell < all; cell++) write(1, lines(1, start + cell * cellLength))
  // The first of these gets the table of the cell at rest, the second none; they come in turns, as nobody should send them.
  const [one, other] = [start + all * cellLength, start + (all + 1) * cellLength]
  write(1, [
    ...lines(many, one, 'first'),
    ...lines(many, other, 'second'),
    ...lines(many, one, 'third part: timetables'),
  ])
  cells.closeAll()
  expect(closed.some(({ cell }) => cell === other)).toBe(false)
  const gathered = closed.filter(({ cell }) => cell === one)
  expect(gathered).toHaveLength(1)
  expect(mayHold(gathered[0] as CellNgrams, 'third part: timetables')).toBe(true)
})

test('a cell of fewer lines is not kept (ngramLeastLines)', () => {
  const { cells, warm, write, closedCells } = bench()
  warm(1)
  warm(2)
  write(1, lines(many - 1, start))
  write(2, lines(many, start))
  cells.closeAll()
  expect(closedCells()).toEqual([[2, 0]])
})

test('groups count as busy for their lines of ten to twenty minutes', () => {
  const gathered = (pass: number) => {
    const { cells, warm, write, pass: wait, closedCells } = bench()
    warm(1)
    wait(pass)
    write(2, lines(1, start))
    write(1, lines(many, start))
    cells.closeAll()
    return closedCells()
  }
  expect(gathered(cellLength)).toEqual([[1, 0]])
  expect(gathered(2 * cellLength)).toEqual([])
})

test('no more groups are counted than that (ngramGroups)', () => {
  const { cells, write, warm, closedCells } = bench()
  for (let groupId = 1; groupId < limits.ngramGroups; groupId++) write(groupId, lines(1, start))
  warm(10_001)
  warm(10_002)
  write(10_001, lines(many, start))
  write(10_002, lines(many, start))
  cells.closeAll()
  expect(closedCells()).toEqual([[10_001, 0]])
})

test.each([1, 3, 700, 5_000])('a batch over the border of two cells is of both, in parts of %d lines', partLines => {
  const { cells, warm, write, closed } = bench()
  warm(1)
  const batch = [...lines(many, start, 'härläh'.repeat(40)), ...lines(many + 5, start + cellLength, 'thereafter')]
  write(1, batch, partLines)
  cells.closeAll()
  expect(closed.map(({ cell, since, last }) => [cell, since, last])).toEqual([
    [start, 0n, 2n],
    [start + cellLength, 0n, 2n],
  ])
  expect(closed.map(one => [mayHold(one, 'härläh'), mayHold(one, 'thereafter')])).toEqual([
    [true, false],
    [false, true],
  ])
})

test('no text of a batch is missing in its cell', () => {
  const anyLine = fc.record({
    at: fc.integer({ min: start, max: start + 3 * cellLength }),
    text: fc.string({ unit: 'binary' }),
  })
  const property = fc.property(
    fc.array(anyLine, { minLength: 1 }),
    fc.integer({ min: 1, max: 9 }),
    (some, partLines) => {
      const { cells, warm, write, closed } = bench()
      warm(1)
      const batch = [...some].sort((a, b) => a.at - b.at)
      const cellsOf = [...new Set(batch.map(({ at }) => Math.floor(at / cellLength) * cellLength))]
      // As many that a cell is kept.
      for (const cell of cellsOf) write(1, lines(many, cell))
      write(1, batch, partLines)
      cells.closeAll()
      return batch.every(({ at, text }) =>
        closed.some(one => one.cell === Math.floor(at / cellLength) * cellLength && mayHold(one, text)),
      )
    },
  )
  fc.assert(property, { numRuns: 40, seed: 5 })
})

describe('a cell is closed', () => {
  test('when it is over and at rest (ngramRest)', () => {
    const { warm, write, pass, closedCells } = bench()
    warm(1)
    write(1, lines(many, start))
    pass(cellLength - 1)
    write(1, lines(1, start))
    pass(limits.ngramRest)
    write(2, lines(1, start))
    expect(closedCells()).toEqual([])
    pass(limits.ngramRest)
    write(2, lines(1, start))
    expect(closedCells()).toEqual([[1, 0]])
  })

  test('when its table is full, and the next goes on where it ends (ngramFullEvery)', () => {
    const { cells, warm, write, closed } = bench()
    warm(1)
    // Hundreds of n-grams a line that no other line has.
    const noise = (from: number) =>
      Array.from({ length: limits.ngramFullEvery / 2 }, (_, at) => ({ at: start, text: hexadecimal(from + at, 805) }))
    write(1, noise(0))
    expect(closed).toHaveLength(0)
    write(1, noise(limits.ngramFullEvery))
    expect(closed).toMatchObject([{ cell: start, since: 0n, last: 3n }])
    expect(closed[0]?.bits).toHaveLength(tableWords * 4)
    write(1, lines(many, start))
    cells.closeAll()
    expect(closed[1]).toMatchObject({ cell: start, since: 3n, last: 4n })
  })

  const worth = limits.ngramLinesToClose
  test('when its group writes so many others, unless it has hardly begun (ngramTablesOfGroup, ngramLinesToClose)', () => {
    const cellsOf = (count: number) => {
      const { warm, write, closedCells, cells } = bench()
      warm(1)
      for (let at = 0; at < limits.ngramTablesOfGroup; at++) write(1, lines(count, start + at * cellLength))
      expect(closedCells()).toEqual([])
      write(1, lines(worth, start + limits.ngramTablesOfGroup * cellLength))
      const given = closedCells()
      cells.closeAll()
      return [given, closedCells().length]
    }
    expect(cellsOf(worth)).toEqual([[[1, 0]], limits.ngramTablesOfGroup + 1])
    expect(cellsOf(worth - 1)).toEqual([[], limits.ngramTablesOfGroup])
  })

  // What each of the others has written by then.
  const each = worth + many
  test.each([
    ['twice as much', 2 * each, [[1, 0]]],
    ['less than that', 2 * each - 1, []],
  ])('for a group that writes %s, when all tables are taken (ngramTables)', (_story, written, given) => {
    const { warm, write, closedCells } = bench()
    for (let groupId = 1; groupId <= limits.ngramTables; groupId++) {
      warm(groupId)
      write(groupId, lines(worth, start))
    }
    write(99, lines(written - 1, start - cellLength))
    expect(closedCells()).toEqual([])
    write(99, lines(1, start))
    expect(closedCells()).toEqual(given)
  })

  test('for any group, when it is at rest', () => {
    const { warm, write, pass, closedCells } = bench()
    for (let groupId = 1; groupId <= limits.ngramTables; groupId++) warm(groupId)
    for (let groupId = 1; groupId <= limits.ngramTables; groupId++) write(groupId, lines(many, start))
    warm(99)
    pass(limits.ngramRest - 1)
    write(99, lines(many, start))
    expect(closedCells()).toEqual([])
    pass(1)
    write(99, lines(many, start))
    expect(closedCells()).toEqual([[1, 0]])
  })
})

/** As if by chance, and never the same. */
function hexadecimal(seed: number, length: number): string {
  let state = Math.imul(seed + 1, 0x9e3779b1) >>> 0
  let text = ''
  while (text.length < length) {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0
    text += state.toString(16).padStart(8, '0')
  }
  return text.slice(0, length)
}
