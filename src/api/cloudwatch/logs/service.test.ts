import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { call, serve } from '../protocol/test-server.ts'
import { Bench, noon } from './fakes.ts'

let bench: Bench
let server: Awaited<ReturnType<typeof serve>>
const faults: unknown[] = []
beforeAll(async () => {
  bench = await Bench.open()
  server = await serve([bench.service], { observe: { faulted: fault => void faults.push(fault) } })
})
afterAll(() => server[Symbol.asyncDispose]())

const send = (operation: string, input: object, headers = {}) =>
  call(server.port, `Logs_20140328.${operation}`, { body: JSON.stringify(input), headers })
const outcome = async (operation: string, input: object) => {
  const { status, json } = await send(operation, input)
  return `${operation} ${status} ${json.__type ?? ''}`.trim()
}

const events = [{ timestamp: noon, message: '{"time":"..","stream":"stdout","_p":"F","log":".."}' }]
const first: Record<string, readonly (readonly [string, string])[]> = {
  agent: [
    ['PutRetentionPolicy', '400 ResourceNotFoundException'],
    ['PutLogEvents', '400 ResourceNotFoundException'],
    ['CreateLogStream', '400 ResourceNotFoundException'],
    ['CreateLogGroup', '200'],
    ['CreateLogStream', '200'],
    ['PutRetentionPolicy', '200'],
    ['PutLogEvents', '200'],
    ['CreateLogGroup', '400 ResourceAlreadyExistsException'],
    ['CreateLogStream', '400 ResourceAlreadyExistsException'],
  ],
  awsemf: [
    ['PutLogEvents', '400 ResourceNotFoundException'],
    ['CreateLogStream', '400 ResourceNotFoundException'],
    ['CreateLogGroup', '200'],
    ['PutRetentionPolicy', '200'],
    ['CreateLogStream', '200'],
    ['PutLogEvents', '200'],
  ],
  'fluent-bit': [
    ['CreateLogStream', '400 ResourceNotFoundException'],
    ['CreateLogGroup', '200'],
    ['CreateLogStream', '200'],
    ['PutLogEvents', '200'],
  ],
}

test.each(Object.entries(first))('the first writes of %s', async (client, steps) => {
  for (const [operation, expected] of steps) {
    const at = { logGroupName: `/${client}`, logStreamName: 's' }
    const input =
      operation === 'PutLogEvents'
        ? { logEvents: events, ...at }
        : operation === 'CreateLogStream'
          ? at
          : { logGroupName: at.logGroupName, ...(operation === 'PutRetentionPolicy' ? { retentionInDays: 7 } : {}) }
    expect(await outcome(operation, input)).toBe(`${operation} ${expected}`)
  }
})

test('a batch in gzip with logEvents first and a header of EMF, and the region of the caller in the ARN', async () => {
  await bench.given('/emf', 's')
  const body = gzipSync(JSON.stringify({ logEvents: events, logGroupName: '/emf', logStreamName: 's' }))
  const headers = { 'content-encoding': 'gzip', 'x-amzn-logs-format': 'json/emf' }
  const answer = await call(server.port, 'Logs_20140328.PutLogEvents', { body, headers })
  expect(answer.json).toEqual({ nextSequenceToken: expect.stringMatching(/^\d{56}$/) })
  expect(answer.headers['x-amzn-requestid']).toBeDefined()
  const described = await send('DescribeLogGroups', { logGroupNamePrefix: '/emf' })
  expect(described.json).toMatchObject({
    logGroups: [{ logGroupArn: 'arn:aws:logs:eu-west-3:000000000000:log-group:/emf' }],
  })
})

test('what is not there yet is unknown', async () => {
  for (const operation of ['StartQuery', 'StartLiveTail', 'putlogevents']) {
    expect(await outcome(operation, {})).toBe(`${operation} 400 UnknownOperationException`)
  }
})

test('whatever the input, an operation answers or refuses in the shape of AWS', async () => {
  await bench.given('g', 's')
  await bench.put('g', 's', [noon, 'x'])
  const operations = [...bench.service.operations.keys()]
  const evil = fc.constantFrom<unknown>(
    "'; DROP TABLE logs; --",
    'g\u0000',
    '\ud800',
    '',
    'arn:aws:logs:x:000000000000:log-group:g:*',
    'g',
    's',
    -1,
    0,
    1,
    2 ** 53,
    1.5,
    true,
    null,
    [],
    {},
    ['g'],
    { a: 'b' },
    [{ timestamp: noon, message: 'm' }],
    { __proto__: null, x: {} },
    'LastEventTime',
    'f/3/s',
    'x'.repeat(600),
  )
  const names = [
    'logGroupName',
    'logStreamName',
    'logGroupIdentifier',
    'logGroupIdentifiers',
    'logGroupNamePrefix',
    'logGroupNamePattern',
    'logStreamNames',
    'logStreamNamePrefix',
    'logEvents',
    'entity',
    'sequenceToken',
    'nextToken',
    'limit',
    'startTime',
    'endTime',
    'orderBy',
    'descending',
    'startFromHead',
    'tags',
    'tagKeys',
    'resourceArn',
    'retentionInDays',
    'logGroupClass',
    'kmsKeyId',
    'deletionProtectionEnabled',
    'logEventMessages',
    'accountIdentifiers',
    'logGroupTags',
    'dataSources',
  ]
  const sane = {
    logGroupName: 'g',
    logStreamName: 's',
    resourceArn: 'arn:aws:logs:x:000000000000:log-group:g',
    logGroupIdentifier: undefined,
  }
  const input = fc.dictionary(fc.constantFrom(...names), fc.oneof({ weight: 4, arbitrary: evil }, fc.jsonValue()), {
    maxKeys: 5,
  })
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...operations), input, fc.boolean(), async (operation, given, withNames) => {
      const { status, json } = await send(operation, { ...(withNames ? sane : {}), ...given })
      if (status === 200) return
      expect(status).toBe(400)
      expect(json).toEqual({ __type: expect.stringMatching(/^[A-Z]\w+Exception$/), message: expect.any(String) })
    }),
    { numRuns: 3_000 },
  )
  expect(faults).toEqual([])
})

test.each([
  ['PutTransformer', /^Log transformers are not offered: .*parse/],
  ['ListLogAnomalyDetectors', /^Log anomaly detectors are not offered: .*anomaly/],
])('%s is refused plainly, with what to do instead', async (operation, words) => {
  const { status, json } = await send(operation, { logGroupIdentifier: '/g' })
  expect([status, json.__type]).toEqual([400, 'UnknownOperationException'])
  expect(json.message).toMatch(words)
})

test('nothing is left out that is there', () => {
  for (const name of bench.service.leftOut?.keys() ?? []) expect(bench.service.operations.has(name)).toBe(false)
  expect(bench.service.leftOut?.size).toBe(11)
})
