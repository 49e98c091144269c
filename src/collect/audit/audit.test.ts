/** Audit logs: events as lines, each once whoever tells them and however often, from webhooks and from files over rotation. */
import { appendFile, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { type Instant, instant, millis } from '../../model/index.ts'
import { steppedClock } from '../inventory/stepped-clock.ts'
import { createLogWriter } from '../log-writer/index.ts'
import { testStore } from '../log-writer/test-store.ts'
import { auditStream, createAuditBook } from './book.ts'
import { auditEventOf, auditKeyOf, leftOutAnnotation } from './event.ts'
import { createFollower, followAuditFile } from './file.ts'
import { RecentKeys } from './recent-keys.ts'
import { auditItem } from './test-events.ts'

const group = '/aws/eks/prod/cluster'
const never = new AbortController().signal
const t0 = instant(Date.UTC(2026, 0, 20, 10))

describe('an event', () => {
  test('is a line as EKS makes it, at the time of its stage', () => {
    const event = auditEventOf(auditItem(1, t0))
    expect(event).toMatchObject({ key: 'id-1 ResponseComplete', at: t0 })
    expect(JSON.parse(event?.message ?? '')).toEqual({
      ...{ kind: 'Event', apiVersion: 'audit.k8s.io/v1' },
      ...auditItem(1, t0),
    })
    expect(auditKeyOf(event?.message ?? '')).toBe('id-1 ResponseComplete')
  })

  test.each([
    ['a secret', { objectRef: { resource: 'secrets', name: 's' } }],
    ['a config map', { objectRef: { resource: 'configmaps', name: 'c' } }],
    ['a token', { objectRef: { resource: 'serviceaccounts', subresource: 'token' } }],
    ['a review of a token', { objectRef: { resource: 'tokenreviews' } }],
  ])('of %s keeps no body', (_what, more) => {
    const bodies = {
      requestObject: { data: { password: 'hunter2' } },
      responseObject: { status: { token: 'hunter2' } },
    }
    const { message } = auditEventOf(auditItem(1, t0, { ...more, ...bodies, annotations: { a: 'b' } }))!
    expect(message).not.toContain('hunter2')
    expect(JSON.parse(message).annotations).toEqual({ a: 'b', [leftOutAnnotation]: 'secret' })
  })

  test('that is larger than a log event may be loses its bodies, then all but its names', () => {
    const big = 'x'.repeat(limits.putLogEventsBytes)
    const bodies = JSON.parse(auditEventOf(auditItem(1, t0, { responseObject: { big } }))!.message)
    expect([bodies.user.username, bodies.annotations]).toEqual(['admin', { [leftOutAnnotation]: 'too large' }])
    const bare = JSON.parse(auditEventOf(auditItem(1, t0, { userAgent: big }))!.message)
    expect([bare.user, bare.auditID]).toEqual([undefined, 'id-1'])
  })

  test.each([
    ['nothing', null],
    ['a list', []],
    ['no id', auditItem('', t0, { auditID: '' })],
    ['no stage', auditItem(1, t0, { stage: 5 })],
    ['no time', auditItem(1, t0, { stageTimestamp: 'x', requestReceivedTimestamp: undefined })],
    [`an id and stage past auditKeyChars (${limits.auditKeyChars})`, auditItem('x'.repeat(limits.auditKeyChars), t0)],
  ])('%s is none', (_what, value) => {
    expect(auditEventOf(value)).toBeUndefined()
  })

  test(`auditKeyChars: ${limits.auditKeyChars} characters of id and stage are taken`, () => {
    const auditID = 'x'.repeat(limits.auditKeyChars - 'Panic'.length)
    expect(auditEventOf(auditItem(1, t0, { auditID, stage: 'Panic' }))).toBeDefined()
    expect(auditEventOf(auditItem(1, t0, { auditID: `${auditID}x`, stage: 'Panic' }))).toBeUndefined()
  })
})

function booking() {
  const clock = steppedClock()
  const store = testStore()
  const writer = createLogWriter({ ...store, clock, tags: {} }, () => undefined)
  const open = () => createAuditBook({ ...store, writer, clock })
  const events = (from: number, to: number, at: Instant = clock.now()) =>
    Array.from({ length: to - from }, (_, i) => auditEventOf(auditItem(from + i, instant(at + i)))!)
  const ids = () => store.messages(group).map(message => Number(JSON.parse(message).auditID.slice(3)))
  return { clock, store, open, events, ids }
}
const call = (events: ReturnType<ReturnType<typeof booking>['events']>, source = 'a') => ({
  ...{ cluster: 'arn:aws:eks:eu-west-1:123456789012:cluster/prod', source, events },
})

describe('the book', () => {
  test('keeps each event once: in a call, in a call that is sent again, and from another API server', async () => {
    const { store, open, events, ids } = booking()
    const book = open()
    const some = events(0, 3)
    expect(await book.take(call([...some, ...some]), never)).toMatchObject({ value: { stored: 3, repeated: 3 } })
    expect(await book.take(call([...some, ...events(3, 4)]), never)).toMatchObject({
      value: { stored: 1, repeated: 3 },
    })
    expect(await book.take(call(some, 'b'), never)).toMatchObject({ value: { stored: 0, repeated: 3 } })
    expect(ids()).toEqual([0, 3, 1, 2])
    expect(store.streams(group)).toEqual([auditStream(call([]).cluster, 'a')])
    expect(auditStream('prod', 'a')).toMatch(/^kube-apiserver-audit-[0-9a-f]{32}$/)
  })

  test('what another call brings just now is waited for', async () => {
    const { open, events, ids } = booking()
    const book = open()
    const both = await Promise.all([book.take(call(events(0, 3)), never), book.take(call(events(0, 3)), never)])
    expect(both).toMatchObject([{ value: { stored: 3 } }, { value: { stored: 0, repeated: 3 } }])
    expect(ids()).toHaveLength(3)
  })

  test('a store that asks for patience: so does the book, and nothing is half known', async () => {
    const { store, open, events, ids } = booking()
    const book = open()
    store.failures.push({ error: { code: 'slow-down', retryAfter: millis(500) } })
    const both = await Promise.all([book.take(call(events(0, 3)), never), book.take(call(events(0, 3)), never)])
    expect(both).toMatchObject([{ error: { code: 'slow-down' } }, { error: { code: 'slow-down' } }])
    expect(await book.take(call(events(0, 3)), never)).toMatchObject({ value: { stored: 3 } })
    expect(ids()).toHaveLength(3)
  })

  test('a store that breaks in the middle fails both who brought it, and the next call goes', async () => {
    const { store, clock, events } = booking()
    let broken = true
    const writer = createLogWriter({ ...store, clock, tags: {} }, () => undefined)
    const offer: typeof writer.offer = async (lines, signal) => {
      await clock.sleep(millis(0))
      if (broken) throw new Error('broken')
      return writer.offer(lines, signal)
    }
    const book = createAuditBook({ ...store, writer: { offer }, clock })
    const both = [book.take(call(events(0, 1)), never), book.take(call(events(0, 1)), never)] as const
    const ends = Promise.allSettled(both)
    await clock.step(millis(1))
    expect(await ends).toMatchObject([{ status: 'rejected' }, { value: { error: { code: 'slow-down' } } }])
    broken = false
    const again = book.take(call(events(0, 1)), never)
    await clock.step(millis(1))
    expect(await again).toMatchObject({ value: { stored: 1 } })
  })

  test('what could not be looked through to its end is not taken for news', async () => {
    const { clock, store, open, events, ids } = booking()
    await open().take(call(events(0, 3)), never)
    await clock.step(millis(10_000))
    const gone = new AbortController()
    const page: typeof store.logs.page = async (...asked) => {
      gone.abort()
      const read = await store.logs.page(...asked)
      return read.ok ? { ok: true, value: { ...read.value, rows: [] } } : read
    }
    const writer = createLogWriter({ ...store, clock, tags: {} }, () => undefined)
    const book = createAuditBook({ ...store, logs: { page }, writer, clock })
    const later = instant(clock.now() - 10_000)
    expect(await book.take(call(events(0, 3, later)), gone.signal)).toMatchObject({ error: { code: 'stopped' } })
    expect(ids()).toHaveLength(3)
  })

  test('what was stored before Mangru began is known again', async () => {
    const { clock, open, events, ids } = booking()
    await open().take(call(events(0, 3)), never)
    await clock.step(millis(10_000))
    const later = instant(clock.now() - 10_000)
    expect(await open().take(call(events(0, 5, later)), never)).toMatchObject({ value: { stored: 2, repeated: 3 } })
    expect(ids().toSorted()).toEqual([0, 1, 2, 3, 4])
  })

  test('what is too old or too far ahead is left out', async () => {
    const { clock, open, events } = booking()
    const old = instant(clock.now() - limits.logEventAge - 1_000)
    const ahead = instant(clock.now() + limits.logEventLead + 1_000)
    const all = [...events(0, 1, old), ...events(1, 2, ahead), ...events(2, 3)]
    expect(await open().take(call(all), never)).toMatchObject({ value: { stored: 1, outOfTime: 2 } })
  })

  test(`auditRemembered: the last ${limits.auditRemembered} are known, one of twice as many before is not`, () => {
    const keys = new RecentKeys(limits.auditRemembered)
    keys.add('first')
    for (let i = 1; i < limits.auditRemembered; i++) keys.add(String(i))
    expect(keys.has('first')).toBe(true)
    for (let i = 0; i < limits.auditRemembered; i++) keys.add(`later ${i}`)
    expect([keys.has('first'), keys.has('later 0')]).toEqual([true, true])
    keys.add('one more')
    expect([keys.has('first'), keys.has('later 0')]).toEqual([false, true])
  })
})

describe('a file', () => {
  let dir: string
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'mangru-audit-'))
  })
  afterEach(() => rm(dir, { recursive: true, force: true }))

  function following() {
    const world = booking()
    const file = join(dir, 'audit.log')
    const told: string[] = []
    const ports = () => ({
      ...{ cluster: 'prod', file, placeFile: join(dir, 'place.json'), book: world.open(), clock: world.clock },
    })
    const start = () => createFollower(ports(), line => told.push(line), never)
    let count = 0
    const write = async (lines: number) => {
      const at = world.clock.now()
      const text = Array.from({ length: lines }, () => `${JSON.stringify(auditItem(count++, instant(at + count)))}\n`)
      await appendFile(file, text.join(''))
    }
    const rotate = (stamp: string) => rename(file, join(dir, `audit-${stamp}.log`))
    const all = async (follower: ReturnType<typeof start>) => {
      while (await follower.look());
      return world.ids().toSorted((a, b) => a - b)
    }
    const upTo = (count: number) => Array.from({ length: count }, (_, i) => i)
    return { ...world, file, told, ports, start, write, rotate, all, upTo }
  }

  test('is followed as it is written, half a line when it is whole', async () => {
    const { file, clock, start, write, all, upTo } = following()
    await write(2)
    const follower = start()
    expect(await all(follower)).toEqual(upTo(2))
    await appendFile(file, JSON.stringify(auditItem(2, clock.now())).slice(0, 40))
    expect(await all(follower)).toEqual(upTo(2))
    await appendFile(file, `${JSON.stringify(auditItem(2, clock.now())).slice(40)}\n`)
    expect(await all(follower)).toEqual(upTo(3))
    await follower.close()
  })

  test('over rotation, also twice between two looks', async () => {
    const { start, write, rotate, all, upTo } = following()
    await write(3)
    const follower = start()
    expect(await all(follower)).toEqual(upTo(3))
    await write(2)
    await rotate('2026-01-20T10-00-00.000')
    await write(4)
    await rotate('2026-01-20T10-00-01.000')
    await write(1)
    expect(await all(follower)).toEqual(upTo(10))
    await follower.close()
  })

  test('after a restart it goes on from its place, over what was rotated meanwhile, each line once', async () => {
    const { start, store, write, rotate, all, upTo } = following()
    await write(5)
    const first = start()
    expect(await all(first)).toEqual(upTo(5))
    await first.close()
    await write(2)
    await rotate('2026-01-20T10-00-00.000')
    await write(3)
    const batches = store.batches.length
    const second = start()
    expect(await all(second)).toEqual(upTo(10))
    await second.close()
    // Only what was new was brought to the store.
    expect(store.batches.slice(batches).flatMap(({ messages }) => messages)).toHaveLength(5)
  })

  test('a place that was not kept in time costs no doubles', async () => {
    const { start, write, all, upTo, clock } = following()
    await write(5)
    const first = start()
    await all(first)
    await first.close()
    await writeFile(join(dir, 'place.json'), 'no place')
    await clock.step(millis(5_000))
    const second = start()
    expect(await all(second)).toEqual(upTo(5))
    await second.close()
  })

  test('of rotated files that were deleted while nobody followed, those that are left are read', async () => {
    const { start, write, rotate, all, upTo } = following()
    await write(2)
    const first = start()
    await all(first)
    await first.close()
    await rotate('2026-01-20T10-00-00.000')
    await write(2)
    await rotate('2026-01-20T10-00-01.000')
    await write(1)
    await rm(join(dir, 'audit-2026-01-20T10-00-00.000.log'))
    const second = start()
    expect(await all(second)).toEqual(upTo(5))
    await second.close()
  })

  test('over a rotation to a name of another form', async () => {
    const { file, start, write, all, upTo } = following()
    await write(1)
    const follower = start()
    await all(follower)
    await write(1)
    await rename(file, join(dir, 'audit.log.1'))
    await write(1)
    expect(await all(follower)).toEqual(upTo(3))
    await follower.close()
  })

  test('cut off while it was too short to be known again, it begins anew', async () => {
    const { file, told, start } = following()
    await writeFile(file, '{}\n{}\n')
    const follower = start()
    while (await follower.look());
    await writeFile(file, '{}\n')
    let looks = 0
    while ((await follower.look()) && looks < 10) looks += 1
    expect(looks).toBeLessThan(10)
    expect(told).toEqual([expect.stringContaining('no audit events')])
    await follower.close()
  })

  test('a folder in its place is told once, and nothing stays open', async () => {
    const { file, told, start } = following()
    await mkdir(file)
    const open = async () => (await readdir('/proc/self/fd').catch(() => [])).length
    const follower = start()
    await follower.look()
    const before = await open()
    for (let look = 0; look < 20; look++) expect(await follower.look()).toBe(false)
    expect(await open()).toBeLessThan(before + 20)
    expect(told).toEqual([expect.stringContaining('cannot be read')])
    await follower.close()
  })

  test('cut off and begun anew', async () => {
    const { file, clock, start, write, all, upTo } = following()
    await write(4)
    const follower = start()
    await all(follower)
    await writeFile(file, `${JSON.stringify(auditItem(4, clock.now()))}\n`)
    expect(await all(follower)).toEqual(upTo(5))
    await follower.close()
  })

  test('lines that are no events are passed over, and told once', async () => {
    const { file, told, start, write, all, upTo } = following()
    await appendFile(file, 'not json\n{"kind":"Event"}\n\n')
    await write(1)
    const follower = start()
    expect(await all(follower)).toEqual(upTo(1))
    expect(told).toEqual([expect.stringContaining('no audit events')])
    await follower.close()
  })

  test('auditFileBytes are read at a time, and a longer line as a whole', async () => {
    const { file, clock, start, all } = following()
    const line = (id: number, size: number) => {
      const empty = JSON.stringify(auditItem(id, clock.now(), { requestObject: '' })).length + 1
      return `${JSON.stringify(auditItem(id, clock.now(), { requestObject: 'x'.repeat(size - empty) }))}\n`
    }
    await writeFile(file, line(0, limits.auditFileBytes) + line(1, limits.auditFileBytes + 1) + line(2, 1_000))
    const follower = start()
    await follower.look()
    expect(await all(follower)).toEqual([0, 1, 2])
    await follower.close()
  })

  test(`auditLineBytes: a line of ${limits.auditLineBytes} bytes is read, a longer one is passed over`, async () => {
    const { file, clock, start, all } = following()
    const line = (id: number, size: number) => {
      const empty = JSON.stringify(auditItem(id, clock.now(), { requestObject: '' })).length + 1
      return `${JSON.stringify(auditItem(id, clock.now(), { requestObject: 'x'.repeat(size - empty) }))}\n`
    }
    await writeFile(file, line(0, limits.auditLineBytes) + line(1, limits.auditLineBytes + 1) + line(2, 1_000))
    const follower = start()
    expect(await all(follower)).toEqual([0, 2])
    await follower.close()
  })

  test(`auditFileLook: it is looked at every ${limits.auditFileLook} ms; a file that is not there is told once`, async () => {
    const { ports, told, clock } = following()
    let now = 0
    const slept: number[] = []
    const stop = new AbortController()
    const following_ = followAuditFile(
      {
        ...ports(),
        clock: {
          now: clock.now,
          sleep: async length => {
            slept.push(length)
            if (++now === 3) stop.abort()
            // The loop goes on by itself; files need their time.
            await new Promise(resolve => setImmediate(resolve))
          },
        },
      },
      line => told.push(line),
    )
    while (!stop.signal.aborted) await new Promise(resolve => setImmediate(resolve))
    await following_.stop()
    expect(slept.slice(0, 3)).toEqual([limits.auditFileLook, limits.auditFileLook, limits.auditFileLook])
    expect(told).toEqual([expect.stringContaining('cannot be read')])
  })
})
