/** What a range of times makes the engine read: of a part that holds a day, an hour's granules and few others. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { days, hours, instant, minutes } from '../../model/index.ts'
import { sql } from '../engine/index.ts'
import { must, type TestEmbedded, testEmbedded } from '../engine/test-embedded.ts'
import { type Clause, rowsOf } from './conditions.ts'
import { logMigrations } from './schema.ts'

const start = Date.UTC(2026, 0, 20)
const rows = 1_000_000
/** Ten streams, one row after the other, evenly over the day. */
const every = days(1) / rows

let embedded: TestEmbedded
beforeAll(async () => {
  embedded = await testEmbedded(logMigrations)
  const at = sql`fromUnixTimestamp64Milli(toInt64(${start} + number * ${days(1)} / ${rows}), 'UTC')`
  must(
    await embedded.engine.run(
      sql`INSERT INTO mangru.logs (group_id, stream_id, ts, batch, message) SELECT 1, number % 10, ${at}, number, 'line' FROM numbers(${rows})`,
    ),
  )
  must(await embedded.engine.run(sql`OPTIMIZE TABLE mangru.logs FINAL`))
})
afterAll(() => embedded?.close())

const selection = { groups: [{ id: 1, notBefore: instant(0) }], from: instant(0), to: instant(0) }
const read = async (from: number, to: number, clause: Clause = 'where') => {
  const rows = sql`${clause === 'where' ? sql`WHERE` : sql`PREWHERE`} ${rowsOf(selection, from, to, clause)}`
  const answer = must(await embedded.engine.query(sql`SELECT count(), sum(idx) FROM mangru.logs ${rows}`))
  return { found: Number(answer.rows[0]?.[0]), rowsRead: answer.rowsRead }
}
/** Rows of the ten-minute steps that the range touches, and a granule (8,192) at each end. */
const atMost = (steps: number) => (steps * minutes(10)) / every + 2 * 8_192

test.each([
  ['a millisecond', start + hours(5) + 1, 1, 1],
  ['a minute', start + hours(5) + 1, minutes(1), 1],
  ['a minute over the end of ten', start + hours(5) - minutes(1) / 2, minutes(1), 2],
  ['ten minutes, and not the first millisecond after them', start + hours(5), minutes(10), 1],
  ['an hour', start + hours(5), hours(1), 6],
])('%s', async (_, from, length, steps) => {
  const { found, rowsRead } = await read(from, from + length)
  expect(await read(from, from + length, 'prewhere')).toEqual({ found, rowsRead })
  const first = Math.ceil((from - start) / every)
  const end = Math.ceil((from + length - start) / every)
  // A row's time is cut to whole milliseconds: one more or less at the ends.
  expect(Math.abs(found - (end - first))).toBeLessThanOrEqual(1)
  expect(rowsRead).toBeLessThanOrEqual(atMost(steps))
})

test('the whole day, and ranges beyond what a table can hold', async () => {
  expect((await read(start, start + days(1))).found).toBe(rows)
  expect((await read(-1, 2 ** 53)).found).toBe(rows)
  expect((await read(start - days(365), start)).found).toBe(0)
})

test('a reversed range and an empty one hold nothing', async () => {
  expect((await read(start + hours(2), start + hours(1))).found).toBe(0)
  expect((await read(start + hours(1), start + hours(1), 'prewhere')).found).toBe(0)
})
