/** A query reads only where its texts can stand, on the real engine, and answers as if it had read everything. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { instant, mib, ok } from '../../../model/index.ts'
import type { Engine } from '../../../store/engine/index.ts'
import { testClock } from '../../../store/engine/test-clock.ts'
import { must, type TestEmbedded, testEmbedded } from '../../../store/engine/test-embedded.ts'
import { cellLength, openLogStore } from '../../../store/logs/index.ts'
import { testEngine } from '../../../store/logs/test-engine.ts'
import { storeMigrations } from '../../../store/schema/index.ts'
import { checkInsights } from '../language/index.ts'
import { createInsightsRunner } from './index.ts'
import { isLeftOut, leftOutBy } from './left-out.ts'

const clock = testClock()
/** Of so many lines that what is left out is more than the granules at its edges. */
const cells = 10
const linesOfCell = 30_000
const start = Math.floor(clock.now() / cellLength) * cellLength - (cells + 2) * cellLength
const end = start + cells * cellLength
const group = { id: 1, name: '/g', notBefore: instant(0) }
let embedded: TestEmbedded

beforeAll(async () => {
  embedded = await testEmbedded(storeMigrations)
  const store = must(await openLogStore({ engine: embedded.engine, clock, queueBytes: mib(64) }))
  for (let cell = 0; cell < cells; cell++) {
    const messages = Array.from({ length: linesOfCell }, (_, at) =>
      at % 7_000 === 7 && cell === 6
        ? `paymentdeclined, order=${Math.floor(at / 7_000) % 2}`
        : `GET /cart/${at % 10} 200`,
    )
    const timestamps = messages.map((_, at) => start + cell * cellLength + at)
    must(await store.append({ groupId: 1, streamId: 1, groupName: '/g', streamName: 's', timestamps, messages }))
  }
  await store.close()
}, 60_000)
afterAll(() => embedded?.close())

/** The answer, how many rows were read for its pages and groups, and which statements left something out. `blind`: nothing is known of cells. */
async function answerTo(text: string, { blind = false } = {}) {
  let read = 0
  const leavesOut = new Set<boolean>()
  const note = (statement: string) => statement.includes(' PREWHERE ') && leavesOut.add(statement.includes(' NOT IN '))
  const engine: Engine = {
    ...embedded.engine,
    query: async (statement, options) => {
      if (blind && statement.text.includes('mangru.log_ngrams'))
        return ok({ rows: [], rowsRead: 0, bytesRead: 0, elapsed: 0 as never })
      const answer = await embedded.engine.query(statement, options)
      if (note(statement.text) && answer.ok) read += answer.value.rowsRead
      return answer
    },
    stream: (statement, options) => {
      note(statement.text)
      return embedded.engine.stream(statement, options)
    },
  }
  const world = {
    ...{ account: '123456789012', region: 'eu-west-1', groups: async () => ok([group]), streams: async () => [] },
    ...{ streamNames: async () => new Map([[1, 's']]), lookupTable: async () => undefined },
  }
  const [from, to] = [instant(start), instant(end - 1)]
  const checked = must(checkInsights(text))
  const asked = { checked, groups: [group], from, to, limit: 10_000, startedAt: to }
  const { rows, statistics } = must(await createInsightsRunner({ engine, world, clock }).run(asked))
  return { rows, statistics, read, leavesOut: [...leavesOut] }
}

describe('what cannot hold the text is not read', () => {
  test.each([
    ['pages', 'filter @message like "mentdeclin" | limit 4', 4],
    ['the oldest first', 'filter @message like "mentdeclin" | sort @timestamp asc | limit 4', 4],
    ['a regular expression', 'filter @message like /mentdeclin\\w+, order/', 5],
    ['another order', 'filter strcontains(@message, "mentdeclin") | sort @message desc | limit 3', 3],
    ['groups', 'filter @message like "mentdeclin" | stats count(*) as n by bin(10s)', 3],
    ['the first of the groups', 'filter @message like "mentdeclin" | stats count(*) as n by @message | limit 2', 2],
    ['every event', 'filter @message like "mentdeclin" | dedup @message', 2],
    ['patterns', 'filter @message like "mentdeclin" | pattern @message', 1],
    ['what nobody wrote', 'filter @message like "nobodywrotethis"', 0],
  ])('%s: %s', async (_, query, count) => {
    const all = await answerTo(query, { blind: true })
    const some = await answerTo(query)
    expect(all.rows).toHaveLength(count)
    expect(some.rows).toEqual(all.rows)
    expect(some.statistics).toEqual(all.statistics)
    expect(all.leavesOut).toEqual([false])
    // What a stream read is not told.
    if (all.read > 0) expect(some.read).toBeLessThan(all.read / 2)
    else expect(some.leavesOut).toEqual([true])
  })

  test('all is read for what must not be there', async () => {
    const query = 'filter @message not like "mentdeclin" | stats count(*) as n'
    expect(await answerTo(query)).toEqual(await answerTo(query, { blind: true }))
  })
})

describe('what is asked', () => {
  const extent = { groups: [group], from: instant(start), to: instant(end) }
  const many = { records: limits.searchFirstWindowRows + 1 }
  const filter = { holds: ['mentdeclin'] }

  test.each([
    [limits.searchFirstWindowRows, 0],
    [limits.searchFirstWindowRows + 1, 2],
  ])('of %d events: %d statements', async (records, statements) => {
    const engine = testEngine()
    await leftOutBy(filter, { engine, signal: undefined }, extent, { records })
    expect(engine.statements).toHaveLength(statements)
  })

  test('is nothing where no text is certain', async () => {
    const engine = testEngine()
    expect(await leftOutBy({ holds: [] }, { engine, signal: undefined }, extent, many)).toEqual([])
    expect(engine.statements).toEqual([])
  })

  test(`at most ${limits.ngramCellsLeftOut} cells are left out (ngramCellsLeftOut)`, async () => {
    const known = Array.from({ length: limits.ngramCellsLeftOut + 1 }, (_, at) => at * cellLength)
    const engine = testEngine(text =>
      text.includes('log_ngrams')
        ? known.map(at => [1, String(at), '0', '9', 0])
        : known.map(at => [1, at / 1_000, '9']),
    )
    const cut = await leftOutBy(filter, { engine, signal: undefined }, extent, many)
    expect(cut).toHaveLength(limits.ngramCellsLeftOut)
  })
})

test.each([
  ['a cell of its group', [1], [[1, 0]], 0, 1, true],
  ['a part of it', [1], [[1, 0]], 0.2, 0.4, true],
  ['more than it', [1], [[1, 0]], 0, 1.1, false],
  ['two', [1], [[1, 0], [1, 1]], 0.5, 1.5, true], // biome-ignore format: a row
  ['of one group of two', [1, 2], [[1, 0]], 0, 1, false],
  ['of both', [1, 2], [[1, 0], [2, 0]], 0, 1, true], // biome-ignore format: a row
  ['another', [1], [[1, 1]], 0, 1, false],
  ['nothing', [1], [], 0, 1, false],
] as const)('a window is left out whole or not: %s', (_, groups, leftOut, from, to, whole) => {
  const extent = { groups: groups.map(id => ({ ...group, id })) }
  const window = { from: instant(from * cellLength), to: instant(to * cellLength) }
  const without = leftOut.map(([groupId, at]) => ({ groupId, at: instant(at * cellLength) }))
  expect(isLeftOut(extent, window, without)).toBe(whole)
})
