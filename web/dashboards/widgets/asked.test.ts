import { expect, test } from 'vitest'
import { type Asked, nextAsked } from './asked.ts'

const asked = (question: string, asOf: number): Asked => ({
  question,
  asOf,
  request: { query: question, groups: [], from: asOf - 10, to: asOf },
})

test.each([
  ['the first is asked', undefined, asked('a', 1), false, 1],
  ['a later moment is asked', asked('a', 1), asked('a', 2), false, 2],
  ['but not while one is under way', asked('a', 1), asked('a', 2), true, 1],
  ['another question is asked at once', asked('a', 1), asked('b', 2), true, 2],
])('%s', (_story, before, wanted, busy, asOf) => {
  expect(nextAsked(before, { ...wanted, busy }).asOf).toBe(asOf)
})

test('nothing new is the same object', () => {
  const before = asked('a', 1)
  expect(nextAsked(before, { ...asked('a', 1), busy: false })).toBe(before)
})
