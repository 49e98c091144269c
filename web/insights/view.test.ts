import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseSearch, printSearch } from '../search.ts'
import { asking, emptyInsights, type InsightsView, readInsights, resultShapes, writeInsights } from './view.ts'

const there = (view: InsightsView) => readInsights(parseSearch(printSearch(writeInsights(view))))

test('an empty address is the empty view', () => {
  expect(readInsights({})).toEqual(emptyInsights)
  expect(writeInsights(emptyInsights)).toEqual({})
})

test('every view comes back out of its address', () => {
  const word = fc.string({ minLength: 1 }).map(text => text.toWellFormed())
  const views = fc.record<InsightsView>({
    groups: fc.uniqueArray(word, { maxLength: 3 }),
    query: fc.string({ unit: 'binary' }).map(text => text.toWellFormed()),
    shape: fc.constantFrom(undefined, ...resultShapes),
    sort: fc.option(fc.record({ column: word.filter(text => !text.startsWith('-')), descending: fc.boolean() }), {
      nil: undefined,
    }),
    open: fc.option(word, { nil: undefined }),
    run: fc.option(word, { nil: undefined }),
  })
  fc.assert(fc.property(views, view => void expect(there(view)).toEqual(view)))
})

test('nonsense in an address is left out', () => {
  expect(readInsights({ show: 'hologram', sort: '', group: ['', '/a', '/a'] })).toEqual({
    ...emptyInsights,
    groups: ['/a'],
  })
})

test('another question forgets the opened row and the kept answer', () => {
  const view: InsightsView = {
    ...emptyInsights,
    shape: 'bar',
    open: '#3',
    run: 'x',
    sort: { column: 'a', descending: true },
  }
  expect(asking(view, 'limit 1', ['/a', '/a'])).toEqual({
    ...emptyInsights,
    shape: 'bar',
    query: 'limit 1',
    groups: ['/a'],
  })
})
