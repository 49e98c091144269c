/** Which texts stand in the message of every event that a query's filters let pass. */
import { expect, test } from 'vitest'
import { checkInsights } from '../language/index.ts'
import { noPromotedFields, plan } from './index.ts'

function held(text: string, engine: 'all' | 'rows' = 'all'): readonly string[] {
  const checked = checkInsights(text)
  if (!checked.ok) throw new Error(checked.error.message)
  const surroundings = {
    ...{ account: '123456789012', region: 'eu-west-1', streams: null, groups: new Map([[1, '/g']]) },
    ...{ startedAt: 0, from: 0, to: 1, fields: noPromotedFields, answer: () => undefined },
  }
  return plan(checked.value.query.commands, surroundings, 10_000, engine).filter.holds
}

test.each([
  ['filter @message like "card declined"', ['card declined']],
  ['filter @message like /card (was )?declined/', ['declined']],
  ['filter @message =~ /declined by/', ['declined by']],
  ['filter @message like "one" and strcontains(@message, "two")', ['one', 'two']],
  ['filter startsWith(@message, "one") | filter endsWith(@message, "two")', ['one', 'two']],
  ['fields @message as m | filter m like "card declined"', ['card declined']],
  ['filter @message like "card declined" | stats count(*) by bin(5m)', ['card declined']],
  ['filter @message like "card declined" and n > 1 | sort n desc', ['card declined']],
])('%s: %j', (query, wanted) => {
  expect(held(query)).toEqual(wanted)
})

test.each([
  ['either', 'filter @message like "one" or @message like "two"'],
  ['what must not be there', 'filter @message not like "one"'],
  ['the opposite', 'filter not (@message like "one")'],
  ['what is only counted', 'stats sum(strcontains(@message, "one"))'],
  ['what may be false', 'filter strcontains(@message, "one") = 0'],
  ['any case', 'filter @message like /(?i)declined/'],
  ['a regular expression with nothing certain', 'filter @message like /one|two/'],
  ['a field that an escape may hide', 'filter trace like "4bf92f3577b34da6"'],
  ['the name of a stream', 'filter @logStream like "one"'],
  ['a name that means something else by then', 'fields concat(@message, "one") as m | filter m like "one"'],
  ['what comes behind a limit', 'limit 10 | filter @message like "one"'],
  ['groups', 'stats count(*) as n by level as m | filter m like "one"'],
])('nothing is certain of %s', (_, query) => {
  expect(held(query)).toEqual([])
})

test('where the engine gives rows alone nothing is left out: a reader may see other texts than those that are stored', () => {
  expect(held('filter @message like "card declined"', 'rows')).toEqual([])
})
