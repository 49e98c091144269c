/** Whatever the input, an operation on queries answers or refuses in the shape of AWS. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { instant } from '../../../../model/index.ts'
import { answerOf, fakeRunner } from '../../../../query/jobs/fake-runner.ts'
import { steppedClock } from '../../../../store/logs/stepped-clock.ts'
import { call, serve } from '../../protocol/test-server.ts'
import { noon } from '../fakes.ts'
import { queryOperations } from './index.ts'
import { QueryBench } from './query-bench.ts'

const openBench = () => QueryBench.open(steppedClock(instant(noon)), fakeRunner())
let bench: Awaited<ReturnType<typeof openBench>>
let server: Awaited<ReturnType<typeof serve>>
const faults: unknown[] = []
beforeAll(async () => {
  bench = await openBench()
  bench.runner.answers = () => ({ ok: true, value: answerOf(['n'], ['1']) })
  server = await serve([bench.service], { observe: { faulted: fault => void faults.push(fault) } })
  await bench.given('g')
  await bench.put('g', [noon, '{"a":1}'])
})
afterAll(async () => {
  await server[Symbol.asyncDispose]()
  await bench.close()
})

const seconds = Math.floor(noon / 1_000)
const arn = 'arn:aws:logs:x:000000000000:'
const evil = fc.constantFrom<unknown>(
  ...[
    "'; DROP TABLE query_runs; --",
    'a\0',
    '\ud800',
    '',
    'g',
    '가',
    'limit 1',
    'SOURCE logGroups() | limit 1',
    '$a()',
  ],
  ...['stats count(*', 'CWLI', 'SQL', 'rate(1 minute)', 'cron(* * * * ? *)', 'Asia/Seoul', 'ENABLED', 'a,b\n1,2', '\n'],
  ...[`${arn}log-group:g:*`, `${arn}lookup-table:a`, `${arn}scheduled-query:a`, '00000000-0000-4000-8000-000000000001'],
  ...[
    -1,
    0,
    1,
    seconds,
    noon,
    2 ** 53,
    1.5,
    true,
    null,
    [],
    {},
    ['g'],
    [''],
    [{ name: 'p' }],
    { a: 'b' },
    'x'.repeat(11_000),
  ],
)
const names = [
  ...[
    'queryLanguage',
    'logGroupName',
    'logGroupNames',
    'logGroupIdentifiers',
    'startTime',
    'endTime',
    'queryString',
    'limit',
  ],
  ...[
    'queryId',
    'nextToken',
    'maxItems',
    'maxResults',
    'status',
    'name',
    'queryDefinitionId',
    'clientToken',
    'parameters',
  ],
  ...[
    'queryDefinitionNamePrefix',
    'logRecordPointer',
    'time',
    'logGroupIdentifier',
    'lookupTableName',
    'tableBody',
    'tags',
  ],
  ...[
    'lookupTableArn',
    'lookupTableNamePrefix',
    'identifier',
    'scheduleExpression',
    'timezone',
    'startTimeOffset',
    'state',
  ],
  ...['destinationConfiguration', 'scheduleStartTime', 'scheduleEndTime', 'executionRoleArn', 'executionStatuses'],
]
const sane = {
  ...{ queryLanguage: 'CWLI', logGroupName: 'g', startTime: seconds - 60, endTime: seconds, queryString: 'limit 1' },
  ...{
    queryId: 'x',
    name: 'a',
    queryDefinitionId: 'x',
    logRecordPointer: 'x',
    lookupTableName: 'a',
    tableBody: 'a\n1',
  },
  ...{
    lookupTableArn: `${arn}lookup-table:a`,
    identifier: 'a',
    scheduleExpression: 'rate(1 day)',
    executionRoleArn: 'r',
  },
}

test('thousands of inputs', async () => {
  const operations = queryOperations({ ...bench.ports }).map(([name]) => name)
  expect(operations).toHaveLength(21)
  const input = fc.dictionary(fc.constantFrom(...names), fc.oneof({ weight: 4, arbitrary: evil }, fc.jsonValue()), {
    maxKeys: 5,
  })
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...operations), input, fc.boolean(), async (operation, given, withSane) => {
      const body = JSON.stringify({ ...(withSane ? sane : {}), ...given })
      const { status, json } = await call(server.port, `Logs_20140328.${operation}`, { body })
      if (status === 200) return
      expect(status).toBe(400)
      expect(json).toMatchObject({ __type: expect.stringMatching(/^[A-Z]\w+Exception$/), message: expect.any(String) })
    }),
    { numRuns: 2_000 },
  )
  expect([...faults, ...bench.log]).toEqual([])
}, 120_000)
