import { expect, test } from 'vitest'
import { err, instant, ok } from '../model/index.ts'
import { type InsightsAnswer, type InsightsRequest, type InsightsRunner, told } from '../query/index.ts'
import { tellCompleteness } from './completeness.ts'

const statistics = {
  ...{ recordsScanned: 0, recordsMatched: 0, bytesScanned: 0, logGroupsScanned: 0 },
  ...{ estimatedRecordsSkipped: 0, estimatedBytesSkipped: 0 },
}
const answer: InsightsAnswer = {
  columns: [],
  rows: [],
  statistics,
  notices: ['first'],
  said: [{ code: 'sort-ignored', values: {} }],
}
const request = { groups: [{ id: 1, name: 'g', notBefore: instant(0) }] } as unknown as InsightsRequest
const runner = (given: Awaited<ReturnType<InsightsRunner['run']>>): InsightsRunner => ({
  run: async () => given,
  explain: async () => ok(['SELECT 1']),
})

test('what was on its way when the query began is said after its own notices; a failure stays as it is', async () => {
  let waiting = 2
  const notices = (groups: readonly string[]) =>
    waiting === 0 ? [] : [told('events-waiting', { count: waiting * groups.length })]
  const telling = tellCompleteness(runner(ok(answer)), notices)
  const asked = telling.run(request)
  waiting = 0
  expect(await asked).toEqual(
    ok({
      ...answer,
      notices: ['first', '2 events were accepted and are not durable yet: not in this answer.'],
      said: [
        { code: 'sort-ignored', values: {} },
        { code: 'events-waiting', values: { count: 2 } },
      ],
    }),
  )
  expect(await telling.run(request)).toEqual(ok(answer))
  expect(await telling.explain(request)).toEqual(ok(['SELECT 1']))
  const failing = tellCompleteness(runner(err({ code: 'cancelled' })), () => [told('disk-full')])
  expect(await failing.run(request)).toEqual(err({ code: 'cancelled' }))
})
