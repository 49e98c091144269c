/** Logs Insights by real clients on real lines: the notes' two queries, aws CLI, boto3, the SDK, Grafana's calls, our command line. */
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeQueriesCommand,
  GetLogEventsCommand,
  GetLogGroupFieldsCommand,
  GetQueryResultsCommand,
  type MalformedQueryException,
  PutLogEventsCommand,
  PutQueryDefinitionCommand,
  StartQueryCommand,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { missingBoto3, tellStory } from './boto3/environment.ts'
import { runMangru, runProgram, type Server, startServer } from './server.ts'

const group = '/aws/containerinsights/demo/application'
const now = Date.now()
let dataDir: string
let server: Server
let logs: CloudWatchLogsClient

const client = (endpoint: string) =>
  new CloudWatchLogsClient({
    ...{ endpoint, region: 'ap-northeast-2', maxAttempts: 1 },
    credentials: { accessKeyId: 'AKIAANY', secretAccessKey: 'any' },
  })

/** As Fluent Bit sends them: the line in `log`, where it is from in `kubernetes`. */
const line = (container: string, log: string) =>
  JSON.stringify({ log, stream: 'stdout', kubernetes: { container_name: container, namespace_name: 'shop' } })
const backend = [
  ...Array.from({ length: 7 }, (_, n) => `2026-11-21 INFO Health GET API called. ${n}`),
  ...Array.from({ length: 5 }, () => 'INFO  REGION GET ALL API'),
  ...Array.from({ length: 3 }, () => 'INFO LOCATION LIST BY REGION ID API 7'),
  '[GC] Health GET API called.',
  'WARN slow',
  'error: card declined',
  '[WARN] of the collector',
]
const other = ['WARN a', 'error b', 'WARN c', 'INFO Health GET API called.', '[error]']
const messages = [
  ...backend.map(log => line('backend-app', log)),
  ...other.map(log => line('web', log)),
  'no JSON: WARN',
]

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mangru-queries-'))
  server = await startServer({ dataDir })
  logs = client(server.url)
  await logs.send(new CreateLogGroupCommand({ logGroupName: group }))
  await logs.send(new CreateLogStreamCommand({ logGroupName: group, logStreamName: 'node-1' }))
  const logEvents = messages.map((message, at) => ({ timestamp: now - 60_000 + at, message }))
  await logs.send(new PutLogEventsCommand({ logGroupName: group, logStreamName: 'node-1', logEvents }))
})
afterAll(async () => {
  logs?.destroy()
  await server?.stop()
  await rm(dataDir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
})

const seconds = (at: number) => Math.floor(at / 1_000)
const range = { startTime: seconds(now - 3_600_000), endTime: seconds(now) }

async function results(queryId: string | undefined) {
  for (;;) {
    const answer = await logs.send(new GetQueryResultsCommand({ queryId }))
    if (answer.status !== 'Running' && answer.status !== 'Scheduled') return answer
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}
async function ask(queryString: string, over: object = {}) {
  const { queryId } = await logs.send(new StartQueryCommand({ logGroupName: group, ...range, queryString, ...over }))
  const { status, results: rows, statistics } = await results(queryId)
  expect(status).toBe('Complete')
  return {
    queryId,
    statistics,
    rows: rows?.map(row => Object.fromEntries(row.map(({ field, value }) => [field, value]))),
  }
}

/** As printed: line breaks with indentation where the page wrapped, also inside a regex, and one parenthesis missing. */
const accesses = [
  'stats count(*) as ACCESS_COUNT | filter ( kubernetes.container_name = "backend-app") | filter ( log not',
  '    like /^\\[/ and (log like /Health GET API ',
  '    called./ or log like / REGION GET ALL API/ or log like /LOCATION LIST BY REGION ',
  '    ID API/ )',
].join('\n')
const errors =
  'stats count(*) as ERROR_COUNT by kubernetes.container_name as APP | filter ( log not like /^\\[/ and (log like /WARN/ or log like /error/) )'

describe("the notes' queries", () => {
  test('one: the missing parenthesis is told with its place, and mended it answers', async () => {
    const failed = await ask(accesses).catch((error: MalformedQueryException) => error)
    expect(failed).toMatchObject({
      name: 'MalformedQueryException',
      message: expect.stringMatching(/parenthes|\)/),
      queryCompileError: { location: { startCharOffset: expect.any(Number) } },
    })
    expect((await ask(`${accesses})`)).rows).toEqual([{ ACCESS_COUNT: '15' }])
  })

  test('two: errors by container', async () => {
    const { rows, statistics } = await ask(errors)
    expect(rows).toEqual(
      expect.arrayContaining([
        { APP: 'backend-app', ERROR_COUNT: '2' },
        { APP: 'web', ERROR_COUNT: '3' },
      ]),
    )
    expect(rows).toHaveLength(2)
    expect(statistics).toMatchObject({ recordsScanned: messages.length, recordsMatched: 5, logGroupsScanned: 1 })
  })
})

describe("Grafana's data source", () => {
  // What it puts before a query, so that it can link each row to its stream.
  const internal =
    'fields @timestamp,ltrim(@log) as __log__grafana_internal__,ltrim(@logStream) as __logstream__grafana_internal__|'

  test('finds groups, asks, polls, and follows a row to its stream', async () => {
    const { logGroups } = await logs.send(new DescribeLogGroupsCommand({ logGroupNamePattern: 'demo', limit: 50 }))
    expect(logGroups?.map(one => one.logGroupName)).toEqual([group])
    const arn = logGroups?.[0]?.arn ?? ''
    const queryString = `${internal}fields @message | filter log like /declined/`
    const found = await ask(queryString, {
      logGroupName: undefined,
      logGroupIdentifiers: [arn.replace(/:\*$/, '')],
      limit: 100,
    })
    expect(found.rows).toEqual([
      {
        '@timestamp': expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/),
        __log__grafana_internal__: `000000000000:${group}`,
        __logstream__grafana_internal__: 'node-1',
        '@message': line('backend-app', 'error: card declined'),
        '@ptr': expect.any(String),
      },
    ])
    const at = Date.parse(`${found.rows?.[0]?.['@timestamp']}Z`)
    const context = await logs.send(
      new GetLogEventsCommand({ logGroupName: group, logStreamName: 'node-1', startTime: at, endTime: at + 1 }),
    )
    expect(context.events?.[0]?.message).toContain('card declined')
  })

  test('asks for fields to complete, counts over time, and stops', async () => {
    const { logGroupFields } = await logs.send(new GetLogGroupFieldsCommand({ logGroupName: group }))
    expect(logGroupFields).toContainEqual({ name: '@message', percent: 100 })
    expect(logGroupFields?.find(one => one.name === 'kubernetes.container_name')?.percent).toBeGreaterThan(90)
    const { rows } = await ask(`${internal}stats count(*) as n by bin(1h)`, {
      logGroupName: undefined,
      logGroupNames: [group],
    })
    expect(rows?.map(row => Number(row.n)).reduce((a, b) => a + b)).toBe(messages.length)
    const { queryId } = await logs.send(
      new StartQueryCommand({ logGroupName: group, ...range, queryString: 'limit 1' }),
    )
    await results(queryId)
    await expect(logs.send(new StopQueryCommand({ queryId }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    })
  })
})

const aws = '/usr/bin/aws'
if (!existsSync(aws)) console.warn(`SKIPPED: the aws CLI is not at ${aws} (apt-get install awscli)`)

describe.skipIf(!existsSync(aws))("Debian's aws CLI", () => {
  const environment = {
    ...{ AWS_ACCESS_KEY_ID: 'AKIAANY', AWS_SECRET_ACCESS_KEY: 'any', AWS_DEFAULT_REGION: 'eu-north-1' },
    ...{ AWS_PAGER: '', HOME: '/nowhere' },
  }
  const run = (...args: string[]) => runProgram(aws, ['logs', '--endpoint-url', server.url, ...args], environment)
  const call = async (...args: string[]) => {
    const { code, out, err } = await run(...args)
    expect([code, err]).toEqual([0, ''])
    return out.trim() === '' ? {} : JSON.parse(out)
  }
  const times = ['--start-time', String(range.startTime), '--end-time', String(range.endTime)]
  const start = (text: string) => call('start-query', '--log-group-name', group, ...times, '--query-string', text)

  test('asks, waits, describes, and looks at one record', async () => {
    const { queryId } = await start(errors)
    await results(queryId)
    const answer = await call('get-query-results', '--query-id', queryId)
    expect(answer.status).toBe('Complete')
    expect(answer.results).toContainEqual([
      { field: 'APP', value: 'web' },
      { field: 'ERROR_COUNT', value: '3' },
    ])
    const { queries } = await call('describe-queries', '--log-group-name', group, '--max-results', '1')
    expect(queries).toMatchObject([
      {
        queryId,
        queryString: `SOURCE "${group}" START=${range.startTime * 1_000} END=${range.endTime * 1_000 + 999} | ${errors}`,
      },
    ])
    const events = await start('fields log | filter log = "WARN a"')
    await results(events.queryId)
    const { results: rows } = await call('get-query-results', '--query-id', events.queryId)
    const pointer = rows[0].find((cell: { field: string }) => cell.field === '@ptr').value
    const { logRecord } = await call('get-log-record', '--log-record-pointer', pointer)
    expect(logRecord).toMatchObject({ log: 'WARN a', 'kubernetes.namespace_name': 'shop', '@logStream': 'node-1' })
  })

  test('a query that is none', async () => {
    const { code, err } = await run('start-query', '--log-group-name', group, ...times, '--query-string', accesses)
    expect(code).toBe(254)
    expect(err).toContain('(MalformedQueryException)')
  })

  test('saves a query and runs it by name', async () => {
    const saved = ['put-query-definition', '--name', 'shop/errors of', '--log-group-names', group]
    const text = 'filter kubernetes.container_name = {{app}} and log like /error|WARN/ | stats count(*) as n'
    const { queryDefinitionId } = await call(...saved, '--query-string', text)
    const { queryDefinitions } = await call('describe-query-definitions', '--query-definition-name-prefix', 'shop/')
    expect(queryDefinitions).toMatchObject([{ queryDefinitionId, name: 'shop/errors of', logGroupNames: [group] }])
    // Debian's version does not know parameters yet.
    const parameters = [{ name: 'app', defaultValue: 'web' }]
    const change = { queryDefinitionId, name: 'shop/errors of', logGroupNames: [group], queryString: text, parameters }
    expect((await logs.send(new PutQueryDefinitionCommand(change))).queryDefinitionId).toBe(queryDefinitionId)
    expect((await ask('$`shop/errors of`(app="backend-app")')).rows).toEqual([{ n: '3' }])
    const cli = await runMangru(['query', 'saved', 'run', 'shop/errors of', '--json', '--url', server.url])
    expect([cli.code, cli.out]).toEqual([0, '{"n":"4"}\n'])
    expect(await call('delete-query-definition', '--query-definition-id', queryDefinitionId)).toEqual({ success: true })
  })
})

const noBoto3 = await missingBoto3()

test.skipIf(noBoto3 !== undefined)('boto3 asks, saves, looks up and schedules', async () => {
  const times = [String(range.startTime), String(range.endTime)]
  const { code, out, err } = await tellStory('queries.py', server.url, group, ...times)
  expect([code, err]).toEqual([0, ''])
  const seen = JSON.parse(out)
  expect(seen).toMatchObject({
    status: 'Complete',
    logs: backend.slice(0, 3),
    statistics: { recordsScanned: ['float', messages.length], logGroupsScanned: ['float', 1] },
    record: [backend[0], 'backend-app', `000000000000:${group}`],
    pages: [2, 1, false],
    malformed: ['MalformedQueryException', { startCharOffset: 11, endCharOffset: 21 }],
    missing: ['ResourceNotFoundException', "Log group '/none' does not exist for account ID '000000000000'"],
    saved: [true, 1, true],
    lookup: 'kim',
    scheduled: ['ENABLED', ['every-minute'], []],
  })
  expect(seen.fields['kubernetes.container_name']).toBeGreaterThan(90)
})

test('mangru query prints a table, JSON and CSV, shows a fault in its text, and mends it', async () => {
  const run = (...words: string[]) => runMangru(['query', ...words, '--group', group, '--url', server.url])
  const table = await run(`${errors} | sort APP`)
  expect(table.code).toBe(0)
  expect(table.out).toBe('APP          ERROR_COUNT\nbackend-app            2\nweb                    3\n')
  expect(table.err).toMatch(new RegExp(`^2 rows · ${messages.length} lines, .* read in [\\d.]+ s`, 'm'))
  expect((await run(`${errors} | sort APP`, '--format', 'csv')).out).toBe(
    'APP,ERROR_COUNT\r\nbackend-app,2\r\nweb,3\r\n',
  )
  const faulty = await run(accesses)
  expect(faulty.code).toBe(1)
  expect(faulty.err).toMatch(/^ *\^+$/m)
  const mended = await run(accesses, '--mend', '--json')
  expect([mended.code, mended.out]).toEqual([0, '{"ACCESS_COUNT":"15"}\n'])
})

test('answers outlive the server; what ran when it was killed has failed', async () => {
  const { queryId } = await ask(errors)
  await server.kill()
  server = await startServer({ dataDir })
  logs.destroy()
  logs = client(server.url)
  const answer = await results(queryId)
  expect(answer.status).toBe('Complete')
  expect(answer.results).toHaveLength(2)
  const { queries } = await logs.send(new DescribeQueriesCommand({ status: 'Running' }))
  expect(queries).toEqual([])
})
