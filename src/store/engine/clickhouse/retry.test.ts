/** What only a network can do to an engine: connections that break before or after the work was done, servers that are away. */
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { type Clock, millis } from '../../../model/index.ts'
import { durableTableSettings } from '../durable.ts'
import { nativeBlock, UInt32Column } from '../native/index.ts'
import { explainOpenError } from '../open-error.ts'
import type { Engine } from '../port.ts'
import { sql } from '../sql.ts'
import { testClock } from '../test-clock.ts'
import { type Front, startFront } from './front.ts'
import { openClickHouse } from './index.ts'

let dir: string
let front: Front
let engine: Engine

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mangru-retry-'))
  front = await startFront(dir)
  const opened = await openClickHouse({ url: front.url, clock: testClock(20) })
  if (!opened.ok) throw new Error(explainOpenError(opened.error))
  engine = opened.value
})
afterAll(async () => {
  await engine.close()
  await front.close()
  await rm(dir, { recursive: true, force: true })
})

async function insertedOnce(table: string): Promise<unknown> {
  await engine.run(
    sql`CREATE TABLE ${sql.ours(table)} (n UInt32) ENGINE = MergeTree ORDER BY n SETTINGS ${durableTableSettings}`,
  )
  const n = new UInt32Column('n')
  for (let row = 0; row < 100; row += 1) n.push(row)
  return engine.insert(table, ['n'], nativeBlock([n]), `token of ${table}`)
}
const count = async (table: string): Promise<unknown> => {
  const answer = await engine.query(sql`SELECT count() FROM ${sql.ours(table)}`)
  return answer.ok ? answer.value.rows[0]?.[0] : answer.error
}

test.each(['before', 'after'] as const)('an insert whose connection broke %s the work is there once', async when => {
  const table = `broken_${when}`
  front.cutOff(`\`${table}\``, 2, when)
  expect(await insertedOnce(table)).toEqual({ ok: true, value: undefined })
  expect(front.requests.filter(({ query }) => query.startsWith('INSERT') && query.includes(table))).toHaveLength(3)
  expect(await count(table)).toBe('100')
})

test('after as many attempts as are allowed an insert gives up; one fewer and it is in', async () => {
  front.cutOff('`given_up`', limits.engineInsertAttempts, 'before')
  expect(await insertedOnce('given_up')).toMatchObject({ ok: false, error: { code: 'unavailable' } })
  front.cutOff('`just_in`', limits.engineInsertAttempts - 1, 'before')
  expect(await insertedOnce('just_in')).toEqual({ ok: true, value: undefined })
})

test('a query whose connection broke is unavailable', async () => {
  front.cutOff("'cut me'", 1, 'before')
  expect(await engine.query(sql`SELECT 'cut me'`)).toMatchObject({ ok: false, error: { code: 'unavailable' } })
  expect((await engine.stats()).alive).toBe(false)
  expect((await engine.query(sql`SELECT 1`)).ok).toBe(true)
  expect((await engine.stats()).alive).toBe(true)
})

test('an insert says its token and asks for no more than one server has', async () => {
  await insertedOnce('plain')
  const told = front.requests.findLast(({ query }) => query.startsWith('INSERT') && query.includes('plain'))
  expect(told?.settings).toMatchObject({ insert_deduplication_token: 'token of plain', async_insert: '0' })
  expect(told?.settings).not.toHaveProperty('insert_quorum')
})

test('on a cluster an insert waits for a quorum, and everything is made on every node', async () => {
  const asked: URL[] = []
  const bodies: string[] = []
  const server = createServer(async (request, response) => {
    asked.push(new URL(request.url ?? '', 'http://cluster'))
    let body = ''
    for await (const chunk of request) body += String(chunk)
    bodies.push(body)
    response.end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const opened = await openClickHouse({
    url: `clickhouse://127.0.0.1:${(server.address() as AddressInfo).port}?cluster=main`,
    clock: testClock(),
  })
  if (!opened.ok) throw new Error(explainOpenError(opened.error))
  await opened.value.run(sql`CREATE TABLE mangru.t (n UInt32) ENGINE = MergeTree ORDER BY n`)
  const n = new UInt32Column('n')
  n.push(1)
  await opened.value.insert('t', ['n'], nativeBlock([n]), 'token')
  await opened.value.close()
  await new Promise(resolve => server.close(resolve))
  expect(bodies[0]).toContain("CREATE DATABASE IF NOT EXISTS mangru ON CLUSTER 'main'")
  expect(bodies[1]).toContain("CREATE TABLE mangru.t_local ON CLUSTER 'main'")
  expect(bodies[2]).toContain('Distributed')
  expect(Object.fromEntries(asked[3]?.searchParams ?? [])).toMatchObject({
    insert_quorum: 'auto',
    distributed_foreground_insert: '1',
    insert_deduplication_token: 'token',
  })
})

test('a server that never answers is given up after the patience', async () => {
  const server = createServer(() => {})
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const patience = millis(Math.min(150, limits.engineRequestPatience))
  const opened = await openClickHouse({ url: `clickhouse://127.0.0.1:${port}`, clock: testClock(), patience })
  expect(opened).toMatchObject({ ok: false, error: { code: 'unreachable' } })
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
})

test('a running statement is looked at, and a cancelled one killed, in their steps', async () => {
  const slept = new Set<number>()
  const clock = testClock()
  const watched: Clock = {
    now: () => clock.now(),
    sleep: (length, signal) => {
      slept.add(length)
      return clock.sleep(length, signal)
    },
  }
  const opened = await openClickHouse({ url: front.url, clock: watched })
  if (!opened.ok) throw new Error(explainOpenError(opened.error))
  const controller = new AbortController()
  await opened.value.query(sql`SELECT count() FROM numbers(1000000000000) WHERE NOT ignore(sipHash64(number))`, {
    signal: controller.signal,
    onProgress: () => controller.abort(),
  })
  await opened.value.close()
  expect(slept).toEqual(new Set([limits.engineProgressStep, limits.engineKillStep]))
})

test('a server that is not there is told plainly', async () => {
  const opened = await openClickHouse({ url: 'clickhouse://127.0.0.1:1', clock: testClock() })
  expect(opened).toMatchObject({ ok: false, error: { code: 'unreachable', url: 'http://127.0.0.1:1' } })
  const wrong = await openClickHouse({ url: 'nonsense', clock: testClock() })
  expect(!wrong.ok && explainOpenError(wrong.error)).toContain('clickhouse://user:password@host:8123')
})
