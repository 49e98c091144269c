/** Deliveries from the settings to the receiver, over a store whose blocks become durable when the test says so, in any order. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { hours, instant, ok } from '../../model/index.ts'
import { compilePredicate, parseFilterPattern, toSql } from '../../query/filter-pattern/index.ts'
import { createTailHub } from '../../query/tail/index.ts'
import {
  type ArrivedEvent,
  type Committed,
  type CommittedBatch,
  endOf,
  eventId,
  type LogBatch,
  type LogFollower,
} from '../../store/logs/index.ts'
import { type SteppedClock, steppedClock } from '../../store/logs/stepped-clock.ts'
import { openSqlite, type Settings } from '../../store/settings/index.ts'
import { readAllowed } from './allowed.ts'
import { openSubscriptionDesk, type SubscriptionDesk } from './desk.ts'
import type { SubscriptionPorts } from './ports.ts'

const must = <T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown },
): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

/** The store: rows that are durable, blocks that are under way. */
function fakeStore(clock: SteppedClock) {
  const rows: (ArrivedEvent & { readonly groupId: number })[] = []
  const underWay = new Map<bigint, CommittedBatch & LogBatch & { readonly told: readonly (Committed | undefined)[] }>()
  const followers = new Set<LogFollower>()
  const fields = () => ({ level: '' as const, namespace: '', pod: '', container: '', node: '' })
  let last = 0n
  let reads = 0
  const predicates = new Map<string, (message: string) => boolean>()
  const marks = () => {
    const least = [...underWay.keys()].reduce<bigint | undefined>(
      (found, id) => (found === undefined || id < found ? id : found),
      undefined,
    )
    return { assigned: last, settled: least === undefined ? last : least - 1n }
  }
  return {
    reads: () => reads,
    knows: (pattern: string) => {
      const parsed = must(parseFilterPattern(pattern))
      predicates.set(toSql(parsed).text, compilePredicate(parsed))
    },
    /** Given a number now, durable when `commit` is called with it. */
    take: (groupId: number, streamId: number, ...messages: string[]): bigint => {
      const now = BigInt(clock.now()) << 22n
      last = now > last ? now : last + 1n
      const number = last
      const taken = clock.now()
      const timestamps = messages.map(() => clock.now())
      const batch = { groupId, streamId, groupName: 'g', streamName: `s${streamId}`, messages, timestamps }
      underWay.set(number, {
        ...{ ...batch, batch: String(number), ingestionTime: clock.now(), fields },
        id: (_timestamp, index) => eventId({ timestamp: taken, batch: String(number), index }, groupId),
        told: [...followers].map(follower => follower(batch, fields, [])),
      })
      return number
    },
    commit: (number: bigint) => {
      const batch = underWay.get(number)!
      batch.messages.forEach((message, index) => {
        const { groupId, streamId } = batch
        rows.push({ groupId, streamId, batch: number, index, timestamp: instant(batch.timestamps[index]!), message })
      })
      for (const told of batch.told) told?.(batch)
      underWay.delete(number)
    },
    fail: (number: bigint) => underWay.delete(number),
    follow: (follower: LogFollower) => {
      followers.add(follower)
      return () => followers.delete(follower)
    },
    logs: {
      arrivalMarks: marks,
      readArrivals: async ({ groupId, after, upTo, where, maxBytes }) => {
        reads += 1
        const matches = where === undefined ? () => true : predicates.get(where.text)!
        const wanted = rows
          .filter(row => row.groupId === groupId && row.batch <= upTo && matches(row.message))
          .filter(row => row.batch > after.batch || (row.batch === after.batch && row.index > after.index))
          .sort((a, b) => (a.batch === b.batch ? a.index - b.index : a.batch < b.batch ? -1 : 1))
        let chars = 0
        const events: ArrivedEvent[] = []
        for (const row of wanted) {
          chars += row.message.length
          if (events.length > 0 && chars > maxBytes) return ok({ events, reached: events.at(-1)! })
          events.push(row)
        }
        return ok({ events, reached: endOf(upTo) })
      },
      countArrivals: async ({ after }) => {
        const left = rows.filter(row => row.batch > after.batch)
        return ok({ events: left.length, bytes: 0, oldest: null })
      },
    } satisfies SubscriptionPorts['logs'],
  }
}

let clock: SteppedClock
let settings: Settings
let store: ReturnType<typeof fakeStore>
let desk: SubscriptionDesk | undefined
let group: number
const said: string[] = []

beforeEach(async () => {
  clock = steppedClock()
  settings = must(await openSqlite(':memory:'))
  store = fakeStore(clock)
  store.knows('ERROR')
  said.length = 0
  group = must(
    await settings.logs.create({
      ...{ name: 'g', createdAt: clock.now(), class: 'STANDARD', deletionProtection: false, kmsKeyId: null, tags: {} },
    }),
  ).id
  for (const name of ['s1', 's2', 's3']) must(await settings.logs.createStream(group, name, clock.now()))
})
afterEach(async () => {
  const stopping = desk?.stop()
  await clock.step(100)
  await stopping
  desk = undefined
  await settings.close()
})

const metrics: (readonly unknown[])[] = []
async function open(allowed = 'file:/nowhere'): Promise<SubscriptionDesk> {
  metrics.length = 0
  desk = await openSubscriptionDesk({
    settings: settings.subscriptions,
    logSettings: settings.logs,
    logs: store.logs,
    tails: createTailHub({ logs: { follow: store.follow }, clock }),
    clock,
    random: { next: () => 0.5 },
    secrets: { seal: secret => `sealed ${secret}`, open: sealed => ok(sealed.slice('sealed '.length)) },
    sign: request => request.headers,
    allowed: readAllowed(allowed)!,
    account: '123456789012',
    metrics: {
      forwarded: (of, events, bytes) => metrics.push(['forwarded', of.filter, events, bytes]),
      failed: (of, events) => metrics.push(['failed', of.filter, events]),
      throttled: (of, events) => metrics.push(['throttled', of.filter, events]),
    },
    log: line => said.push(line),
  })
  return desk
}

async function subscribe(pattern = 'ERROR', destination = 'file:out', name = 'f') {
  const of = { groupId: group, name }
  const prepared = must(await desk!.prepare(destination, of))
  const plain = { roleArn: null, distribution: 'ByLogStream', options: '{}', changedAt: clock.now() } as const
  must(await settings.subscriptions.put({ ...of, ...prepared, pattern, ...plain }, desk!.now()))
  await desk!.changed()
}

interface Told {
  readonly path: string
  readonly kind: string
  readonly stream: string
  readonly messages: readonly string[]
  readonly ids: readonly string[]
}
/** What was answered with 200. */
let told: Told[] = []
let asked = 0
/** The status for a message; 0: no answer at all. */
let answers: (one: Told) => number = () => 200
const receiver = createServer((req, res) => {
  const pieces: Buffer[] = []
  req.on('data', piece => pieces.push(piece))
  req.on('end', () => {
    const { messageType, logStream, logEvents } = JSON.parse(gunzipSync(Buffer.concat(pieces)).toString())
    const events = logEvents as { readonly id: string; readonly message: string }[]
    const one = {
      ...{ path: req.url ?? '', kind: String(messageType), stream: String(logStream) },
      messages: events.map(event => event.message),
      ids: events.map(event => event.id),
    }
    asked += 1
    const status = answers(one)
    if (status === 0) return
    if (status === 200) told.push(one)
    res.writeHead(status).end()
  })
})
let at = ''
beforeAll(async () => {
  await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve))
  at = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
})
afterAll(async () => {
  receiver.closeAllConnections()
  await new Promise(resolve => receiver.close(resolve))
})
beforeEach(() => {
  told = []
  asked = 0
  answers = () => 200
})

const data = () => told.filter(one => one.kind === 'DATA_MESSAGE')
const messages = () => data().flatMap(one => one.messages)

/** Lets time pass, and the real network do its part, until it holds. */
async function until(holds: () => boolean | Promise<boolean>, step = 100): Promise<void> {
  for (let tries = 0; tries < 2_000; tries++) {
    if (await holds()) return
    await clock.step(step)
    await new Promise(resolve => setTimeout(resolve, 1))
  }
  throw new Error(`never: ${holds}; told ${JSON.stringify(told).slice(0, 500)} ${said}`)
}

/** Durable at once. */
const say = (stream: number, ...lines: string[]) => store.commit(store.take(group, stream, ...lines))
const stored = async (name = 'f') => must(await settings.subscriptions.find(group, name))!.progress

async function restart(): Promise<void> {
  const stopping = desk!.stop()
  await clock.step(100)
  await stopping
  await open(at)
}

describe('a subscription', () => {
  test('tests its destination once, then delivers what matches, by stream, with ids of the store', async () => {
    await open(at)
    say(1, 'ERROR before it was put')
    await subscribe('ERROR', `${at}/a`)
    say(1, 'ERROR 1', 'ok', 'ERROR 2')
    say(2, 'ERROR 3')
    await until(() => messages().length === 3)
    expect(told.map(one => [one.path, one.kind, one.stream, one.messages])).toEqual([
      ['/a', 'CONTROL_MESSAGE', '', [expect.stringMatching(/^CWL CONTROL MESSAGE/)]],
      ['/a', 'DATA_MESSAGE', 's1', ['ERROR 1', 'ERROR 2']],
      ['/a', 'DATA_MESSAGE', 's2', ['ERROR 3']],
    ])
    await until(async () => (await stored()).deliveredEvents === 3)
    expect(metrics).toEqual([
      ['forwarded', 'f', 2, 14],
      ['forwarded', 'f', 1, 7],
    ])
    await restart()
    say(1, 'ERROR 4')
    await until(() => messages().length === 4)
    expect(told.filter(one => one.kind === 'CONTROL_MESSAGE')).toHaveLength(1)
  })

  test('that keeps up never reads the store again', async () => {
    await open(at)
    await subscribe('ERROR', at)
    say(1, 'ERROR 1')
    await until(() => messages().length === 1)
    const before = store.reads()
    for (let n = 2; n < 20; n++) {
      say(1, `ERROR ${n}`)
      await until(() => messages().length === n)
    }
    expect(store.reads()).toBe(before)
  })

  test('to which more comes than it may hold reads it from the store (deliveryRoundMost)', async () => {
    await open(at)
    await subscribe('ERROR', at)
    say(1, 'ERROR first')
    await until(() => messages().length === 1)
    const before = store.reads()
    const line = `ERROR ${'x'.repeat(limits.deliveryRoundMost / 4)}`
    for (let n = 0; n < 12; n++) say(1, `${line} ${n}`)
    await until(() => messages().length >= 13)
    expect(store.reads()).toBeGreaterThan(before)
    expect(new Set(messages()).size).toBe(13)
    // And then it keeps up again, once the reading under way has found its end.
    let reads = true
    for (let n = 0; reads && n < 10; n++) {
      const after = store.reads()
      say(1, `ERROR later ${n}`)
      await until(() => messages().includes(`ERROR later ${n}`))
      reads = store.reads() > after
    }
    expect(reads).toBe(false)
  })

  test('reads a batch that is larger than a round in several, to its end', async () => {
    await open(at)
    answers = () => 500
    await subscribe('ERROR', at)
    const stopping = desk!.stop()
    await clock.step(100)
    await stopping
    const line = `ERROR ${'x'.repeat(limits.deliveryRoundMost / 4)}`
    say(1, ...Array.from({ length: 11 }, (_, n) => `${line} ${n}`))
    answers = () => 200
    await open(at)
    await until(() => messages().length === 11)
    say(1, 'ERROR last')
    await until(() => messages().includes('ERROR last'))
    expect(messages()).toHaveLength(12)
  })

  test('whose destination fails tries again, is shown so, and a slow neighbour holds nobody up', async () => {
    await open(at)
    answers = ({ path }) => (path === '/slow' ? 0 : path === '/bad' && asked < 12 ? 500 : 200)
    await subscribe('ERROR', `${at}/slow`, 'slow')
    await subscribe('ERROR', `${at}/bad`, 'bad')
    await subscribe('ERROR', `${at}/good`, 'good')
    say(1, 'ERROR 1')
    const from = (path: string) => data().filter(one => one.path === path).length
    await until(() => from('/good') === 1)
    const status = async (name: string) => desk!.status(must(await settings.subscriptions.find(group, name))!)
    expect(await status('bad')).toMatchObject({
      ...{ state: 'retrying', deliveredEvents: 0, lastError: { message: 'answered 500' } },
      nextTry: expect.any(Number),
    })
    await until(() => from('/bad') === 1)
    await until(async () => (await status('bad')).state === 'waiting')
    expect(await status('good')).toMatchObject({ state: 'waiting', deliveredEvents: 1, waitingEvents: 0 })
    expect(metrics.filter(([what]) => what === 'failed').length).toBeGreaterThan(0)
  })

  test('gives up after a day of failing (deliveryRetryFor), counts it, and goes on with what is younger', async () => {
    await open(at)
    answers = ({ kind }) => (kind === 'CONTROL_MESSAGE' ? 200 : 500)
    await subscribe('ERROR', at)
    say(1, 'ERROR old 1', 'ERROR old 2')
    await until(() => asked > 3)
    await until(async () => (await stored()).lostEvents === 2, limits.deliveryPauseMost)
    expect((await stored()).failingSince).not.toBeNull()
    const status = await desk!.status(must(await settings.subscriptions.find(group, 'f'))!)
    expect(status).toMatchObject({ state: 'failing', lostEvents: 2 })
    answers = () => 200
    say(1, 'ERROR young')
    await until(() => messages().length === 1, 1_000)
    expect(messages()).toEqual(['ERROR young'])
  })

  test('loses what expired or lost its stream before it could be delivered, and counts it', async () => {
    await open(at)
    answers = () => 503
    await subscribe('ERROR', at)
    say(1, 'ERROR 1')
    say(2, 'ERROR 2')
    const stopping = desk!.stop()
    await clock.step(100)
    await stopping
    must(await settings.logs.removeStream(group, 's2', clock.now()))
    must(await settings.logs.patch('g', { retentionDays: 1 }))
    await clock.step(hours(25))
    say(1, 'ERROR 3')
    answers = () => 200
    await open(at)
    await until(() => messages().length === 1)
    expect(messages()).toEqual(['ERROR 3'])
    await until(async () => (await stored()).lostEvents === 2)
  })

  test('ends with its group, and another group of the same name is another one', async () => {
    await open(at)
    await subscribe('ERROR', at)
    say(1, 'ERROR 1')
    await until(() => messages().length === 1)
    must(await settings.logs.remove('g', clock.now()))
    store.commit(store.take(group + 1, 9, 'ERROR of the new group'))
    await clock.step(limits.deliveryRefresh * 2)
    expect(messages()).toEqual(['ERROR 1'])
  })

  test('whose message is too large sends it in halves, down to the event that is', async () => {
    await open(at)
    answers = ({ messages }) => (messages.length > 2 || messages.includes('ERROR 4') ? 413 : 200)
    await subscribe('ERROR', at)
    say(1, ...[1, 2, 3, 4, 5, 6].map(n => `ERROR ${n}`))
    await until(async () => (await stored()).deliveredEvents === 5)
    expect(messages()).toEqual([1, 2, 3, 5, 6].map(n => `ERROR ${n}`))
    expect((await stored()).lostEvents).toBe(1)
  })

  test('whose destination is no longer allowed says so and waits', async () => {
    await open(at)
    await subscribe('ERROR', at)
    const stopping = desk!.stop()
    await clock.step(100)
    await stopping
    await open('file:/nowhere')
    say(1, 'ERROR 1')
    await clock.step(10_000)
    const status = await desk!.status(must(await settings.subscriptions.find(group, 'f'))!)
    expect(status).toMatchObject({ state: 'failing', lastError: { message: expect.stringContaining('not allowed') } })
    await restart()
    await until(() => messages().length === 1)
  })
})

test('whatever becomes durable in whatever order, fails, or is cut off: everything that matches arrives', async () => {
  const step = fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('take' as const), stream: fc.integer({ min: 1, max: 3 }) }) },
    { weight: 6, arbitrary: fc.record({ do: fc.constant('commit' as const), which: fc.nat(5) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('fail' as const), which: fc.nat(5) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('pass' as const), length: fc.nat(1_500) }) },
  )
  await open(at)
  await subscribe('ERROR', at)
  let count = 0
  const expected = new Set<string>()
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: 40 }),
      fc.integer({ min: 2, max: 6 }),
      async (steps, flaky) => {
        const open: { readonly number: bigint; readonly line: string }[] = []
        answers = () => (asked % flaky === 0 ? 500 : 200)
        for (const one of steps) {
          if (one.do === 'take') {
            const line = `ERROR ${count++}`
            open.push({ number: store.take(group, one.stream, 'ok', line), line })
          } else if (one.do === 'commit' || one.do === 'fail') {
            const [chosen] = open.splice(one.which % Math.max(1, open.length), 1)
            if (chosen === undefined) continue
            if (one.do === 'fail') store.fail(chosen.number)
            else {
              store.commit(chosen.number)
              expected.add(chosen.line)
            }
          } else if (one.do === 'restart') {
            // Nothing is under way when a server starts.
            for (const { number } of open.splice(0)) store.fail(number)
            await restart()
          } else await clock.step(one.length)
        }
        for (const { number } of open) store.fail(number)
        await until(() => {
          const arrived = new Set(messages())
          return [...expected].every(line => arrived.has(line))
        })
      },
    ),
    { numRuns: 25 },
  )
  expect([...new Set(messages())].every(line => expected.has(line))).toBe(true)
  const byId = new Map(data().flatMap(one => one.ids.map((id, index) => [id, one.messages[index]] as const)))
  expect(byId.size).toBe(expected.size)
}, 120_000)

describe('time', () => {
  test('events wait deliveryGather for others to go with them, and progress is saved every deliverySaveEvery', async () => {
    await open(at)
    await subscribe('ERROR', at)
    say(1, 'ERROR 1')
    await until(() => messages().length === 1)
    await clock.step(limits.deliverySaveEvery)
    const before = await stored()
    expect(before.deliveredEvents).toBe(1)
    say(1, 'ERROR 2')
    await clock.step(limits.deliveryGather - 1)
    say(1, 'ERROR 3')
    await until(() => messages().length === 3, 1)
    expect(data().at(-1)?.messages).toEqual(['ERROR 2', 'ERROR 3'])
    expect(await stored()).toEqual(before)
    await clock.step(limits.deliverySaveEvery)
    expect((await stored()).deliveredEvents).toBe(3)
  })

  test('where nothing comes the place moves all the same, every deliveryIdleSave', async () => {
    await open(at)
    await subscribe('ERROR', at)
    await until(() => told.length === 1)
    const place = async () => BigInt((await stored()).position.batch)
    await clock.step(5_000)
    const before = await place()
    say(1, 'nothing that matches')
    await clock.step(limits.deliveryIdleSave + limits.deliverySaveEvery)
    expect(await place()).toBeGreaterThan(before)
  })

  test('a destination that fails is shown as failing after deliveryFailingAfter', async () => {
    await open(at)
    answers = () => 500
    await subscribe('ERROR', at)
    await until(() => asked > 0)
    await clock.step(100)
    const state = async () => (await desk!.status(must(await settings.subscriptions.find(group, 'f'))!)).state
    await until(async () => (await state()) === 'retrying')
    await clock.step(limits.deliveryFailingAfter - 60_000)
    expect(await state()).toBe('retrying')
    await clock.step(60_000)
    expect(await state()).toBe('failing')
  })
})

describe('what is put', () => {
  test('has its secret sealed, keeps it when it is put as it is shown, and is refused half hidden', async () => {
    await open(at)
    const secret = at.replace('http://', 'http://token@')
    await subscribe('ERROR', `${secret}/a?key=1`)
    const before = must(await settings.subscriptions.find(group, 'f'))!
    expect(before.destination).toBe(`${at.replace('http://', 'http://…@')}/a?key=…`)
    expect(before.sealed).toBe(`sealed ${secret}/a?key=1`)
    const of = { groupId: group, name: 'f' }
    expect(await desk!.prepare(before.destination, of, before)).toEqual(
      ok({ destination: before.destination, sealed: before.sealed }),
    )
    expect(await desk!.prepare(before.destination, of)).toMatchObject({ ok: false })
    expect(await desk!.prepare('https://elsewhere.example/', of)).toMatchObject({
      ok: false,
      error: expect.stringContaining('not allowed'),
    })
    expect(desk!.allowed).toEqual([at])
    expect(desk!.refusesTarget('arn:aws:kinesis:r:1:stream/x')).toMatch(/ARN/)
  })
})
