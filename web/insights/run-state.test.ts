import { describe, expect, test } from 'vitest'
import type { ApiQueryAnswer, ApiQueryRun } from '../../src/model/index.ts'
import { idleRun, pastRun, type RunStep, startedRun, stepRun, timeLeft } from './run-state.ts'

const answer: ApiQueryAnswer = {
  columns: ['n'],
  rows: [{ values: ['1'] }],
  statistics: {
    recordsScanned: 5,
    recordsMatched: 1,
    bytesScanned: 100,
    logGroupsScanned: 1,
    elapsedMs: 3,
    cloudWatchCost: 0,
  },
  notices: [],
}
const accepted: RunStep = { type: 'accepted', id: 'q1', position: 0, notices: [] }
const run = (...steps: RunStep[]) => steps.reduce(stepRun, startedRun)

describe('a run', () => {
  test('waits its turn, gives rows so far, and is done', () => {
    expect(run({ ...accepted, position: 2 })).toMatchObject({ phase: 'waiting', position: 2 })
    const half = run({ ...accepted, position: 2 }, { type: 'partial', progress: 0.5, ...answer })
    expect(half).toMatchObject({ phase: 'running', position: 0, progress: 0.5, answer })
    expect(stepRun(half, { type: 'done', ...answer })).toMatchObject({ phase: 'done', progress: 1, id: 'q1' })
  })
  test('keeps what came when it is cancelled or cut off, and says which', () => {
    const half: RunStep = { type: 'partial', progress: null, ...answer }
    expect(run(accepted, half, { type: 'cancelled' })).toMatchObject({ phase: 'cancelled', answer })
    expect(run(accepted, half, { type: 'ended' })).toMatchObject({
      phase: 'failed',
      answer,
      error: { code: 'cut-off' },
    })
  })
  test('that is over stays as it is', () => {
    expect(run(accepted, { type: 'done', ...answer }, { type: 'ended' }).phase).toBe('done')
    expect(run({ type: 'error', error: { code: 'x', message: 'no' } }, { type: 'cancelled' })).toMatchObject({
      phase: 'failed',
      error: { message: 'no' },
    })
  })
})

test.each([
  ['Complete', 'done', undefined],
  ['Cancelled', 'cancelled', undefined],
  ['Timeout', 'failed', 'too slow'],
  ['Running', 'running', undefined],
] as const)('a past run that is %s', (status, phase, message) => {
  const past: ApiQueryRun = {
    id: 'a',
    query: '',
    groups: [],
    from: 0,
    to: 1,
    createdAt: 0,
    status,
    message: 'too slow',
  }
  expect(pastRun(past)).toMatchObject({ phase, ...(message ? { error: { message } } : { error: undefined }) })
})

test.each([
  [null, 5_000, undefined],
  [0.5, 5_000, 5_000],
  [0.9, 900, undefined],
  [0.01, 5_000, undefined],
  [1, 5_000, undefined],
])('at %s after %i ms there are %s ms left', (progress, elapsed, left) => {
  expect(timeLeft(progress, elapsed)).toBe(left)
})

test('nothing asked is nothing running', () => {
  expect(idleRun.phase).toBe('idle')
})
