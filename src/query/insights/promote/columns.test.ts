/** A column says what the message says: before it is filled, after a merge, when it is filled, for new rows; and queries cannot tell. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { instant } from '../../../model/index.ts'
import { sql } from '../../../store/engine/index.ts'
import { discover, textOf } from '../functions/index.ts'
import { interpret } from '../interpret/index.ts'
import { checkInsights } from '../language/index.ts'
import type { InsightsRow } from '../port.ts'
import { anyMessage, anyQuery } from '../run/agreement.cases.ts'
import { must, openTestStore, type TestStore } from '../run/test-store.ts'
import {
  addColumnsSql,
  columnsSql,
  dropColumnsSql,
  type FieldColumn,
  fillSql,
  newColumn,
  promotedField,
  readColumns,
} from './columns.ts'

let columns: readonly FieldColumn[] = []
let store: TestStore
beforeAll(async () => {
  store = await openTestStore({
    fields: {
      find: name => {
        const held = columns.find(one => one.field === name)
        return held && promotedField(held)
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
const first = [newColumn('level', true), newColumn('n', false), newColumn('b', true)]
const second = [newColumn('status', false), newColumn('a.b', true), newColumn('d', true)]

async function promote(fresh: readonly FieldColumn[]): Promise<void> {
  must(await store.engine.run(addColumnsSql(columns, fresh)))
  const found = readColumns(must(await store.engine.query(columnsSql)).rows)
  expect(found.strange).toEqual([])
  expect(found.columns.toSorted(byField)).toEqual([...columns, ...fresh].toSorted(byField))
  columns = found.columns
}
const byField = (a: FieldColumn, b: FieldColumn) => (a.field < b.field ? -1 : 1)

/** What columns say beside what messages say, of every row. */
async function expectTruth(): Promise<number> {
  if (columns.length === 0) return 0
  const names = sql.join(
    columns.map(one => sql.ours(one.column)),
    ', ',
  )
  const { rows } = must(await store.engine.query(sql`SELECT message, ${names} FROM mangru.logs`))
  for (const [message, ...held] of rows) {
    const fields = discover(String(message))
    const meant = columns.map(({ field }) => fieldText(fields.get({ segments: field.split('.'), text: field })))
    expect({ message, held }).toEqual({ message, held: meant })
  }
  return rows.flat().filter(cell => cell !== null).length
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
      seed: Number(process.env.MANGRU_SEED ?? Date.now() % 1_000_000),
    },
  )
  expect(told).toBeGreaterThan(rounds * 100)
}, 900_000)

test('columns of another meaning are strange', () => {
  expect(
    readColumns([
      ['f_1', 'Nullable(String)', 'field 0 status'],
      ['f_2', 'String', ''],
    ]),
  ).toEqual({
    columns: [],
    strange: ['f_1', 'f_2'],
  })
})

/** Sums of floating point depend on the order of the rows: 9 digits are compared. */
const shown = (rows: readonly InsightsRow[]) =>
  rows.map(row =>
    row.flatMap(({ field, value }) =>
      field === '@ptr' ? [] : [`${field}=${/^-?\d+\.\d+$/.test(value) ? Number(Number(value).toPrecision(9)) : value}`],
    ),
  )
