/** Directories that cannot be opened: each is a plain error that says what to do. */
import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { bytes, mib, type Result } from '../../../model/index.ts'
import { durableTableSettings } from '../durable.ts'
import { nativeBlock, StringColumn } from '../native/index.ts'
import { explainOpenError, type OpenError } from '../open-error.ts'
import { sql } from '../sql.ts'
import { testClock } from '../test-clock.ts'
import { type ChdbEngine, openChdb } from './index.ts'
import { noDisk, testDisk } from './test-disk.ts'
import { isNewer } from './version.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mangru-opening-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

/** Patience is fifty times shorter than the operator's. */
const open = (where = dir): Promise<Result<ChdbEngine, OpenError>> =>
  openChdb({ dir: where, memory: mib(400), clock: testClock(50) })

async function refusal(where = dir): Promise<OpenError> {
  const opened = await open(where)
  if (opened.ok) throw new Error('it opened')
  return opened.error
}

async function engineAt(where = dir): Promise<ChdbEngine> {
  const opened = await openChdb({ dir: where, memory: mib(400), clock: testClock(), diskReserve: bytes(0) })
  if (!opened.ok) throw new Error(explainOpenError(opened.error))
  return opened.value
}

test('a directory that another process uses: its PID is named, and that process is not disturbed', async () => {
  const first = await engineAt()
  const error = await refusal()
  expect(error).toEqual({ code: 'in-use', dir, pid: first.pid })
  expect(explainOpenError(error)).toContain(`PID ${first.pid}`)
  expect((await first.query(sql`SELECT 1`)).ok).toBe(true)
  await first.close()
})

test('a predecessor that lets go in time is waited for', async () => {
  const first = await engineAt()
  const second = engineAt()
  await first.close()
  const engine = await second
  expect((await engine.query(sql`SELECT 1`)).ok).toBe(true)
  await engine.close()
})

test('a file where the directory should be', async () => {
  const file = join(dir, 'file')
  await writeFile(file, 'mine')
  const error = await refusal(file)
  expect(error).toMatchObject({ code: 'not-writable', dir: file })
  expect(explainOpenError(error)).toContain(file)
  expect(await readFile(file, 'utf8')).toBe('mine')
  expect(await refusal(join(file, 'below'))).toMatchObject({ code: 'not-writable' })
})

test('a directory that is mounted read-only', async ({ skip }) => {
  using disk = testDisk(dir, '16m')
  if (disk === undefined) return skip(noDisk)
  await (await engineAt()).close()
  disk.readOnly()
  const error = await refusal()
  expect(error).toMatchObject({ code: 'not-writable', dir })
})

test('a disk that fills up: the insert says so, nothing acknowledged is lost, and there is a way back', async ({
  skip,
}) => {
  using disk = testDisk(dir, '16m')
  if (disk === undefined) return skip(noDisk)
  const engine = await engineAt()
  await engine.run(
    sql`CREATE TABLE kept (text String CODEC(NONE)) ENGINE = MergeTree ORDER BY tuple() SETTINGS ${durableTableSettings}`,
  )
  let acknowledged = 0
  for (let at = 0; at < 40; at += 1) {
    const text = new StringColumn('text')
    for (let row = 0; row < 100; row += 1) text.push(String(row).padEnd(10_000, 'x'))
    const done = await engine.insert('kept', ['text'], nativeBlock([text]), `block-${at}`)
    if (!done.ok) {
      expect(done).toMatchObject({ error: { code: 'disk-full' } })
      break
    }
    acknowledged += 100
  }
  expect(acknowledged).toBeGreaterThan(100)
  expect(await engine.query(sql`SELECT count() FROM kept`)).toMatchObject({
    ok: true,
    value: { rows: [[String(acknowledged)]] },
  })
  await engine.close()

  // Full to the last page, it still opens, so that something can be deleted.
  execFileSync('sh', ['-c', `cat /dev/zero > '${join(dir, 'filler')}' 2>/dev/null || true`])
  const again = await engineAt()
  expect(await again.query(sql`SELECT count() FROM kept`)).toMatchObject({
    ok: true,
    value: { rows: [[String(acknowledged)]] },
  })
  await again.close()
})

test('an empty directory on a full disk', async ({ skip }) => {
  using disk = testDisk(dir, '4k')
  if (disk === undefined) return skip(noDisk)
  expect(await refusal()).toEqual({ code: 'disk-full', dir })
})

test('a damaged description of a table', async () => {
  const engine = await engineAt()
  await engine.run(sql`CREATE TABLE kept (text String) ENGINE = MergeTree ORDER BY tuple()`)
  await engine.close()
  const described = (await readdir(dir, { recursive: true })).filter(path => /^store.*kept\.sql$/.test(path))
  expect(described).toHaveLength(1)
  await writeFile(join(dir, described[0] ?? ''), 'no SQL at all')
  const error = await refusal()
  expect(error).toMatchObject({ code: 'damaged', dir })
  expect(explainOpenError(error)).toContain('backup')
})

test('data of a newer engine is not touched', async () => {
  await mkdir(dir, { recursive: true })
  await writeFile(join(dir, 'engine-version'), '99.1.1\n')
  expect(await refusal()).toMatchObject({ code: 'newer-version', dir, written: '99.1.1' })
  expect(await readdir(dir)).toEqual(['engine-version'])
})

test.each([
  ['26.7.3-stable.1', '26.7.3-stable.1', false],
  ['26.7.9', '26.7.3', false],
  ['26.8.0', '26.7.3', true],
  ['26.6.9', '26.7.3', false],
  ['27.1.0', '26.12.1', true],
  ['', '26.7.3', false],
])('written by %s, opened by %s: newer is %s', (written, installed, newer) => {
  expect(isNewer(written, installed)).toBe(newer)
})
