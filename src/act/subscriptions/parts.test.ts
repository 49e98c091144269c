/** The small parts of a delivery: messages, the queue, the lane, and how room is shared. */
import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { instant } from '../../model/index.ts'
import { PackedEvents, Packer, Scratch } from '../../query/tail/index.ts'
import { roomOfOne } from './desk.ts'
import { bytesAt, Events, listed, type OutgoingEvent } from './events.ts'
import { Lane } from './lane.ts'
import { justBefore, LiveQueue } from './live-queue.ts'
import { controlMessage, messageText, splitByStream, withoutDollar } from './messages.ts'

const event = (stream: string, message: string, id = message): OutgoingEvent => ({
  ...{ id, stream, timestamp: instant(1), arrived: instant(2), message },
})

describe('messages', () => {
  const split = (...events: readonly OutgoingEvent[]) => splitByStream(listed(events))
  test('hold one stream each, in order', () => {
    const parts = split(event('a', '1'), event('b', '2'), event('a', '3'))
    expect(parts.map(messages => messages.map(part => [...part].map(one => one.message)))).toEqual([
      [['1', '3']],
      [['2']],
    ])
  })

  test('are at their bounds one, and past them two (deliveryMessageEvents, deliveryMessageBytes)', () => {
    const many = (count: number) => Array.from({ length: count }, (_, at) => event('a', 'x', String(at)))
    expect(split(...many(limits.deliveryMessageEvents))[0]).toHaveLength(1)
    expect(split(...many(limits.deliveryMessageEvents + 1))[0]?.map(part => part.length)).toEqual([
      limits.deliveryMessageEvents,
      1,
    ])
    const half = 'x'.repeat(limits.deliveryMessageBytes / 2)
    expect(split(event('a', half), event('a', half))[0]).toHaveLength(1)
    expect(split(event('a', half), event('a', half), event('a', 'y'))[0]).toHaveLength(2)
    expect(split(event('a', `${half}${half}y`))[0]).toHaveLength(1)
    // A letter of two bytes counts as two.
    expect(
      split(event('a', half), event('a', 'é'.repeat(limits.deliveryMessageBytes / 4)), event('a', 'y'))[0],
    ).toHaveLength(2)
  })

  test('lose and double nothing, over pieces of any size', () => {
    const all = Array.from({ length: 25 }, (_, at) =>
      event('a', 'x'.repeat(limits.deliveryMessageBytes / 8), String(at)),
    )
    const pieces = [all.slice(0, 3), all.slice(3, 4), all.slice(4, 20), all.slice(20)].flatMap(listed)
    const messages = splitByStream(pieces)[0] ?? []
    expect(messages.map(part => part.length)).toEqual([8, 8, 8, 1])
    expect(messages.flatMap(part => [...part].map(one => one.id))).toEqual(all.map(one => one.id))
  })

  test('are written as CloudWatch Logs writes them', () => {
    const outgoing = {
      kind: 'data',
      owner: '1',
      group: 'g',
      stream: 's',
      filter: 'f',
      events: new Events(listed([event('s', 'm')])),
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

describe('events on their way', () => {
  const arrivals = [5, 6, 7, 8].map((arrived, at) => ({ ...event('s', `é${at}`), arrived: instant(arrived) }))
  const events = new Events([...listed(arrivals.slice(0, 2)), ...listed(arrivals.slice(2))])
  const texts = (some: Events) => [...some].map(one => one.message)

  test('are what was listed, as often as they are asked for', () => {
    for (const _ of [1, 2]) expect([...events]).toEqual(arrivals)
    expect([events.length, events.bytes, events.oldest]).toEqual([4, 12, 5])
    expect(new Events([])).toMatchObject({ length: 0, bytes: 0, oldest: undefined })
    expect(events.pieces.map(({ source, to }) => bytesAt(source, to - 1))).toEqual([3, 3])
  })

  test.each([
    [0, 4],
    [0, 2],
    [1, 3],
    [2, 4],
    [3, 4],
    [2, 2],
    [4, 9],
  ])('from %d to %d', (from, to) => {
    const some = events.slice(from, to)
    expect(texts(some)).toEqual(texts(events).slice(from, to))
    expect([some.length, some.bytes]).toEqual([texts(some).length, 3 * texts(some).length])
    expect(texts(some.slice(1))).toEqual(texts(some).slice(1))
  })
})

describe('the queue', () => {
  /** Of one batch the events at these places, of four letters each. */
  const packed = (batch: number, indexes: readonly number[], message = 'xxxx') => {
    const packer = new Packer(new Scratch())
    for (const index of indexes) packer.add(index, 1, message)
    const of = { groupId: 1, streamId: 1, groupName: 'g', streamName: 's', batch: String(batch) }
    const id = (_timestamp: number, index: number) => `${batch}-${index}`
    const fields = () => ({ level: '' as const, namespace: '', pod: '', container: '', node: '' })
    return new PackedEvents({ ...of, ingestionTime: instant(2), id, fields }, packer.finish()!)
  }
  const idsOf = (queue: LiveQueue, mostBytes: number) =>
    [...new Events(queue.shift(mostBytes).pieces)].map(one => one.id)

  test('gives the oldest first, however they came, and at least one', () => {
    const queue = new LiveQueue()
    expect(queue.take(packed(1, [0]), 100)).toBe(false)
    queue.start()
    queue.take(packed(3, [0]), 1_000)
    queue.take(packed(2, [0, 1, 7]), 1_000)
    expect(queue.first()).toEqual({ batch: 2n, index: 0 })
    expect(queue.size).toEqual({ events: 4, bytes: 16, oldest: 2 })
    const { pieces, last } = queue.shift(8)
    expect([...new Events(pieces)].map(one => one.id)).toEqual(['2-0', '2-1'])
    expect(last).toEqual({ batch: 2n, index: 1 })
    expect([queue.first(), queue.size.bytes]).toEqual([{ batch: 2n, index: 7 }, 8])
    expect(idsOf(queue, 1)).toEqual(['2-7'])
    expect(idsOf(queue, 1)).toEqual(['3-0'])
    expect([queue.isEmpty, queue.weight, queue.first(), queue.shift(8)]).toEqual([
      true,
      0,
      undefined,
      { pieces: [], last: undefined },
    ])
  })

  test('goes over from one batch to the next', () => {
    const queue = new LiveQueue()
    queue.start()
    for (const batch of [1, 2, 3]) queue.take(packed(batch, [0, 1]), 1_000)
    expect(queue.shift(12).last).toEqual({ batch: 2n, index: 0 })
    expect(idsOf(queue, 100)).toEqual(['2-1', '3-0', '3-1'])
  })

  test('holds what fits with what stands beside each (logEventOverhead), and lets go of all at one byte more', () => {
    const queue = new LiveQueue()
    queue.start()
    const two = 8 + 2 * limits.logEventOverhead
    expect([queue.take(packed(1, [0]), two), queue.take(packed(2, [0]), two), queue.weight]).toEqual([true, true, two])
    queue.start()
    expect([queue.take(packed(1, [0]), two), queue.take(packed(2, [0], 'xxxxx'), two)]).toEqual([true, false])
    expect([queue.isOn, queue.isEmpty]).toEqual([false, true])
    queue.start()
    expect(queue.take(packed(2, [0], 'longer than all'), 8)).toBe(true)
    queue.start()
    expect(queue.take(packed(2, [0, 1, 2]), two)).toBe(false)
  })

  test('forgets what came by another way', () => {
    const queue = new LiveQueue()
    queue.start()
    for (const batch of [1, 2]) queue.take(packed(batch, [0, 1, 2]), 1_000)
    queue.dropUpTo({ batch: 1n, index: 1 })
    expect(queue.size).toEqual({ events: 4, bytes: 16, oldest: 2 })
    queue.dropUpTo({ batch: 2n, index: 0 })
    expect(idsOf(queue, 100)).toEqual(['2-1', '2-2'])
    queue.dropUpTo({ batch: 9n, index: 0 })
    expect([queue.isEmpty, queue.weight]).toEqual([true, 0])
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

test('room is shared: few have deliveryRoundMost, many their part of deliveryRoundsBytes, none less than deliveryRoundLeast', () => {
  expect(roomOfOne(0)).toBe(limits.deliveryRoundMost)
  expect(roomOfOne(2)).toBe(limits.deliveryRoundMost)
  expect(roomOfOne(3)).toBeLessThan(limits.deliveryRoundMost)
  expect(roomOfOne(16)).toBe(limits.deliveryRoundsBytes / 32)
  expect(roomOfOne(1_000_000)).toBe(limits.deliveryRoundLeast)
  expect(roomOfOne(limits.subscriptions) * 2 * limits.subscriptions).toBeLessThanOrEqual(limits.deliveryRoundsBytes)
})
