/** What the janitor decides, case by case, and that nothing which arrives meanwhile goes with what it sweeps. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { days, hours, instant, mib, minus, minutes, type Result } from '../../model/index.ts'
import { type Engine, migrate, openChdb } from '../engine/index.ts'
import { storeMigrations } from '../schema/index.ts'
import { openSqlite, type Settings } from '../settings/index.ts'
import { type Expiry, type Holding, planSweeps, sweep } from './janitor.ts'
import { steppedClock } from './stepped-clock.ts'
import { openLogStore } from './store.ts'
import { testEngine } from './test-engine.ts'

const must = <T, E>(result: Result<T, E>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}
const noon = instant(Date.UTC(2026, 10, 21, 12))
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10)
/** A day on which no event can arrive any more, and one on which events can. */
const closed = minus(noon, days(20))
const open = minus(noon, days(3))

const held = (groupId: number, first: number, last = first, streamId = 0): Holding => ({
  ...{ day: dayOf(first), groupId, streamId, first: instant(first), last: instant(last) },
})
const expires = (groupId: number, before: number): Expiry => ({ groupId, before: instant(before) })
const deadGroup = (id: number) => ({ kind: 'group', id, groupId: id }) as const
const deadStream = (id: number, groupId: number) => ({ kind: 'stream', id, groupId }) as const
const plan = (
  holdings: readonly Holding[],
  expiries: readonly Expiry[],
  tombstones: Parameters<typeof planSweeps>[2] = [],
  slack: number = limits.janitorSlack,
) => planSweeps(holdings, expiries, tombstones, { now: noon, slack }).map(({ day, where }) => [day, where?.text])
const ms = (at: number) => `fromUnixTimestamp64Milli(${at}, 'UTC')`

describe('what goes', () => {
  const hour = hours(1)
  const slack = limits.janitorSlack
  test.each([
    ['nothing held, nothing swept', [], [], [], []],
    ['a group without an end stays', [held(1, closed)], [], [], []],
    ['rows before their time stay', [held(1, closed)], [expires(1, closed)], [], []],
    ['a millisecond over, and nothing else of the group', [held(1, closed)], [expires(1, closed + 1)], [], [undefined]],
    [
      'some expired rows wait until the slack is over',
      [held(1, closed, closed + hour)],
      [expires(1, closed + slack)],
      [],
      [],
    ],
    [
      'and go when it is',
      [held(1, closed, closed + hour)],
      [expires(1, closed + slack + 1)],
      [],
      [`((group_id IN (1) AND ts < ${ms(closed + slack + 1)}))`],
    ],
    [
      'a day with something to stay is not dropped',
      [held(1, closed), held(2, closed)],
      [expires(1, closed + 1)],
      [],
      [`((group_id IN (1) AND ts < ${ms(closed + 1)}))`],
    ],
    [
      'groups of one age go together',
      [held(1, closed), held(2, closed), held(3, closed), held(4, closed)],
      [expires(1, closed + 1), expires(2, closed + 1), expires(3, closed + 2)],
      [],
      [`((group_id IN (1, 2) AND ts < ${ms(closed + 1)})) OR ((group_id IN (3) AND ts < ${ms(closed + 2)}))`],
    ],
    ['a deleted group goes', [held(1, closed)], [], [deadGroup(1)], [undefined]],
    [
      'also when rows of it are not old',
      [held(1, closed), held(2, closed)],
      [expires(1, 0)],
      [deadGroup(1)],
      ['((group_id IN (1)))'],
    ],
    [
      'a deleted stream goes, its group stays',
      [held(1, closed), held(1, closed, closed, 7)],
      [],
      [deadStream(7, 1)],
      ['((group_id IN (1) AND stream_id IN (7)))'],
    ],
    ['a day with deleted streams only', [held(1, closed, closed, 7)], [], [deadStream(7, 1)], [undefined]],
    [
      'a stream that was deleted before its group, on a day with nothing else of the group',
      [held(1, closed, closed, 7), held(2, closed)],
      [],
      [deadStream(7, 1), deadGroup(1)],
      ['((group_id IN (1)))'],
    ],
    [
      'on a day of which events can still arrive rows are deleted, never the day',
      [held(1, open), held(2, open)],
      [expires(2, open + 1)],
      [deadGroup(1)],
      [`((group_id IN (1))) OR ((group_id IN (2) AND ts < ${ms(open + 1)}))`],
    ],
  ] as const)('%s', (_story, holdings, expiries, tombstones, conditions) => {
    expect(plan(holdings, expiries, tombstones).map(([, where]) => where)).toEqual(conditions)
  })

  test('n-grams go with the rows of a group, and with all that is expired of a cell', () => {
    const holdings = [held(1, open), held(2, open), held(3, open, open, 7), held(3, open)]
    const tombstones = [deadGroup(1), deadStream(7, 3)]
    const [sweep] = planSweeps(holdings, [expires(2, open + 1)], tombstones, { now: noon, slack: 0 })
    expect(sweep?.ngrams?.text).toBe(
      `((group_id IN (1))) OR ((group_id IN (2) AND cell <= ${ms(open + 1 - minutes(10))}))`,
    )
    const [streams] = planSweeps(holdings, [], [deadStream(7, 3)], { now: noon, slack: 0 })
    expect(streams).toMatchObject({ where: expect.anything() })
    expect(streams).not.toHaveProperty('ngrams')
  })

  test('a day is dropped when no event of it can arrive, with a day to spare', () => {
    const last = minus(noon, days(limits.logEventAge / days(1) + 1))
    expect(plan([held(1, last)], [], [deadGroup(1)])).toEqual([[dayOf(last), '((group_id IN (1)))']])
    const before = minus(last, days(1))
    expect(plan([held(1, before)], [], [deadGroup(1)])).toEqual([[dayOf(before), undefined]])
  })

  test('each day is decided for itself', () => {
    const other = minus(closed, days(1))
    expect(plan([held(1, closed), held(1, other), held(2, other)], [], [deadGroup(1)])).toEqual([
      [dayOf(closed), undefined],
      [dayOf(other), '((group_id IN (1)))'],
    ])
  })

  test(`one statement names ${limits.sweptIds} groups, one more is another statement`, () => {
    const many = (count: number) => Array.from({ length: count }, (_, id) => held(id + 1, open))
    const all = many(limits.sweptIds + 1).map(one => deadGroup(one.groupId))
    expect(plan(many(limits.sweptIds), [], all)).toHaveLength(1)
    const two = plan(many(limits.sweptIds + 1), [], all)
    expect(two).toHaveLength(2)
    expect(two[1]).toEqual([dayOf(open), `((group_id IN (${limits.sweptIds + 1})))`])
    expect(String(two[0]?.[1]).length).toBeLessThan(limits.engineStatementBytes / 8)
    const mixed = [...many(limits.sweptIds - 1), held(limits.sweptIds, open, open, 7)]
    expect(plan(mixed, [], [...all.slice(0, -2), deadStream(7, limits.sweptIds)])).toHaveLength(1)
  })

  test('what expired leaves the disk within the hour that is promised', () => {
    const rewriting = minutes(10)
    expect(limits.janitorSlack + limits.janitorEvery + rewriting).toBeLessThan(hours(1))
  })
})

describe('a round', () => {
  const group = { createdAt: noon, class: 'STANDARD', deletionProtection: false, kmsKeyId: null, tags: {} } as const
  const clock = () => steppedClock(noon)
  const withSettings = async (run: (settings: Settings) => Promise<void>) => {
    const settings = must(await openSqlite(':memory:'))
    await run(settings)
    await settings.close()
  }

  test('leaves a delete alone until its last rows have arrived', () =>
    withSettings(async ({ logs }) => {
      const dead = must(await logs.create({ name: 'dead', ...group }))
      must(await logs.remove('dead', minus(noon, limits.tombstoneRest)))
      must(await logs.create({ name: 'dying', ...group }))
      must(await logs.remove('dying', instant(noon - limits.tombstoneRest + 1)))
      const engine = testEngine(() => [[dayOf(open), dead.id, 0, open, open]])
      expect(must(await sweep({ engine, settings: logs, clock: clock() }))).toMatchObject({ tombstonesCleared: 1 })
      expect(must(await logs.tombstones()).map(one => one.deletedAt)).toEqual([noon - limits.tombstoneRest + 1])
      expect(engine.statements[1]).toContain(`DELETE IN PARTITION '${dayOf(open)}' WHERE ((group_id IN (${dead.id})))`)
    }))

  test(`works off ${limits.sweptIds} deletes, oldest first, and the rest in the next one`, () =>
    withSettings(async ({ logs }) => {
      const kept = must(await logs.create({ name: 'kept', ...group }))
      const old = minus(noon, hours(1))
      for (let stream = 0; stream <= limits.sweptIds; stream++) {
        must(await logs.createStream(kept.id, `${stream}`, old))
        must(await logs.removeStream(kept.id, `${stream}`, instant(old + stream)))
      }
      const ports = { engine: testEngine(), settings: logs, clock: clock() }
      expect(must(await sweep(ports)).tombstonesCleared).toBe(limits.sweptIds)
      expect(must(await logs.tombstones()).map(one => one.deletedAt)).toEqual([old + limits.sweptIds])
      expect(must(await sweep(ports)).tombstonesCleared).toBe(1)
    }))

  test('that fails keeps its deletes for the next one', () =>
    withSettings(async ({ logs }) => {
      must(await logs.create({ name: 'dead', ...group }))
      must(await logs.remove('dead', minus(noon, hours(1))))
      const engine = testEngine(() => ({ code: 'unavailable', message: 'away' }))
      expect(await sweep({ engine, settings: logs, clock: clock() })).toMatchObject({ error: { code: 'unavailable' } })
      expect(must(await logs.tombstones())).toHaveLength(1)
    }))

  test('takes nothing along that is acknowledged while it works', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'mangru-janitor-'))
    const engine = must(await openChdb({ dir, memory: mib(600), clock: realClock }))
    must(await migrate(engine, storeMigrations))
    const store = must(await openLogStore({ engine, clock: realClock, queueBytes: mib(16) }))
    const append = async (groupId: number, message: string) => {
      const place = { groupId, streamId: groupId, groupName: 'g', streamName: 's' }
      must(await store.append({ ...place, timestamps: [open], messages: [message] }))
    }
    await withSettings(async ({ logs }) => {
      const dead = must(await logs.create({ name: 'dead', ...group }))
      const fresh = must(await logs.create({ name: 'fresh', ...group }))
      await append(dead.id, 'of the dead')
      must(await logs.remove('dead', minus(noon, hours(1))))
      // Between the look and the deed somebody writes to the same day.
      const slow: Engine = {
        ...engine,
        query: (statement, options) => engine.query(statement, options),
        run: async (statement, options) => {
          if (statement.text.includes('mangru.logs ')) await append(fresh.id, 'just now')
          return engine.run(statement, options)
        },
      }
      const swept = must(await sweep({ engine: slow, settings: logs, clock: clock() }))
      expect(swept).toEqual({ daysDropped: 0, deletes: 1, tombstonesCleared: 1 })
      const groups = [dead.id, fresh.id].map(id => ({ id, notBefore: instant(0) }))
      const page = must(
        await store.page({ groups, from: instant(0), to: noon }, { order: 'ascending', limit: 10, maxBytes: 1_000 }),
      )
      expect(page.rows.map(row => row.message)).toEqual(['just now'])
    })
    await store.close()
    await engine.close()
    await rm(dir, { recursive: true, force: true })
  })
})

const realClock = {
  now: () => instant(Date.now()),
  sleep: (length: number) => new Promise<void>(resolve => setTimeout(resolve, length)),
}
