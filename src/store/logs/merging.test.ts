/** When merges become wide and narrow again, and inserts count: by blocks as they come, against an engine that answers when the test says. */
import { expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { err, gib, mib, ok } from '../../model/index.ts'
import type { Engine, EngineError } from '../engine/index.ts'
import { countsOnInsert, keepMerging, mergeMost, mergeWidth, setMerging } from './merging.ts'
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
  expect([5, 15].map(mergeMost)).toEqual([8, 100])
  expect(setMerging(5, false).text).toContain('max_parts_to_merge_at_once = 8,')
})

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
