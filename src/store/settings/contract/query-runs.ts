/** The contract's stories about runs of queries and about scheduled queries. */
import { describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import type { QueryRun, QueryRunEnd, ScheduledQuery, Trigger } from '../query-port.ts'
import { at, must, names, refusal, type Stage } from './place.ts'

type NewRun = Omit<QueryRun, 'end' | 'answerBytes' | 'dropped'>
const newRun = (id: string, over: Partial<NewRun> = {}): NewRun => ({
  id,
  createdAt: at(0),
  status: 'Scheduled',
  groups: ['/a'],
  details: { text: 'limit 1 \0 \ud800', shown: 'SOURCE', from: 1, to: 2, caller: 'kim' },
  ...over,
})
const end: QueryRunEnd = {
  at: at(9),
  startedAt: at(1),
  message: null,
  columns: ['열', 'b'],
  rows: 30,
  notices: ['x'],
  statistics: { recordsScanned: 5 },
}
const page = (firstRow: number, size = 3) => ({
  firstRow,
  rows: 10,
  body: Uint8Array.from({ length: size }, (_, n) => (firstRow + n) % 256),
})

export function runStories(stage: Stage): void {
  const runs = () => stage.settings.queries.runs
  const begin = async (id: string, over: Partial<NewRun> = {}, owner = 'me', heldUntil = at(100)) =>
    must(await runs().begin(newRun(id, over), owner, heldUntil))
  const ids = (found: readonly { readonly id: string }[]) => found.map(({ id }) => id)

  describe('runs of queries', () => {
    test('begin, start, end, and keep their answer over a restart', async () => {
      await begin('1')
      expect(must(await runs().run('1'))).toEqual({ ...newRun('1'), end: null, answerBytes: 0, dropped: false })
      must(await runs().started('1'))
      expect(must(await runs().run('1'))?.status).toBe('Running')
      for (const first of [0, 10, 20]) must(await runs().keepPage('1', page(first)))
      must(await runs().ended('1', 'Complete', end))
      await stage.reopen()
      const complete = { ...newRun('1'), status: 'Complete', end, answerBytes: 9, dropped: false }
      expect(must(await runs().run('1'))).toEqual(complete)
      // What has ended stays as it is.
      must(await runs().ended('1', 'Failed', end))
      must(await runs().started('1'))
      expect(must(await runs().run('1'))).toEqual(complete)
      expect(must(await runs().run('2'))).toBeUndefined()
      expect(must(await runs().run('\0'))).toBeUndefined()
    })

    test.each<[number, number, readonly number[]]>([
      [0, 1, [0]],
      [9, 10, [0]],
      [9, 11, [0, 10]],
      [10, 20, [10]],
      [0, 1_000, [0, 10, 20]],
      [29, 30, [20]],
      [30, 40, []],
    ])('rows %i to %i lie in the pages %j', async (from, to, expected) => {
      await begin('1')
      await begin('2')
      for (const first of [20, 0, 10]) must(await runs().keepPage('1', page(first)))
      const found = must(await runs().pages('1', from, to))
      expect(found.map(({ firstRow }) => firstRow)).toEqual(expected)
      for (const one of found) expect(Buffer.from(one.body)).toEqual(Buffer.from(page(one.firstRow).body))
      expect(must(await runs().pages('2', 0, 10))).toEqual([])
      expect(must(await runs().pages('\0', 0, 10))).toEqual([])
    })

    test('are listed newest first, by status, by group and in pages', async () => {
      await begin('a', { createdAt: at(1) })
      await begin('b', { createdAt: at(2), groups: ['/a', '/ab'] })
      await begin('c', { createdAt: at(2), groups: ['/ab'] })
      await begin('d', { createdAt: at(3), groups: [] })
      must(await runs().started('c'))
      expect(ids(must(await runs().runs({ limit: 10 })))).toEqual(['d', 'c', 'b', 'a'])
      expect(ids(must(await runs().runs({ limit: 10, before: { createdAt: at(2), id: 'c' } })))).toEqual(['b', 'a'])
      expect(ids(must(await runs().runs({ limit: 2 })))).toEqual(['d', 'c'])
      expect(ids(must(await runs().runs({ limit: 10, group: '/a' })))).toEqual(['b', 'a'])
      expect(ids(must(await runs().runs({ limit: 10, group: 'a' })))).toEqual([])
      expect(ids(must(await runs().runs({ limit: 10, group: '\0' })))).toEqual([])
      expect(ids(must(await runs().runs({ limit: 10, status: 'Running' })))).toEqual(['c'])
      expect(ids(must(await runs().runs({ limit: 10, status: 'Failed' })))).toEqual([])
    })

    test('whoever runs one is told to stop, when he renews his hold', async () => {
      await begin('1')
      await begin('2')
      await begin('3', {}, 'you')
      must(await runs().askToStop('1'))
      must(await runs().askToStop('3'))
      expect(must(await runs().hold('me', at(200)))).toEqual(['1'])
      expect(must(await runs().hold('you', at(200)))).toEqual(['3'])
      must(await runs().ended('1', 'Cancelled', end))
      expect(must(await runs().hold('me', at(200)))).toEqual([])
      expect(await runs().askToStop('1')).toEqual(refusal('missing'))
      expect(await runs().askToStop('4')).toEqual(refusal('missing'))
      expect(await runs().askToStop('\0')).toEqual(refusal('missing'))
    })

    test('what nobody holds any more has failed, and its pieces are gone', async () => {
      await begin('mine', {}, 'me', at(10))
      await begin('lost', {}, 'you', at(5))
      await begin('done', {}, 'you', at(5))
      must(await runs().keepPage('lost', page(0)))
      must(await runs().ended('done', 'Complete', end))
      expect(must(await runs().failLost(at(7), 'gone', false))).toBe(1)
      expect(must(await runs().failLost(at(7), 'gone', false))).toBe(0)
      expect(must(await runs().run('lost'))).toMatchObject({
        status: 'Failed',
        end: { at: at(7), message: 'gone', rows: 0 },
      })
      expect(must(await runs().pages('lost', 0, 100))).toEqual([])
      expect(must(await runs().run('mine'))?.status).toBe('Scheduled')
      expect(must(await runs().failLost(at(7), 'gone', true))).toBe(1)
      expect(must(await runs().run('mine'))?.status).toBe('Failed')
    })

    test('the oldest answers make room, and old runs are forgotten', async () => {
      for (const [n, id] of ['old', 'a', 'b', 'c'].entries()) {
        await begin(id, { createdAt: at(n) })
        must(await runs().keepPage(id, page(0, 10)))
        must(await runs().ended(id, 'Complete', end))
      }
      await begin('open', { createdAt: at(0) })
      must(await runs().tidy(at(1), 20))
      expect(ids(must(await runs().runs({ limit: 10 })))).toEqual(['c', 'b', 'a', 'open'])
      const states = must(await runs().runs({ limit: 3 })).map(run => [run.answerBytes, run.dropped])
      expect(states).toEqual([
        [10, false],
        [10, false],
        [0, true],
      ])
      expect(must(await runs().pages('a', 0, 10))).toEqual([])
      expect(must(await runs().pages('b', 0, 10))).toHaveLength(1)
      must(await runs().tidy(at(1), 20))
      expect(must(await runs().pages('b', 0, 10))).toHaveLength(1)
    })
  })
}

const scheduled = (id: string, over: Partial<ScheduledQuery> = {}): ScheduledQuery => ({
  id,
  name: `name ${id}`,
  enabled: true,
  createdAt: at(0),
  changedAt: at(0),
  dueAt: at(10),
  last: null,
  details: { text: 'limit 1 \0', groups: ['/a'], expression: 'rate(5 minutes)', timezone: 'UTC', roleArn: 'arn:x' },
  ...over,
})
const trigger = (queryId: string, over: Partial<Trigger> = {}): Trigger => ({
  scheduleId: '1',
  queryId,
  at: at(0),
  status: 'Running',
  message: null,
  ...over,
})

export function scheduleStories(stage: Stage): void {
  const schedules = () => stage.settings.queries.schedules

  describe('scheduled queries', () => {
    test('are kept, found by name or id, replaced and removed', async () => {
      must(await schedules().create(scheduled('1')))
      must(await schedules().create(scheduled('2', { name: '1x', dueAt: null, enabled: false })))
      await stage.reopen()
      expect(must(await schedules().scheduled('1'))).toEqual(scheduled('1'))
      expect(must(await schedules().scheduled('name 1'))).toEqual(scheduled('1'))
      expect(must(await schedules().scheduled('\0'))).toBeUndefined()
      expect(await schedules().create(scheduled('3', { name: 'name 1' }))).toEqual(refusal('exists'))
      expect(await schedules().create(scheduled('3', { name: '\0' }))).toEqual(refusal('unavailable'))
      const changed = scheduled('1', { enabled: false, changedAt: at(3), dueAt: null })
      must(await schedules().replace(changed))
      expect(must(await schedules().scheduled('1'))).toEqual(changed)
      expect(await schedules().replace(scheduled('3'))).toEqual(refusal('missing'))
      expect(names(must(await schedules().list({ limit: 10 })))).toEqual(['1x', 'name 1'])
      expect(names(must(await schedules().list({ enabled: true, limit: 10 })))).toEqual([])
      expect(names(must(await schedules().list({ after: '1x', limit: 10 })))).toEqual(['name 1'])
      expect(must(await schedules().list({ after: '\0', limit: 10 }))).toEqual([])
      must(await schedules().remove('1'))
      expect(await schedules().remove('1')).toEqual(refusal('missing'))
      expect(await schedules().remove('\0')).toEqual(refusal('missing'))
    })

    test('are due when their time has come, and one alone takes a run', async () => {
      must(await schedules().create(scheduled('later', { dueAt: at(20) })))
      must(await schedules().create(scheduled('soon', { dueAt: at(10) })))
      must(await schedules().create(scheduled('first', { dueAt: at(5) })))
      must(await schedules().create(scheduled('off', { enabled: false })))
      must(await schedules().create(scheduled('never', { dueAt: null })))
      const due = async (now: number) => must(await schedules().due(at(now), 10)).map(({ id }) => id)
      expect(await due(9)).toEqual(['first'])
      expect(await due(10)).toEqual(['first', 'soon'])
      const claims = [1, 2, 3].map(() => schedules().claim('soon', at(10), at(30)))
      expect((await Promise.all(claims)).map(must).filter(Boolean)).toEqual([true])
      expect(await due(29)).toEqual(['first', 'later'])
      expect(must(await schedules().claim('off', at(10), null))).toBe(false)
      expect(must(await schedules().claim('first', at(5), null))).toBe(true)
      expect(await due(99)).toEqual(['later', 'soon'])
    })

    test('their history is kept with the newest state of each run', async () => {
      must(await schedules().create(scheduled('1')))
      must(await schedules().triggered(trigger('a', { at: at(1) })))
      must(await schedules().triggered(trigger('b', { at: at(2) })))
      must(await schedules().triggered(trigger('a', { at: at(1), status: 'Failed', message: '왜 \0' })))
      must(await schedules().triggered(trigger('x', { scheduleId: 'nobody' })))
      expect(must(await schedules().scheduled('1'))?.last).toEqual({ at: at(2), status: 'Running' })
      const all = { scheduleId: '1', from: at(0), to: at(9), limit: 10 }
      const [b, a] = [trigger('b', { at: at(2) }), trigger('a', { at: at(1), status: 'Failed', message: '왜 \0' })]
      expect(must(await schedules().triggers(all))).toEqual([b, a])
      expect(must(await schedules().triggers({ ...all, limit: 1 }))).toEqual([b])
      expect(must(await schedules().triggers({ ...all, before: { at: at(2), queryId: 'b' } }))).toEqual([a])
      expect(must(await schedules().triggers({ ...all, statuses: ['Failed', 'Timeout'] }))).toEqual([a])
      expect(must(await schedules().triggers({ ...all, from: at(2), to: at(2) }))).toEqual([b])
      expect(must(await schedules().triggers({ ...all, scheduleId: '2' }))).toEqual([])
      expect(must(await schedules().openTriggers(10))).toEqual([b])
      must(await schedules().forgetTriggers(at(2)))
      expect(must(await schedules().triggers(all))).toEqual([b])
      must(await schedules().remove('1'))
      expect(must(await schedules().triggers(all))).toEqual([])
    })

    test(`${limits.scheduledQueries} stand, and one more is refused`, async () => {
      for (let n = 0; n < limits.scheduledQueries; n++) must(await schedules().create(scheduled(String(n))))
      expect(await schedules().create(scheduled('more'))).toEqual(refusal('too-many'))
    }, 60_000)
  })
}
