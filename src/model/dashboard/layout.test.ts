/** Where widgets stand, which groups a log widget asks, and how times are read. */
import { describe, expect, test } from 'vitest'
import { logWidgetQuery } from './log-query.ts'
import { placeWidgets } from './places.ts'
import { dashboardRange, readBack, readTime } from './times.ts'

describe('places', () => {
  const free = (width: number, height: number) => ({ x: null, y: null, width, height })
  const at = (x: number, y: number, width: number, height: number) => ({ x, y, width, height })
  test.each<[string, Parameters<typeof placeWidgets>[0], ReturnType<typeof placeWidgets>]>([
    ['none', [], []],
    [
      'beside each other while there is room',
      [free(12, 6), free(12, 3), free(6, 6)],
      [at(0, 0, 12, 6), at(12, 0, 12, 3), at(0, 6, 6, 6)],
    ],
    [
      'a row is as high as its highest',
      [free(12, 2), free(12, 8), free(24, 1)],
      [at(0, 0, 12, 2), at(12, 0, 12, 8), at(0, 8, 24, 1)],
    ],
    ['as written, also where they overlap', [at(3, 5, 6, 6), at(3, 5, 6, 6)], [at(3, 5, 6, 6), at(3, 5, 6, 6)]],
    ['not over the edge', [at(20, 0, 12, 6)], [at(20, 0, 4, 6)]],
    ['below what has a place', [at(0, 0, 24, 4), free(6, 6)], [at(0, 0, 24, 4), at(0, 4, 6, 6)]],
  ])('%s', (_name, widgets, places) => {
    expect(placeWidgets(widgets)).toEqual(places)
  })
})

describe('the query of a log widget', () => {
  test.each<[string, string, readonly string[], string]>([
    ['one group', "SOURCE 'g' | fields a", ['g'], 'fields a'],
    ['two', "SOURCE 'a' | SOURCE 'b' |filter x\n| stats count(*)", ['a', 'b'], 'filter x\n| stats count(*)'],
    ['with commas', `source "a", 'b' , \`c\` | limit 5`, ['a', 'b', 'c'], 'limit 5'],
    ['twice the same', "SOURCE 'a' | SOURCE 'a' | limit 5", ['a'], 'limit 5'],
    ['none', 'fields a', [], 'fields a'],
    [
      'a SOURCE that chooses',
      'SOURCE logGroups(namePrefix: ["/aws"]) | limit 5',
      [],
      'SOURCE logGroups(namePrefix: ["/aws"]) | limit 5',
    ],
    ['groups alone', "SOURCE 'a'", ['a'], ''],
    ['an odd name', "SOURCE '/aws/로그 | x' | limit 5", ['/aws/로그 | x'], 'limit 5'],
    ['an open quote', "SOURCE 'a | limit 5", [], "SOURCE 'a | limit 5"],
    ['nothing', '', [], ''],
  ])('%s', (_name, query, groups, text) => {
    expect(logWidgetQuery(query)).toEqual({ groups, text })
  })

  test('blanks without end are no work', () => {
    expect(logWidgetQuery(`${' '.repeat(100_000)}|${' '.repeat(100_000)}x`).groups).toEqual([])
  })
})

describe('times', () => {
  const day = 86_400_000
  test.each<[string, number | null]>([
    ['-PT5M', 300_000],
    ['-PT8H', 8 * 3_600_000],
    ['-P7D', 7 * day],
    ['-P2W', 14 * day],
    ['-P3M', 90 * day],
    ['-PT0M', null],
    ['PT5M', null],
    ['-P5H', null],
    ['-PT', null],
    ['', null],
  ])('back %s', (text, length) => {
    expect(readBack(text)).toBe(length)
  })

  test.each<[string, string | null]>([
    ['2018-12-17T06:00:00.000Z', '2018-12-17T06:00:00.000Z'],
    ['2018-12-17T06:00:00+09:00', '2018-12-16T21:00:00.000Z'],
    ['2018-12-17T06:00', '2018-12-17T06:00:00.000Z'],
    ['2018-12-17', '2018-12-17T00:00:00.000Z'],
    ['2018-13-17', null],
    ['2018-02-30T00:00:00Z', null],
    ['17 December 2018', null],
    ['1545026400000', null],
  ])('at %s', (text, iso) => {
    const time = readTime(text)
    expect(time === null ? null : new Date(time).toISOString()).toBe(iso)
  })

  test.each([
    [{ start: null, end: null }, null],
    [
      { start: '-PT3H', end: null },
      { kind: 'back', length: 3 * 3_600_000 },
    ],
    [
      { start: '2026-11-20', end: '2026-11-21T12:00:00Z' },
      { kind: 'fixed', from: Date.UTC(2026, 10, 20), to: Date.UTC(2026, 10, 21, 12) },
    ],
    [{ start: '2026-11-20', end: null }, null],
    [{ start: '2026-11-22', end: '2026-11-21' }, null],
  ])('%j opens with %j', (dashboard, range) => {
    expect(dashboardRange(dashboard)).toEqual(range)
  })
})
