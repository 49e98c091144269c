import { expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { rememberIds } from './seen.ts'

test('an id is new once, as long as no more than the room came after it', () => {
  const seen = rememberIds(limits.followedIds)
  expect(seen.first('first')).toBe(true)
  for (let id = 1; id < limits.followedIds; id++) seen.first(String(id))
  expect(seen.first('first')).toBe(false)
  // The one past the room begins the next part; the one before is still known.
  expect(seen.first(String(limits.followedIds))).toBe(true)
  expect(seen.first('first')).toBe(false)
})

test('memory is bounded: what came two rooms ago is forgotten', () => {
  const seen = rememberIds(2)
  expect(['a', 'b', 'c', 'd', 'e'].map(id => seen.first(id))).toEqual([true, true, true, true, true])
  expect([seen.first('c'), seen.first('a')]).toEqual([false, true])
})
