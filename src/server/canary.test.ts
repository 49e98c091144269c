/** The canary, by a clock that is stepped and stores that work, fail and lose. That it comes back from the real one is tested end to end. */
import { expect, test } from 'vitest'
import { limits } from '../limits.ts'
import { err, type LogFields, millis, ok } from '../model/index.ts'
import type { AppendError, LogBatch, LogStore } from '../store/logs/index.ts'
import { steppedClock } from '../store/logs/stepped-clock.ts'
import { testEngine } from '../store/logs/test-engine.ts'
import { CanaryRecord, startCanary } from './canary.ts'

const noFields: LogFields = { level: '', namespace: '', pod: '', container: '', node: '' }

function world() {
  const clock = steppedClock()
  const engine = testEngine()
  const said: string[] = []
  const written: LogBatch[] = []
  const limitsAsked: number[] = []
  const state: { fails?: AppendError; loses: boolean } = { loses: false }
  const logs: Pick<LogStore, 'append' | 'page'> = {
    append: async batch => {
      if (state.fails) return err(state.fails)
      written.push(batch)
      return ok({ ingestionTime: clock.now() })
    },
    page: async (selection, { limit }) => {
      limitsAsked.push(limit)
      const found = written.filter(one => !state.loses && one.timestamps[0] === selection.from)
      const rows = found.map(({ messages, timestamps }) => ({
        cursor: { timestamp: timestamps[0] as never, batch: '1', index: 0 },
        ...{ groupId: 0, streamId: 0, ingestionTime: clock.now(), fields: noFields, message: messages[0] ?? '' },
      }))
      return ok({ rows, rowsRead: 1, bytesRead: 1, elapsed: millis(1) })
    },
  }
  const canary = startCanary({ logs, engine, clock }, line => said.push(line))
  return { clock, engine, said, written, limitsAsked, state, canary }
}

test('it sings from time to time, out of the way of every group and day, and clears up behind itself once a day', async () => {
  const { clock, engine, written, limitsAsked, canary } = world()
  await clock.step(limits.canaryEvery - 1)
  expect(written).toEqual([])
  await clock.step(1)
  await clock.step(limits.canaryEvery)
  expect(written.map(batch => [batch.groupId, batch.groupName])).toEqual([
    [0, ''],
    [0, ''],
  ])
  expect(written.every(batch => (batch.timestamps[0] ?? 0) < 86_400_000)).toBe(true)
  expect(limitsAsked).toEqual([limits.canaryLines, limits.canaryLines])
  expect(canary.record()).toMatchObject({ written: 2, failed: 0, lastFailure: null, lastOk: clock.now() })
  const drops = () => engine.statements.filter(text => text.includes("DROP PARTITION '1970-01-01'")).length
  expect(drops()).toBe(1)
  for (let at = 0; at < 86_400_000; at += limits.canaryEvery) await clock.step(limits.canaryEvery)
  expect(drops()).toBe(2)
  await canary.stop()
})

test.each<[string, { fails?: AppendError; loses: boolean }, string]>([
  ['cannot be written', { fails: { code: 'disk-full', message: 'No space left.' }, loses: false }, 'No space left.'],
  ['is lost', { loses: true }, 'it was written and not found'],
])('a line that %s is told once, and that it comes back again', async (_story, trouble, words) => {
  const { clock, said, state, canary } = world()
  Object.assign(state, trouble)
  await clock.step(limits.canaryEvery)
  await clock.step(limits.canaryEvery)
  expect(said).toEqual([expect.stringContaining(words)])
  expect(canary.record()).toMatchObject({ written: 2, failed: 2, lastOk: null })
  delete state.fails
  state.loses = false
  await clock.step(limits.canaryEvery)
  expect(said).toEqual([expect.anything(), 'the canary comes back again'])
  await canary.stop()
})

test(`the times of the last ${limits.canaryTimes} rounds are known`, () => {
  const record = new CanaryRecord()
  expect(record.read()).toMatchObject({ lastMs: null, p99Ms: null })
  record.note(0 as never, millis(9_999), undefined)
  for (let round = 1; round <= limits.canaryTimes - 1; round++) record.note(0 as never, millis(round), undefined)
  expect(record.read().p99Ms).toBe(Math.ceil(limits.canaryTimes * 0.99))
  record.note(0 as never, millis(5), undefined)
  expect(record.read()).toMatchObject({ lastMs: 5, p99Ms: Math.ceil(limits.canaryTimes * 0.99) - 1 })
})
