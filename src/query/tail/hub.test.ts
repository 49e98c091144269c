import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { instant, type LogFields } from '../../model/index.ts'
import type { LogBatch, LogFollower } from '../../store/logs/index.ts'
import { type FilterPattern, parseFilterPattern } from '../filter-pattern/index.ts'
import { type Collector, createTailHub, type Tail, type TailedEvent } from './index.ts'

function world() {
  const listeners = new Set<LogFollower>()
  let now = 1_000
  let batches = 0
  let fieldsAsked = 0
  const hub = createTailHub({
    logs: {
      follow: listener => {
        listeners.add(listener)
        return () => listeners.delete(listener)
      },
    },
    clock: { now: () => instant(now), sleep: async () => undefined },
  })
  /** Looked at now; answers how to make it durable. */
  const take = (groupName: string, streamName: string, ...messages: string[]) => {
    batches += 1
    const number = String(batches)
    const place = { groupId: 1, streamId: 2, groupName, streamName }
    const batch: LogBatch = { ...place, messages, timestamps: messages.map((_message, at) => at) }
    const fieldsOf = (message = '') => {
      fieldsAsked += 1
      return { ...none, pod: `pod of ${message}` }
    }
    const told = [...listeners].map(listener => listener(batch, index => fieldsOf(messages[index]), []))
    const ingestionTime = instant(now)
    const id = (_timestamp: number, index: number) => `${number}-${index}`
    return () => {
      for (const tell of told) tell?.({ ...place, batch: number, ingestionTime, id, fields: fieldsOf })
    }
  }
  return {
    hub,
    listeners,
    take,
    fieldsAsked: () => fieldsAsked,
    pass: (ms: number) => {
      now += ms
    },
    commit: (groupName: string, streamName: string, ...messages: string[]) =>
      take(groupName, streamName, ...messages)(),
  }
}

const none: LogFields = { level: '', namespace: '', pod: '', container: '', node: '' }

function pattern(text: string): { readonly pattern: FilterPattern } {
  const parsed = parseFilterPattern(text)
  if (!parsed.ok) throw new Error(parsed.error.message)
  return { pattern: parsed.value }
}

function collector(tail: Omit<Tail, 'take'>) {
  const events: TailedEvent[] = []
  const passed: (readonly [number, number])[] = []
  return {
    events,
    passed,
    said: () => events.map(event => event.message),
    tail: {
      ...tail,
      take: (event: TailedEvent) => events.push(event),
      passed: (tried: number, untried: number) => passed.push([tried, untried]),
    } as Tail,
  }
}

/** Who takes everything, and what it was given: the batch and the message of each. */
function whole(more: Omit<Collector, 'take'>) {
  const packs: string[][] = []
  const collecting: Collector = {
    ...more,
    take: events =>
      packs.push(
        Array.from({ length: events.count }, (_, at) =>
          [events.idAt(at), events.texts.toString('utf8', events.endAt(at - 1), events.endAt(at))].join(' '),
        ),
      ),
  }
  return { collecting, packs }
}

describe('the hub', () => {
  test('listens only while somebody waits', () => {
    const { hub, listeners } = world()
    expect(listeners.size).toBe(0)
    const ends = [1, 2].map(() => hub.open(collector({ groups: ['g'] }).tail))
    expect([listeners.size, hub.size]).toEqual([1, 2])
    ends[0]?.()
    ends[0]?.()
    expect([listeners.size, hub.size]).toEqual([1, 1])
    ends[1]?.()
    expect([listeners.size, hub.size]).toEqual([0, 0])
  })

  test('gives each what it wants, by group, stream, pattern and filter', () => {
    const { hub, commit } = world()
    const tails = [
      collector({ groups: ['g'] }),
      collector({ groups: ['g', 'h', 'g'] }),
      collector({ groups: ['g'], hasStream: (_group, stream) => stream === 't' }),
      collector({ groups: ['g'], ...pattern('ERROR') }),
      collector({ groups: ['h'], ...pattern('{ $.a = 1 }') }),
      collector({ groups: ['g', 'h'], ...pattern('{ $.b = 2 }') }),
      collector({ groups: ['h'], ...pattern('[w = x*, ...]') }),
      collector({ groups: ['g'], also: ({ pod }) => pod === 'pod of b ERROR' }),
    ]
    for (const one of tails) hub.open(one.tail)
    commit('g', 's', 'a', 'b ERROR')
    commit('g', 't', 'c')
    commit('h', 's', '{"a":1}', '{"a":1,"b":2}', 'xy z')
    commit('i', 's', 'nobody waits for this')
    expect(tails.map(one => one.said())).toEqual([
      ['a', 'b ERROR', 'c'],
      ['a', 'b ERROR', 'c', '{"a":1}', '{"a":1,"b":2}', 'xy z'],
      ['c'],
      ['b ERROR'],
      ['{"a":1}', '{"a":1,"b":2}'],
      ['{"a":1,"b":2}'],
      ['xy z'],
      ['b ERROR'],
    ])
    expect(tails[0]?.events[1]).toEqual({
      ...{ group: 'g', groupId: 1, stream: 's', streamId: 2, batch: '1', index: 1, id: '1-1' },
      ...{ timestamp: 1, ingestionTime: 1_000, message: 'b ERROR' },
    })
  })

  test('makes an event once for all who take it, and fields only for who asks', () => {
    const { hub, commit, fieldsAsked } = world()
    const tails = Array.from({ length: 50 }, () => collector({ groups: ['g'], ...pattern('x') }))
    for (const one of tails) hub.open(one.tail)
    commit('g', 's', 'x 1', 'y', 'x 2')
    expect(new Set(tails.flatMap(one => one.events)).size).toBe(2)
    expect(fieldsAsked()).toBe(0)
    hub.open(collector({ groups: ['g'], also: fields => fields.pod !== '' }).tail)
    commit('g', 's', 'x 3')
    expect(fieldsAsked()).toBe(1)
  })

  test('one who ends in the middle gets nothing more, the others go on', () => {
    const { hub, commit } = world()
    const [one, other] = [collector({ groups: ['g'] }), collector({ groups: ['g'] })]
    const end = hub.open(one.tail)
    hub.open(other.tail)
    commit('g', 's', 'a')
    end()
    commit('g', 's', 'b')
    expect([one.said(), other.said()]).toEqual([['a'], ['a', 'b']])
  })

  test('an event is told when its batch is durable, to those who waited when it was taken and still do', () => {
    const { hub, take } = world()
    const [one, other, late] = [
      collector({ groups: ['g'] }),
      collector({ groups: ['g'], ...pattern('x') }),
      collector({ groups: ['g'] }),
    ]
    hub.open(one.tail)
    const end = hub.open(other.tail)
    const first = take('g', 's', 'x 1')
    const second = take('g', 's', 'y 2')
    hub.open(late.tail)
    expect([one, other, late].map(each => each.said())).toEqual([[], [], []])
    second()
    end()
    first()
    expect([one, other, late].map(each => each.said())).toEqual([['y 2', 'x 1'], [], []])
  })

  test(`followTried: at ${limits.followTried} messages in a frame all are tried, past it only for who takes everything`, () => {
    const { hub, commit, pass } = world()
    const [some, all] = [collector({ groups: ['g'] }), whole({ groups: ['g'] })]
    hub.open(some.tail)
    hub.collect(all.collecting)
    const many = (count: number) => Array.from({ length: count }, (_, at) => String(at))
    commit('g', 's', ...many(limits.followTried))
    expect(some.events).toHaveLength(limits.followTried)
    commit('g', 's', 'one more')
    expect(some.events).toHaveLength(limits.followTried)
    expect(all.packs.at(-1)).toEqual(['2-0 one more'])
    expect(some.passed).toEqual([
      [limits.followTried, 0],
      [0, 1],
    ])
    pass(limits.followFrameTime)
    commit('g', 's', 'later')
    expect(some.said().at(-1)).toBe('later')
    expect(all.packs.flat()).toHaveLength(limits.followTried + 2)
    pass(-1_000_000)
    commit('g', 's', 'with a clock set back')
    expect(some.said().at(-1)).toBe('with a clock set back')
  })

  test('collectors get what they want of a batch at once, by group and pattern, beside tails', () => {
    const { hub, commit, listeners } = world()
    const collectors = [
      whole({ groups: ['g'] }),
      whole({ groups: ['g', 'h'], ...pattern('ERROR') }),
      whole({ groups: ['g'], ...pattern('{ $.a = 1 }') }),
      whole({ groups: ['other'] }),
    ]
    const ends = collectors.map(one => hub.collect(one.collecting))
    const tail = collector({ groups: ['g'], ...pattern('ERROR') })
    const end = hub.open(tail.tail)
    expect([hub.size, listeners.size]).toEqual([5, 1])
    commit('g', 's', 'ERROR one', '{"a":1}', 'ERROR {"a":1}', '')
    commit('h', 's', 'nothing', '망루 ERROR')
    expect(collectors.map(one => one.packs)).toEqual([
      [['1-0 ERROR one', '1-1 {"a":1}', '1-2 ERROR {"a":1}', '1-3 ']],
      [['1-0 ERROR one', '1-2 ERROR {"a":1}'], ['2-1 망루 ERROR']],
      [['1-1 {"a":1}']],
      [],
    ])
    expect(tail.said()).toEqual(['ERROR one', 'ERROR {"a":1}'])
    expect(tail.passed).toEqual([[4, 0]])
    for (const stop of [...ends, end]) stop()
    expect([hub.size, listeners.size]).toEqual([0, 0])
  })

  test('a batch that becomes durable after a collector has gone is not told', () => {
    const { hub, take } = world()
    const [goes, stays] = [whole({ groups: ['g'] }), whole({ groups: ['g'] })]
    const end = hub.collect(goes.collecting)
    hub.collect(stays.collecting)
    const commit = take('g', 's', 'x')
    end()
    commit()
    expect([goes.packs, stays.packs]).toEqual([[], [['1-0 x']]])
  })
})
