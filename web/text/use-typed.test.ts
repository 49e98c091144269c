import { expect, test } from 'vitest'
import { stillUnheard } from './use-typed.ts'

test.each<[string, string[], string, string[] | undefined]>([
  ['the only one', ['a'], 'a', []],
  ['an older one, while more was typed', ['a', 'ab', 'abc'], 'ab', ['abc']],
  ['the newest, the others left out on the way', ['a', 'ab'], 'ab', []],
  ['typed back and forth: the first that fits', ['a', 'ab', 'a'], 'a', ['ab', 'a']],
  ['from elsewhere', ['a'], 'b', undefined],
  ['from elsewhere, with nothing typed', [], '', undefined],
])('%s', (_story, given, value, left) => {
  expect(stillUnheard(given, value)).toEqual(left)
})
