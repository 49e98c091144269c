import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseCsv } from '../../query/insights/functions/index.ts'
import { widthOf } from '../table.ts'
import { showRows } from './rows.ts'

const answer = {
  columns: ['이름', 'n', 'text'],
  rows: [
    { values: ['카카오', '12.5', 'a,"b"\nc'] },
    { values: ['x', '-3', null], ptr: 'p' },
    { values: [null, '1000', ' \x1b[31m'] },
  ],
}

test('a table keeps its columns under each other, also with wide letters', () => {
  expect(showRows(answer, 'table')).toBe(
    ['이름       n  text', '카카오  12.5  a,"b"↵c', 'x         -3', '        1000   \\x1b[31m', ''].join('\n'),
  )
})

test('a line of JSON for each row, without what it does not have', () => {
  expect(
    showRows(answer, 'json')
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line)),
  ).toEqual([
    { 이름: '카카오', n: '12.5', text: 'a,"b"\nc' },
    { 이름: 'x', n: '-3', '@ptr': 'p' },
    { n: '1000', text: ' \x1b[31m' },
  ])
})

test('CSV with quotes where they are needed', () => {
  expect(showRows(answer, 'csv')).toBe('이름,n,text\r\n카카오,12.5,"a,""b""\nc"\r\nx,-3,\r\n,1000," \x1b[31m"\r\n')
})

test('no columns are nothing', () => {
  expect(showRows({ columns: [], rows: [] }, 'table')).toBe('')
  expect(showRows({ columns: ['__proto__'], rows: [{ values: ['x'] }] }, 'json')).toBe('{"__proto__":"x"}\n')
})

describe('whatever the cells hold', () => {
  const cell = fc.option(
    fc.string({ unit: fc.constantFrom('a', '가', ',', '"', '\n', '\r', '\t', ' ', '1', '\0', '😀') }),
  )
  const anyAnswer = fc.integer({ min: 2, max: 4 }).chain(width =>
    fc.record({
      columns: fc.uniqueArray(fc.stringMatching(/^[a-z가]{1,5}$/), { minLength: width, maxLength: width }),
      rows: fc.array(fc.record({ values: fc.array(cell, { minLength: width, maxLength: width }) }), { maxLength: 5 }),
    }),
  )
  test('CSV comes back', () => {
    fc.assert(
      fc.property(anyAnswer, ({ columns, rows }) => {
        const back = parseCsv(showRows({ columns, rows }, 'csv'))
        expect(back).toEqual([columns, ...rows.map(row => row.values.map(value => value ?? ''))])
      }),
    )
  })
  test('a row of a table is a line, as wide as the others up to its last cell', () => {
    fc.assert(
      fc.property(anyAnswer, ({ columns, rows }) => {
        const whole = { columns: [...columns, 'end'], rows: rows.map(row => ({ values: [...row.values, '|'] })) }
        const lines = showRows(whole, 'table').trimEnd().split('\n')
        expect(lines).toHaveLength(rows.length + 1)
        const ends = lines.map(line => widthOf(line.replace(/(end|\|)$/, '')))
        expect(new Set(ends).size).toBe(1)
      }),
    )
  })
})
