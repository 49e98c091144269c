import { beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../../../../limits.ts'
import { instant, type LogGroupClass } from '../../../../model/index.ts'
import { createTailHub } from '../../../../query/tail/index.ts'
import type { LogFollower } from '../../../../store/logs/index.ts'
import { type SteppedClock, settled, steppedClock } from '../../../../store/logs/stepped-clock.ts'
import { openSqlite, type Settings } from '../../../../store/settings/index.ts'
import type { AwsError, EventStream, StreamFrame } from '../../protocol/index.ts'
import { MemoryLogStore, ordinaryCall } from '../fakes.ts'
import { createLogsService } from '../service.ts'
import { createLiveTails, type LiveTails } from './index.ts'

let clock: SteppedClock
let settings: Settings
let tails: LiveTails
let followers: Set<LogFollower>
let call: (input: object, signal?: AbortSignal) => Promise<AwsError | AsyncIterable<StreamFrame>>

const arn = (name: string) => `arn:aws:logs:eu-west-3:000000000000:log-group:${name}`

beforeEach(async () => {
  clock = steppedClock()
  const opened = await openSqlite(':memory:')
  if (!opened.ok) throw new Error(opened.error.message)
  settings = opened.value
  followers = new Set()
  const hub = createTailHub({
    logs: {
      follow: follower => {
        followers.add(follower)
        return () => followers.delete(follower)
      },
    },
    clock,
  })
  tails = createLiveTails(hub, clock)
  const ports = { settings: settings.logs, logs: new MemoryLogStore(clock), clock, liveTails: tails }
  const { operations } = createLogsService(ports)
  call = async (input, signal = new AbortController().signal) => {
    const answer = await operations.get('StartLiveTail')!.run(input, { ...ordinaryCall(), requestId: 'r-1', signal })
    if (!answer.ok) return answer.error
    return (answer.value as EventStream).frames
  }
  await group('g')
})

async function group(name: string, logGroupClass: LogGroupClass = 'STANDARD') {
  await settings.logs.create({
    ...{ name, createdAt: clock.now(), class: logGroupClass, deletionProtection: false, kmsKeyId: null, tags: {} },
  })
}

function commit(groupName: string, streamName: string, ...messages: string[]) {
  const fields = () => ({ level: '' as const, namespace: '', pod: '', container: '', node: '' })
  const batch = {
    ...{ groupId: 1, streamId: 2, groupName, streamName, messages, batch: '7', ingestionTime: instant(500) },
    timestamps: messages.map((_message, at) => at),
    id: (_timestamp: number, index: number) => String(index),
    fields,
  }
  for (const follower of followers) follower(batch, fields, [])?.(batch)
}

/** The frames as they come, read by somebody who always reads. */
async function started(input: object, signal?: AbortSignal) {
  const frames = await call(input, signal)
  if (!(Symbol.asyncIterator in frames)) throw new Error(frames.message)
  const seen: { readonly name: string; readonly at: number; readonly said: ReturnType<typeof JSON.parse> }[] = []
  let ended = false
  const reading = (async () => {
    for await (const frame of frames) {
      const said = frame.kind === 'event' ? JSON.parse(frame.payload) : frame.message
      seen.push({ name: frame.name, at: clock.now(), said })
    }
    ended = true
  })()
  await settled()
  return { seen, reading, ended: () => ended, updates: () => seen.filter(({ name }) => name === 'sessionUpdate') }
}

describe('a live tail', () => {
  test('begins with initial-response and sessionStart, then an update every liveTailUpdateEvery, also when nothing comes', async () => {
    const began = clock.now()
    const { seen } = await started({ logGroupIdentifiers: [arn('g')], logEventFilterPattern: 'ERROR' })
    await clock.step(3_000)
    expect(seen.map(({ name, at }) => [name, at - began])).toEqual([
      ['initial-response', 0],
      ['sessionStart', 0],
      ['sessionUpdate', limits.liveTailUpdateEvery],
      ['sessionUpdate', 2_000],
      ['sessionUpdate', 3_000],
    ])
    expect(seen[0]?.said).toEqual({})
    expect(seen[1]?.said).toEqual({
      requestId: 'r-1',
      sessionId: 'r-1',
      logGroupIdentifiers: [arn('g')],
      logStreamNames: [],
      logStreamNamePrefixes: [],
      logEventFilterPattern: 'ERROR',
    })
    expect(seen[2]?.said).toEqual({ sessionMetadata: { sampled: false }, sessionResults: [] })
  })

  test('shows what comes within a second of it, in order, and only what matches', async () => {
    const began = clock.now()
    const { updates } = await started({ logGroupIdentifiers: [arn('g')], logEventFilterPattern: 'ERROR' })
    await clock.step(400)
    commit('g', 's', 'ERROR 1 "한글"', 'no', 'ERROR 2')
    commit('other', 's', 'ERROR elsewhere')
    await clock.step(0)
    expect(updates().map(({ at, said }) => [at - began, said])).toEqual([
      [
        400,
        {
          sessionMetadata: { sampled: false },
          sessionResults: [
            {
              logStreamName: 's',
              logGroupIdentifier: '000000000000:g',
              message: 'ERROR 1 "한글"',
              timestamp: 0,
              ingestionTime: 500,
            },
            {
              logStreamName: 's',
              logGroupIdentifier: '000000000000:g',
              message: 'ERROR 2',
              timestamp: 2,
              ingestionTime: 500,
            },
          ],
        },
      ],
    ])
    // A flood is not sent in a flood of updates.
    for (let at = 0; at < 100; at++) {
      commit('g', 's', 'ERROR')
      await clock.step(10)
    }
    expect(updates().length).toBeLessThanOrEqual(1 + 1_000 / limits.liveTailSoonest)
  })

  test(`${limits.liveTailEvents} events are shown, one more is sampled and told`, async () => {
    const { updates } = await started({ logGroupIdentifiers: [arn('g')] })
    const many = (count: number) => Array.from({ length: count }, (_, at) => String(at))
    for (const count of [limits.liveTailEvents, limits.liveTailEvents + 1]) {
      commit('g', 's', ...many(count))
      await clock.step(1_000)
    }
    const shown = updates().filter(({ said }) => said.sessionResults.length > 0)
    expect(shown.map(({ said }) => [said.sessionResults.length, said.sessionMetadata.sampled])).toEqual([
      [limits.liveTailEvents, false],
      [limits.liveTailEvents, true],
    ])
  })

  test('a flood of long lines is bounded too (liveTailChars)', async () => {
    const { updates } = await started({ logGroupIdentifiers: [arn('g')] })
    const half = 'x'.repeat(limits.liveTailChars / 2)
    commit('g', 's', half, half)
    await clock.step(1_000)
    commit('g', 's', half, half, 'y')
    await clock.step(1_000)
    const [fits, more] = updates().filter(({ said }) => said.sessionResults.length > 0)
    expect([fits?.said.sessionResults.length, fits?.said.sessionMetadata.sampled]).toEqual([2, false])
    expect(more?.said.sessionMetadata.sampled).toBe(true)
  })

  test.each([
    ['by name', { logStreamNames: ['a', 'b1'] }, ['a', 'b1']],
    ['by prefix', { logStreamNamePrefixes: ['b', 'x'] }, ['b1', 'b2']],
  ])('chooses streams %s', async (_story, streams, expected) => {
    const { updates } = await started({ logGroupIdentifiers: [arn('g')], ...streams })
    for (const stream of ['a', 'b1', 'b2', 'c']) commit('g', stream, 'x')
    await clock.step(1_000)
    const results = updates().flatMap(({ said }) => said.sessionResults)
    expect(results.map((one: { logStreamName: string }) => one.logStreamName)).toEqual(expected)
  })

  test('of several groups shows them together', async () => {
    await group('h')
    const { updates } = await started({ logGroupIdentifiers: [arn('g'), arn('h')] })
    commit('g', 's', '1')
    commit('h', 's', '2')
    await clock.step(1_000)
    const results = updates().flatMap(({ said }) => said.sessionResults)
    expect(results).toMatchObject([{ logGroupIdentifier: '000000000000:g' }, { logGroupIdentifier: '000000000000:h' }])
  })

  test('ends with SessionTimeoutException after 3 hours (liveTailLife), and its place is free', async () => {
    const { seen, ended } = await started({ logGroupIdentifiers: [arn('g')] })
    await clock.step(limits.liveTailLife - 1_000)
    expect(ended()).toBe(false)
    await clock.step(1_000)
    expect(ended()).toBe(true)
    expect(seen.at(-1)?.name).toBe('SessionTimeoutException')
    expect(followers.size).toBe(0)
    expect(clock.sleeping()).toEqual([])
  })

  test('of a reader who takes nothing gives its place up all the same', async () => {
    await call({ logGroupIdentifiers: [arn('g')] })
    expect(followers.size).toBe(1)
    await clock.step(limits.liveTailLife + 10_000)
    expect(followers.size).toBe(0)
  })

  test('ends when the caller goes, and when the server stops', async () => {
    const gone = new AbortController()
    const one = await started({ logGroupIdentifiers: [arn('g')] }, gone.signal)
    const other = await started({ logGroupIdentifiers: [arn('g')] })
    gone.abort()
    await one.reading
    expect([one.ended(), other.ended(), followers.size]).toEqual([true, false, 1])
    tails.endAll()
    await other.reading
    expect(followers.size).toBe(0)
    expect(clock.sleeping()).toEqual([])
  })

  test(`${limits.liveTailSessions} at once, and one more is refused`, async () => {
    const gone = new AbortController()
    await started({ logGroupIdentifiers: [arn('g')] }, gone.signal)
    for (let at = 1; at < limits.liveTailSessions; at++) await started({ logGroupIdentifiers: [arn('g')] })
    expect(await call({ logGroupIdentifiers: [arn('g')] })).toMatchObject({ type: 'LimitExceededException' })
    gone.abort()
    await started({ logGroupIdentifiers: [arn('g')] })
  })
})

describe('is refused', () => {
  const groups = (count: number) => Array.from({ length: count }, (_, at) => arn(`g${at}`))
  const streams = (count: number) => Array.from({ length: count }, (_, at) => `s${at}`)
  test.each([
    ['without groups', {}, 'InvalidParameterException'],
    ['with no group', { logGroupIdentifiers: [] }, 'InvalidParameterException'],
    ['an ARN that ends in :*', { logGroupIdentifiers: [`${arn('g')}:*`] }, 'InvalidParameterException'],
    ['a plain name', { logGroupIdentifiers: ['g'] }, 'InvalidParameterException'],
    ['a group that is not there', { logGroupIdentifiers: [arn('x')] }, 'ResourceNotFoundException'],
    [
      'a group of another account',
      { logGroupIdentifiers: ['arn:aws:logs:eu-west-3:111111111111:log-group:g'] },
      'ResourceNotFoundException',
    ],
    ['a class for queries alone', { logGroupIdentifiers: [arn('rare')] }, 'InvalidOperationException'],
    ['a bad pattern', { logGroupIdentifiers: [arn('g')], logEventFilterPattern: '{ $.a' }, 'InvalidParameterException'],
    [
      'streams of several groups',
      { logGroupIdentifiers: [arn('g'), arn('rare')], logStreamNames: ['s'] },
      'InvalidParameterException',
    ],
    [
      'names and prefixes',
      { logGroupIdentifiers: [arn('g')], logStreamNames: ['s'], logStreamNamePrefixes: ['s'] },
      'InvalidParameterException',
    ],
    [
      `more than ${limits.liveTailGroups} groups`,
      { logGroupIdentifiers: groups(limits.liveTailGroups + 1) },
      'InvalidParameterException',
    ],
    [
      `more than ${limits.liveTailStreams} streams`,
      { logGroupIdentifiers: [arn('g')], logStreamNames: streams(limits.liveTailStreams + 1) },
      'InvalidParameterException',
    ],
  ])('%s', async (_story, input, type) => {
    await group('rare', 'INFREQUENT_ACCESS')
    expect(await call(input)).toMatchObject({ type })
    expect(followers.size).toBe(0)
  })

  test('ten groups and a hundred streams are not', async () => {
    for (let at = 0; at < limits.liveTailGroups; at++) await group(`g${at}`)
    await started({ logGroupIdentifiers: groups(limits.liveTailGroups) })
    await started({ logGroupIdentifiers: [arn('g')], logStreamNames: streams(limits.liveTailStreams) })
  })
})

test('GetLogObject finds nothing, in words', async () => {
  const { operations } = createLogsService({
    ...{ settings: settings.logs, logs: new MemoryLogStore(clock), clock, liveTails: tails },
  })
  const answer = await operations.get('GetLogObject')!.run({ logObjectPointer: 'x' }, ordinaryCall())
  expect(answer).toMatchObject({ ok: false, error: { type: 'ResourceNotFoundException' } })
})
