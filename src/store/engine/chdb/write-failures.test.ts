/** What the disk does not take: nothing of it is acknowledged, and nothing that was acknowledged is lost. */
import { mkdtemp, readdir, rm, stat, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { type Bytes, bytes, type Millis, mib, millis } from '../../../model/index.ts'
import { durableTableSettings } from '../durable.ts'
import { nativeBlock, StringColumn } from '../native/index.ts'
import { sql } from '../sql.ts'
import { testClock } from '../test-clock.ts'
import { must } from '../test-embedded.ts'
import { type ChdbEngine, openChdb } from './index.ts'
import { linesOf, partOf } from './set-aside.js'
import { noDisk, testDisk } from './test-disk.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mangru-writes-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const page = 4_096
const rows = 100

interface Options {
  readonly diskReserve?: Bytes
  readonly writeLook?: Millis
  readonly log?: (line: string) => void
}

async function opened(options: Options = {}): Promise<ChdbEngine> {
  const engine = must(await openChdb({ dir, memory: mib(400), clock: testClock(), ...options }))
  const table = sql`CREATE TABLE IF NOT EXISTS kept (text String CODEC(NONE)) ENGINE = MergeTree ORDER BY tuple() SETTINGS ${durableTableSettings}`
  must(await engine.run(table))
  return engine
}

function block(size: number): readonly Uint8Array[] {
  const text = new StringColumn('text')
  for (let row = 0; row < rows; row += 1) text.push(String(row).padEnd(size / rows, 'x'))
  return nativeBlock([text])
}
const pagesOf = (size: number): number => Math.ceil(size / page)
const put = (engine: ChdbEngine, token: string, size: number) => engine.insert('kept', ['text'], block(size), token)
const kept = async (engine: ChdbEngine) =>
  must(await engine.query(sql`SELECT count(), sum(length(text)) FROM kept`)).rows[0]
/** A write that fails, and that has nothing to do with tables of ours. */
const failElsewhere = (engine: ChdbEngine) =>
  engine.run(sql`INSERT INTO FUNCTION file('/dev/full', 'TSV') SELECT number FROM numbers(10)`)

/** All of the disk but this, once what passed through it is gone. */
async function fillBut(left: number): Promise<() => Promise<void>> {
  const incoming = join(dir, 'incoming')
  for (;;) {
    const sizes = await Promise.all(
      (await readdir(incoming)).map(async name => (await stat(join(incoming, name))).size),
    )
    if (sizes.every(size => size <= 1)) break
  }
  const { bavail, bsize } = await statfs(dir)
  const filler = join(dir, 'filler')
  await writeFile(filler, Buffer.alloc(bavail * bsize - left))
  return () => rm(filler)
}

test('a block of which the disk took a part is refused, and is there once when there was room for it again', async ({
  skip,
}) => {
  using disk = testDisk(dir, '64m')
  if (disk === undefined) return skip(noDisk)
  const told: string[] = []
  const engine = await opened({ diskReserve: bytes(0), log: line => told.push(line) })
  must(await put(engine, 'first', 1_000_000))
  const size = 2_000_000
  // Room for the file that it comes by and for its column, so that the engine begins, but not for the small files of the part.
  const empty = await fillBut((2 * pagesOf(size) + 3) * page)
  expect(await put(engine, 'second', size)).toMatchObject({ ok: false, error: { code: 'disk-full' } })
  expect((await engine.stats()).restarts).toBe(1)
  expect(told.join('\n')).toMatch(
    /the disk did not take all[\s\S]*1 part of mangru\.kept is not whole and was set aside in \//,
  )
  expect(await kept(engine)).toEqual([String(rows), '1000000'])
  await empty()
  must(await put(engine, 'second', size))
  must(await put(engine, 'second', size))
  expect(await kept(engine)).toEqual([String(2 * rows), '3000000'])
  await engine.close()
  const again = await opened({ diskReserve: bytes(0) })
  must(await put(again, 'second', size))
  expect(await kept(again)).toEqual([String(2 * rows), '3000000'])
  await again.close()
  const names = await readdir(dir, { recursive: true })
  expect(names.filter(name => /^store.*detached\/[^/]+$/.test(name))).toEqual([
    expect.stringMatching(/broken_all_2_2_0$/),
  ])
})

test('a block that was written whole is there once, though something else was not', async () => {
  const engine = await opened()
  await failElsewhere(engine)
  must(await put(engine, 'one', 10_000))
  expect((await engine.stats()).restarts).toBe(1)
  must(await put(engine, 'two', 10_000))
  expect(await kept(engine)).toEqual([String(2 * rows), '20000'])
  expect((await engine.stats()).restarts).toBe(1)
  await engine.close()
})

test('what nobody waits for is looked at every so often (engineWriteLook)', async () => {
  const engine = await opened({ writeLook: millis(20) })
  const before = engine.pid
  await failElsewhere(engine)
  await expect.poll(() => engine.pid, { timeout: 20_000 }).not.toBe(before)
  await engine.close()
  // The engine keeps for eight minutes what a merge was made from.
  expect(limits.engineWriteLook).toBeLessThan(480_000 / 4)
})

test.for([
  ['no more than so much is free', 0, 'disk-full'],
  ['a page more is', page, undefined],
] as const)('a block where %s (engineDiskReserve)', async ([, more, code], { skip }) => {
  using disk = testDisk(dir, `${limits.engineDiskReserve + 32 * 1_048_576}`)
  if (disk === undefined) return skip(noDisk)
  const engine = await opened()
  // The file by which blocks come has its page from then on.
  must(await put(engine, 'first', 1_000))
  const empty = await fillBut(limits.engineDiskReserve + more)
  const words = "less than 64 MiB of the data directory's disk are free: free some space there"
  const told = code === undefined ? { ok: true } : { ok: false, error: { code, message: words } }
  expect(await put(engine, 'second', 1_000)).toEqual(told)
  await empty()
  must(await put(engine, 'second', 1_000))
  expect(await kept(engine)).toEqual([String(2 * rows), '2000'])
  await engine.close()
})

test('a part is known by the folder in which it was set aside', () => {
  expect(partOf('broken-on-start_all_11_11_0')).toBe('all_11_11_0')
  expect(partOf('broken-on-start_20261122_2_751_4_1051_try3')).toBe('20261122_2_751_4_1051')
})

test('tokens are dropped of those parts alone', () => {
  const log =
    '1\tall_1_1_0\tall_5_7\n1\tall_11_11_0\tall_8_9\n2\tall_1_1_0\tall_5_7\n1\tall_1_1_0\tall_3_3\n1\tall_1_1_0'
  expect(linesOf(log, new Set(['all_1_1_0']))).toEqual([0, 62])
  expect(linesOf(log, new Set(['all_2_2_0']))).toEqual([])
  expect(linesOf('', new Set(['all_1_1_0']))).toEqual([])
})
