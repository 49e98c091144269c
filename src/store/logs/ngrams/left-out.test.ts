/** What a search leaves out, on the real engine: only what cannot hold its text, whatever happened to the store in between. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { instant, mib, millis } from '../../../model/index.ts'
import { sql } from '../../engine/index.ts'
import { testClock } from '../../engine/test-clock.ts'
import { must, type TestEmbedded, testEmbedded } from '../../engine/test-embedded.ts'
import { storeMigrations } from '../../schema/index.ts'
import { type EngineLogStore, openLogStore } from '../store.ts'
import { testEngine } from '../test-engine.ts'
import { cellLength } from './by-cell.ts'
import { cellsWithout, leavingOut } from './left-out.ts'

const clock = testClock()
const start = Math.floor(clock.now() / cellLength) * cellLength - 10 * cellLength
const end = instant(start + 20 * cellLength)
const many = limits.ngramLeastLines
let embedded: TestEmbedded
let nextGroup = 1

beforeAll(async () => {
  embedded = await testEmbedded(storeMigrations)
})
afterAll(() => embedded?.close())

const open = async (): Promise<EngineLogStore> =>
  must(await openLogStore({ engine: embedded.engine, clock, queueBytes: mib(32) }))

/** So many lines of a cell, of which the first one is this. */
async function write(
  store: EngineLogStore,
  groupId: number,
  cell: number,
  text: string,
  count: number = many,
): Promise<void> {
  const messages = Array.from({ length: count }, (_, at) => (at === 0 ? text : `GET /cart/${at} 200`))
  const timestamps = messages.map((_, at) => start + cell * cellLength + at)
  must(await store.append({ groupId, streamId: 1, groupName: 'g', streamName: 's', timestamps, messages }))
}

/** Cells without the text, by number. */
async function without(groupId: number, ...texts: string[]): Promise<readonly number[]> {
  const groups = [{ id: groupId, notBefore: instant(0) }]
  const found = await cellsWithout(embedded.engine, groups, { from: instant(start), to: end }, texts)
  return found.map(({ at }) => (at - start) / cellLength).sort((a, b) => a - b)
}

/** A group whose cells 1, 2 and 3 are gathered, and cell 0 is not, since nobody knew then that it writes much. */
async function busyGroup(): Promise<{ readonly groupId: number; readonly store: EngineLogStore }> {
  const store = await open()
  const groupId = nextGroup++
  for (const cell of [0, 1, 2, 3]) await write(store, groupId, cell, `the word of cell ${'dhlp'[cell]?.repeat(9)}`)
  return { groupId, store }
}

describe('after it is closed in order', () => {
  test('a cell is left out where the text is not, and read where it is or nothing is known', async () => {
    const { groupId, store } = await busyGroup()
    await store.close()
    expect(await without(groupId, 'nobody wrote paradoxes')).toEqual([1, 2, 3])
    expect(await without(groupId, 'cell hhhhhhhh')).toEqual([2, 3])
    expect(await without(groupId, 'the word of', 'ell llllllll')).toEqual([1, 3])
    expect(await without(groupId, 'T /cart/100')).toEqual([])
    // Too short to be known.
    expect(await without(groupId, 'ddddddd')).toEqual([])
    expect(await without(groupId)).toEqual([])
    expect(await without(groupId + 1_000, 'nobody wrote paradoxes')).toEqual([])
  })

  test('what is written to a cell later is read, until that is known too', async () => {
    const { groupId, store } = await busyGroup()
    await store.close()
    const again = await open()
    await write(again, groupId, 2, 'a latecomer', 5)
    expect(await without(groupId, 'nobody wrote paradoxes')).toEqual([1, 3])
    await write(again, groupId, 0, 'much', many)
    await write(again, groupId, 3, 'plentiful they came', many)
    await again.close()
    // Cell 3 goes on where it ended; of the latecomer in cell 2 nothing is known.
    expect(await without(groupId, 'nobody wrote paradoxes')).toEqual([1, 3])
    expect(await without(groupId, 'plentiful they came')).toEqual([1])
    expect(await without(groupId, 'word of cell pppppppp')).toEqual([1])
  })
})

test('what was gathered when the program was killed is read', async () => {
  const { groupId, store } = await busyGroup()
  // Nobody closes it.
  const after = await open()
  await write(after, groupId, 4, 'since then', many)
  await write(after, groupId, 3, 'since then', many)
  await write(after, groupId, 5, 'since then', many)
  await after.close()
  expect(await without(groupId, 'nobody wrote paradoxes')).toEqual([5])
  await store.close()
})

test('a page, a histogram and facets find the same as without', async () => {
  const { groupId, store } = await busyGroup()
  await store.close()
  const again = await open()
  const text = 'cell hhhhhhhh'
  const where = sql`position(message, ${text}) > 0`
  const plain = { groups: [{ id: groupId, notBefore: instant(0) }], from: instant(start), to: end, where }
  const page = { order: 'descending', limit: 10, maxBytes: 1_000_000, windowRows: 1 } as const
  for (const selection of [plain, { ...plain, ofMessage: true, holds: [text] }]) {
    const found = must(await again.page(selection, page))
    expect(found.rows.map(({ message }) => message)).toEqual(['the word of cell hhhhhhhhh'])
    expect(must(await again.histogram(selection, millis(cellLength)))).toMatchObject([
      { at: start + cellLength, events: 1 },
    ])
    expect(must(await again.facets(selection, ['stream'], 3))).toEqual([
      { field: 'stream', values: [{ value: '1', events: 1 }] },
    ])
  }
  await again.close()
})

test('whatever is written, in whatever order, killed or closed in between: what is left out never holds the text', async () => {
  const words = ['4bf92f3577b34da6', 'a3ce929d0e0e4736', '카드 결제가 거절됨']
  const anyStep = fc.record({
    cell: fc.nat({ max: 7 }),
    count: fc.constantFrom(1, many, 3 * many),
    word: fc.constantFrom(...words),
    next: fc.constantFrom('on', 'on', 'on', 'close', 'kill'),
  })
  let leftOut = 0
  const property = fc.asyncProperty(fc.array(anyStep, { minLength: 6, maxLength: 14 }), async steps => {
    const groupId = nextGroup++
    const opened = [await open()]
    await write(opened[0] as EngineLogStore, groupId, 9, 'so that it is known to write much')
    for (const { cell, count, word, next } of steps) {
      await write(opened.at(-1) as EngineLogStore, groupId, cell, word, count)
      if (next === 'close') await opened.at(-1)?.close()
      if (next !== 'on') opened.push(await open())
    }
    await opened.at(-1)?.close()
    for (const word of words) {
      const cells = await without(groupId, word)
      const holding = steps.filter(step => step.word === word && cells.includes(step.cell))
      expect(holding).toEqual([])
      leftOut += cells.length
    }
    // Those that were "killed" too, now that nobody asks any more.
    for (const store of opened) await store.close()
  })
  await fc.assert(property, { numRuns: 12, seed: 7 })
  expect(leftOut).toBeGreaterThan(10)
})

describe('what is asked', () => {
  const groups = [{ id: 1, notBefore: instant(0) }]
  const range = { from: instant(start), to: end }

  test('is bounded (ngramsAsked, ngramCellsAsked)', async () => {
    const engine = testEngine()
    const long = Array.from({ length: 200 }, (_, at) => `text/${at * 7_919}`)
    await cellsWithout(engine, groups, range, long)
    expect(engine.statements[0]?.match(/bitTest/g)).toHaveLength(limits.ngramsAsked)
    expect(engine.statements.every(text => text.endsWith(`LIMIT ${limits.ngramCellsAsked}`))).toBe(true)
  })

  test('is nothing for short texts, no groups or no time; what cannot be known leaves nothing out', async () => {
    const engine = testEngine()
    await cellsWithout(engine, groups, range, ['shorter'])
    await cellsWithout(engine, [], range, ['lengthier ones'])
    await cellsWithout(engine, groups, { from: end, to: end }, ['lengthier ones'])
    expect(engine.statements).toEqual([])
    const away = testEngine(() => ({ code: 'unavailable', message: 'away' }))
    expect(await cellsWithout(away, groups, range, ['lengthier ones'])).toEqual([])
  })

  // What is known: of the batches after the first number up to the second; "+" where all n-grams of the text are there.
  test.each([
    ['stretches that go on where the other ends', '0-5 5-9', 9, true],
    ['what came later', '0-5 5-9', 10, false],
    ['a gap', '0-5 6-9', 9, false],
    ['what was there before', '1-9', 9, false],
    ['one that holds the text', '0-5 5-9+', 9, false],
    ['the batches before that one', '0-5 5-9+', 5, true],
    ['one that holds it and shares a batch', '0-5 4-5+', 5, false],
    ['and one after that which goes on where it began', '0-5 4-6+ 4-9', 9, false],
  ])('%s', async (_story, known, last, leftOut) => {
    const stretches = known.split(' ').map(stretch => {
      const [since, upTo] = stretch.replace('+', '').split('-')
      return [1, String(start), since, upTo, stretch.endsWith('+') ? 1 : 0]
    })
    const engine = testEngine(text => (text.includes('log_ngrams') ? stretches : [[1, start / 1_000, String(last)]]))
    expect(await cellsWithout(engine, groups, range, ['lengthier ones'])).toHaveLength(leftOut ? 1 : 0)
  })

  test('one statement leaves out so many cells (ngramCellsLeftOut)', async () => {
    const cells = Array.from({ length: limits.ngramCellsLeftOut + 1 }, (_, at) => at * cellLength)
    const engine = testEngine(text =>
      text.includes('log_ngrams')
        ? cells.map(at => [1, String(at), '0', '9', 0])
        : cells.map(at => [1, at / 1_000, '9']),
    )
    const selection = { ...range, groups, where: sql`1`, holds: ['lengthier ones'] }
    const read = await leavingOut(engine, selection, undefined)
    expect(read.where?.text.match(/\(1, \d+\)/g)).toHaveLength(limits.ngramCellsLeftOut)
    const short = { ...selection, holds: ['shorter'] }
    expect(await leavingOut(engine, short, undefined)).toBe(short)
  })
})
