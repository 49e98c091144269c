/** Rounds of the promoter over the real engine, and how it meets columns that are there already. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { type Clock, instant } from '../../../model/index.ts'
import { sql } from '../../../store/engine/index.ts'
import { must, openTestStore, type TestStore } from '../run/test-store.ts'
import { addColumnSql, columnsSql, fillSql, newColumn, readColumns, unfilledSql } from './columns.ts'
import { openPromoter } from './promoter.ts'

const now = Date.UTC(2026, 10, 21, 12)
const clock: Clock = { now: () => instant(now), sleep: async () => undefined }

let store: TestStore
beforeEach(async () => {
  store = await openTestStore()
})
afterEach(() => store?.close())

/** Lines of one group in the last hour. */
async function keep(lines: number, group = 1, more = ''): Promise<void> {
  const message = `concat('{"status":', toString([200, 404, 500][number % 3 + 1]), ',"fixed":"one"${more},"id":"', lower(hex(sipHash128(number))), '"}')`
  must(
    await store.engine.run(
      sql`INSERT INTO mangru.logs (group_id, stream_id, ts, batch, idx, message) SELECT ${group}, number % 7, fromUnixTimestamp64Milli(${now - 3_600_000} + number * 3_600_000 DIV ${lines}), 1, number % 60000, ${sql.ours(message)} FROM numbers(${lines})`,
    ),
  )
}

/** Lines of a day before, without a column when there is one later. */
const old = 100
const keepOld = async (): Promise<void> =>
  void must(
    await store.engine.run(
      sql`INSERT INTO mangru.logs (group_id, stream_id, ts, message) SELECT 1, 1, toDateTime64('2026-11-01 00:00:00', 3, 'UTC'), '{"status":200}' FROM numbers(${old})`,
    ),
  )
/** Only the old lines stay. */
const leaveOld = async (): Promise<void> =>
  void must(await store.engine.run(sql`ALTER TABLE mangru.logs DROP PARTITION '2026-11-21'`))
/** So many lines with the column beside them are enough. */
const readyBeside = Math.ceil((old * limits.promotedReady) / (1 - limits.promotedReady) - 1e-9)

test('fields of many lines get columns, of few they do not; later lines and other programs have them too', async () => {
  await keepOld()
  await keep(limits.promotedFrom - 1)
  const promoter = must(await openPromoter({ engine: store.engine, clock }))
  expect(must(await promoter.round())).toEqual({ fields: [], filling: undefined, pending: [] })
  expect(promoter.fields.find('status')).toBeUndefined()
  await keep(1)
  expect(must(await promoter.round())).toEqual({ fields: ['status'], filling: undefined, pending: ['status'] })
  // No row has it in its files yet.
  expect(promoter.fields.find('status')).toBeUndefined()
  await leaveOld()
  await keep(readyBeside - 1)
  expect(must(await promoter.round()).pending).toEqual(['status'])
  expect(promoter.fields.find('status')).toBeUndefined()
  await keep(1)
  expect(must(await promoter.round())).toEqual({ fields: [], filling: undefined, pending: [] })
  const held = promoter.fields.find('status')
  expect(held).toBeDefined()
  expect(promoter.fields.find('id')).toBeUndefined()
  const another = must(await openPromoter({ engine: store.engine, clock }))
  expect(another.fields.find('status')).toEqual(held)
  expect(must(await another.round()).fields).toEqual([])
})

test('what queries asked for comes next, as far as names are remembered', async () => {
  await keep(limits.promotedFrom)
  const promoter = must(await openPromoter({ engine: store.engine, clock }))
  for (let at = 0; at < limits.promotedAsked; at++) promoter.fields.find(`name${at}`)
  promoter.fields.find('fixed')
  expect(must(await promoter.round()).fields).toEqual(['status'])
  for (let at = 1; at < limits.promotedAsked; at++) promoter.fields.find(`name${at}`)
  promoter.fields.find('fixed')
  promoter.fields.find("no'name")
  expect(must(await promoter.round()).fields).toEqual(['fixed'])
})

test('groups beyond the bound are not looked at, and of each no more lines', async () => {
  for (let group = 1; group <= limits.promotedSampleGroups; group++) await keep(limits.promotedFrom / 10, group)
  await keep(1_000, limits.promotedSampleGroups + 1, ',"level":"info"')
  const asked: string[] = []
  const engine = {
    ...store.engine,
    query: (...[statement, options]: Parameters<typeof store.engine.query>) => {
      asked.push(statement.text)
      return store.engine.query(statement, options)
    },
  }
  const promoter = must(await openPromoter({ engine, clock }))
  must(await promoter.round())
  const samples = asked.filter(text => text.startsWith('SELECT message'))
  expect(samples).toHaveLength(limits.promotedSampleGroups)
  for (const text of samples) {
    const { rows } = must(await store.engine.query(sql.ours(text)))
    expect(rows.length).toBeGreaterThan(limits.promotedSampleLines / 3)
    expect(rows.length).toBeLessThanOrEqual(limits.promotedSampleLines)
  }
})

test('a field in doubt is left out until the next look', async () => {
  const promoter = must(await openPromoter({ engine: store.engine, clock }))
  await keep(limits.promotedFrom)
  must(await promoter.round())
  await leaveOld()
  await keep(1)
  must(await promoter.round())
  expect(promoter.fields.find('status')).toBeDefined()
  promoter.fields.doubted?.(['status'])
  expect(promoter.fields.find('status')).toBeUndefined()
  must(await promoter.round())
  expect(promoter.fields.find('status')).toBeDefined()
})

test.each([
  [limits.promotedColumns - 1, ['status']],
  [limits.promotedColumns, []],
])('with %d columns there come %j', async (count, fields) => {
  await keep(limits.promotedFrom)
  for (let at = 0; at < count; at++)
    must(await store.engine.run(addColumnSql(newColumn([{ name: `old${at}`, few: true }]))))
  const promoter = must(await openPromoter({ engine: store.engine, clock }))
  expect(must(await promoter.round()).fields).toEqual(fields)
})

test('a column of another meaning is dropped', async () => {
  must(await store.engine.run(sql`ALTER TABLE mangru.logs ADD COLUMN f_old Nullable(String) COMMENT 'field 1 status'`))
  const promoter = must(await openPromoter({ engine: store.engine, clock }))
  expect(promoter.fields.find('status')).toBeUndefined()
  expect(must(await store.engine.query(columnsSql)).rows).toEqual([])
})

test('parts that rest without a column are filled, a day at a time, the newest first; while that goes on, none', async () => {
  await keep(limits.promotedFrom)
  await keepOld()
  const promoter = must(await openPromoter({ engine: store.engine, clock }))
  // Too young, by what the promoter has for a rest.
  expect(must(await promoter.round())).toEqual({ fields: ['status'], filling: undefined, pending: ['status'] })
  const { columns } = readColumns(must(await store.engine.query(columnsSql)).rows)
  const old = (rest: number) => store.engine.query(unfilledSql(columns, rest)).then(answer => must(answer).rows)
  expect(await old(limits.promotedRest)).toEqual([])
  expect(await old(-5_000)).toEqual([['2026-11-21']])
  const wholly = (day: string) =>
    store.engine.run(sql.ours(fillSql(columns, day).text.replace('mutations_sync = 0', 'mutations_sync = 1')))
  must(await wholly('2026-11-21'))
  expect(await old(-5_000)).toEqual([['2026-11-01']])
  must(await store.engine.run(sql`SYSTEM STOP MERGES mangru.logs`))
  must(await store.engine.run(fillSql(columns, '2026-11-01')))
  expect(await old(-5_000)).toEqual([])
  must(await store.engine.run(sql`SYSTEM START MERGES mangru.logs`))
})
