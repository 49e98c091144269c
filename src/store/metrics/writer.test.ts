/** The way in for many writers, by a clock that is stepped and an engine that answers when it is told to. */
import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { type Bytes, mib } from '../../model/index.ts'
import { steppedClock } from '../logs/stepped-clock.ts'
import { type TestEngine, testEngine } from '../logs/test-engine.ts'
import { rowBytes } from './block.ts'
import { type MetricWrite, metricStore, openMetricWriter, type Sample } from './index.ts'

function world(options: { queueBytes?: number; gathers?: boolean; rowsFor?: Parameters<typeof testEngine>[0] } = {}) {
  const clock = steppedClock()
  const engine = { ...testEngine(options.rowsFor), gathers: options.gathers ?? false }
  const store = metricStore(engine)
  const queueBytes = (options.queueBytes ?? mib(8)) as Bytes
  const writer = openMetricWriter({ engine, store, clock, queueBytes, name: 'test' })
  const series = store.series({ namespace: 'n', metric: 'm', labels: {}, unit: 'None', resolution: 60, source: '' })
  const write = (
    count = 1,
    more: Partial<MetricWrite> = {},
    sample: Sample = { kind: 'value', value: 1, weight: 1 },
  ) => {
    const state: { answer?: unknown } = {}
    const samples = Array.from({ length: count }, () => ({ series, at: clock.now(), sample }))
    void writer.append({ samples, ...more }).then(answer => {
      state.answer = answer
    })
    return state
  }
  return { clock, engine, writer, write }
}

const done = { ok: true, value: undefined } as const
const gone = { ok: false, error: { code: 'unavailable', message: 'gone' } } as const
/** The insert of series that comes before the first samples. */
async function answerAll(
  engine: TestEngine,
  clock: ReturnType<typeof steppedClock>,
  result: typeof done | typeof gone = done,
) {
  for (let at = 0; at < engine.inserts.length; at++) {
    await engine.inserts[at]?.answer(result)
    await clock.step(0)
  }
}
const call = (key: bigint, more: object = {}) => ({
  call: { key, named: true, repeats: false, unheard: () => false, ...more },
})

test('a lone call waits for the window, is one insert of series and one of samples, and is answered after them', async () => {
  const { clock, engine, write } = world()
  const one = write()
  await clock.step(limits.commitWindow - 1)
  expect(engine.inserts).toHaveLength(0)
  await clock.step(1)
  expect(engine.inserts).toHaveLength(1)
  expect(one.answer).toBeUndefined()
  await engine.inserts[0]?.answer(done)
  await clock.step(0)
  expect(engine.inserts).toHaveLength(2)
  expect(one.answer).toBeUndefined()
  await engine.inserts[1]?.answer(done)
  expect(one.answer).toEqual(done)
})

test.each([
  ['a lone call waits for a short window', 1, limits.commitSmallWindow],
  ['so does one that is just small', Math.ceil(limits.journalBlockBytes / 2 / rowBytes) - 1, limits.commitSmallWindow],
])('to an engine that gathers, %s (commitSmallWindow)', async (_story, rows, window) => {
  const { clock, engine, write } = world({ gathers: true })
  write(rows)
  await clock.step(window - 1)
  expect(engine.inserts).toHaveLength(0)
  await clock.step(1)
  expect(engine.inserts).toHaveLength(1)
})

test('while an insert is under way, what is no small block waits for more', async () => {
  const { clock, engine, write } = world({ gathers: true })
  write()
  await clock.step(limits.commitSmallWindow)
  expect(engine.inserts).toHaveLength(1)
  write(Math.ceil(limits.journalBlockBytes / 2 / rowBytes))
  await clock.step(limits.commitWindow - 1)
  expect(engine.inserts).toHaveLength(1)
  await clock.step(1)
  expect(engine.inserts).toHaveLength(2)
})

test('calls that come together are one insert', async () => {
  const { clock, engine, write, writer } = world()
  const all = Array.from({ length: limits.commitSoonBatches - 1 }, () => write(2))
  await clock.step(limits.commitWindow)
  await answerAll(engine, clock)
  expect(engine.inserts).toHaveLength(2)
  expect(all.map(({ answer }) => answer)).toEqual(all.map(() => done))
  expect(writer.stats()).toMatchObject({
    durableSamples: 2 * (limits.commitSoonBatches - 1),
    queueBytes: 0,
    queueWrites: 0,
    throttledWrites: 0,
  })
})

test('enough calls do not wait for the window once nobody else comes', async () => {
  const { clock, engine, write } = world()
  for (let at = 0; at < limits.commitSoonBatches; at++) write()
  await clock.step(limits.commitQuiet)
  expect(engine.inserts).toHaveLength(1)
})

test.each([
  [Math.ceil(limits.metricSoonBytes / rowBytes) - 1, 0],
  [Math.ceil(limits.metricSoonBytes / rowBytes), 1],
])('%i rows of one call make %i inserts once nobody else comes (metricSoonBytes)', async (rows, inserts) => {
  const { clock, engine, write } = world()
  write(rows)
  await clock.step(limits.commitQuiet)
  expect(engine.inserts).toHaveLength(inserts)
})

test('the queue takes what fits and no more, and takes again when there is room (slow-down)', async () => {
  const { clock, engine, write, writer } = world({ queueBytes: 10 * rowBytes })
  const fits = [write(5), write(5)]
  const refused = write(1)
  await clock.step(0)
  expect(refused.answer).toEqual({ ok: false, error: { code: 'slow-down', retryAfter: limits.slowDownRetryAfter } })
  await clock.step(limits.commitWindow)
  await answerAll(engine, clock)
  expect(fits.map(({ answer }) => answer)).toEqual([done, done])
  expect(writer.stats().throttledWrites).toBe(1)
  // Alone, one that is larger than the whole queue is taken.
  const large = write(11)
  await clock.step(limits.commitWindow)
  await answerAll(engine, clock)
  expect(large.answer).toEqual(done)
})

test('a block that is full goes at once, and two may be under way (metricBlockBytes, metricInsertsInFlight)', async () => {
  const { clock, engine, write } = world({ queueBytes: mib(64) })
  const full = Math.ceil(limits.metricBlockBytes / rowBytes)
  const begins = async (rows: number, inserts: number) => {
    write(rows)
    await clock.step(0)
    expect(engine.inserts).toHaveLength(inserts)
  }
  await begins(full, 1)
  await begins(full - 1, 1)
  await begins(1, limits.metricInsertsInFlight)
  await begins(full, limits.metricInsertsInFlight)
  await clock.step(limits.commitWindow * 2)
  expect(engine.inserts).toHaveLength(limits.metricInsertsInFlight)
  await engine.inserts[0]?.answer(done)
  await clock.step(0)
  expect(engine.inserts.length).toBeGreaterThan(limits.metricInsertsInFlight)
})

test('an engine that is away is tried again under the same token, for a bounded time', async () => {
  const { clock, engine, write } = world()
  const one = write()
  await clock.step(limits.commitWindow)
  for (let waited = 0; waited <= limits.commitRetryFor; waited += limits.commitRetryPause) {
    await engine.inserts.at(-1)?.answer(gone)
    await clock.step(limits.commitRetryPause)
  }
  await engine.inserts.at(-1)?.answer(gone)
  await clock.step(0)
  expect(one.answer).toEqual({ ok: false, error: { code: 'unavailable', message: 'gone' } })
  expect(new Set(engine.inserts.map(({ token }) => token)).size).toBe(1)
  expect(engine.inserts.length).toBeGreaterThan(100)
})

test('closing commits what was taken and takes no more', async () => {
  const { clock, engine, write, writer } = world()
  const one = write()
  const closed = writer.close()
  await clock.step(0)
  await answerAll(engine, clock)
  await closed
  expect(one.answer).toEqual(done)
  const late = write()
  await clock.step(0)
  expect(late.answer).toEqual({ ok: false, error: { code: 'closing' } })
})

describe('a call that comes again', () => {
  test('while it is on its way, or after it, is answered by the same samples', async () => {
    const { clock, engine, write, writer } = world()
    const [one, two] = [write(3, call(5n)), write(3, call(5n))]
    const other = write(2, call(7n))
    await clock.step(limits.commitWindow)
    await answerAll(engine, clock)
    const three = write(3, call(5n, { repeats: true }))
    await clock.step(limits.commitWindow)
    expect([one, two, other, three].map(({ answer }) => answer)).toEqual([done, done, done, done])
    expect(writer.stats().durableSamples).toBe(5)
  })

  test('without a name of its own counts again when its answer was heard, and not when nobody heard it', async () => {
    const { clock, engine, write, writer } = world()
    for (const [heard, expected] of [
      [true, 2],
      [false, 3],
    ] as const) {
      for (let times = 0; times < 2; times++) {
        write(1, call(heard ? 4n : 6n, { named: false, repeats: undefined, unheard: () => !heard }))
        await clock.step(limits.commitWindow)
        await answerAll(engine, clock)
      }
      expect(writer.stats().durableSamples).toBe(expected)
    }
  })

  test('after it was refused is as the first', async () => {
    const { clock, engine, write, writer } = world({ queueBytes: 4 * rowBytes })
    write(4)
    const refused = write(1, call(5n))
    await clock.step(limits.commitWindow)
    await answerAll(engine, clock)
    expect(refused.answer).toMatchObject({ ok: false })
    const again = write(1, call(5n))
    await clock.step(limits.commitWindow)
    await answerAll(engine, clock)
    expect(again.answer).toEqual(done)
    expect(writer.stats().durableSamples).toBe(5)
  })

  test('and that nobody here knows is looked for in the store', async () => {
    const { clock, engine, write, writer } = world({ rowsFor: text => (text.includes('call = 5') ? [[0]] : []) })
    const [known, unknown] = [write(1, call(5n, { repeats: true })), write(1, call(7n, { repeats: true }))]
    await clock.step(limits.commitWindow)
    await answerAll(engine, clock)
    expect([known.answer, unknown.answer]).toEqual([done, done])
    expect(writer.stats().durableSamples).toBe(1)
  })

  test.each([
    [limits.rememberedCallLife - 1, true, true],
    [limits.rememberedCallLife, true, false],
    [limits.unheardCallLife - 1, false, true],
    [limits.unheardCallLife, false, false],
  ])('%d ms after the start, named: %s, it is looked for: %s', async (after, named, looked) => {
    const { clock, engine, write } = world()
    await clock.step(after)
    write(1, call(5n, { named, repeats: undefined }))
    await clock.step(0)
    expect(engine.statements.some(text => text.includes('call = 5'))).toBe(looked)
  })
})
