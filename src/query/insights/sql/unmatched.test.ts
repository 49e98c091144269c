/** Which queries read only the messages that hold what `parse` looks for. That the answers are the same is `run/agreement.test.ts`'s. */
import { expect, test } from 'vitest'
import { sql } from '../../../store/engine/sql.ts'
import { checkInsights } from '../language/index.ts'
import { groupsSql, noPromotedFields, plan } from './index.ts'

function statementOf(text: string): string {
  const checked = checkInsights(text)
  if (!checked.ok) throw new Error(checked.error.message)
  const surroundings = {
    ...{ account: '123456789012', region: 'eu-west-1', streams: null, groups: new Map([[1, '/g']]) },
    ...{ startedAt: 0, from: 0, to: 1, fields: noPromotedFields, answer: () => undefined },
  }
  const made = plan(checked.value.query.commands, surroundings, 10_000)
  if (made.kind !== 'groups') throw new Error(`no groups: ${text}`)
  return groupsSql(made.filter, made.select, sql`1`, 10).text
}

test.each([
  ['count(*) by p', ''],
  ['count(*) as c, count(p), pct(q, 99), earliest(p) by p, q', ''],
  ['count(*) / 2 + 1, avg(-q), sum(p * q)', ''],
  ['max(q) by bin(5m), p', 'PARTITION BY k1'],
  ['max(q) by bin(5m) as b, bin(1h) as h', 'PARTITION BY k1, k2'],
])('stats %s: what may match is read, the rest is counted', (stats, partition) => {
  const statement = statementOf(`parse @message "GET * took *ms" as p, q | stats ${stats}`)
  expect(statement).toContain(" PREWHERE (1) AND (message LIKE '% took %')")
  expect(statement).toContain(" '' AS message FROM mangru.logs PREWHERE (1))")
  expect(statement).toContain(`OVER (${partition})`)
})

test('of two the one or the other may match', () => {
  const two = 'parse @message "GET * " as p | parse @message "user=*," as q | stats'
  expect(statementOf(`${two} avg(q) by p`)).toContain("((message LIKE '%user=%') OR (message LIKE '%GET %'))")
  expect(statementOf(`${two} count(*) by q`)).toContain("(message LIKE '%user=%')")
})

test.each([
  ['a field of the message beside it', 'parse @message "GET * " as p | stats count(*) by p, level'],
  ['a stream', 'parse @message "GET * " as p | stats count(*) by p, @log'],
  ['something else is counted', 'parse @message "GET * " as p | stats count(level) by p'],
  ['a function that may see what is missing', 'parse @message "GET * " as p | stats max(coalesce(p, 1))'],
  ['a key that is computed', 'parse @message "GET * " as p | stats count(*) by concat(p, "x")'],
  ['a filter before', 'filter n > 1 | parse @message "GET * " as p | stats count(*) by p'],
  ['literals that stand everywhere', 'parse @message "* - *" as p, q | stats count(*) by p, q'.replace(' - ', '  ')],
  ['of another field', 'parse log "GET * " as p | stats count(*) by p'],
  ['a regular expression', 'parse @message /GET (?<p>.*)/ | stats count(*) by p'],
  ['a name that means something else by then', 'parse @message "GET * " as p | fields n as p | stats count(*) by p'],
])('every message is read: %s', (_, query) => {
  const statement = statementOf(query)
  expect(statement).not.toContain('UNION ALL')
  expect(statement).not.toMatch(/PREWHERE[^)]*\) AND \(message LIKE '%GET/)
})

test.each([
  'p = "/a"',
  'p != 5',
  '5 < p',
  'p not like "x"',
  'p =~ /x/',
  'p in ["a", "b"]',
  'p not in ["a"]',
  'ispresent(p)',
  'startsWith(p, "/")',
  'ispresent(p) and n > 1',
])('filter %s lets nothing pass where parse finds nothing', condition => {
  const statement = statementOf(`parse @message "GET * " as p | filter ${condition} | stats count(*) by p`)
  expect(statement).toContain("(message LIKE '%GET %')")
  expect(statement).not.toContain('UNION ALL')
})

test.each(['isempty(p)', 'not ispresent(p)', 'p = "/a" or n > 1', 'coalesce(p, "x") = "x"'])(
  'filter %s lets pass what parse does not match',
  condition => {
    const statement = statementOf(`parse @message "GET * " as p | filter ${condition} | stats count(*) by p`)
    expect(statement).not.toContain("message LIKE '%GET %'")
  },
)
