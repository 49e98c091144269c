import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../../../../limits.ts'
import { instant } from '../../../../model/index.ts'
import { answerOf, fakeRunner } from '../../../../query/jobs/fake-runner.ts'
import { steppedClock } from '../../../../store/logs/stepped-clock.ts'
import { day, hour, noon, ordinaryCall } from '../fakes.ts'
import { QueryBench } from './query-bench.ts'

const openBench = () => QueryBench.open(steppedClock(instant(noon)), fakeRunner())
let bench: Awaited<ReturnType<typeof openBench>>
beforeEach(async () => {
  bench = await openBench()
  await bench.given('/g', '/h')
})
afterEach(() => bench.close())

const query = 'fields @message'
const seconds = Math.floor(noon / 1_000)
const start = (over: object) =>
  bench.call('StartQuery', { startTime: seconds - 60, endTime: seconds, queryString: query, ...over })
const asked = () => bench.runner.runs.at(-1)!.request
const invalid = (message: string) => ({ __type: 'InvalidParameterException', message })

describe('StartQuery', () => {
  const arn = 'arn:aws:logs:eu-west-3:000000000000:log-group:/g'
  const oneOf = invalid(
    'Exactly one of logGroupName, logGroupNames and logGroupIdentifiers must be given, or a SOURCE command in the query string.',
  )
  const both = invalid(
    'The query string has a SOURCE command: logGroupName, logGroupNames and logGroupIdentifiers must not be given beside it.',
  )
  const unknown = (name: string) => ({
    __type: 'ResourceNotFoundException',
    message: `Log group '${name}' does not exist for account ID '000000000000' (Service: AWSLogs; Status Code: 400; Error Code: ResourceNotFoundException; Request ID: r; Proxy: null)`,
  })

  test.each<[string, object, readonly string[]]>([
    ['a name', { logGroupName: '/g' }, ['/g']],
    ['names, each once', { logGroupNames: ['/h', '/g', '/h'] }, ['/h', '/g']],
    ['identifiers', { logGroupIdentifiers: [arn, `${arn}:*`, '/h'] }, ['/g', '/h']],
    ['a name beside empty lists', { logGroupName: '/g', logGroupNames: [], logGroupIdentifiers: [] }, ['/g']],
    [
      `${limits.queryGroups} names (queryGroups)`,
      { logGroupNames: Array.from({ length: limits.queryGroups }, () => '/g') },
      ['/g'],
    ],
  ])('asks groups by %s', async (_story, given, groups) => {
    expect(await start(given)).toEqual({ queryId: expect.stringMatching(/^[0-9a-f-]{36}$/) })
    expect(asked().groups.map(({ name }) => name)).toEqual(groups)
  })

  test.each<[string, object, object]>([
    ['no group', {}, oneOf],
    ['two ways', { logGroupName: '/g', logGroupNames: ['/h'] }, oneOf],
    ['SOURCE and a name', { logGroupName: '/g', queryString: `SOURCE logGroups() | ${query}` }, both],
    ['an unknown name', { logGroupName: '/x' }, unknown('/x')],
    ['an unknown name among others', { logGroupNames: ['/g', '/x'] }, unknown('/x')],
    ['an unknown identifier', { logGroupIdentifiers: [arn.replace('/g', '/x')] }, unknown('/x')],
    ['another account', { logGroupIdentifiers: [arn.replace('000000000000', '123456789012')] }, unknown('/g')],
    ['an unknown name by SOURCE', { queryString: `SOURCE '/x' | ${query}` }, unknown('/x')],
    [
      'no identifier',
      { logGroupIdentifiers: ['a:b'] },
      invalid('The specified log group identifier is neither a name nor an ARN of a log group.'),
    ],
    [
      'times the wrong way',
      { logGroupName: '/g', startTime: seconds + 1 },
      invalid('End time should not be before start time'),
    ],
  ])('refuses %s', async (_story, given, refusal) => {
    expect(await start(given)).toEqual(refusal)
    expect(bench.runner.runs).toHaveLength(0)
  })

  test.each<[string, object, string]>([
    [
      'one group too many',
      { logGroupNames: Array.from({ length: limits.queryGroups + 1 }, () => '/g') },
      'logGroupNames',
    ],
    ['limit 0', { logGroupName: '/g', limit: 0 }, 'limit'],
    [`limit ${limits.insightsLimitRows + 1}`, { logGroupName: '/g', limit: limits.insightsLimitRows + 1 }, 'limit'],
    ['a text of 10,001', { logGroupName: '/g', queryString: 'x'.repeat(10_001) }, 'queryString'],
    ['a time before 1970', { logGroupName: '/g', startTime: -1 }, 'startTime'],
    ['another language', { logGroupName: '/g', queryLanguage: 'KQL' }, 'queryLanguage'],
  ])('holds %s against its shape', async (_story, given, at) => {
    expect(await start(given)).toEqual(invalid(expect.stringMatching(new RegExp(`^1 validation error .*'${at}'`))))
  })

  test.each<[string, object, number, number]>([
    [
      'seconds, the last one wholly',
      { startTime: 1_700_000_000, endTime: 1_700_003_600 },
      1_700_000_000_000,
      1_700_003_600_999,
    ],
    [
      'milliseconds',
      { startTime: 1_700_000_000_000, endTime: 1_700_003_600_000 },
      1_700_000_000_000,
      1_700_003_600_000,
    ],
    ['the last second', { startTime: 0, endTime: limits.secondsUpTo }, 0, limits.lastInstant],
    ['the first millisecond', { startTime: 0, endTime: limits.secondsUpTo + 1 }, 0, limits.secondsUpTo + 1],
  ])('takes times in %s (secondsUpTo)', async (_story, times, from, to) => {
    // So old that every time is within what it may keep.
    const old = { class: 'STANDARD', deletionProtection: false, kmsKeyId: null, tags: {} } as const
    await bench.settings.logs.create({ name: '/old', createdAt: instant(0), ...old })
    expect(await start({ logGroupName: '/old', ...times })).toHaveProperty('queryId')
    expect([asked().from, asked().to]).toEqual([from, to])
  })

  test.each<[string, number | undefined, number]>([
    [query, undefined, limits.insightsDefaultRows],
    [query, 5, 5],
    [query, limits.insightsLimitRows, limits.insightsLimitRows],
    [`${query} | limit 50000`, undefined, 50_000],
    [`${query} | limit 7`, 5, 5],
    [`${query} | limit 5 | sort @timestamp`, 7, 5],
    [`${query} | limit 5 | parse @message /(?<a>x)/ multi`, undefined, limits.insightsDefaultRows],
  ])('%s with limit %s gives at most %i rows (insightsDefaultRows)', async (queryString, limit, rows) => {
    await start({ logGroupName: '/g', queryString, ...(limit === undefined ? {} : { limit }) })
    expect(asked().limit).toBe(rows)
  })

  test('a text that is no query is refused with its place', async () => {
    expect(await start({ logGroupName: '/g', queryString: 'fields @message | frobnicate x' })).toEqual({
      __type: 'MalformedQueryException',
      message: expect.stringContaining('frobnicate'),
      queryCompileError: {
        location: { startCharOffset: 18, endCharOffset: 28 },
        message: expect.stringContaining('frobnicate'),
      },
    })
  })

  test.each(['SQL', 'PPL'])('%s is refused in words', async queryLanguage => {
    expect(await start({ logGroupName: '/g', queryLanguage })).toMatchObject({
      __type: 'MalformedQueryException',
      message: `Queries are run in Logs Insights QL (CWLI); queryLanguage ${queryLanguage} is not supported.`,
    })
  })

  test('a time before anything that is kept is refused', async () => {
    await bench.call('PutRetentionPolicy', { logGroupName: '/g', retentionInDays: 1 })
    const message =
      "Query's end date and time is either before the log groups creation time or exceeds the log groups log retention settings ([0,15])"
    const at = (end: number) => ({ startTime: 0, endTime: noon - end, queryString: query })
    expect(await start({ logGroupName: '/g', ...at(day + 1) })).toMatchObject({
      __type: 'MalformedQueryException',
      message,
      queryCompileError: { location: { startCharOffset: 0, endCharOffset: 15 } },
    })
    expect(await start({ logGroupName: '/g', ...at(day) })).toHaveProperty('queryId')
    // One group that keeps it is enough, and events may be older than their group by two weeks.
    expect(await start({ logGroupNames: ['/g', '/h'], ...at(limits.logEventAge) })).toHaveProperty('queryId')
    expect(await start({ logGroupNames: ['/g', '/h'], ...at(limits.logEventAge + 1) })).toMatchObject({ message })
  })

  test('a class that is for plain queries alone refuses some commands', async () => {
    await bench.call('CreateLogGroup', { logGroupName: '/ia', logGroupClass: 'INFREQUENT_ACCESS' })
    expect(await start({ logGroupName: '/ia' })).toHaveProperty('queryId')
    expect(await start({ logGroupName: '/ia', queryString: 'pattern @message' })).toMatchObject({
      __type: 'MalformedQueryException',
      message: 'pattern is not supported for log groups of class INFREQUENT_ACCESS, which /ia is',
    })
  })

  test('SOURCE says the groups, and its times when it has any', async () => {
    const text = `SOURCE "/g" START=1768905000000 END=1768906000999 | ${query}`
    expect(await start({ queryString: text })).toHaveProperty('queryId')
    expect([asked().from, asked().to]).toEqual([1_768_905_000_000, 1_768_906_000_999])
    expect(asked().groups).toEqual([])
  })

  test(`past ${limits.queriesUnderWay} the caller is told`, async () => {
    for (let n = 0; n < limits.queriesUnderWay; n++) await bench.start(query)
    expect(await start({ logGroupName: '/g' })).toEqual({
      __type: 'LimitExceededException',
      message: 'Account maximum query concurrency limit of [100] reached.',
    })
  })

  test('while it stops, the service says so', async () => {
    await bench.jobs.close()
    expect(await start({ logGroupName: '/g' })).toMatchObject({ __type: 'ServiceUnavailableException' })
  })
})

describe('GetQueryResults', () => {
  test('follows a query from its queue to its end', async () => {
    const ids = [await bench.start(query), await bench.start(query), await bench.start(query)]
    const results = (n: number) => bench.call('GetQueryResults', { queryId: ids[n] })
    expect(await results(2)).toMatchObject({ status: 'Scheduled', results: [] })
    bench.runner.runs[0]!.partial(answerOf(['@message'], ['a', 'ptr']))
    expect(await results(0)).toMatchObject({
      status: 'Running',
      results: [
        [
          { field: '@message', value: 'a' },
          { field: '@ptr', value: 'ptr' },
        ],
      ],
    })
    bench.runner.runs[0]!.end(answerOf(['@message', 'x'], ['a', null, 'ptr'], ['b', '1']))
    await bench.ended(ids[0]!)
    expect(await results(0)).toEqual({
      queryLanguage: 'CWLI',
      status: 'Complete',
      results: [
        [
          { field: '@message', value: 'a' },
          { field: '@ptr', value: 'ptr' },
        ],
        [
          { field: '@message', value: 'b' },
          { field: 'x', value: '1' },
        ],
      ],
      statistics: {
        recordsMatched: 2,
        recordsScanned: 100,
        estimatedRecordsSkipped: 0,
        bytesScanned: 5_000,
        estimatedBytesSkipped: 0,
        logGroupsScanned: 1,
      },
    })
    expect((await results(2)).status).toBe('Running')
  })

  test('numbers of the statistics are written as doubles', async () => {
    const queryId = await bench.start(query)
    const answer = await bench.service.operations.get('GetQueryResults')!.run({ queryId }, ordinaryCall())
    expect(JSON.stringify(answer)).toContain('"recordsMatched":0.0,"recordsScanned":0.0')
  })

  test('comes in pages when it is asked to', async () => {
    bench.runner.answers = () => ({
      ok: true,
      value: answerOf(['n'], ...Array.from({ length: 25 }, (_, n) => [String(n)])),
    })
    const queryId = await bench.start(query)
    await bench.ended(queryId)
    const page = (given: object) => bench.call('GetQueryResults', { queryId, ...given })
    const seen: number[] = []
    let nextToken: string | undefined
    do {
      const answer = await page({ maxItems: 10, ...(nextToken && { nextToken }) })
      seen.push(...answer.results.map(([cell]: [{ value: string }]) => Number(cell.value)))
      nextToken = answer.nextToken
    } while (nextToken !== undefined)
    expect(seen).toEqual(Array.from({ length: 25 }, (_, n) => n))
    expect(await page({ maxItems: 25 })).not.toHaveProperty('nextToken')
    expect(await page({})).not.toHaveProperty('nextToken')
    expect(await page({ maxItems: 0 })).toMatchObject({
      status: 'Complete',
      results: [],
      nextToken: expect.any(String),
    })
    expect(await page({ maxItems: limits.queryResultsCount })).toMatchObject({ status: 'Complete' })
    expect(await page({ maxItems: limits.queryResultsCount + 1 })).toMatchObject({
      __type: 'InvalidParameterException',
    })
    expect(await page({ nextToken: 'x' })).toEqual(invalid('The specified nextToken is invalid.'))
  })

  test(`gives ${limits.queryResultsCount} rows without a word, and a token when there are more (queryResultsCount)`, async () => {
    for (const [count, more] of [
      [limits.queryResultsCount, false],
      [limits.queryResultsCount + 1, true],
    ] as const) {
      bench.runner.answers = () => ({ ok: true, value: answerOf(['n'], ...Array.from({ length: count }, () => ['1'])) })
      const queryId = await bench.start(query)
      await bench.ended(queryId)
      const answer = await bench.call('GetQueryResults', { queryId })
      expect([answer.results.length, answer.nextToken !== undefined]).toEqual([limits.queryResultsCount, more])
    }
  })

  test('an unknown query, and one whose answer made room', async () => {
    expect(await bench.call('GetQueryResults', { queryId: 'x\0' })).toMatchObject({
      __type: 'ResourceNotFoundException',
    })
    bench.runner.answers = () => ({ ok: true, value: answerOf(['n'], ['1']) })
    const queryId = await bench.start(query)
    await bench.ended(queryId)
    await bench.settings.queries.runs.tidy(bench.now, 0)
    const kept = await bench.settings.queries.runs.run(queryId)
    expect(kept.ok && kept.value).toMatchObject({ dropped: true })
    expect(await bench.call('GetQueryResults', { queryId })).toEqual({
      __type: 'ResourceNotFoundException',
      message: `The results of the query with id ${queryId} had to make room for newer ones; start it again.`,
    })
  })

  test('a query that failed says so by its status', async () => {
    const queryId = await bench.start(query)
    bench.runner.runs[0]!.fail({ code: 'over-limit', message: 'too much' })
    await bench.ended(queryId)
    expect(await bench.call('GetQueryResults', { queryId })).toMatchObject({ status: 'Failed', results: [] })
  })
})

test('StopQuery stops the engine once', async () => {
  const queryId = await bench.start(query)
  expect(await bench.call('StopQuery', { queryId })).toEqual({ success: true })
  expect(bench.runner.runs[0]!.stopped).toBe(true)
  expect((await bench.call('GetQueryResults', { queryId })).status).toBe('Cancelled')
  expect(await bench.call('StopQuery', { queryId })).toEqual(
    invalid('The query is not running any more; its status is Cancelled.'),
  )
  expect(await bench.call('StopQuery', { queryId: 'x' })).toEqual({
    __type: 'ResourceNotFoundException',
    message: 'The query with id x does not exist.',
  })
})

describe('DescribeQueries', () => {
  test('shows queries with their groups and times in front, newest first', async () => {
    const a = await bench.start('| fields a')
    await bench.step(1_000)
    const end = Math.floor(bench.now / 1_000)
    const b = await bench.start('fields b', { logGroupName: undefined, logGroupNames: ['/h', '/g'] })
    bench.runner.runs[0]!.end(answerOf([]))
    await bench.ended(a)
    const { queries } = await bench.call('DescribeQueries')
    expect(queries).toEqual([
      {
        queryLanguage: 'CWLI',
        queryId: b,
        queryString: ['/h', '/g']
          .map(name => `SOURCE "${name}" START=${(end - 3_600) * 1_000} END=${end * 1_000 + 999} | `)
          .join('')
          .concat('fields b'),
        status: 'Running',
        createTime: noon + 1_000,
        logGroupName: '/h',
        queryDuration: 0,
        userIdentity: 'arn:aws:iam::000000000000:user/kim',
      },
      {
        queryLanguage: 'CWLI',
        queryId: a,
        queryString: `SOURCE "/g" START=${noon - 3_600_000} END=${noon + 999} | fields a`,
        status: 'Complete',
        createTime: noon,
        logGroupName: '/g',
        queryDuration: 1_000,
        bytesScanned: 5_000,
        userIdentity: 'arn:aws:iam::000000000000:user/kim',
      },
    ])
    const ids = async (given: object) =>
      (await bench.call('DescribeQueries', given)).queries.map((one: { queryId: string }) => one.queryId)
    expect(await ids({ status: 'Complete' })).toEqual([a])
    expect(await ids({ status: 'Unknown' })).toEqual([])
    expect(await ids({ logGroupName: '/g' })).toEqual([b, a])
    expect(await ids({ logGroupName: '/h', status: 'Running' })).toEqual([b])
    expect(await ids({ queryLanguage: 'PPL' })).toEqual([])
    expect(await bench.call('DescribeQueries', { logGroupName: '/x' })).toMatchObject({
      __type: 'ResourceNotFoundException',
    })
  })

  test('what is shown can be asked again as it is', async () => {
    const id = await bench.start('fields a | limit 3')
    const { queries } = await bench.call('DescribeQueries')
    await bench.call('StopQuery', { queryId: id })
    const again = await bench.start(queries[0].queryString, { logGroupName: undefined })
    const [first, second] = bench.runner.runs.map(({ request }) => [request.from, request.to, request.limit])
    expect(second).toEqual(first)
    expect((await bench.call('ListLogGroupsForQuery', { queryId: again })).logGroupIdentifiers).toEqual(['/g'])
  })

  test('comes in pages', async () => {
    for (let n = 0; n < 5; n++) await bench.start(`limit ${n + 1}`)
    const first = await bench.call('DescribeQueries', { maxResults: 3 })
    const second = await bench.call('DescribeQueries', { maxResults: 3, nextToken: first.nextToken })
    const limitsOf = (page: { queries: { queryString: string }[] }) => page.queries.map(one => one.queryString.at(-1))
    expect([limitsOf(first), limitsOf(second)]).toEqual([
      ['5', '4', '3'],
      ['2', '1'],
    ])
    expect(second).not.toHaveProperty('nextToken')
    expect(await bench.call('DescribeQueries', { nextToken: first.nextToken, status: 'Running' })).toEqual(
      invalid('The specified nextToken is invalid.'),
    )
  })
})

test(`${limits.describeQueriesCount} come without a word (describeQueriesCount)`, async () => {
  const { runs } = bench.settings.queries
  const details = { text: 't', shown: 't', from: 0, to: 1, caller: 'kim' }
  for (let n = 0; n <= limits.describeQueriesCount; n++) {
    await runs.begin({ id: `run ${n}`, createdAt: bench.now, status: 'Running', groups: [], details }, 'me', bench.now)
  }
  const { queries, nextToken } = await bench.call('DescribeQueries')
  expect(queries).toHaveLength(limits.describeQueriesCount)
  expect((await bench.call('DescribeQueries', { nextToken })).queries).toHaveLength(1)
})

test('ListLogGroupsForQuery names what was asked, in pages', async () => {
  for (let n = 0; n < 60; n++)
    await bench.call('CreateLogGroup', { logGroupName: `/many/${String(n).padStart(2, '0')}` })
  const queryId = await bench.start("SOURCE logGroups(namePrefix: ['/many']) | limit 1", { logGroupName: undefined })
  const first = await bench.call('ListLogGroupsForQuery', { queryId })
  const second = await bench.call('ListLogGroupsForQuery', { queryId, nextToken: first.nextToken })
  expect([first.logGroupIdentifiers.length, second.logGroupIdentifiers.length]).toEqual([50, 10])
  expect(second).not.toHaveProperty('nextToken')
  expect(await bench.call('ListLogGroupsForQuery', { queryId: 'x' })).toMatchObject({
    __type: 'ResourceNotFoundException',
  })
})

test('a question of an hour ago is asked as of then', async () => {
  await bench.step(hour)
  await bench.start(query)
  expect(asked().startedAt).toBe(bench.now)
})
