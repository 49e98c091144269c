import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../../../../limits.ts'
import { instant } from '../../../../model/index.ts'
import { answerOf, fakeRunner } from '../../../../query/jobs/fake-runner.ts'
import { steppedClock } from '../../../../store/logs/stepped-clock.ts'
import { noon } from '../fakes.ts'
import { QueryBench } from './query-bench.ts'

const openBench = () => QueryBench.open(steppedClock(instant(noon)), fakeRunner())
let bench: Awaited<ReturnType<typeof openBench>>
beforeEach(async () => {
  bench = await openBench()
  await bench.given('/g')
})
afterEach(() => bench.close())

const minute = 60_000
const settable = {
  queryLanguage: 'CWLI',
  queryString: 'stats count(*)',
  logGroupIdentifiers: ['/g'],
  scheduleExpression: 'cron(*/5 * * * ? *)',
  executionRoleArn: 'arn:aws:iam::000000000000:role/r',
}
const create = (name: string, over: object = {}) => bench.call('CreateScheduledQuery', { name, ...settable, ...over })
const get = (identifier: string) => bench.call('GetScheduledQuery', { identifier })
const history = async (identifier: string, over: object = {}) =>
  bench.call('GetScheduledQueryHistory', { identifier, startTime: 0, endTime: 4_000_000_000, ...over })
const invalid = (message: string) => ({ __type: 'ValidationException', message: expect.stringContaining(message) })

test('one is made, described, changed, listed and deleted', async () => {
  const over = {
    ...{ description: 'd', timezone: 'Asia/Seoul', startTimeOffset: 300, scheduleStartTime: 1, scheduleEndTime: 4e9 },
    state: 'DISABLED',
  }
  const { scheduledQueryArn, state } = await create('nightly', over)
  expect(scheduledQueryArn).toMatch(/^arn:aws:logs:eu-west-3:000000000000:scheduled-query:[0-9a-f-]{36}$/)
  expect(state).toBe('DISABLED')
  const expected = {
    ...{ scheduledQueryArn, name: 'nightly', ...settable, ...over },
    ...{ creationTime: noon, lastUpdatedTime: noon },
  }
  expect(await get('nightly')).toEqual(expected)
  expect(await get(scheduledQueryArn)).toEqual(expected)
  expect(await create('nightly')).toMatchObject({ __type: 'ConflictException' })
  await bench.step(7)
  const changed = await bench.call('UpdateScheduledQuery', {
    identifier: 'nightly',
    ...settable,
    queryString: 'limit 1',
  })
  expect(changed).toEqual({
    ...{ scheduledQueryArn, name: 'nightly', ...settable, queryString: 'limit 1' },
    ...{ state: 'DISABLED', timezone: 'UTC', creationTime: noon, lastUpdatedTime: noon + 7 },
  })
  await create('a')
  const names = async (given: object) =>
    (await bench.call('ListScheduledQueries', given)).scheduledQueries.map((one: { name: string }) => one.name)
  expect(await names({})).toEqual(['a', 'nightly'])
  expect(await names({ state: 'ENABLED' })).toEqual(['a'])
  const first = await bench.call('ListScheduledQueries', { maxResults: 1 })
  expect(await names({ nextToken: first.nextToken })).toEqual(['nightly'])
  expect(await bench.call('DeleteScheduledQuery', { identifier: 'nightly' })).toEqual({})
  expect(await get('nightly')).toMatchObject({ __type: 'ResourceNotFoundException' })
})

test.each<[string, object, string]>([
  ['an expression', { scheduleExpression: 'every day' }, 'The schedule expression must be'],
  ['a time zone', { timezone: 'Mars/Olympus' }, 'There is no time zone Mars/Olympus.'],
  ['a query', { queryString: 'frobnicate' }, 'frobnicate'],
  ['a language', { queryLanguage: 'SQL' }, 'queryLanguage SQL is not supported'],
  ['an offset', { startTimeOffset: 0 }, 'startTimeOffset must be'],
  ['an end before the start', { scheduleStartTime: 9, scheduleEndTime: 8 }, 'scheduleEndTime must not be'],
  ['no groups', { logGroupIdentifiers: undefined }, 'Either logGroupIdentifiers or a SOURCE'],
  ['groups and SOURCE', { queryString: 'SOURCE logGroups() | limit 1' }, 'Either logGroupIdentifiers or a SOURCE'],
  [
    'a place in S3',
    { destinationConfiguration: { s3Configuration: { destinationIdentifier: 's3://b/p', roleArn: 'r' } } },
    'not delivered to S3',
  ],
  ['tags', { tags: { a: 'b' } }, 'Tags are kept for log groups only.'],
  ['a name', { name: 'a b' }, "at 'name' failed to satisfy constraint"],
  ['no role', { executionRoleArn: undefined }, "at 'executionRoleArn'"],
])('%s that cannot be is refused', async (_story, over, message) => {
  expect(await create('a', over)).toEqual(invalid(message))
})

describe('by the clock', () => {
  test('runs come on time, over the time since the last, and their ends are written down', async () => {
    await create('a')
    await bench.step(5 * minute - 1)
    expect(bench.runner.runs).toHaveLength(0)
    await bench.step(limits.scheduleEvery)
    const [run] = bench.runner.runs
    expect([run!.request.from, run!.request.to]).toEqual([noon, noon + 5 * minute])
    const [running] = (await history('a')).triggerHistory
    expect(running).toEqual({
      ...{ queryId: running.queryId, executionStatus: 'Running', triggeredTimestamp: noon + 5 * minute },
      destinations: [],
    })
    run!.end(answerOf(['count(*)'], ['7']))
    await bench.ended(running.queryId)
    await bench.step(limits.scheduleEvery)
    expect((await history('a')).triggerHistory).toEqual([{ ...running, executionStatus: 'Complete' }])
    expect(await bench.call('GetQueryResults', { queryId: running.queryId })).toMatchObject({
      results: [[{ field: 'count(*)', value: '7' }]],
    })
    expect(await get('a')).toMatchObject({ lastTriggeredTime: noon + 5 * minute, lastExecutionStatus: 'Complete' })
    const { queries } = await bench.call('DescribeQueries')
    expect(queries[0]).toMatchObject({ queryId: running.queryId, userIdentity: settable.executionRoleArn })
  })

  test('looks back as far as it is told, and stops at its end', async () => {
    const scheduleEndTime = (noon + 6 * minute) / 1_000
    await create('a', { startTimeOffset: 3_600, scheduleEndTime })
    await bench.step(20 * minute)
    expect(bench.runner.runs.map(({ request }) => [request.from, request.to])).toEqual([
      [noon - 55 * minute, noon + 5 * minute],
    ])
  })

  test('one that is switched off does not run', async () => {
    await create('a', { state: 'DISABLED' })
    await bench.step(20 * minute)
    expect(bench.runner.runs).toHaveLength(0)
  })

  test('runs that were missed are made up for once', async () => {
    await create('a', { scheduleExpression: 'rate(5 minutes)' })
    const { value } = (await bench.settings.queries.schedules.scheduled('a')) as { value: { dueAt: number } }
    expect(value.dueAt).toBe(noon + 5 * minute)
    // As if nobody had looked for an hour.
    const missed = { ...value, dueAt: noon - 60 * minute } as never
    await bench.settings.queries.schedules.replace(missed)
    await bench.step(limits.scheduleEvery)
    expect(bench.runner.runs).toHaveLength(1)
  })

  test('a query that has become wrong fails with words, run after run', async () => {
    await bench.call('PutQueryDefinition', { name: 'saved', queryString: 'limit 1' })
    await create('a', { queryString: '$saved()' })
    const { queryDefinitions } = await bench.call('DescribeQueryDefinitions')
    await bench.call('DeleteQueryDefinition', queryDefinitions[0])
    await create('b')
    await bench.call('DeleteLogGroup', { logGroupName: '/g' })
    await bench.step(10 * minute)
    expect((await history('a')).triggerHistory).toMatchObject([
      { executionStatus: 'InvalidQuery', errorMessage: expect.stringContaining('$saved') },
      { executionStatus: 'InvalidQuery' },
    ])
    expect((await history('b', { executionStatuses: ['Failed'] })).triggerHistory).toMatchObject([
      { executionStatus: 'Failed', errorMessage: 'There is no log group /g.' },
      { executionStatus: 'Failed' },
    ])
    expect((await history('b', { executionStatuses: ['Complete'] })).triggerHistory).toEqual([])
  })

  test('the history comes in pages and is forgotten in the end (triggerLife)', async () => {
    bench.runner.answers = () => ({ ok: true, value: answerOf([]) })
    await create('a')
    await bench.step(15 * minute)
    const first = await history('a', { maxResults: 2 })
    const second = await history('a', { maxResults: 2, nextToken: first.nextToken })
    expect(
      [first, second].map(page =>
        page.triggerHistory.map((one: { triggeredTimestamp: number }) => one.triggeredTimestamp),
      ),
    ).toEqual([[noon + 15 * minute, noon + 10 * minute], [noon + 5 * minute]])
    const inTime = await history('a', {
      startTime: (noon + 10 * minute) / 1_000,
      endTime: (noon + 10 * minute) / 1_000,
    })
    expect(inTime.triggerHistory).toHaveLength(1)
    const { schedules } = bench.settings.queries
    const old = { scheduleId: 'x', queryId: 'old', status: 'Complete', message: null } as const
    const found = await schedules.scheduled('a')
    const id = (found.ok && found.value?.id) || ''
    await schedules.triggered({
      ...old,
      scheduleId: id,
      at: (bench.now - limits.triggerLife + 2 * limits.scheduleEvery) as never,
    })
    await schedules.triggered({
      ...old,
      scheduleId: id,
      queryId: 'older',
      at: (bench.now - limits.triggerLife - 1) as never,
    })
    await bench.step(limits.scheduleEvery)
    const ids = (await history('a')).triggerHistory.map((one: { queryId: string }) => one.queryId)
    expect([ids.includes('old'), ids.includes('older')]).toEqual([true, false])
  })
})
