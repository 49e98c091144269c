/**
 * The PostgreSQL adapter against the port's contract, on a server that this test starts, or on the one whose URL stands in
 * MANGRU_TEST_POSTGRES (a database in which the user may make schemas).
 */
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { at, makeGroup, must, newGroup, refusal, settingsContract } from '../contract/index.ts'
import { migrations } from '../tables/index.ts'
import { openPostgres } from './open.ts'
import { postgresBinaries, startPostgres, type TestServer } from './test-server.ts'

const given = process.env.MANGRU_TEST_POSTGRES
const binaries = postgresBinaries()
if (!given && !binaries) {
  console.warn(
    'PostgreSQL tests are skipped: no /usr/lib/postgresql/*/bin/initdb (Debian: apt install postgresql), and MANGRU_TEST_POSTGRES names no server.',
  )
}

describe.skipIf(!given && !binaries)('PostgreSQL', () => {
  let own: TestServer | undefined
  let url = given ?? ''
  let schemas = 0

  beforeAll(async () => {
    if (given || !binaries) return
    own = await startPostgres(binaries)
    url = own.url
  })
  afterAll(() => own?.dispose())

  const admin = async <R extends object>(statement: string): Promise<R[]> => {
    const client = new Client({ connectionString: url })
    await client.connect()
    try {
      return (await client.query<R>(statement)).rows
    } finally {
      await client.end()
    }
  }
  /** A schema of its own for each place, so that places do not see each other. */
  const newSchema = async () => {
    const schema = `mangru_test_${process.pid}_${schemas++}`
    await admin(`create schema ${schema}`)
    const address = `${url}${url.includes('?') ? '&' : '?'}options=${encodeURIComponent(`-c search_path=${schema}`)}`
    return { schema, address, drop: () => admin(`drop schema ${schema} cascade`) }
  }

  settingsContract('PostgreSQL', async () => {
    const { address, drop } = await newSchema()
    return {
      open: async () => must(await openPostgres(address)),
      dispose: async () => {
        await drop()
      },
    }
  })

  test('many replicas that start together make the tables once', async () => {
    const { schema, address, drop } = await newSchema()
    const opened = await Promise.all(Array.from({ length: 6 }, () => openPostgres(address)))
    expect(await admin(`select number from ${schema}.settings_migrations order by number`)).toEqual(
      migrations.map(({ number }) => ({ number })),
    )
    const replicas = opened.map(must)
    const answers = await Promise.all(replicas.map(one => one.logs.create(newGroup('a'))))
    expect(answers.filter(answer => answer.ok)).toHaveLength(1)
    await Promise.all(replicas.map(one => one.close()))
    await drop()
  })

  test('replicas that deliver together claim each delivery once, and take each deed once', async () => {
    const { address, drop } = await newSchema()
    const replicas = (await Promise.all(Array.from({ length: 4 }, () => openPostgres(address)))).map(must)
    const [first] = replicas
    const begin = { state: 'OK', memory: '{}', tags: {} }
    const put = must(
      await first!.alarms.put(
        { name: 'a', kind: 'metric', input: '{}', region: 'us-east-1', changedAt: at(0) },
        begin,
        () => [],
      ),
    )
    const ids = Array.from({ length: 60 }, (_, n) => `d${n}`)
    const deeds = ids.map(id => ({ id, action: 'arn', at: at(0), message: '{}' }))
    must(await first!.alarms.progress([{ ...put, history: [], deeds }], {}))
    const taken = await Promise.all(
      replicas.map(async ({ notify }) =>
        must(
          await notify.take(
            ids.map((id, n) => ({
              id,
              deliveries: [
                {
                  ...{
                    id,
                    target: `t${n % 20}`,
                    topic: null,
                    subscription: null,
                    alarm: 'a',
                    state: null,
                    action: 'arn',
                  },
                  ...{ way: 'https', to: 'x', kind: 'alarm', gathers: n % 2 === 0, at: at(0), nextTry: at(0) },
                  ...{ message: '{}', sealed: null },
                },
              ],
              history: [],
            })),
          ),
        ),
      ),
    )
    expect(taken.flat().sort()).toEqual(ids.toSorted())
    const claim = { now: at(1), until: at(99), targets: 20, run: 10, together: 10 }
    const claimed = await Promise.all(replicas.map(async ({ notify }) => must(await notify.claim(claim))))
    expect(
      claimed
        .flat()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(ids.toSorted())
    await Promise.all(replicas.map(one => one.close()))
    await drop()
  })

  test(`${limits.settingsConnections} connections at most serve any number of calls`, async () => {
    const { address, drop } = await newSchema()
    const settings = must(await openPostgres(address))
    const calls = Array.from({ length: 20 * limits.settingsConnections }, (_, n) => makeGroup(settings, `group ${n}`))
    await Promise.all(calls)
    const [row] = await admin<{ count: string }>(
      `select count(*) from pg_stat_activity where application_name = 'mangru'`,
    )
    expect(Number(row?.count)).toBe(limits.settingsConnections)
    await settings.close()
    await drop()
  })

  test('settings of a newer program are refused and left as they are', async () => {
    const { schema, address, drop } = await newSchema()
    const newer = { number: migrations.length + 1, name: 'later', sqlite: [], postgres: ['create table later (x int)'] }
    await must(await openPostgres(address, [...migrations, newer])).close()
    expect(await openPostgres(address)).toEqual({
      ok: false,
      error: {
        code: 'newer',
        message: expect.stringContaining(
          `newer Mangru (their schema is ${newer.number}, this program knows ${migrations.length})`,
        ),
      },
    })
    expect(await admin(`select * from ${schema}.later`)).toEqual([])
    await drop()
  })

  test('a migration that fails leaves nothing behind', async () => {
    const { schema, address, drop } = await newSchema()
    const bad = {
      number: migrations.length + 1,
      name: 'bad',
      sqlite: [],
      postgres: ['create table x (y int)', 'select 1/0'],
    }
    await expect(openPostgres(address, [...migrations, bad])).rejects.toThrow('division by zero')
    expect(await admin(`select tablename from pg_tables where schemaname = '${schema}'`)).toEqual([])
    await must(await openPostgres(address)).close()
    await drop()
  })

  test('when all ids are used up, it says so', async () => {
    const { schema, address, drop } = await newSchema()
    const settings = must(await openPostgres(address))
    await admin(`alter table ${schema}.log_groups alter column id restart with 4294967295`)
    expect((await makeGroup(settings, 'last')).id).toBe(4_294_967_295)
    expect(await settings.logs.create(newGroup('one more'))).toEqual({
      ok: false,
      error: { code: 'unavailable', message: expect.stringContaining('used up') },
    })
    await settings.close()
    await drop()
  })

  test('a lost table is damage', async () => {
    const { schema, address, drop } = await newSchema()
    const settings = must(await openPostgres(address))
    await admin(`drop table ${schema}.access_keys`)
    expect(await settings.keys.list()).toEqual(refusal('damaged'))
    await settings.close()
    await drop()
  })

  test.each([
    ['nobody listens', 'postgres://me:hunter2@127.0.0.1:1/db', 'unreachable'],
    ['no such host', 'postgres://me:hunter2@nowhere.invalid/db', 'unreachable'],
    ['no URL', 'postgres://me:hunter2@[bad/db', 'bad-address'],
    ['another kind of URL', 'mysql://me:hunter2@127.0.0.1/db', 'bad-address'],
  ])('cannot be opened: %s', async (_story, address, code) => {
    const answer = await openPostgres(address)
    expect(answer).toEqual(refusal(code))
    expect(JSON.stringify(answer)).not.toContain('hunter2')
  })

  test('a database that is not there, not in UTF-8, or not ours', async ({ skip }) => {
    if (own === undefined) skip('needs a server of its own')
    expect(await openPostgres(url.replace(/postgres$/, 'nowhere'))).toEqual(refusal('refused'))
    expect(await openPostgres(url.replace('mangru@', 'stranger@'))).toEqual(refusal('refused'))
    await admin(`create database latin encoding 'LATIN1' locale_provider libc locale 'C' template template0`)
    expect(await openPostgres(url.replace(/postgres$/, 'latin'))).toEqual({
      ok: false,
      error: { code: 'refused', message: expect.stringContaining('LATIN1') },
    })
    await admin('create role guest login')
    const guest = await openPostgres(url.replace('mangru@', 'guest@'))
    expect(guest).toEqual({
      ok: false,
      error: { code: 'refused', message: expect.stringContaining('Grant it CREATE') },
    })
  })

  test.for(['fast', 'crash'] as const)(
    'while the server is away (%s) calls say so; then they work again',
    async (how, { skip }) => {
      if (own === undefined) return skip('needs a server of its own')
      const { address, drop } = await newSchema()
      const settings = must(await openPostgres(address))
      const made = await makeGroup(settings, 'a')
      const under = Array.from({ length: 30 }, (_, n) => settings.logs.createStream(made.id, `s${n}`, at(n)))
      const stopped = own.stop(how)
      const answers = await Promise.all(under)
      await stopped
      for (const answer of answers) if (!answer.ok) expect(answer).toEqual(refusal('unavailable'))
      expect(await settings.logs.group('a')).toEqual(refusal('unavailable'))
      expect(await settings.logs.create(newGroup('b'))).toEqual(refusal('unavailable'))

      await own.start()
      expect(must(await settings.logs.group('a'))).toEqual(made)
      const kept = must(await settings.logs.streams({ groupId: made.id, limit: 100 }))
      expect(kept).toEqual(expect.arrayContaining(answers.flatMap(answer => (answer.ok ? [answer.value] : []))))
      await settings.close()
      await drop()
    },
  )
})
