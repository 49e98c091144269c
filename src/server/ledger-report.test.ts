/** The ledger over the real engine: what was accepted can be found, what was deleted is seen, and the canary comes back. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { limits } from '../limits.ts'
import { type Clock, err, instant, mib, type Result } from '../model/index.ts'
import { migrate, openChdb, sql } from '../store/engine/index.ts'
import { logMigrations, openLogStore } from '../store/logs/index.ts'
import { steppedClock } from '../store/logs/stepped-clock.ts'
import { testEngine } from '../store/logs/test-engine.ts'
import { openSqlite } from '../store/settings/index.ts'
import { CanaryRecord, startCanary } from './canary.ts'
import { openLedger } from './ledger.ts'
import { ledgerReport } from './ledger-report.ts'

const must = <T, E>(result: Result<T, E>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

test('accepted, durable and found agree; a loss would show; pages follow one another', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'mangru-ledger-'))
  const clock: Clock = {
    now: () => instant(Date.now()),
    sleep: (length, signal) =>
      new Promise(done => {
        // The canary's ten seconds pass in a moment.
        const timer = setTimeout(done, Math.min(length, 100))
        signal?.addEventListener('abort', () => {
          clearTimeout(timer)
          done()
        })
      }),
  }
  const startedAt = clock.now()
  const engine = must(await openChdb({ dir: join(dir, 'engine'), memory: mib(400), clock }))
  must(await migrate(engine, logMigrations))
  const logs = must(await openLogStore({ engine, clock, queueBytes: mib(8) }))
  const settings = must(await openSqlite(':memory:'))
  const group = must(
    await settings.logs.create({
      ...{ name: 'g', createdAt: startedAt, class: 'STANDARD', deletionProtection: false, kmsKeyId: null, tags: {} },
    }),
  )
  const ledger = openLedger(clock)
  for (const name of ['a', 'b']) {
    const stream = must(await settings.logs.createStream(group.id, name, startedAt))
    const source = { group: 'g', stream: name }
    ledger.offered(source, { events: 3, late: 0 }, { tooOld: 0, tooNew: 0, expired: 0 })
    const at = clock.now()
    must(
      await logs.append({
        ...{ groupId: group.id, streamId: stream.id, groupName: 'g', streamName: name },
        ...{ timestamps: [at, at, at], messages: ['1', '2', '3'] },
      }),
    )
    ledger.stored(source, 3)
  }
  ledger.stored({ group: 'g', stream: 'was deleted' }, 1)
  const said: string[] = []
  const canary = startCanary({ logs, engine, clock }, line => said.push(line))
  while (canary.record().written < 3) await clock.sleep(limits.canaryEvery)
  const read = ledgerReport({ ledger, canary, engine, settings: settings.logs, startedAt })
  const whole = await read({ skip: 0, limit: 10 })
  expect(whole.sources.map(one => [one.stream, one.accepted, one.durable, one.queryable])).toEqual([
    ['was deleted', 0, 1, null],
    ['b', 3, 3, 3],
    ['a', 3, 3, 3],
  ])
  expect(whole.canary).toMatchObject({ failed: 0, lastFailure: null })
  expect(said).toEqual([])
  const first = await read({ skip: 0, limit: 2 })
  expect([first.sources.length, first.next]).toEqual([2, '2'])
  expect((await read({ skip: Number(first.next), limit: 2 })).sources.map(one => one.stream)).toEqual(['a'])
  await canary.stop()
  const holds = async (where: string) =>
    Number(must(await engine.query(sql`SELECT count() FROM mangru.logs WHERE ${sql.ours(where)}`)).rows[0]?.[0])
  expect(await holds("group_id = 0 AND toDate(ts) = '1970-01-01'")).toBe(await holds('group_id = 0'))
  must(await engine.run(sql`ALTER TABLE mangru.logs DELETE WHERE message = ${'2'} SETTINGS mutations_sync = 1`))
  expect((await read({ skip: 1, limit: 1 })).sources[0]).toMatchObject({ durable: 3, queryable: 2 })
  await logs.close()
  await engine.close()
  await settings.close()
  await rm(dir, { recursive: true })
})

test('a count that takes too long is left out, and does not look like a loss', async () => {
  const timeouts: unknown[] = []
  const engine = {
    ...testEngine(),
    query: async (_statement: unknown, options?: { readonly timeout?: number }) => {
      timeouts.push(options?.timeout)
      return err({ code: 'over-limit', limit: 'time', message: 'too long' } as const)
    },
  }
  const settings = must(await openSqlite(':memory:'))
  const clock = steppedClock()
  const made = { class: 'STANDARD' as const, deletionProtection: false, kmsKeyId: null, tags: {} }
  const group = must(await settings.logs.create({ name: 'g', createdAt: clock.now(), ...made }))
  must(await settings.logs.createStream(group.id, 's', clock.now()))
  const ledger = openLedger(clock)
  ledger.stored({ group: 'g', stream: 's' }, 1)
  const canary = { record: () => new CanaryRecord().read(), stop: async () => undefined }
  const read = ledgerReport({ ledger, canary, engine, settings: settings.logs, startedAt: clock.now() })
  expect((await read({ skip: 0, limit: 1 })).sources[0]).toMatchObject({ durable: 1, queryable: null })
  expect(timeouts).toEqual([limits.ledgerCountTime])
  await settings.close()
})
