import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { instant } from '../../model/index.ts'
import { createTailHub } from '../../query/tail/index.ts'
import type { CommittedBatch, LogBatch, LogFollower } from '../../store/logs/index.ts'
import { followedOf } from './follow.ts'
import { FollowBuffer } from './follow-buffer.ts'

const fieldsOf = (message: string) => ({
  level: message.startsWith('ERROR') ? ('ERROR' as const) : ('' as const),
  ...{ namespace: '', pod: 'p', container: '', node: '' },
})

function batch(messages: readonly string[], groupName = 'g', streamName = 's'): CommittedBatch & LogBatch {
  return {
    ...{ groupId: 1, streamId: 2, groupName, streamName, messages, batch: '1', ingestionTime: instant(9) },
    timestamps: messages.map((_message, at) => at),
    id: (_timestamp, index) => `id${index}`,
    fields: fieldsOf,
  }
}

/** A buffer behind a hub, as a follower has it. */
function buffer(asked: Partial<Parameters<typeof followedOf>[0]> = {}) {
  const followed = followedOf({ groups: ['g'], ...asked })
  if (!followed.ok) throw new Error(followed.error.error.message)
  let follower: LogFollower = () => undefined
  let now = 0
  const hub = createTailHub({
    logs: {
      follow: one => {
        follower = one
        return () => undefined
      },
    },
    clock: { now: () => instant(now), sleep: async () => undefined },
  })
  const made = new FollowBuffer()
  hub.open({
    ...followed.value,
    take: (event, fields) => made.take(event, fields),
    passed: (tried, untried) => made.passed(tried, untried),
  })
  return {
    take: (one: CommittedBatch & LogBatch) => follower(one, index => fieldsOf(one.messages[index] ?? ''), [])?.(one),
    frame: () => {
      now += limits.followFrameTime
      return made.frame()
    },
    rate: (ms: number) => made.rate(ms),
  }
}

const lines = (count: number, from = 0) => Array.from({ length: count }, (_, at) => `line ${from + at}`)

describe('what is followed', () => {
  test.each([
    ['all of the group', {}, ['g/s', 'g/t']],
    ['a stream', { streams: ['s'] }, ['g/s']],
    ['a prefix', { streamPrefix: 't' }, ['g/t']],
    ['all but a stream', { filters: [{ field: 'stream', value: 's', exclude: true }] }, ['g/t']],
    ['a stream by filter', { filters: [{ field: 'stream', value: 't' }] }, ['g/t']],
    ['another group too', { groups: ['g', 'h'] }, ['g/s', 'g/t', 'h/s']],
  ] as const)('%s', (_story, asked, expected) => {
    const follower = buffer(asked)
    for (const [group, stream] of [
      ['g', 's'],
      ['g', 't'],
      ['h', 's'],
    ] as const)
      follower.take(batch(['x'], group, stream))
    expect(follower.frame().map(event => `${event.group}/${event.stream}`)).toEqual(expected)
  })

  test.each([
    ['a pattern', { pattern: 'two' }, ['ERROR two', 'twofold']],
    ['a word', { filters: [{ field: 'word', value: 'two' }] }, ['ERROR two']],
    ['a level', { filters: [{ field: 'level', value: 'ERROR' }] }, ['ERROR two']],
    ['no level', { filters: [{ field: 'level', value: '' }] }, ['one', 'twofold']],
    ['not a word', { filters: [{ field: 'word', value: 'two', exclude: true }] }, ['one', 'twofold']],
    ['both', { pattern: 'two', filters: [{ field: 'level', value: 'ERROR', exclude: true }] }, ['twofold']],
  ] as const)('by %s', (_story, asked, expected) => {
    const follower = buffer(asked)
    follower.take(batch(['one', 'ERROR two', 'twofold']))
    expect(follower.frame().map(event => event.message)).toEqual(expected)
  })
})

describe('the bounds', () => {
  test('a frame at its bound loses nothing, one past it the oldest', () => {
    const follower = buffer()
    follower.take(batch(lines(limits.followFrameEvents)))
    expect(follower.frame()).toHaveLength(limits.followFrameEvents)
    expect(follower.rate(1_000)).toEqual({ eventsPerSecond: limits.followFrameEvents, sampledOut: 0 })
    follower.take(batch(lines(limits.followFrameEvents + 1)))
    expect(follower.frame()[0]?.message).toBe('line 1')
    expect(follower.rate(1_000)).toEqual({ eventsPerSecond: limits.followFrameEvents + 1, sampledOut: 1 })
  })

  test('bytes likewise, but one line always goes', () => {
    const follower = buffer()
    const half = 'x'.repeat(limits.followFrameBytes / 2)
    follower.take(batch([half, half]))
    expect(follower.frame()).toHaveLength(2)
    follower.take(batch([half, half, 'y']))
    expect(follower.frame().map(event => event.message.length)).toEqual([half.length, 1])
    follower.take(batch(['z'.repeat(limits.followFrameBytes + 1)]))
    expect(follower.frame()).toHaveLength(1)
  })

  test('past the lines that are tried, the rest is estimated', () => {
    const follower = buffer({ pattern: 'even' })
    const mixed = (count: number) => Array.from({ length: count }, (_, at) => (at % 2 === 0 ? 'even' : 'odd'))
    follower.take(batch(mixed(limits.followTried)))
    follower.take(batch(mixed(1_000)))
    follower.frame()
    const matched = limits.followTried / 2 + 500
    expect(follower.rate(1_000)).toEqual({ eventsPerSecond: matched, sampledOut: matched - limits.followFrameEvents })
    follower.take(batch(['even']))
    expect(follower.frame()).toHaveLength(1)
    expect(follower.rate(500)).toEqual({ eventsPerSecond: 2, sampledOut: 0 })
  })
})
