/** The memory in front of the settings: it saves questions, and never answers from before a write that was answered. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Clock, type Instant, instant, type Millis, millis, seconds } from '../../model/index.ts'
import { type CachedLogSettings, cacheLogSettings } from './cached.ts'
import { at, makeGroup, must, newGroup, refusal } from './contract/index.ts'
import type { LogSettings, Settings } from './port.ts'
import { openSqlite } from './sqlite/index.ts'

let settings: Settings
let now: Instant
let asked: string[]
/** Set, it makes reads wait after the database has answered and before anyone hears of it. */
let gate: Promise<void> | undefined
let away: boolean

const clock: Clock = { now: () => now, sleep: async () => {} }

beforeEach(async () => {
  settings = must(await openSqlite(':memory:'))
  now = instant(1_000)
  asked = []
  gate = undefined
  away = false
})
afterEach(() => settings.close())

const counted = (): LogSettings => {
  const slowly = async <T>(question: string, read: Promise<T>): Promise<T> => {
    asked.push(question)
    const answer = await read
    await gate
    return answer
  }
  const unavailable = { ok: false, error: { code: 'unavailable', message: 'away' } } as const
  const { logs } = settings
  return {
    ...logs,
    group: async name => (away ? unavailable : slowly(name, logs.group(name))),
    stream: (groupId, name) => slowly(`${groupId}/${name}`, logs.stream(groupId, name)),
  }
}
const cached = (ttl: Millis | 'forever' = 'forever', maxEntries = 100): CachedLogSettings =>
  cacheLogSettings(counted(), { clock, ttl, maxEntries })

function openGate(): () => void {
  const { promise, resolve } = Promise.withResolvers<void>()
  gate = promise
  return () => {
    gate = undefined
    resolve()
  }
}

test('a group and a stream are asked for once, then stand ready', async () => {
  const logs = cached()
  const group = await makeGroup(settings, 'a')
  const stream = must(await settings.logs.createStream(group.id, 's', at(0)))
  expect(logs.peekGroup('a')).toBeUndefined()
  expect(logs.peekStream(group.id, 's')).toBeUndefined()
  for (let n = 0; n < 3; n++) {
    expect(must(await logs.group('a'))).toEqual(group)
    expect(must(await logs.stream(group.id, 's'))).toEqual(stream)
    expect(logs.peekGroup('a')).toEqual(group)
    expect(logs.peekStream(group.id, 's')).toEqual(stream)
  }
  expect(asked).toEqual(['a', `${group.id}/s`])
  expect(logs.group('a')).toBe(logs.group('a'))
})

test('those who ask together share one question', async () => {
  const logs = cached()
  await makeGroup(settings, 'a')
  const answers = await Promise.all([logs.group('a'), logs.group('a'), logs.group('b'), logs.group('a')])
  expect(answers.map(answer => must(answer)?.name)).toEqual(['a', 'a', undefined, 'a'])
  expect(asked).toEqual(['a', 'b'])
})

test('what is not there, and trouble, is asked for again', async () => {
  const logs = cached()
  expect(must(await logs.group('a'))).toBeUndefined()
  away = true
  expect(await logs.group('a')).toEqual(refusal('unavailable'))
  away = false
  await makeGroup(settings, 'a')
  expect(must(await logs.group('a'))).toMatchObject({ name: 'a' })
})

test('a bug below is thrown to all who asked, and not remembered', async () => {
  let broken = true
  const group: LogSettings['group'] = async name => {
    if (broken) throw new Error('bug')
    return settings.logs.group(name)
  }
  const logs = cacheLogSettings({ ...settings.logs, group }, { clock, ttl: 'forever', maxEntries: 10 })
  await expect(Promise.all([logs.group('a'), logs.group('a')])).rejects.toThrow('bug')
  broken = false
  await makeGroup(settings, 'a')
  expect(must(await logs.group('a'))).toMatchObject({ name: 'a' })
})

describe('writes through it are seen at once', () => {
  test('of groups', async () => {
    const logs = cached()
    expect(must(await logs.group('a'))).toBeUndefined()
    const made = must(await logs.create(newGroup('a')))
    expect(must(await logs.group('a'))).toEqual(made)
    must(await logs.patch('a', { retentionDays: 3 }))
    expect(logs.peekGroup('a')).toBeUndefined()
    expect(must(await logs.group('a'))).toMatchObject({ retentionDays: 3 })
    must(await logs.remove('a', at(1)))
    expect(logs.peekGroup('a')).toBeUndefined()
    expect(must(await logs.group('a'))).toBeUndefined()
    const again = must(await logs.create(newGroup('a')))
    expect(must(await logs.group('a'))).toEqual(again)
    expect(again.id).not.toBe(made.id)
  })

  test('of streams, also when their group goes', async () => {
    const logs = cached()
    const group = must(await logs.create(newGroup('a')))
    const other = must(await logs.create(newGroup('b')))
    for (const { id } of [group, other]) {
      must(await logs.createStream(id, 's', at(0)))
      must(await logs.createStream(id, 't', at(0)))
      must(await logs.stream(id, 's'))
      must(await logs.stream(id, 't'))
    }
    must(await logs.removeStream(group.id, 's', at(1)))
    expect(must(await logs.stream(group.id, 's'))).toBeUndefined()
    must(await logs.remove('a', at(2)))
    expect(logs.peekStream(group.id, 't')).toBeUndefined()
    expect(must(await logs.stream(group.id, 't'))).toBeUndefined()
    expect(logs.peekStream(other.id, 's')).toMatchObject({ name: 's' })
  })

  test.each<[string, (logs: CachedLogSettings, id: number) => Promise<unknown>]>([
    ['a removed stream', (logs, id) => logs.removeStream(id, 's', at(1))],
    ['a removed group', logs => logs.remove('a', at(1))],
    ['a clear', async logs => logs.clear()],
  ])('an answer from before %s is not remembered after it', async (_story, write) => {
    const logs = cached()
    const { id } = await makeGroup(settings, 'a')
    must(await settings.logs.createStream(id, 's', at(0)))
    const open = openGate()
    const early = logs.stream(id, 's')
    await write(logs, id)
    const late = logs.stream(id, 's')
    open()
    expect(must(await early)).toMatchObject({ name: 's' })
    await late
    expect(asked).toHaveLength(2)
    expect(logs.peekStream(id, 's')).toEqual(must(await settings.logs.stream(id, 's')))
  })

  test('one who asks after a create never shares the "no" from before it', async () => {
    const logs = cached()
    const open = openGate()
    const early = logs.group('a')
    must(await logs.create(newGroup('a')))
    const late = logs.group('a')
    open()
    expect(must(await early)).toBeUndefined()
    expect(must(await late)).toMatchObject({ name: 'a' })
  })
})

describe('what others write', () => {
  test('is seen when the time is over, and not a moment before', async () => {
    const logs = cached(seconds(1))
    await makeGroup(settings, 'a')
    must(await logs.group('a'))
    must(await settings.logs.patch('a', { retentionDays: 3 }))
    now = instant(1_999)
    expect(logs.peekGroup('a')).toMatchObject({ retentionDays: null })
    now = instant(2_000)
    expect(logs.peekGroup('a')).toBeUndefined()
    expect(must(await logs.group('a'))).toMatchObject({ retentionDays: 3 })
    expect(logs.peekGroup('a')).toMatchObject({ retentionDays: 3 })
  })

  test('counts from the question, not from its answer', async () => {
    const logs = cached(seconds(1))
    await makeGroup(settings, 'a')
    const open = openGate()
    const answer = logs.group('a')
    now = instant(2_000)
    open()
    must(await answer)
    expect(logs.peekGroup('a')).toBeUndefined()
  })

  test('is seen at once when the clock goes back', async () => {
    const logs = cached(millis(1_000))
    await makeGroup(settings, 'a')
    must(await logs.group('a'))
    now = instant(999)
    expect(logs.peekGroup('a')).toBeUndefined()
  })
})

test('it holds as many as it is told, and what is used stays', async () => {
  const logs = cached('forever', 10)
  for (let n = 0; n < 30; n++) {
    await makeGroup(settings, `g${n}`)
    must(await logs.group(`g${n}`))
    expect(logs.peekGroup('g0')).toBeDefined()
  }
  const held = Array.from({ length: 30 }, (_, n) => logs.peekGroup(`g${n}`)).filter(group => group !== undefined)
  expect(held.length).toBeLessThanOrEqual(10)
})
