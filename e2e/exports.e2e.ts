/** Exports by a real server: to a folder and to a bucket, by the aws CLI and by our own; put back, every byte is as it was. */
import { hash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Key, logsClient, makeStreams, mustCall } from '../bench/wire/index.ts'
import type { ApiExport, ApiLogEvent } from '../src/model/index.ts'
import { runMangru, runProgram, type Server, startServer } from './server.ts'

const key: Key = { accessKeyId: 'AKIAANY', secretAccessKey: 'any' }
const group = '/shop/app'
const streams = ['web/1', 'web-1', '로그 [$LATEST]']

/** A bucket that takes what is put and checks that it came whole. */
interface Bucket {
  readonly port: number
  readonly objects: Map<string, Buffer>
  readonly authorized: string[]
  close(): Promise<void>
}

async function openBucket(): Promise<Bucket> {
  const objects = new Map<string, Buffer>()
  const authorized: string[] = []
  let refusals = 1
  const server: HttpServer = createServer((req, res) => {
    const pieces: Buffer[] = []
    req.on('data', piece => pieces.push(piece))
    req.on('end', () => {
      // Buckets fail now and then: whoever puts tries again.
      if (refusals-- > 0) {
        res.writeHead(503).end('<Error><Code>SlowDown</Code></Error>')
        return
      }
      const body = Buffer.concat(pieces)
      if (req.method !== 'PUT' || hash('sha256', body) !== req.headers['x-amz-content-sha256']) {
        res.writeHead(400).end()
        return
      }
      authorized.push(req.headers.authorization ?? '')
      objects.set(decodeURIComponent(req.url ?? ''), body)
      res.end()
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    objects,
    authorized,
    close: () => new Promise(resolve => server.close(() => resolve())),
  }
}

let server: Server
let folder: string
let bucket: Bucket
const now = Date.now()
/** What tempts encoders, line readers and JSON. */
const said = [
  'INFO plain',
  '한글 ✓ 😀',
  'two\nlines\n',
  '\r\n tabs\t and "quotes" \\ ',
  'nul \0 in it',
  '{"a":1}',
  '2026-01-01T00:00:00.000Z looks like a time',
]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mangru-exports-'))
  bucket = await openBucket()
  const allowed = `file:${folder},s3://cold=http://KEYID:SECRET@127.0.0.1:${bucket.port}/eu-north-1`
  server = await startServer({ args: ['--deliver-to', allowed] })
  const client = logsClient(server.url, key)
  await makeStreams(client, group, streams)
  for (const [n, logStreamName] of streams.entries()) {
    await mustCall(client, 'PutLogEvents', {
      ...{ logGroupName: group, logStreamName },
      logEvents: said.map((message, at) => ({ timestamp: now - 60_000 + at, message: `${message}${n}` })),
    })
  }
})
afterAll(async () => {
  await server.stop()
  await bucket.close()
  await rm(folder, { recursive: true, force: true })
})

const mangru = async (...args: string[]): Promise<string> => {
  const { code, out, err } = await runMangru(args, { MANGRU_URL: server.url })
  expect({ code, err: code === 0 ? '' : err }).toEqual({ code: 0, err: '' })
  return out
}
const linesOf = async (of: string): Promise<string[]> => {
  const out = await mangru('logs', of, '--since', '2020-01-01', '--json')
  return out
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as ApiLogEvent)
    .map(({ timestamp, stream, message }) => JSON.stringify([timestamp, stream, message]))
    .sort()
}

describe.each(['parquet', 'ndjson'] as const)('%s', format => {
  test('to a folder and back: every line is as it was', async () => {
    const out = await mangru('logs', 'export', group, '--to', `file:${format}`, '--format', format, '--json')
    const done = JSON.parse(out) as ApiExport
    expect(done).toMatchObject({ status: 'COMPLETED', events: said.length * streams.length, files: 1 })
    expect(await mangru('logs', 'import', join(folder, format), '--group', `/back/${format}`)).toContain('21 lines')
    expect(await linesOf(`/back/${format}`)).toEqual(await linesOf(group))
    // The same once more adds nothing.
    await mangru('logs', 'import', join(folder, format), '--group', `/back/${format}`)
    expect(await linesOf(`/back/${format}`)).toHaveLength(said.length * streams.length)
    const query = `stats count(*) as n by @logStream | sort n`
    const answer = await mangru('query', query, '--group', `/back/${format}`, '--since', '2d', '--format', 'json')
    expect(answer).toContain('web-1')
  })
})

test('to a bucket: signed, whole, tried again', async () => {
  await mangru('logs', 'export', group, '--to', 's3://cold', '--format', 'ndjson', '--prefix', 'a/b c')
  const [[path, body] = ['', Buffer.alloc(0)]] = [...bucket.objects]
  expect(path).toMatch(/^\/cold\/a\/b c\/[0-9a-f-]{36}\/000000\.ndjson\.gz$/)
  expect(gunzipSync(body).toString().trimEnd().split('\n')).toHaveLength(said.length * streams.length)
  expect(bucket.authorized[0]).toMatch(/^AWS4-HMAC-SHA256 Credential=KEYID\/\d{8}\/eu-north-1\/s3\/aws4_request/)
})

test('what the operator has not allowed is refused, and says how it is allowed', async () => {
  const refused = await runMangru(['logs', 'export', group, '--to', 's3://other'], { MANGRU_URL: server.url })
  expect(refused.code).toBe(1)
  expect(refused.err).toContain('--deliver-to s3://other=')
})

const aws = '/usr/bin/aws'
describe.skipIf(!existsSync(aws))('aws logs', () => {
  const logs = async (...args: string[]) => {
    const environment = { AWS_ACCESS_KEY_ID: 'AKIAANY', AWS_SECRET_ACCESS_KEY: 'any', AWS_DEFAULT_REGION: 'eu-north-1' }
    const all = ['logs', '--endpoint-url', server.url, ...args]
    const { code, out, err } = await runProgram(aws, all, { ...environment, AWS_PAGER: '', HOME: '/nowhere' })
    expect({ code, err }).toEqual({ code: 0, err: '' })
    return out.trim() === '' ? {} : JSON.parse(out)
  }
  const range = ['--from', '0', '--to', String(now + 1)]

  test('create-export-task writes CloudWatch’s layout, and it can be put back', async () => {
    const task = ['--task-name', 'nightly', '--log-group-name', group, ...range, '--destination', 'archive']
    const { taskId } = await logs('create-export-task', ...task)
    for (;;) {
      const { exportTasks } = await logs('describe-export-tasks', '--task-id', taskId)
      if (!['PENDING', 'RUNNING'].includes(exportTasks[0].status.code)) {
        expect(exportTasks[0]).toMatchObject({
          ...{ taskId, taskName: 'nightly', logGroupName: group, destination: 'archive' },
          ...{ destinationPrefix: 'exportedlogs', status: { code: 'COMPLETED' } },
        })
        break
      }
    }
    const place = join(folder, 'archive', 'exportedlogs')
    expect((await readdir(place)).sort()).toEqual([taskId, 'aws-logs-write-test'].sort())
    const [plain, slashed] = (await readdir(join(place, taskId))).filter(name => name.startsWith('web-1')).sort()
    expect(slashed).toMatch(/^web-1-[0-9a-f]{8}$/)
    const text = gunzipSync(await readFile(join(place, taskId, plain ?? '', '000000.gz'))).toString()
    expect(text.split('\n')[0]).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z INFO plain1$/)
    await mangru('logs', 'import', place, '--group', '/back/cloudwatch')
    const messages = async (of: string) => (await linesOf(of)).map(line => JSON.parse(line)[2]).sort()
    expect(await messages('/back/cloudwatch')).toEqual(await messages(group))
  })

  test('put-data-protection-policy masks for every reader, and the export', async () => {
    const of = { logGroupName: '/shop/people' }
    const client = logsClient(server.url, key)
    await makeStreams(client, of.logGroupName, ['s'])
    const message = '{"mail":"kim@example.com"}'
    const masked = '{"mail":"***************"}'
    const logEvents = [{ timestamp: now, message }]
    await mustCall(client, 'PutLogEvents', { ...of, logStreamName: 's', logEvents })
    const identifiers = ['arn:aws:dataprotection::aws:data-identifier/EmailAddress']
    const statements = [{ Audit: { FindingsDestination: {} } }, { Deidentify: { MaskConfig: {} } }]
    const document = JSON.stringify({
      ...{ Name: 'p', Version: '2021-06-01' },
      Statement: statements.map((Operation, n) => ({ Sid: `s${n}`, DataIdentifier: identifiers, Operation })),
    })
    const named = ['--log-group-identifier', of.logGroupName]
    await logs('put-data-protection-policy', ...named, '--policy-document', document)
    expect(await logs('get-data-protection-policy', ...named)).toMatchObject({ policyDocument: document })

    const { events } = await logs('filter-log-events', '--log-group-name', of.logGroupName, '--filter-pattern', 'kim')
    expect(events).toMatchObject([{ message: masked }])
    const unmasked = await mustCall(client, 'GetLogEvents', { ...of, logStreamName: 's', unmask: true })
    expect(unmasked.events).toMatchObject([{ message }])
    expect(await mangru('logs', of.logGroupName, '--since', '1d')).toContain(masked)
    const ask = (text: string) => mangru('query', text, '--group', of.logGroupName, '--since', '1d', '--format', 'json')
    expect(await ask('stats count(*) as n by mail')).toContain('***************')
    expect(await ask('fields replace(mail, "@", "#") as x')).not.toContain('kim')
    expect(await ask('fields mail | unmask mail')).toContain('kim@example.com')
    const exported = ['logs', 'export', of.logGroupName, '--format', 'ndjson', '--json']
    for (const [to, more, seen] of [
      ['masked', [], masked],
      ['whole', ['--unmask'], message],
    ] as const) {
      const { id } = JSON.parse(await mangru(...exported, '--to', `file:${to}`, ...more)) as ApiExport
      const file = join(folder, to, 'exportedlogs', id, '000000.ndjson.gz')
      expect(JSON.parse(gunzipSync(await readFile(file)).toString()).message).toBe(seen)
    }
  })
})

test('field indexes are put and told; filterIndex reads only groups that have one', async () => {
  const client = logsClient(server.url, key)
  const policyDocument = '{"Fields":["a"]}'
  const ask = () => mangru('query', 'filterIndex a = 1 | stats count(*) as n', '--group', group, '--since', '1d')
  const before = await runMangru(['query', 'filterIndex a = 1', '--group', group], { MANGRU_URL: server.url })
  expect(`${before.out}${before.err}`).toContain('no index on a there')
  await mustCall(client, 'PutIndexPolicy', { logGroupIdentifier: group, policyDocument })
  const told = await mustCall(client, 'DescribeFieldIndexes', { logGroupIdentifiers: [group] })
  expect(told.fieldIndexes).toMatchObject([{ fieldIndexName: 'a', firstEventTime: now - 60_000 }])
  expect(await ask()).toMatch(/\b0\b/)
})
