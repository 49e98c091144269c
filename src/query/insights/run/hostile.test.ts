/** Names, patterns and values that would be something else if they ever became SQL text: the answers are the interpreter's. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { instant } from '../../../model/index.ts'
import { sql } from '../../../store/engine/index.ts'
import { interpret } from '../interpret/index.ts'
import { checkInsights } from '../language/index.ts'
import type { InsightsGroup } from '../port.ts'
import type { EventRow } from '../value.ts'
import { must, openTestStore, type TestStore } from './test-store.ts'

const hostile = [
  "'",
  "''",
  '\\',
  "\\'",
  '"',
  "x' OR 1=1 --",
  "'); DROP TABLE mangru.logs; --",
  '/* mangru:1 */',
  'f1',
  'x1',
  'json',
  'message',
  'k1',
  'n',
  '{x:String}',
  '$1',
  '$(reboot)',
  '%',
  '_',
  'a\nb',
  '?',
  'Nullable(String)',
  'a, b String',
  ') Tuple(',
  '😀',
  '__proto__',
  'constructor',
] as const
const from = Date.UTC(2026, 0, 20)
const events: readonly EventRow[] = hostile.map((text, at) => ({
  timestamp: from + at,
  ingestionTime: from,
  message: JSON.stringify({ [text]: at, said: text, in: { [text]: text } }),
  stream: text,
  log: '123456789012:/hostile',
  ptr: '',
}))

let store: TestStore
let groups: readonly InsightsGroup[]
beforeAll(async () => {
  store = await openTestStore()
  groups = await store.keep(events)
})
afterAll(() => store?.close())

const inText = (text: string) => `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`
const inTicks = (text: string) => `\`${text}\``
const inRegex = (text: string) => `/${text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replaceAll('\n', '\\n')}/`

const queries = hostile.flatMap(text => [
  `filter said = ${inText(text)} | stats count(*) as n by said`,
  `filter said like ${inText(text)} or @message like ${inText(text)} | stats count(*) as n`,
  `filter said in [${inText(text)}, "z"] and not (said like ${inRegex(text)}) | fields said`,
  `filter @logStream = ${inText(text)} | fields said, @logStream`,
  `parse said ${inText(`${text}*`)} as rest | stats count(rest) as n, min(rest) as m`,
  `fields replace(said, ${inText(text)}, "~") as r | stats count(*) as n by r`,
  `fields trim(said, ${inText(text)}) as r | sort r | limit 5`,
  ...(text.includes('\n')
    ? []
    : [
        `filter ispresent(${inTicks(text)}) | stats max(${inTicks(text)}) as ${inTicks(text)} by in.${inTicks(text)}`,
        `fields ${inTicks(text)} as ${inTicks(`a ${text}`)} | sort ${inTicks(`a ${text}`)} desc | limit 3`,
        `stats count(*) as ${inTicks(text)} by said | sort ${inTicks(text)}, said | limit 3`,
      ]),
])

test.each(queries)('%s', async query => {
  const checked = checkInsights(query)
  // Some of these are no queries; what compiles must be right.
  if (!checked.ok) return
  const times = { from, to: from + 1_000, startedAt: from + 2_000 }
  const meant = must(
    interpret(checked.value.query, events, {
      ...times,
      region: 'eu-west-1',
      groups: ['/hostile'],
      limit: 100,
      sourceGroups: () => [],
      lookupTable: () => undefined,
    }),
  )
  const answer = must(
    await store.runner.run({
      checked: checked.value,
      groups,
      from: instant(times.from),
      to: instant(times.to),
      limit: 100,
      startedAt: instant(times.startedAt),
    }),
  )
  const plain = (rows: typeof answer.rows) => rows.map(row => row.filter(({ field }) => field !== '@ptr'))
  expect(plain(answer.rows)).toEqual(plain(meant.rows))
})

test('most of them are queries, and everything is still there', async () => {
  expect(queries.filter(query => checkInsights(query).ok).length).toBeGreaterThan(queries.length * 0.9)
  const left = must(await store.engine.query(sql`SELECT count() FROM mangru.logs`))
  expect(Number(left.rows[0]?.[0])).toBe(hostile.length)
})
