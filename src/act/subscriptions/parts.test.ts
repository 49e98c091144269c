/** The small parts of a delivery: messages, the queue, the lane, and how room is shared. */
import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { instant } from '../../model/index.ts'
import type { TailedEvent } from '../../query/tail/index.ts'
import { roomOfOne } from './desk.ts'
import { Lane } from './lane.ts'
import { justBefore, LiveQueue } from './live-queue.ts'
import { controlMessage, messageText, type OutgoingEvent, splitByStream, withoutDollar } from './messages.ts'

const event = (stream: string, message: string, id = message): OutgoingEvent => ({
  ...{ id, stream, timestamp: instant(1), arrived: instant(2), message },
})

describe('messages', () => {
  test('hold one stream each, in order', () => {
    const parts = splitByStream([event('a', '1'), event('b', '2'), event('a', '3')])
    expect(parts.map(messages => messages.map(part => part.map(one => one.message)))).toEqual([[['1', '3']], [['2']]])
  })

  test('are at their bounds one, and past them two (deliveryMessageEvents, deliveryMessageChars)', () => {
    const many = (count: number) => Array.from({ length: count }, (_, at) => event('a', 'x', String(at)))
    expect(splitByStream(many(limits.deliveryMessageEvents))[0]).toHaveLength(1)
    expect(splitByStream(many(limits.deliveryMessageEvents + 1))[0]).toHaveLength(2)
    const half = 'x'.repeat(limits.deliveryMessageChars / 2)
    expect(splitByStream([event('a', half), event('a', half)])[0]).toHaveLength(1)
    expect(splitByStream([event('a', half), event('a', half), event('a', 'y')])[0]).toHaveLength(2)
    expect(splitByStream([event('a', `${half}${half}y`)])[0]).toHaveLength(1)
  })

  test('are written as CloudWatch Logs writes them', () => {
    const outgoing = {
      kind: 'data',
      owner: '1',
      group: 'g',
      stream: 's',
      filter: 'f',
      events: [event('s', 'm')],
    } as const
    expect(JSON.parse(messageText(outgoing, null))).toEqual({
      ...{ messageType: 'DATA_MESSAGE', owner: '1', logGroup: 'g', logStream: 's', subscriptionFilters: ['f'] },
      logEvents: [{ id: 'm', timestamp: 1, message: 'm' }],
    })
    const withFields = messageText(outgoing, () => withoutDollar({ $ip: '1.2.3.4', $2: 'x' }))
    expect(JSON.parse(withFields).logEvents[0].extractedFields).toEqual({ ip: '1.2.3.4', 2: 'x' })
    expect(JSON.parse(messageText(controlMessage('1', 'g', 'f', instant(9)), () => ({ a: 'b' })))).toEqual({
      ...{ messageType: 'CONTROL_MESSAGE', owner: 'CloudwatchLogs', logGroup: '', logStream: '' },
      subscriptionFilters: [],
      logEvents: [{ id: '', timestamp: 9, message: expect.stringContaining('CWL CONTROL MESSAGE') }],
    })
  })
})

describe('the queue', () => {
  const tailed = (batch: number, index: number, message = 'xxxx'): TailedEvent => ({
    ...{ group: 'g', groupId: 1, stream: 's', streamId: 1, batch: String(batch), index, id: `${batch}-${index}` },
    ...{ timestamp: instant(1), ingestionTime: instant(2), message },
  })

  test('gives the oldest first, however they came, and at least one', () => {
    const queue = new LiveQueue()
    expect(queue.take(tailed(1, 0), 100)).toBe(false)
    queue.start()
    for (const [batch, index] of [
      [3, 0],
      [2, 1],
      [2, 0],
    ] as const)
      queue.take(tailed(batch, index), 100)
    expect(queue.first()).toEqual({ batch: 2n, index: 0 })
    expect(queue.shift(8).map(one => one.event.id)).toEqual(['2-0', '2-1'])
    expect(queue.size).toEqual({ events: 1, chars: 4, oldest: 2 })
    expect(queue.shift(1).map(one => one.event.id)).toEqual(['3-0'])
    expect([queue.isEmpty, queue.first()]).toEqual([true, undefined])
  })

  test('holds what fits, and lets go of all at one more', () => {
    const queue = new LiveQueue()
    queue.start()
    expect([queue.take(tailed(1, 0), 8), queue.take(tailed(1, 1), 8)]).toEqual([true, true])
    expect(queue.take(tailed(1, 2), 8)).toBe(false)
    expect([queue.isOn, queue.isEmpty]).toEqual([false, true])
    queue.start()
    expect(queue.take(tailed(2, 0, 'longer than all'), 8)).toBe(true)
  })

  test('forgets what came by another way', () => {
    const queue = new LiveQueue()
    queue.start()
    for (const index of [0, 1, 2]) queue.take(tailed(1, index), 100)
    queue.dropUpTo({ batch: 1n, index: 1 })
    expect(queue.shift(100).map(one => one.event.id)).toEqual(['1-2'])
  })

  test('the place just before', () => {
    expect(justBefore({ batch: 5n, index: 3 })).toEqual({ batch: 5n, index: 2 })
    expect(justBefore({ batch: 5n, index: 0 })).toEqual({ batch: 4n, index: 65_535 })
  })
})

test(`a lane lets ${limits.deliveryConcurrency} pass (deliveryConcurrency), the others in order, also past one who fails`, async () => {
  const lane = new Lane(limits.deliveryConcurrency)
  const begun: number[] = []
  const ends: (() => void)[] = []
  const passing = Array.from({ length: limits.deliveryConcurrency + 2 }, (_, at) =>
    lane
      .pass(async () => {
        begun.push(at)
        await new Promise<void>(resolve => ends.push(resolve))
        if (at === 0) throw new Error('fails')
      })
      .catch(() => undefined),
  )
  const settle = () => new Promise(resolve => setImmediate(resolve))
  await settle()
  expect(begun).toHaveLength(limits.deliveryConcurrency)
  ends[0]?.()
  await settle()
  expect(begun.at(-1)).toBe(limits.deliveryConcurrency)
  for (let at = 0; at < ends.length || begun.length < passing.length; at++) {
    ends[at]?.()
    await settle()
  }
  await Promise.all(passing)
  expect(begun).toEqual([...passing.keys()])
})

test('room is shared: few have deliveryRoundMost, many their part of deliveryRoundsChars, none less than deliveryRoundLeast', () => {
  expect(roomOfOne(0)).toBe(limits.deliveryRoundMost)
  expect(roomOfOne(2)).toBe(limits.deliveryRoundMost)
  expect(roomOfOne(3)).toBeLessThan(limits.deliveryRoundMost)
  expect(roomOfOne(16)).toBe(limits.deliveryRoundsChars / 32)
  expect(roomOfOne(1_000_000)).toBe(limits.deliveryRoundLeast)
  expect(roomOfOne(limits.subscriptions) * 2 * limits.subscriptions).toBeLessThanOrEqual(limits.deliveryRoundsChars)
})
