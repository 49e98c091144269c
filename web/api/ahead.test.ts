import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { err, ok } from '../../src/model/index.ts'
import { pageLimits } from '../limits.ts'
import { askAhead, seenAhead, takeAhead } from './ahead.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})
const settle = () => vi.advanceTimersByTimeAsync(0)

test('an answer is seen when it has come, and is for the first who asks the same, once', async () => {
  askAhead('board wall', Promise.resolve(ok('definition')))
  expect(seenAhead('board wall')).toBeUndefined()
  await settle()
  expect(seenAhead('board other')).toBeUndefined()
  expect(takeAhead('board other')).toBeUndefined()
  expect(seenAhead('board wall')).toBe('definition')
  const answer = takeAhead('board wall')
  expect(takeAhead('board wall')).toBeUndefined()
  expect(seenAhead('board wall')).toBe('definition')
  expect(await answer).toEqual(ok('definition'))
  expect(seenAhead('board wall')).toBe('definition')
  await settle()
  expect(seenAhead('board wall')).toBeUndefined()
})

test('who is quicker than the answer waits for it', async () => {
  let come = (_: ReturnType<typeof ok<string>>): void => {}
  askAhead(
    'board wall',
    new Promise(resolve => {
      come = resolve
    }),
  )
  const answer = takeAhead<string>('board wall')
  come(ok('definition'))
  expect(await answer).toEqual(ok('definition'))
  await settle()
  expect(seenAhead('board wall')).toBeUndefined()
})

test('what was refused, or never came, is asked again by the page', async () => {
  askAhead('board wall', Promise.resolve(err({ kind: 'unreachable' } as const)))
  askAhead('board other', Promise.reject(new Error('gone')))
  await settle()
  expect(seenAhead('board wall')).toBeUndefined()
  expect(takeAhead('board wall')).toBeUndefined()
  expect(takeAhead('board other')).toBeUndefined()
})

test('an answer waits for so long, and no longer', async () => {
  askAhead('board wall', Promise.resolve(ok('one')))
  await vi.advanceTimersByTimeAsync(pageLimits.askedAheadMs - 1)
  expect(seenAhead('board wall')).toBe('one')
  await vi.advanceTimersByTimeAsync(1)
  expect(seenAhead('board wall')).toBeUndefined()
  expect(takeAhead('board wall')).toBeUndefined()
})
