/** Live tails by real clients: the aws CLI (v1 has start-live-tail, Debian's v2 has tail --follow), boto3, the JavaScript SDK. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { request } from 'node:http'
import { join } from 'node:path'
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  PutLogEventsCommand,
  StartLiveTailCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { missingBoto3, tellStory } from './boto3/environment.ts'
import { createKey } from './keys.ts'
import { runProgram, type Server, startServer } from './server.ts'

let server: Server
let logs: CloudWatchLogsClient
const logGroupName = '/tail/app'
const arn = `arn:aws:logs:us-east-1:000000000000:log-group:${logGroupName}`

beforeAll(async () => {
  server = await startServer()
  // A key that is known here: the signature of the streaming call is verified as any other.
  const credentials = await createKey(server.dataDir, 'operator')
  logs = new CloudWatchLogsClient({
    ...{ endpoint: server.url, region: 'us-east-1', credentials, maxAttempts: 1, disableHostPrefix: true },
  })
  await logs.send(new CreateLogGroupCommand({ logGroupName }))
  for (const logStreamName of ['a', 'b']) await logs.send(new CreateLogStreamCommand({ logGroupName, logStreamName }))
})
afterAll(async () => {
  logs?.destroy()
  await server?.stop()
})

const put = (logStreamName: string, ...messages: string[]) =>
  logs.send(
    new PutLogEventsCommand({
      ...{ logGroupName, logStreamName },
      logEvents: messages.map(message => ({ timestamp: Date.now(), message })),
    }),
  )

async function until(holds: () => boolean, what: () => string): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (holds()) return
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error(what())
}

test('the JavaScript SDK tails one stream', async () => {
  const command = new StartLiveTailCommand({
    logGroupIdentifiers: [arn],
    logStreamNames: ['a'],
    logEventFilterPattern: '{ $.status >= 500 }',
  })
  const { responseStream } = await logs.send(command)
  const messages: (string | undefined)[] = []
  let started = false
  for await (const event of responseStream ?? []) {
    if (event.sessionStart !== undefined) {
      started = event.sessionStart.logEventFilterPattern === '{ $.status >= 500 }'
      await put('b', '{"status":501}')
      await put('a', '{"status":200}', '{"status":502}')
      await put('a', 'no JSON', '{"status":503}')
    }
    for (const { message } of event.sessionUpdate?.sessionResults ?? []) messages.push(message)
    if (messages.length === 2) break
  }
  expect(started).toBe(true)
  expect(messages).toEqual(['{"status":502}', '{"status":503}'])
})

test('a flood is sampled and said so', async () => {
  const { responseStream } = await logs.send(new StartLiveTailCommand({ logGroupIdentifiers: [arn] }))
  let shown = 0
  for await (const event of responseStream ?? []) {
    if (event.sessionStart !== undefined) await put('a', ...Array.from({ length: 2_000 }, (_, at) => `line ${at}`))
    const update = event.sessionUpdate
    if (!update?.sessionResults?.length) continue
    shown = update.sessionResults.length
    expect(update.sessionMetadata).toEqual({ sampled: true })
    break
  }
  expect(shown).toBe(500)
})

test('the names that SDKs make out of ours are answered', async () => {
  const { port } = new URL(server.url)
  for (const host of ['stream-127.0.0.1', 'streaming-127.0.0.1', 'stream-localhost', 'streaming-localhost']) {
    const body = JSON.stringify({ logGroupIdentifiers: [arn] })
    const status = await new Promise<[number | undefined, string | undefined]>((resolve, reject) => {
      const sent = request(
        { host: '127.0.0.1', port, method: 'POST', headers: headersOf(host, port, body) },
        answer => {
          resolve([answer.statusCode, answer.headers['content-type']])
          answer.destroy()
        },
      )
      sent.on('error', reject).end(body)
    })
    expect([host, ...status]).toEqual([host, 200, 'application/vnd.amazon.eventstream'])
  }
})

const headersOf = (host: string, port: string, body: string) => ({
  host: `${host}:${port}`,
  'content-type': 'application/x-amz-json-1.1',
  'content-length': Buffer.byteLength(body),
  'x-amz-target': 'Logs_20140328.StartLiveTail',
  authorization:
    'AWS4-HMAC-SHA256 Credential=AKIAANY/20261121/us-east-1/logs/aws4_request, SignedHeaders=host, Signature=00',
  'x-amz-date': '20261121T000000Z',
})

const environment = {
  AWS_ACCESS_KEY_ID: 'AKIAANY',
  AWS_SECRET_ACCESS_KEY: 'any',
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_DISABLE_HOST_PREFIX_INJECTION: 'true',
  AWS_PAGER: '',
  PYTHONUNBUFFERED: '1',
  HOME: '/nowhere',
}

/** A CLI that goes on until it is told to stop. */
function tailing(file: string, args: readonly string[]): { readonly child: ChildProcess; readonly out: () => string } {
  const child = spawn(file, args, {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  for (const pipe of [child.stdout, child.stderr]) {
    pipe.setEncoding('utf8').on('data', (text: string) => {
      out += text
    })
  }
  return { child, out: () => out }
}

async function shows(file: string, args: readonly string[]): Promise<void> {
  const { child, out } = tailing(file, args)
  try {
    // The CLI says nothing when it has begun, and begins late on a busy machine: so it is said until it is heard.
    for (let tries = 0; tries < 40 && !out().includes('ERROR seen by the CLI'); tries++) {
      await put('a', 'ERROR seen by the CLI', 'not this')
      await new Promise(resolve => setTimeout(resolve, 500))
    }
    await until(() => out().includes('ERROR seen by the CLI'), out)
    expect(out()).not.toContain('not this')
  } finally {
    child.kill('SIGKILL')
  }
}

const debian = '/usr/bin/aws'
describe.skipIf(!existsSync(debian))("Debian's aws CLI", () => {
  test('tails by asking again and again', async () => {
    const words = ['logs', '--endpoint-url', server.url, 'tail', logGroupName, '--follow', '--filter-pattern', 'ERROR']
    await shows(debian, [...words, '--since', '1m'])
  })
})

/** A CLI of AWS that knows start-live-tail: not every machine has one. */
async function modernCli(): Promise<string | undefined> {
  for (const folder of (process.env.PATH ?? '').split(':')) {
    const file = join(folder, 'aws')
    if (!existsSync(file)) continue
    const help = await runProgram(file, ['logs', 'start-live-tail', 'help'], environment)
    if (help.code === 0) return file
  }
  return undefined
}
const cli = await modernCli()
if (cli === undefined) console.warn('SKIPPED: no aws CLI on the path has start-live-tail')

test.skipIf(cli === undefined)('aws logs start-live-tail', async () => {
  const words = ['logs', '--endpoint-url', server.url, 'start-live-tail', '--log-group-identifiers', arn]
  await shows(cli as string, [...words, '--log-event-filter-pattern', 'ERROR'])
})

const noBoto3 = await missingBoto3()
test.skipIf(noBoto3 !== undefined)('boto3 sees each line within a second', async () => {
  const { code, out, err } = await tellStory('tail.py', server.url)
  expect(err).toBe('')
  expect(code).toBe(0)
  const seen = JSON.parse(out)
  expect(seen).toMatchObject({
    start: true,
    messages: ['ERROR 0 ✓', 'ERROR 1 ✓', 'ERROR 2 ✓'],
    place: ['pod/web-0', '000000000000:/boto3/tail'],
  })
})
