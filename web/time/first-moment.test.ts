import { afterEach, expect, test } from 'vitest'
import { pageLimits } from '../limits.ts'
import { forgetOpened, openAt, openedAt } from './first-moment.ts'

afterEach(forgetOpened)
const range = { from: 'now-3h', to: 'now' }
const at = 1_764_000_000_000

test('the page means the moment that was asked for ahead, of the same range', () => {
  expect(openedAt(range, at)).toBeUndefined()
  openAt(range, at)
  expect(openedAt({ ...range }, at + 400)).toBe(at)
  expect(openedAt({ from: 'now-1h', to: 'now' }, at + 400)).toBeUndefined()
  expect(openedAt({ from: 'now-3h', to: 'now-1h' }, at + 400)).toBeUndefined()
})

test.each([
  [pageLimits.askedAheadMs - 1, at],
  [pageLimits.askedAheadMs, undefined],
])('after %d ms the answers are let go, and the moment with them', (later, found) => {
  openAt(range, at)
  expect(openedAt(range, at + later)).toBe(found)
  expect(openedAt(range, at - later)).toBe(found)
})

test('once the page stands it is forgotten', () => {
  openAt(range, at)
  forgetOpened()
  expect(openedAt(range, at)).toBeUndefined()
})
