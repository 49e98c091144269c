/** A column says what the message says: before it is filled, after a merge, when it is filled, for new rows; and queries cannot tell. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { instant } from '../../../model/index.ts'
import { sql } from '../../../store/engine/index.ts'
import { discover, textNumber, textOf } from '../functions/index.ts'
import { interpret } from '../interpret/index.ts'
import { checkInsights } from '../language/index.ts'
import type { InsightsRow } from '../port.ts'
import { anyMessage, anyQuery } from '../run/agreement.cases.ts'
import { must, openTestStore, type TestStore } from '../run/test-store.ts'
import {
  addColumnSql,
  columnsSql,
  dropColumnsSql,
  type FieldsColumn,
  fillSql,
  newColumn,
  promotedFields,
  readColumns,
} from './columns.ts'

let columns: readonly FieldsColumn[] = []
const fields = () => new Map(columns.flatMap(one => [...promotedFields(one)]))
const doubted = new Set<string>()
let store: TestStore
beforeAll(async () => {
  store = await openTestStore({
    fields: {
      find: name => fields().get(name),
      doubted: names => {
        for (const name of names) doubted.add(name)
      },
    },
  })
})
afterAll(() => store?.close())

const from = Date.UTC(2026, 0, 20, 10)
const account = '123456789012'
const rounds = Number(process.env.MANGRU_AGREEMENT ?? 3)
/** A constant on the left once read as one on the right. */
const turned = ['500 > d', '13 <= d', '12.5 = d', '12.5 != d', '"b" < n', '"b" >= n'].map(
  condition => `filter ${condition} | stats count(*) as c`,
)
const choice = (name: string, few: boolean) => ({ name, few })
const first = newColumn([choice('level', true), choice('n', false), choice('b', true)])
const second = newColumn([choice('status', false), choice('a.b', true), choice('d', true)])

async function promote(fresh: FieldsColumn): Promise<void> {
  must(await store.engine.run(addColumnSql(fresh)))
  const found = readColumns(must(await store.engine.query(columnsSql)).rows)
  expect(found.strange).toEqual([])
  expect(found.columns.toSorted(byName)).toEqual([...columns, fresh].toSorted(byName))
  columns = found.columns
}
const byName = (a: FieldsColumn, b: FieldsColumn) => (a.column < b.column ? -1 : 1)

/** What columns say beside what messages say, of every row that is not in doubt. How often they said something. */
async function expectTruth(): Promise<number> {
  const all = [...fields()]
  const parts = all.flatMap(([, { column, number, doubt }]) => [column, number ?? sql`NULL`, doubt ?? sql`0`])
  const { rows } = must(await store.engine.query(sql`SELECT message, ${sql.join(parts, ', ')} FROM mangru.logs`))
  let told = 0
  for (const [message, ...cells] of rows) {
    const found = discover(String(message))
    for (const [at, [name, { number }]] of all.entries()) {
      const [held, value, doubt] = cells.slice(at * 3, at * 3 + 3)
      if (Number(doubt) === 1) continue
      const meant = fieldText(found.get({ segments: name.split('.'), text: name }))
      expect({ message, name, held }).toEqual({ message, name, held: meant })
      if (number !== undefined)
        expect({ meant, value }).toEqual({ meant, value: meant === null ? null : textNumber(meant) })
      if (held !== null) told++
    }
  }
  return told
}

/** As a column of text: truth is 1 or 0. */
const fieldText = (value: Parameters<typeof textOf>[0]) =>
  typeof value === 'boolean' ? String(Number(value)) : textOf(value ?? null)

test('columns hold what messages say, whenever they came, and queries answer the same', async () => {
  let round = 0
  let told = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyMessage, { minLength: 40, maxLength: 40 }),
      fc.array(anyQuery, { minLength: 40, maxLength: 40 }),
      async (messages, queries) => {
        if (columns.length > 0) must(await store.engine.run(dropColumnsSql(columns.map(one => one.column))))
        columns = []
        const stages: readonly (() => Promise<void>)[] = [
          () => promote(first),
          () => promote(second),
          async () => void must(await store.engine.run(sql`OPTIMIZE TABLE mangru.logs FINAL`)),
          async () => {
            const filled = sql`${fillSql(columns, '2026-01-20')}`.text.replace(
              'mutations_sync = 0',
              'mutations_sync = 1',
            )
            must(await store.engine.run(sql.ours(filled)))
          },
        ]
        for (const stage of stages) {
          const group = `/round/${++round}`
          const events = messages.map((message, at) => ({
            timestamp: from + at * 1_000,
            ingestionTime: from + 700_000,
            message: message.toWellFormed(),
            stream: 'web-1',
            log: `${account}:${group}`,
            ptr: '',
          }))
          const groups = await store.keep(events)
          await stage()
          told += await expectTruth()
          for (const query of queries.slice(0, 10)) {
            const checked = checkInsights(query)
            if (!checked.ok) continue
            const world = {
              ...{
                startedAt: from + 600_000,
                from,
                to: from + 599_999,
                region: 'eu-west-1',
                groups: [group],
                limit: 1_000,
              },
              sourceGroups: () => [],
              lookupTable: () => undefined,
            }
            const meant = must(interpret(checked.value.query, events, world))
            const asked = { checked: checked.value, groups, from: instant(from), to: instant(world.to), limit: 1_000 }
            const answer = must(await store.runner.run({ ...asked, startedAt: instant(world.startedAt) }))
            expect({ query, rows: shown(answer.rows) }).toEqual({ query, rows: shown(meant.rows) })
          }
        }
      },
    ),
    {
      examples: [[['{"d":12.5,"n":"a"}', '{"d":600,"n":"c"}', '{"d":true}', '{}'], turned]],
      numRuns: rounds,
      endOnFailure: true,
      seed: Number(process.env.MANGRU_SEED ?? 20_261_121),
    },
  )
  expect(told).toBeGreaterThan(rounds * 10)
}, 900_000)

test('columns of another meaning are strange', () => {
  const rows = [
    ['f_1', 'field 1 status'],
    ['fields_1', 'fields 1 status'],
    ['fields_2', ''],
  ]
  expect(readColumns(rows)).toEqual({ columns: [], strange: ['f_1', 'fields_1', 'fields_2'] })
})

test('a query over rows in doubt is asked without their column, and that is told', async () => {
  if (columns.length > 0) must(await store.engine.run(dropColumnsSql(columns.map(one => one.column))))
  columns = []
  doubted.clear()
  await promote(first)
  const messages = ['{"level":"x","n":1}', '{"level":"x","n":2}', '{"level":true,"n":3}']
  const events = messages.map((message, at) => {
    const known = {
      timestamp: from + at * 1_000,
      ingestionTime: from,
      stream: 'web-1',
      log: `${account}:/doubt`,
      ptr: '',
    }
    return { ...known, message }
  })
  const groups = await store.keep(events)
  const ask = async (until: number) => {
    store.asked()
    const asked = { groups, from: instant(from), to: instant(from + until), limit: 10, startedAt: instant(from) }
    const answer = must(
      await store.runner.run({ ...asked, checked: must(checkInsights('stats sum(n) as s by level | sort level')) }),
    )
    const rows = answer.rows.map(row => row.map(({ value }) => value))
    return { rows, messages: store.asked().filter(text => text.includes('JSONExtract(')).length }
  }
  expect(await ask(1_000)).toEqual({ rows: [['x', '3']], messages: 0 })
  expect([...doubted]).toEqual([])
  const doubt = await ask(2_000)
  expect(doubt.rows).toEqual([
    ['x', '3'],
    ['1', '3'],
  ])
  expect(doubt.messages).toBe(1)
  expect([...doubted]).toEqual(['level'])
})

/** Sums of floating point depend on the order of the rows: 9 digits are compared. */
const shown = (rows: readonly InsightsRow[]) =>
  rows.map(row =>
    row.flatMap(({ field, value }) =>
      field === '@ptr' ? [] : [`${field}=${/^-?\d+\.\d+$/.test(value) ? Number(Number(value).toPrecision(9)) : value}`],
    ),
  )
