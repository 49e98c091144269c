/** Group commit, by a clock that is stepped and an engine that answers when the test says so. */
import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { bytes, err, mib, ok, type Result } from '../../model/index.ts'
import type { Engine, EngineError } from '../engine/index.ts'
import { ownGroup } from './own-group.ts'
import { settled, steppedClock } from './stepped-clock.ts'
import { testEngine } from './test-engine.ts'
import { LogWriter } from './writer.ts'

const away = err({ code: 'unavailable', message: 'the engine died' } as const)
const full = err({ code: 'disk-full', message: 'no space left' } as const)

function world(queueBytes = mib(256), gathers = false) {
  const clock = steppedClock()
  const engine = { ...testEngine(), gathers }
  const told: string[] = []
  const writer = new LogWriter({
    ...{ engine, clock, queueBytes, replica: 0, lastBatch: 0n },
    followers: [
      ({ messages }) =>
        () =>
          void told.push(messages.map(message => message.slice(0, 9)).join()),
    ],
  })
  const answers: string[] = []
  /** One request; its answer is noted when it comes. */
  const append = (...messages: string[]): number => {
    const place = { groupId: 1, streamId: 1, groupName: 'g', streamName: 's' }
    const at = answers.push('waiting') - 1
    void writer.append({ ...place, timestamps: messages.map(() => clock.now()), messages }).then(answer => {
      answers[at] = answer.ok ? 'durable' : answer.error.code
    })
    return at
  }
  const appendMany = (count: number, message = 'x') => {
    for (let each = 0; each < count; each++) append(message)
  }
  const count = (answer: string) => answers.filter(one => one === answer).length
  const insert = async (at: number, result: Result<void, EngineError> = ok(undefined)) => {
    await engine.inserts[at]?.answer(result)
  }
  return { clock, engine, writer, told, answers, append, appendMany, count, insert }
}

describe('when a block goes', () => {
  test('a lone request goes after the commit window and not before', async () => {
    const { clock, engine, append, answers, insert, told } = world()
    append('alone')
    await clock.step(limits.commitWindow - 1)
    expect(engine.inserts).toHaveLength(0)
    await clock.step(1)
    expect(engine.inserts).toHaveLength(1)
    expect([answers, told]).toEqual([['waiting'], []])
    await insert(0)
    expect([answers, told]).toEqual([['durable'], ['alone']])
    expect(clock.sleeping()).toEqual([])
  })

  test('to an engine that gathers, a small block goes after a short window (commitSmallWindow)', async () => {
    const { clock, engine, append, answers, insert } = world(mib(256), true)
    append('alone')
    await clock.step(limits.commitSmallWindow - 1)
    expect(engine.inserts).toHaveLength(0)
    await clock.step(1)
    expect(engine.inserts).toHaveLength(1)
    await insert(0)
    expect(answers).toEqual(['durable'])
  })

  test.each([
    ['one byte less than half of a small block is small', 1, limits.commitSmallWindow],
    ['half of it waits for more', 0, limits.commitWindow],
  ])('%s, to an engine that gathers', async (_story, less, window) => {
    const { clock, engine, append } = world(mib(256), true)
    // Three bytes tell the message's length.
    append('x'.repeat(limits.journalBlockBytes / 2 - 3 - less))
    await clock.step(window - 1)
    expect(engine.inserts).toHaveLength(0)
    await clock.step(1)
    expect(engine.inserts).toHaveLength(1)
  })

  test('a small block that grows waits for more after all', async () => {
    const { clock, engine, append } = world(mib(256), true)
    append('small')
    await clock.step(1)
    append('x'.repeat(limits.journalBlockBytes))
    await clock.step(limits.commitWindow - 2)
    expect(engine.inserts).toHaveLength(0)
    await clock.step(1)
    expect(engine.inserts).toHaveLength(1)
  })

  test.each([
    [limits.enginePartitionsPerBlock, true],
    [limits.enginePartitionsPerBlock + 1, false],
  ])('a block of %d days may gather: %s (enginePartitionsPerBlock)', async (days, gather) => {
    const { clock, engine, writer } = world(mib(256), true)
    const place = { groupId: 1, streamId: 1, groupName: 'g', streamName: 's' }
    const timestamps = Array.from({ length: days }, (_, day) => day * 86_400_000)
    void writer.append({ ...place, timestamps, messages: timestamps.map(() => 'x') })
    await clock.step(limits.commitSmallWindow)
    expect(engine.inserts.map(insert => insert.gather)).toEqual([gather])
  })

  test('a clock that is set back makes nobody wait longer than the window', async () => {
    const { clock, engine, append } = world()
    append('alone')
    clock.setBack(3_600_000)
    await clock.step(limits.commitWindow)
    expect(engine.inserts).toHaveLength(1)
  })

  test('nor does it make us try an absent engine for longer than the bounded time', async () => {
    const { clock, append, answers, engine, insert } = world()
    append('alone')
    await clock.step(limits.commitWindow)
    await insert(0, away)
    clock.setBack(3_600_000)
    for (let tried = 1; answers[0] === 'waiting' && tried < 1_000; tried++) {
      await clock.step(limits.commitRetryPause)
      await insert(tried, away)
    }
    expect(answers).toEqual(['unavailable'])
    expect(engine.inserts.length).toBeLessThanOrEqual(limits.commitRetryFor / limits.commitRetryPause + 2)
  })

  test(`${limits.commitSoonBatches} requests go at once, one fewer waits for more`, async () => {
    const { clock, engine, append, appendMany, count, insert } = world()
    appendMany(limits.commitSoonBatches - 1)
    await clock.step(0)
    expect(engine.inserts).toHaveLength(0)
    append('the last one')
    await clock.step(0)
    expect(engine.inserts).toHaveLength(1)
    await insert(0)
    expect(count('durable')).toBe(limits.commitSoonBatches)
  })

  test(`${limits.commitSoonBytes} bytes go at once, one fewer waits for more`, async () => {
    const { clock, engine, append } = world()
    // Each message has its length in front of it: four bytes at this size, one for a letter.
    append('x'.repeat(limits.commitSoonBytes - 4 - 1))
    await clock.step(0)
    expect(engine.inserts).toHaveLength(0)
    append('')
    await clock.step(0)
    expect(engine.inserts).toHaveLength(1)
  })

  test('while an insert is under way small requests join one block, for a window at most', async () => {
    const { clock, engine, append, appendMany } = world()
    appendMany(limits.commitSoonBatches)
    await clock.step(0)
    appendMany(limits.commitSoonBatches * 3)
    await clock.step(limits.commitWindow - 1)
    expect(engine.inserts).toHaveLength(1)
    await clock.step(1)
    expect(engine.inserts).toHaveLength(2)
    append('too late for both')
    await clock.step(limits.commitWindow * 10)
    expect(engine.inserts).toHaveLength(2)
  })

  test('the block after the one under way goes as soon as there is room', async () => {
    const { clock, engine, append, appendMany, count, insert } = world()
    appendMany(limits.commitSoonBatches)
    await clock.step(0)
    appendMany(limits.commitSoonBatches)
    await insert(0)
    await clock.step(limits.commitQuiet)
    expect(engine.inserts).toHaveLength(2)
    append('next')
    await insert(1)
    expect(count('durable')).toBe(limits.commitSoonBatches * 2)
    expect(engine.inserts).toHaveLength(2)
  })

  test('those who were just answered are expected back, and the block goes when as many came', async () => {
    const { clock, engine, append, appendMany, insert } = world()
    appendMany(limits.commitSoonBatches)
    await clock.step(0)
    appendMany(limits.commitSoonBatches)
    await insert(0)
    appendMany(limits.commitSoonBatches - 1)
    await clock.step(limits.commitQuiet - 1)
    expect(engine.inserts).toHaveLength(1)
    append('the last one')
    await clock.step(0)
    expect(engine.inserts).toHaveLength(2)
  })

  test('nobody waits for those who do not come back longer than it is quiet', async () => {
    const { clock, engine, append, appendMany, insert } = world()
    appendMany(limits.commitSoonBatches)
    await clock.step(0)
    appendMany(limits.commitSoonBatches)
    await insert(0)
    await clock.step(limits.commitQuiet - 1)
    append('another, and it is not quiet any more')
    await clock.step(limits.commitQuiet - 1)
    expect(engine.inserts).toHaveLength(1)
    await clock.step(1)
    expect(engine.inserts).toHaveLength(2)
  })

  test.each([0, 1])('no more than a bound are ever expected (%i over it)', async over => {
    const { clock, engine, appendMany, insert } = world()
    appendMany(limits.commitSoonBatches)
    await clock.step(0)
    appendMany(limits.commitExpectedMost - limits.commitSoonBatches + over)
    await insert(0)
    await clock.step(0)
    expect(engine.inserts).toHaveLength(1)
    appendMany(limits.commitSoonBatches - over)
    await clock.step(0)
    expect(engine.inserts).toHaveLength(2)
  })
})

test('lines of our own are stored as any, and not counted for people', async () => {
  const { clock, engine, writer, append, insert } = world()
  append('theirs')
  const ours = { groupId: ownGroup, streamId: 0, groupName: '', streamName: '', timestamps: [0], messages: ['canary'] }
  const answered = writer.append(ours)
  await clock.step(limits.commitWindow)
  await insert(0)
  expect(engine.inserts).toHaveLength(1)
  expect((await answered).ok).toBe(true)
  expect(writer.stats(clock.now())).toMatchObject({ acceptedEvents: 1, durableEvents: 1, queueBytes: 0 })
})

describe('how much goes', () => {
  test(`never more than ${limits.insertsInFlight} blocks are under way`, async () => {
    const { clock, engine, append, insert, count } = world()
    const large = 'x'.repeat(limits.commitSoonBytes)
    for (let block = 0; block < limits.insertsInFlight; block++) append(large)
    await clock.step(0)
    expect(engine.inserts).toHaveLength(limits.insertsInFlight)
    append(large)
    await clock.step(limits.commitWindow * 10)
    expect(engine.inserts).toHaveLength(limits.insertsInFlight)
    await insert(1)
    expect(engine.inserts).toHaveLength(limits.insertsInFlight + 1)
    expect(count('durable')).toBe(1)
  })

  test(`a block of ${limits.commitBlockBytes} bytes takes no further request, one byte fewer takes one more`, async () => {
    const blockBytes = async (held: number) => {
      const { clock, engine, append, insert } = world()
      const soon = 'x'.repeat(limits.commitSoonBytes)
      for (let block = 0; block < limits.insertsInFlight; block++) append(soon)
      await clock.step(0)
      append('y'.repeat(held))
      append('z')
      for (let block = 0; block < limits.insertsInFlight; block++) await insert(block)
      await clock.step(limits.commitWindow)
      return engine.inserts.slice(limits.insertsInFlight).length
    }
    const lengthBytes = 4
    expect(await blockBytes(limits.commitBlockBytes - lengthBytes)).toBe(2)
    expect(await blockBytes(limits.commitBlockBytes - lengthBytes - 1)).toBe(1)
  })

  test('the queue is bounded in bytes, and what is refused is told when to come back', async () => {
    // A message has its length in front of it, one byte at this size.
    const beside = 1 + limits.logEventOverhead
    const { clock, writer, append, answers, insert } = world(bytes(100 + 2 * beside))
    append('x'.repeat(60))
    append('x'.repeat(40))
    const stats = () => writer.stats(clock.now())
    expect(stats()).toMatchObject({ queueBytes: stats().queueLimit, queueBatches: 2 })
    const place = { groupId: 1, streamId: 1, groupName: 'g', streamName: 's', timestamps: [clock.now()] }
    expect(await writer.append({ ...place, messages: [''] })).toEqual(
      err({ code: 'slow-down', retryAfter: limits.slowDownRetryAfter }),
    )
    await clock.step(limits.commitWindow)
    await insert(0)
    await insert(1)
    expect(answers).toEqual(['durable', 'durable'])
    expect(stats()).toMatchObject({ queueBytes: 0, throttledBatches: 1, durableEvents: 2, durableBytes: 102 })
  })

  test('many small events weigh more than their letters: memory is what is bounded', async () => {
    const { append, answers } = world(bytes(1_000))
    append('first')
    append(...Array.from({ length: Math.floor(1_000 / limits.logEventOverhead) }, () => 'x'))
    await settled()
    expect(answers).toEqual(['waiting', 'slow-down'])
  })

  test('one request that is larger than the whole queue is taken when nothing else waits', async () => {
    const { clock, engine, append, answers, insert } = world(bytes(100))
    append('x'.repeat(101))
    append('x')
    await clock.step(limits.commitWindow)
    await insert(0)
    expect([engine.inserts.length, answers]).toEqual([1, ['durable', 'slow-down']])
  })
})

describe('trouble', () => {
  test('an engine that is away gets the same block under the same token until it is back', async () => {
    const { clock, engine, append, answers, told, insert } = world()
    append('kept')
    await clock.step(limits.commitWindow)
    await insert(0, away)
    await clock.step(limits.commitRetryPause - 1)
    expect(engine.inserts).toHaveLength(1)
    await clock.step(1)
    await insert(1, away)
    await clock.step(limits.commitRetryPause)
    expect([answers, told]).toEqual([['waiting'], []])
    await insert(2)
    expect([answers, told]).toEqual([['durable'], ['kept']])
    expect(engine.inserts[0]?.token).toMatch(/^\d+$/)
    expect(new Set(engine.inserts.map(({ token, bytes }) => `${token} ${bytes}`)).size).toBe(1)
  })

  test('after the bounded time the writer gives up, and says so to each who waits', async () => {
    const { clock, engine, writer, append, answers, told, insert } = world()
    append('a')
    append('b')
    await clock.step(limits.commitWindow)
    for (let tried = 0; tried * limits.commitRetryPause < limits.commitRetryFor; tried++) {
      await insert(tried, away)
      expect(answers).toEqual(['waiting', 'waiting'])
      await clock.step(limits.commitRetryPause)
    }
    expect(engine.inserts).toHaveLength(limits.commitRetryFor / limits.commitRetryPause + 1)
    await insert(engine.inserts.length - 1, away)
    expect([answers, told]).toEqual([['unavailable', 'unavailable'], []])
    expect(writer.stats(clock.now())).toMatchObject({ queueBytes: 0, queueBatches: 0, durableEvents: 0 })
  })

  test.each([
    ['a full disk', full, 'disk-full'],
    ['a cancelled insert', err({ code: 'cancelled' } as const), 'closing'],
    ['a refused block', err({ code: 'query-failed', engineCode: 27, message: 'no' } as const), 'unavailable'],
  ])('%s is the answer of each who waits, at once, and the next ones are taken', async (_story, trouble, answer) => {
    const { clock, engine, writer, append, answers, told, insert } = world()
    append('a', 'b')
    append('c')
    await clock.step(limits.commitWindow)
    await insert(0, trouble)
    expect([engine.inserts.length, answers, told]).toEqual([1, [answer, answer], []])
    expect(writer.stats(clock.now())).toMatchObject({ queueBytes: 0, queueBatches: 0, acceptedEvents: 3 })
    append('d')
    await clock.step(limits.commitWindow)
    await insert(1)
    expect(answers[2]).toBe('durable')
    expect(engine.inserts[1]?.token).not.toBe(engine.inserts[0]?.token)
  })

  test('an engine out of memory gets the same block again; in the end the callers are told to slow down', async () => {
    const { clock, engine, append, answers, insert } = world()
    const crowded = err({ code: 'over-limit', limit: 'memory', message: 'Memory limit (total) exceeded' } as const)
    append('a')
    await clock.step(limits.commitWindow)
    await insert(0, crowded)
    await clock.step(limits.commitRetryPause)
    expect([engine.inserts.length, engine.inserts[1]?.token === engine.inserts[0]?.token]).toEqual([2, true])
    await insert(1)
    expect(answers).toEqual(['durable'])
    append('b')
    await clock.step(limits.commitWindow)
    for (let at = 2; answers[1] === 'waiting' && at < 1_000; at++) {
      await insert(at, crowded)
      await clock.step(limits.commitRetryPause)
    }
    expect(answers[1]).toBe('slow-down')
  })

  test('trouble with one block does not touch the other', async () => {
    const { clock, append, answers, insert } = world()
    append('x'.repeat(limits.commitSoonBytes))
    append('y'.repeat(limits.commitSoonBytes))
    await clock.step(0)
    await insert(0, full)
    await insert(1)
    expect(answers).toEqual(['disk-full', 'durable'])
  })
})

describe('closing', () => {
  test('commits at once what was taken, refuses what comes after, and ends when everybody is answered', async () => {
    const { engine, writer, append, answers, insert } = world()
    append('taken')
    let closed = false
    const closing = writer.close().then(() => {
      closed = true
    })
    append('late')
    await settled()
    expect([engine.inserts.length, answers, closed]).toEqual([1, ['waiting', 'closing'], false])
    await insert(0)
    await closing
    expect(answers).toEqual(['durable', 'closing'])
  })

  test('also with blocks waiting for their turn, and with trouble', async () => {
    const { clock, engine, writer, append, answers, insert } = world()
    for (let block = 0; block <= limits.insertsInFlight; block++) append('x'.repeat(limits.commitBlockBytes))
    append('small')
    await clock.step(0)
    const closing = writer.close()
    await insert(0, full)
    await insert(1)
    await insert(2)
    await insert(3)
    await closing
    expect(engine.inserts).toHaveLength(4)
    expect(answers).toEqual(['disk-full', 'durable', 'durable', 'durable'])
  })

  test('an idle one closes at once, and twice is once', async () => {
    const { writer, append, insert, engine } = world()
    await world().writer.close()
    append('taken')
    const both = Promise.all([writer.close(), writer.close()])
    await settled()
    await insert(0)
    await both
    await writer.close()
    expect(engine.inserts).toHaveLength(1)
  })

  test('does not go on trying an engine that is away', async () => {
    const { clock, writer, append, answers, insert } = world()
    append('taken')
    await clock.step(limits.commitWindow)
    await insert(0, away)
    const closing = writer.close()
    await clock.step(limits.commitRetryPause)
    await insert(1, away)
    await closing
    expect(answers).toEqual(['unavailable'])
  })
})

describe('the memory of a block', () => {
  const small = limits.smallBlockBytes - 10_000
  test.each<[string, number, Result<void, EngineError>, boolean]>([
    ['is used again once a large block is stored', limits.smallBlockBytes, ok(undefined), true],
    ['is let be where the block is small: it may be gathered with others', small, ok(undefined), false],
    ['is let be where nobody knows what became of the block', limits.smallBlockBytes, full, false],
  ])('%s', async (_story, length, answer, again) => {
    const clock = steppedClock()
    const seen: Set<ArrayBufferLike>[] = []
    const engine: Engine = {
      ...testEngine(),
      async insert(_table, _columns, block) {
        seen.push(new Set(block.map(chunk => chunk.buffer)))
        return answer
      },
    }
    const writer = new LogWriter({
      ...{ engine, clock, queueBytes: mib(32), replica: 0, lastBatch: 0n },
      followers: [],
    })
    for (let block = 0; block < 2; block++) {
      const place = { groupId: 1, streamId: 1, groupName: 'g', streamName: 's' }
      const messages = Array.from({ length: length / 1_000 + 1 }, () => 'x'.repeat(1_000))
      void writer.append({ ...place, timestamps: messages.map(() => clock.now()), messages })
      await clock.step(limits.commitWindow)
      await settled()
    }
    const [first, second] = seen
    expect([...(second ?? [])].some(buffer => first?.has(buffer))).toBe(again)
  })
})
