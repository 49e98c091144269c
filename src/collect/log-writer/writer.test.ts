import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { type Clock, instant, type Millis, millis } from '../../model/index.ts'
import { testStore } from './test-store.ts'
import { createLogWriter, inBatches, type LogLine } from './writer.ts'

const line = (at: number, message = 'x'): LogLine => ({ at: instant(at), message })
const open = new AbortController().signal

/** Time passes as soon as somebody sleeps. */
function hasty() {
  const slept: Millis[] = []
  const clock: Clock = {
    now: () => instant(slept.reduce((a, b) => a + b, 0)),
    sleep: async length => {
      slept.push(length)
    },
  }
  return { clock, slept }
}

function writing() {
  const store = testStore()
  const { clock, slept } = hasty()
  const told: string[] = []
  const writer = createLogWriter({ ...store, clock, tags: { 'mangru:demo': 'true' } }, said => told.push(said))
  const write = (...lines: readonly LogLine[]) => writer.write({ group: '/g', stream: 's', lines }, open)
  return { store, slept, told, writer, write }
}

describe('inBatches', () => {
  const sizes = (lines: readonly LogLine[]) => [...inBatches(lines)].map(batch => batch.length)

  test('is in order of time', () => {
    const [batch] = [...inBatches([line(3), line(1), line(2)])]
    expect(batch?.map(({ at }) => at)).toEqual([1, 2, 3])
  })

  test.each([
    ['putLogEventsCount', Array.from({ length: limits.putLogEventsCount }, (_, i) => line(i)), line(99_999)],
    ['putLogEventsBytes', [line(1, 'x'.repeat(limits.putLogEventsBytes - limits.logEventOverhead))], line(2, '')],
    ['putLogEventsSpan', [line(0), line(limits.putLogEventsSpan)], line(limits.putLogEventsSpan + 1)],
  ])('a batch at %s is one, past it are two', (_name, most, more) => {
    expect(sizes(most)).toEqual([most.length])
    expect(sizes([...most, more])).toEqual([most.length, 1])
  })

  test('nothing is no batch', () => {
    expect(sizes([])).toEqual([])
  })
})

describe('a write', () => {
  test('makes group and stream, with the tags', async () => {
    const { store, write } = writing()
    expect(await write(line(2, 'b'), line(1, 'a'))).toEqual({ ok: true, value: undefined })
    expect(store.messages('/g', 's')).toEqual(['a', 'b'])
    expect(store.groups.get('/g')?.tags).toEqual({ 'mangru:demo': 'true' })
  })

  test('waits as long as the store asks for, and goes on', async () => {
    const { store, slept, told, write } = writing()
    store.failures.push({ error: { code: 'slow-down', retryAfter: millis(700) } })
    await write(line(1))
    expect(slept).toEqual([700])
    expect(told).toEqual([])
    expect(store.messages('/g')).toHaveLength(1)
  })

  test('tells once that it fails, every collectorWriteAgain tries, and tells that it works again', async () => {
    const { store, slept, told, write } = writing()
    const error = { code: 'unavailable', message: 'the engine is away' } as const
    store.failures.push({ error }, { error })
    await write(line(1))
    expect(slept).toEqual([limits.collectorWriteAgain, limits.collectorWriteAgain])
    expect(told).toHaveLength(2)
    expect(told[0]).toContain('the engine is away')
  })

  test('what was taken without an answer is repeated under the same key, so it is there once', async () => {
    const { store, write } = writing()
    store.failures.push({ error: { code: 'unavailable', message: 'gone in the middle' }, taken: true })
    await write(line(1, 'once'))
    expect(store.messages('/g')).toEqual(['once'])
  })

  test.each([
    ['Mangru stops', { code: 'closing' } as const, open],
    ['the caller stops', undefined, AbortSignal.abort()],
  ])('ends when %s', async (_story, error, signal) => {
    const { store, writer } = writing()
    if (error !== undefined) store.failures.push({ error })
    const written = await writer.write({ group: '/g', stream: 's', lines: [line(1)] }, signal)
    expect(written).toEqual({ ok: false, error: { code: 'stopped' } })
    expect(store.batches).toEqual([])
  })
})
