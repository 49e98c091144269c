import fc from 'fast-check'
import { expect, test } from 'vitest'
import { byCell, cellLength, cellOf } from './by-cell.ts'
import { type Line, taken } from './test-batches.ts'

const piecesOf = (lines: readonly Line[], partLines: number) => {
  const { timestamps, written } = taken(1, 1n, lines, partLines)
  return byCell(timestamps, written).map(({ cell, lines, bytes }) => ({ cell, lines, bytes: Buffer.concat(bytes) }))
}
const bytesOf = (lines: readonly Line[]) => Buffer.concat(taken(1, 1n, lines).written)
const anyLines = fc.array(
  fc.record({ at: fc.nat({ max: 4 * cellLength }), text: fc.string({ maxLength: 300, unit: 'binary' }) }),
  { minLength: 1, maxLength: 40 },
)

test('a batch that ascends makes one piece of each cell, whatever its parts', () => {
  const property = fc.property(anyLines, fc.integer({ min: 1, max: 50 }), (some, partLines) => {
    const lines = [...some].sort((a, b) => a.at - b.at)
    const cells = [...new Set(lines.map(({ at }) => cellOf(at)))]
    const expected = cells.map(cell => {
      const own = lines.filter(({ at }) => cellOf(at) === cell)
      return { cell, lines: own.length, bytes: bytesOf(own) }
    })
    expect(piecesOf(lines, partLines)).toEqual(expected)
  })
  fc.assert(property, { numRuns: 300, seed: 11 })
})

test('one that does not is cut wherever the cell is another', () => {
  const property = fc.property(anyLines, fc.integer({ min: 1, max: 50 }), (lines, partLines) => {
    const pieces = piecesOf(lines, partLines)
    expect(Buffer.concat(pieces.map(({ bytes }) => bytes))).toEqual(bytesOf(lines))
    expect(pieces.flatMap(({ cell, lines: count }) => new Array<number>(count).fill(cell))).toEqual(
      lines.map(({ at }) => cellOf(at)),
    )
  })
  fc.assert(property, { numRuns: 300, seed: 12 })
})

test('a message of the border is of the later cell', () => {
  const text = 'x'.repeat(200)
  expect(
    piecesOf(
      [
        { at: cellLength - 1, text },
        { at: cellLength, text },
      ],
      2,
    ).map(({ cell }) => cell),
  ).toEqual([0, cellLength])
})
