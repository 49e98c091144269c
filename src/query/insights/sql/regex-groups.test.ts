import { expect, test } from 'vitest'
import { capturingGroups } from './regex-groups.ts'

/** Groups by name or number, those that a match may leave out in brackets. */
test.each([
  ['a(b)c', '1'],
  ['(?<u>\\w+), (?P<m>[)(]+)', 'u m'],
  ['(a)?(b)*(c)+(d){0,2}', '[1] [2] 3 [4]'],
  ['(a)|(b)', '[1] [2]'],
  ['(?:(a)|x)(b)', '[1] 2'],
  ['((a)(b|c))', '1 2 [3]'],
  ['(?:(a))?(b)', '[1] 2'],
  ['(?i)(a)(?i:(b))', '1 2'],
  ['\\((a)\\)[(]', '1'],
  ['[]()](a)[[:alpha:](]', '1'],
  ['none', ''],
])('%s', (source, wanted) => {
  const groups = capturingGroups(source)?.map(({ name, optional }, at) =>
    optional ? `[${name ?? at + 1}]` : `${name ?? at + 1}`,
  )
  expect(groups?.join(' ')).toBe(wanted)
})

test.each(['(a', 'a)', '[a', '\\Q(\\E'])('%s is not read', source => {
  expect(capturingGroups(source)).toBeUndefined()
})
