/** Trouble with the file: each an answer in plain words, and nothing lost. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  closeSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { at, makeGroup, must, newGroup, refusal } from '../contract/index.ts'
import { migrate, migrations, settingsOf } from '../tables/index.ts'
import { connect, forKysely } from './connect.ts'
import { databaseOn, openSqlite } from './open.ts'

const writer = join(import.meta.dirname, 'test-writer.ts')
let folder: string
let file: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mangru-trouble-'))
  file = join(folder, 'settings.sqlite')
})
afterEach(() => rmSync(folder, { recursive: true }))

const says = (code: string, ...words: readonly string[]) => ({
  ok: false,
  error: { code, message: expect.stringMatching(new RegExp(words.join('.*'))) },
})

/** A file with `groups` groups, closed in order. */
async function fill(groups: number): Promise<void> {
  const settings = must(await openSqlite(file))
  for (let n = 0; n < groups; n++) await makeGroup(settings, `group ${n}`)
  await settings.close()
}

describe('one process at a time', () => {
  test('a second one is refused while the first lives, and welcome after its kill -9', async () => {
    const first = spawn(process.execPath, [writer, file], { stdio: ['ignore', 'pipe', 'inherit'] })
    const ended = once(first, 'exit')
    await once(first.stdout, 'data')
    expect(await openSqlite(file)).toEqual(says('in-use', 'in use by another Mangru', 'data folder of its own'))
    first.kill('SIGKILL')
    await ended
    await must(await openSqlite(file)).close()
  })

  test('also within one process, and the first does not notice', async () => {
    const settings = must(await openSqlite(file))
    expect(await openSqlite(file)).toEqual(refusal('in-use'))
    await makeGroup(settings, 'a')
    await settings.close()
    await must(await openSqlite(file)).close()
  })
})

describe('damage', () => {
  test('a file that is something else is refused and left as it is', async () => {
    writeFileSync(file, 'my shopping list '.repeat(1_000))
    expect(await openSqlite(file)).toEqual(says('damaged', file, 'restore a backup', 'move the file away'))
    expect(readFileSync(file, 'utf8')).toBe('my shopping list '.repeat(1_000))
  })

  test('a cut file is refused', async () => {
    await fill(500)
    truncateSync(file, Math.floor(statSync(file).size / 2))
    expect(await openSqlite(file)).toEqual(refusal('damaged'))
  })

  test('an empty file is a new one', async () => {
    writeFileSync(file, '')
    await must(await openSqlite(file)).close()
  })

  test('is met at the start in a file up to the bound, and when it is touched in a bigger one', async () => {
    await fill(4_000)
    const { size } = statSync(file)
    const harmed = openSync(file, 'r+')
    // The last quarter holds rows alone; what describes the tables lies before it.
    writeSync(harmed, Buffer.alloc(size / 4, 0x5a), 0, size / 4, (size / 4) * 3)
    closeSync(harmed)
    const bigger = join(folder, 'bigger.sqlite')
    copyFileSync(file, bigger)
    truncateSync(file, limits.settingsCheckedBytes)
    truncateSync(bigger, limits.settingsCheckedBytes + 1)

    expect(await openSqlite(file)).toEqual(refusal('damaged'))
    const settings = must(await openSqlite(bigger))
    expect(await settings.logs.groups({ limit: 8_000 })).toEqual(says('damaged', bigger, 'restore a backup'))
    await settings.close()
  })
})

describe('another version', () => {
  const next = migrations.length + 1
  const later = { number: next, name: 'later', sqlite: ['create table later (x)'], postgres: [] }

  test('data of a newer program is refused with both versions, and stays usable for that one', async () => {
    await must(await openSqlite(file, [...migrations, later])).close()
    expect(await openSqlite(file)).toEqual(
      says('newer', 'newer Mangru', `schema is ${next}, this program knows ${next - 1}`, 'Start that version'),
    )
    await must(await openSqlite(file, [...migrations, later])).close()
  })

  test('a step that comes later is done once, with the data kept', async () => {
    await fill(1)
    for (let n = 0; n < 2; n++) {
      const settings = must(await openSqlite(file, [...migrations, later]))
      expect(must(await settings.logs.countGroups())).toBe(1)
      await settings.close()
    }
  })

  test('a step that fails leaves nothing behind', async () => {
    await fill(1)
    const bad = { ...later, sqlite: ['create table later (x)', 'create table later (x)'] }
    await expect(openSqlite(file, [...migrations, bad])).rejects.toThrow('already exists')
    await must(await openSqlite(file, [...migrations, later])).close()
  })

  test('steps are numbered without a gap, and each has words for both databases', () => {
    expect(migrations.map(step => step.number)).toEqual(migrations.map((_, index) => index + 1))
    for (const step of migrations) expect(step.sqlite.length).toBe(step.postgres.length)
  })
})

test('a full disk is an answer; what was acknowledged stays, and it goes on when there is room', async () => {
  const connection = connect(file)
  const database = databaseOn(connection, file)
  must(await migrate(database))
  const settings = settingsOf(database)
  // SQLite's own bound on the file's pages gives the same error as a disk without room.
  const [pages] = connection.prepare('pragma page_count').all()
  connection.exec(`pragma max_page_count = ${Number(pages?.page_count) + 20}`)
  let made = 0
  for (;;) {
    const answer = await settings.logs.create(newGroup(`group ${made}`, { tags: { text: 'x'.repeat(1_000) } }))
    if (!answer.ok) {
      expect(answer).toEqual(says('disk-full', file, 'is full', 'Free some room'))
      break
    }
    made++
  }
  expect(made).toBeGreaterThan(10)
  expect(must(await settings.logs.countGroups())).toBe(made)
  expect(await settings.logs.create(newGroup('x', { tags: { text: 'x'.repeat(9_000) } }))).toEqual(refusal('disk-full'))

  connection.exec('pragma max_page_count = 100000')
  await makeGroup(settings, 'room again')
  await settings.close()
  const again = must(await openSqlite(file))
  expect(must(await again.logs.countGroups())).toBe(made + 1)
  await again.close()
})

describe('rights', () => {
  test('a file that is a folder, or in a folder that is not there', async () => {
    mkdirSync(file)
    expect(await openSqlite(file)).toEqual(says('no-rights', file, 'read and write rights'))
    expect(await openSqlite(join(folder, 'nowhere', 'settings.sqlite'))).toEqual(refusal('no-rights'))
  })

  test.each([
    ['a file that may not be read', 0o777, 0o000],
    ['a file that may not be written', 0o777, 0o444],
    ['a folder that may not be written', 0o555, undefined],
  ])('%s', async (_story, folderMode, fileMode) => {
    if (fileMode !== undefined) {
      await fill(1)
      chmodSync(file, fileMode)
    }
    chmodSync(folder, folderMode)
    expect(openAsNobody()).toEqual(says('no-rights', file, 'read and write rights'))
    chmodSync(folder, 0o777)
  })

  test('others of the machine may not read the file, nor its log', async () => {
    const settings = must(await openSqlite(file))
    await makeGroup(settings, 'a')
    for (const path of [file, `${file}-wal`]) expect(statSync(path).mode & 0o777).toBe(0o600)
    await settings.close()
  })

  /** How opening goes in a process without special rights: root may read and write anything. */
  function openAsNobody(): unknown {
    const isRoot = process.getuid?.() === 0
    const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }))
    const user = isRoot ? { uid: id('-u'), gid: id('-g') } : {}
    if (isRoot) chownSync(folder, id('-u'), id('-g'))
    if (isRoot && statSync(file, { throwIfNoEntry: false })) chownSync(file, id('-u'), id('-g'))
    return JSON.parse(execFileSync(process.execPath, [writer, file, 'once'], { encoding: 'utf8', cwd: '/', ...user }))
  }
})

test('when all ids are used up, it says so', async () => {
  const connection = connect(file)
  const database = databaseOn(connection, file)
  must(await migrate(database))
  const settings = settingsOf(database)
  await makeGroup(settings, 'first')
  connection.exec(`update sqlite_sequence set seq = 4294967294 where name = 'log_groups'`)
  expect((await makeGroup(settings, 'last')).id).toBe(4_294_967_295)
  expect(await settings.logs.create(newGroup('one more'))).toEqual(says('unavailable', 'ids', 'used up'))
  expect(must(await settings.logs.countGroups())).toBe(2)
  await settings.close()
})

test('our own bugs are thrown, undone, and the next call works', async () => {
  const settings = must(await openSqlite(file))
  await expect(settings.logs.create(newGroup('a', { createdAt: at(0.5) }))).rejects.toThrow()
  expect(must(await settings.logs.countGroups())).toBe(0)
  await makeGroup(settings, 'a')
  await settings.close()
})

test(`${limits.settingsStatements} statements stay ready, one more lets the one used longest ago go`, () => {
  const database = forKysely(connect(':memory:'))
  const prepare = (n: number) => database.prepare(`select ${n}`)
  const first = Array.from({ length: limits.settingsStatements }, (_, n) => prepare(n))
  expect(first.every((statement, n) => prepare(n) === statement)).toBe(true)
  prepare(limits.settingsStatements)
  expect(prepare(1)).toBe(first[1])
  expect(prepare(0)).not.toBe(first[0])
  database.close()
})
