/** The schema of a cluster, pinned: `UPDATE_CASES=1` writes the golden file anew, and its diff is reviewed like code. */
import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { durableTableSettings } from '../durable.ts'
import { type Sql, sql } from '../sql.ts'
import { readAddress } from './address.ts'
import { replicate } from './replicate.ts'

const where = { cluster: 'main', database: 'mangru' }
const golden = new URL('./golden/replicate.sql', import.meta.url)

const statements: readonly Sql[] = [
  sql`CREATE TABLE IF NOT EXISTS mangru.logs (
  group_id UInt32,
  ts DateTime64(3, 'UTC') CODEC(Delta, ZSTD(1)),
  message String CODEC(ZSTD(1)),
  INDEX words message TYPE tokenbf_v1(32768, 3, 0) GRANULARITY 1,
  PROJECTION volume (SELECT group_id, count() GROUP BY group_id)
) ENGINE = MergeTree
PARTITION BY toDate(ts)
ORDER BY (group_id, toStartOfMinute(ts), ts)
SETTINGS ${durableTableSettings}`,
  sql`CREATE TABLE mangru.series (metric String, id UInt64, seen UInt32) ENGINE = ReplacingMergeTree(seen) ORDER BY (metric, id) SETTINGS ${durableTableSettings}`,
  sql`CREATE TABLE IF NOT EXISTS mangru.schema_version (version UInt32) ENGINE = MergeTree ORDER BY version SETTINGS ${durableTableSettings}`,
  sql`ALTER TABLE mangru.logs ADD COLUMN IF NOT EXISTS level LowCardinality(String)`,
  sql`ALTER TABLE mangru.logs DELETE WHERE group_id = 7`,
  sql`ALTER TABLE mangru.logs DROP PARTITION '2026-01-01'`,
  sql`DELETE FROM mangru.logs WHERE group_id = 7`,
  sql`TRUNCATE TABLE mangru.logs`,
  sql`DROP TABLE IF EXISTS mangru.logs`,
  sql`INSERT INTO mangru.schema_version (version) SELECT 1`,
]

test('each statement becomes what a cluster needs', () => {
  const told = statements
    .map(one =>
      [
        `-- ${one.text.replaceAll('\n', '\n-- ')}`,
        '-- ==>',
        ...replicate(one, where).map(made => `${made.text};`),
      ].join('\n'),
    )
    .join('\n\n')
  if (process.env.UPDATE_CASES) writeFileSync(golden, `${told}\n`)
  expect(`${told}\n`).toBe(readFileSync(golden, 'utf8'))
})

test('a table without a sorting key has no way to its shards', () => {
  expect(() => replicate(sql`CREATE TABLE mangru.t (a UInt8) ENGINE = MergeTree ORDER BY tuple()`, where)).toThrow(
    RangeError,
  )
})

test.each([
  ['clickhouse://db.example', { url: 'http://db.example:8123', username: 'default', password: '', cluster: undefined }],
  ['clickhouse://me:p%40ss@db:9999', { url: 'http://db:9999', username: 'me', password: 'p@ss', cluster: undefined }],
  ['clickhouses://db/?cluster=main', { url: 'https://db:8443', username: 'default', password: '', cluster: 'main' }],
  ['https://[::1]:8443', { url: 'https://[::1]:8443', username: 'default', password: '', cluster: undefined }],
])('%s is an address', (text, address) => {
  expect(readAddress(text)).toEqual({ ok: true, value: address })
})

test.each(['', 'db', 'ftp://db', 'clickhouse://db/other', 'clickhouse://db?clsuter=main'])('%j is no address', text => {
  expect(readAddress(text).ok).toBe(false)
})
