/** When merges become wide and narrow again, and inserts count: by blocks as they come, against an engine that answers when the test says. */
import { expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { err, gib, mib, ok } from '../../model/index.ts'
import { type Engine, type EngineError, type Sql, sql } from '../engine/index.ts'
import { must, testEmbedded } from '../engine/test-embedded.ts'
import { countsOnInsert, keepMerging, mergeMost, mergeWidth, setMerging } from './merging.ts'
import { logMigrations } from './schema.ts'
import { testEngine } from './test-engine.ts'

const trouble: EngineError = { code: 'unavailable', message: 'gone' }
/** Each time something was set: how wide merges are, and whether inserts count. */
const set = (statements: readonly string[]) =>
  statements.map(text => {
    const [, width, counting] =
      /base = (\d+), max_parts_to_merge_at_once = \d+, materialize_projections_on_insert = ([01])$/.exec(text) ?? []
    return `${width}${counting === '1' ? ' counting' : ''}`
  })

async function kept(engine: Engine, memory = gib(1)) {
  const keeper = await keepMerging(engine, memory)
  if (!keeper.ok) throw new Error(JSON.stringify(keeper.error))
  return async (count: number, bytes: number) => {
    for (let block = 0; block < count; block += 1) keeper.value.stored(bytes)
    await new Promise(resolve => setImmediate(resolve))
  }
}

test.each([
  [mib(2_047), limits.smallBlocksInRow - 1, 5],
  [mib(2_047), limits.smallBlocksInRow, 15],
  [mib(2_048), 0, 15],
])('with %d bytes of memory, after %d small blocks: %d parts', (memory, smallInRow, width) => {
  expect(mergeWidth(memory, smallInRow)).toBe(width)
})

test('a narrow merge takes few parts, however many wait; a wide one as many as the engine likes', () => {
  expect([5, 15].map(mergeMost)).toEqual([limits.mergePartsNarrow, limits.mergePartsWide])
  expect(setMerging(5, false).text).toContain(`max_parts_to_merge_at_once = ${limits.mergePartsNarrow + 1},`)
})

test('of parts that wait the engine takes so many at once and not one more (mergePartsNarrow)', async () => {
  const embedded = await testEmbedded(logMigrations)
  const own = sql`SELECT value FROM system.merge_tree_settings WHERE name = 'max_parts_to_merge_at_once'`
  expect(Number(must(await embedded.engine.query(own)).rows[0]?.[0])).toBe(limits.mergePartsWide + 1)
  const run = async (statement: Sql) => must(await embedded.engine.run(statement))
  const largestOf = async (most: number) => {
    const ended = sql`SELECT max(max_block_number) FROM system.parts WHERE table = 'logs'`
    const before = Number(must(await embedded.engine.query(ended)).rows[0]?.[0])
    await run(sql`TRUNCATE TABLE mangru.logs`)
    await run(sql`SYSTEM STOP MERGES mangru.logs`)
    await run(setMerging(5, false))
    if (most !== limits.mergePartsNarrow)
      await run(sql`ALTER TABLE mangru.logs MODIFY SETTING max_parts_to_merge_at_once = ${most + 1}`)
    for (let part = 0; part < 20; part++)
      await run(sql`INSERT INTO mangru.logs (group_id, message) SELECT number, ${`block ${part}`} FROM numbers(100)`)
    await run(sql`SYSTEM START MERGES mangru.logs`)
    const merged = sql`SELECT sum(n), max(n) FROM (SELECT max_block_number - min_block_number + 1 AS n FROM system.parts WHERE table = 'logs' AND level = 1 AND min_block_number > ${before})`
    const look = async () => must(await embedded.engine.query(merged)).rows[0]?.map(Number) ?? []
    await expect.poll(async () => (await look())[0], { timeout: 30_000 }).toBeGreaterThanOrEqual(15)
    return (await look())[1]
  }
  const most = limits.mergePartsNarrow
  expect(await largestOf(most)).toBe(most)
  expect(await largestOf(most + 1)).toBe(most + 1)
  await embedded.close()
}, 90_000)

test.each([
  [false, 0, true],
  [false, 1, false],
  [true, limits.smallBlocksInRow - 1, true],
  [true, limits.smallBlocksInRow, false],
])('inserts that counted: %s, after %d small blocks: %s (smallBlocksInRow)', (counted, smallInRow, counts) => {
  expect(countsOnInsert(counted, smallInRow)).toBe(counts)
})

test('enough small blocks in a row make merges wide and leave counting to them, the first larger one turns both round', async () => {
  const engine = testEngine()
  const store = await kept(engine)
  await store(limits.smallBlocksInRow - 1, limits.smallBlockBytes)
  expect(set(engine.statements)).toEqual(['5'])
  await store(1, limits.smallBlockBytes + 1)
  await store(limits.smallBlocksInRow - 1, limits.smallBlockBytes)
  expect(set(engine.statements)).toEqual(['5', '5 counting'])
  await store(1, limits.smallBlockBytes)
  await store(100, 1)
  expect(set(engine.statements)).toEqual(['5', '5 counting', '15'])
  await store(1, limits.smallBlockBytes + 1)
  await store(3, limits.smallBlockBytes + 1)
  expect(set(engine.statements)).toEqual(['5', '5 counting', '15', '5 counting'])
})

test('with memory enough merges are always wide', async () => {
  const engine = testEngine()
  const store = await kept(engine, gib(2))
  await store(limits.smallBlocksInRow, 1)
  expect(set(engine.statements)).toEqual(['15'])
  await store(1, limits.smallBlockBytes + 1)
  expect(set(engine.statements)).toEqual(['15', '15 counting'])
})

test('what could not be set is tried again with the next block, one at a time', async () => {
  const inner = testEngine()
  let failing = false
  const engine: Engine = {
    ...inner,
    run: async text => ((await inner.run(text)).ok && !failing ? ok(undefined) : err(trouble)),
  }
  const store = await kept(engine)
  failing = true
  await store(limits.smallBlocksInRow + 5, 1)
  expect(set(inner.statements)).toEqual(['5', '15'])
  await store(1, 1)
  failing = false
  await store(1, 1)
  await store(1, 1)
  expect(set(inner.statements)).toEqual(['5', '15', '15', '15'])
})

test('without an engine there is no keeper', async () => {
  const engine: Engine = { ...testEngine(), run: async () => err(trouble) }
  expect(await keepMerging(engine, gib(1))).toEqual(err(trouble))
})
