import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseSearch, printSearch } from '../search.ts'
import { emptyGroup, type GroupView, groupTabs, readGroup, writeGroup } from './view.ts'

test('every view comes back out of its address', () => {
  const word = fc.string().map(text => text.toWellFormed())
  const views = fc.record<GroupView>({
    name: word,
    tab: fc.constantFrom(...groupTabs),
    edit: fc.option(word, { nil: undefined }),
    pattern: word,
  })
  fc.assert(
    fc.property(views, view => void expect(readGroup(parseSearch(printSearch(writeGroup(view))))).toEqual(view)),
  )
})

test('an unknown tab is the first one', () => {
  expect(readGroup({ tab: 'x' })).toEqual(emptyGroup)
})
