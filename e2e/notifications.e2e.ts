/** Telling people by a running server: the aws CLI makes topics, a real SMTP server and a real web hook receive; kill -9 loses nothing. */
import { verify, X509Certificate } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server as HttpServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { missingBoto3, tellStory } from './boto3/environment.ts'
import { runProgram, type Server, startServer } from './server.ts'

const aws = '/usr/bin/aws'
const missing = !existsSync(aws)
if (missing) console.warn(`SKIPPED: the aws CLI is not at ${aws} (apt-get install awscli)`)
const noBoto3 = await missingBoto3()

const environment = {
  AWS_ACCESS_KEY_ID: 'AKIAANY',
  AWS_SECRET_ACCESS_KEY: 'any',
  AWS_DEFAULT_REGION: 'ap-northeast-2',
  AWS_PAGER: '',
  HOME: '/nowhere',
}

interface Mail {
  readonly to: string
  readonly user: string
  readonly secure: boolean
  readonly raw: string
}

let mails: Mail[]
let smtp: SMTPServer
let got: { readonly path: string; readonly headers: Record<string, unknown>; readonly body: string }[]
let hooks: HttpServer
let hookUrl: string
let status: number
let dataDir: string
let running: Server[]

beforeEach(async () => {
  mails = []
  got = []
  status = 200
  running = []
  dataDir = await mkdtemp(join(tmpdir(), 'mangru-'))
  // With a certificate of its own making, as many inside a house have.
  smtp = new SMTPServer({
    authOptional: false,
    onAuth: ({ username, password }, _session, done) =>
      password === 'pass:word' ? done(null, { user: username ?? '' }) : done(new Error('no')),
    onData: (stream, { envelope, user, secure }, done) => {
      const pieces: Buffer[] = []
      stream.on('data', piece => pieces.push(piece))
      stream.on('end', () => {
        const raw = Buffer.concat(pieces).toString()
        mails.push({ to: envelope.rcptTo[0]?.address ?? '', user: user ?? '', secure, raw })
        done()
      })
    },
  })
  await new Promise<void>(resolve => smtp.listen(0, '127.0.0.1', resolve))
  hooks = createServer((req, res) => {
    const pieces: Buffer[] = []
    req.on('data', piece => pieces.push(piece))
    req.on('end', () => {
      got.push({ path: req.url ?? '', headers: req.headers, body: Buffer.concat(pieces).toString() })
      res.writeHead(status).end()
    })
  })
  await new Promise<void>(resolve => hooks.listen(0, '127.0.0.1', resolve))
  hookUrl = `http://127.0.0.1:${(hooks.address() as AddressInfo).port}`
})
afterEach(async () => {
  for (const server of running)
    if (server.child.exitCode === null && server.child.signalCode === null) await server.kill()
  await new Promise<void>(resolve => smtp.close(() => resolve()))
  hooks.closeAllConnections()
  await new Promise(resolve => hooks.close(resolve))
  await rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
})

async function start(): Promise<Server> {
  const passwordFile = join(dataDir, 'smtp-password')
  await writeFile(passwordFile, 'pass:word\n', { mode: 0o600 })
  const port = (smtp.server.address() as AddressInfo).port
  const server = await startServer({
    dataDir,
    args: [
      ...['--smtp', `smtp://kim@127.0.0.1:${port}`, '--smtp-password-file', passwordFile],
      ...['--mail-from', 'Mangru <mangru@example.com>'],
      ...['--deliver-to', `${hookUrl},arn:aws:lambda:*=${hookUrl}/lambda`],
    ],
  })
  running.push(server)
  return server
}

const cli = async (server: Server, ...args: string[]) => {
  const { code, out, err } = await runProgram(
    aws,
    [...args, '--endpoint-url', server.url, '--output', 'json'],
    environment,
  )
  expect(err).toBe('')
  expect(code).toBe(0)
  return out.trim() === '' ? {} : JSON.parse(out)
}

async function until(holds: () => boolean | Promise<boolean>, what: () => string): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (await holds()) return
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error(what())
}
const told = () => `mails: ${mails.length}, posts: ${JSON.stringify(got.map(({ path }) => path))}`

/** The text part of a mail, decoded. */
function textOf({ raw }: Mail): string {
  const part = raw
    .split(/\r?\n\r?\n/)
    .slice(1)
    .join('\n\n')
  const joined = part.replace(/=\r?\n/g, '')
  const plain = Buffer.from(
    joined.replace(/=([0-9A-F]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  )
  return plain.toString('utf8')
}

/** Mails and hooks confirm as their owners would: one by the button, the other by fetching. */
async function confirmAll(): Promise<void> {
  await until(() => mails.length === 1 && got.length === 1, told)
  const link = /(http:\/\/\S+\/sns\/confirm\?token=\w+)/.exec(textOf(mails[0]!))?.[1] ?? ''
  expect((await fetch(link)).status).toBe(200)
  expect((await fetch(link, { method: 'POST' })).status).toBe(200)
  const { SubscribeURL, Type } = JSON.parse(got[0]!.body)
  expect(Type).toBe('SubscriptionConfirmation')
  expect((await fetch(SubscribeURL)).status).toBe(200)
  mails.length = 0
  got.length = 0
}

describe.skipIf(missing)('aws sns --endpoint-url', () => {
  async function topicWithBoth(server: Server): Promise<string> {
    const { TopicArn } = await cli(server, 'sns', 'create-topic', '--name', 'ops', '--attributes', 'DisplayName=Ops')
    expect(TopicArn).toBe('arn:aws:sns:ap-northeast-2:000000000000:ops')
    const email = ['--protocol', 'email', '--notification-endpoint', 'lee@example.com']
    expect(await cli(server, 'sns', 'subscribe', '--topic-arn', TopicArn, ...email)).toEqual({
      SubscriptionArn: 'pending confirmation',
    })
    const hook = ['--protocol', 'http', '--notification-endpoint', `${hookUrl}/hook?key=secret`]
    await cli(server, 'sns', 'subscribe', '--topic-arn', TopicArn, ...hook)
    await confirmAll()
    return TopicArn
  }

  test('what is published arrives as a mail and as a signed post', async () => {
    const server = await start()
    const topic = await topicWithBoth(server)
    const { Subscriptions } = await cli(server, 'sns', 'list-subscriptions-by-topic', '--topic-arn', topic)
    expect(Subscriptions.map((one: { Endpoint: string }) => one.Endpoint)).toEqual([
      'lee@example.com',
      `${hookUrl}/hook?key=…`,
    ])
    const { MessageId } = await cli(
      server,
      'sns',
      'publish',
      '--topic-arn',
      topic,
      '--subject',
      'Hello',
      '--message',
      '디스크가 찼습니다',
    )
    await until(() => mails.length === 1 && got.length === 1, told)
    expect(mails[0]).toMatchObject({ to: 'lee@example.com', user: 'kim', secure: true })
    expect(mails[0]?.raw).toMatch(/^Subject: Hello\r?$/m)
    expect(textOf(mails[0]!)).toContain('디스크가 찼습니다')
    const said = JSON.parse(got[0]!.body)
    expect(said).toMatchObject({ MessageId, Message: '디스크가 찼습니다', SignatureVersion: '2' })
    const certificate = new X509Certificate(await (await fetch(said.SigningCertURL)).text())
    const names = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
    const signed = names.map(name => `${name}\n${said[name]}\n`).join('')
    expect(
      verify('RSA-SHA256', Buffer.from(signed), certificate.publicKey, Buffer.from(said.Signature, 'base64')),
    ).toBe(true)
    expect(server.said()).not.toMatch(/pass:word|key=secret/)
    expect(await server.stop()).toBe(0)
  })

  test('kill -9: what was published before arrives after the next start, with its id', async () => {
    let server = await start()
    const topic = await topicWithBoth(server)
    status = 500
    const ids: string[] = []
    for (const text of ['one', 'two', 'three']) {
      ids.push((await cli(server, 'sns', 'publish', '--topic-arn', topic, '--message', text)).MessageId)
    }
    await server.kill()
    status = 200
    got.length = 0
    server = await start()
    await until(() => got.length >= 3 && mails.length >= 3, told)
    expect([...new Set(got.map(({ body }) => JSON.parse(body).MessageId))]).toEqual(ids)
  })

  test('an alarm is told to a mail with a picture, a web hook and a mapped ARN, and so is its end', async () => {
    const server = await start()
    const topic = await topicWithBoth(server)
    const lambda = 'arn:aws:lambda:ap-northeast-2:000000000000:function:f'
    await cli(server, 'logs', 'create-log-group', '--log-group-name', '/app')
    await cli(server, 'logs', 'create-log-stream', '--log-group-name', '/app', '--log-stream-name', 's')
    await cli(
      server,
      'logs',
      'put-metric-filter',
      '--log-group-name',
      '/app',
      '--filter-name',
      'e',
      '--filter-pattern',
      'ERROR',
      '--metric-transformations',
      'metricName=Errors,metricNamespace=Shop,metricValue=1,defaultValue=0',
    )
    await cli(
      server,
      'cloudwatch',
      'put-metric-alarm',
      '--alarm-name',
      'errors',
      '--namespace',
      'Shop',
      '--metric-name',
      'Errors',
      '--statistic',
      'Sum',
      '--period',
      '300',
      '--evaluation-periods',
      '1',
      '--threshold',
      '1',
      '--comparison-operator',
      'GreaterThanOrEqualToThreshold',
      '--treat-missing-data',
      'notBreaching',
      '--alarm-actions',
      topic,
      lambda,
      '--ok-actions',
      topic,
    )
    await until(
      async () => (await cli(server, 'cloudwatch', 'describe-alarms')).MetricAlarms[0]?.StateValue === 'OK',
      told,
    )
    // It was without data before: that is told too.
    await until(() => mails.length === 1 && got.length === 1, told)
    mails.length = 0
    got.length = 0
    const since = Date.now()
    await cli(
      server,
      'logs',
      'put-log-events',
      '--log-group-name',
      '/app',
      '--log-stream-name',
      's',
      '--log-events',
      `timestamp=${since},message=ERROR`,
    )
    await until(() => mails.length === 1 && got.length === 2, told)
    const hook = got.find(({ path }) => path.startsWith('/hook'))
    const call = got.find(({ path }) => path === '/lambda')
    expect(JSON.parse(JSON.parse(hook?.body ?? '').Message)).toMatchObject({
      AlarmName: 'errors',
      NewStateValue: 'ALARM',
      Trigger: { MetricName: 'Errors', Statistic: 'SUM' },
    })
    expect(JSON.parse(call?.body ?? '')).toMatchObject({
      alarmData: { alarmName: 'errors', state: { value: 'ALARM' } },
    })
    expect(/^Subject: ALARM: "errors" in /m.test(mails[0]?.raw ?? '')).toBe(true)
    expect(/^Content-Type: image\/png/m.test(mails[0]?.raw ?? '')).toBe(true)
    const { AlarmHistoryItems } = await cli(
      server,
      'cloudwatch',
      'describe-alarm-history',
      '--alarm-name',
      'errors',
      '--history-item-type',
      'Action',
    )
    expect(AlarmHistoryItems.map((one: { HistorySummary: string }) => one.HistorySummary).sort()).toEqual([
      `Successfully executed action ${lambda}`,
      `Successfully executed action ${topic}`,
      `Successfully executed action ${topic}`,
    ])
    await cli(
      server,
      'cloudwatch',
      'set-alarm-state',
      '--alarm-name',
      'errors',
      '--state-value',
      'OK',
      '--state-reason',
      'by hand',
    )
    await until(() => got.length >= 3, told)
    expect(JSON.parse(JSON.parse(got[2]!.body).Message)).toMatchObject({ NewStateValue: 'OK', OldStateValue: 'ALARM' })
  })
})

test.skipIf(noBoto3 !== undefined)(
  'boto3 makes topics, pages through them, is refused in the words of AWS',
  async () => {
    const server = await start()
    const { code, out, err } = await tellStory('topics.py', server.url, hookUrl)
    expect(err).toBe('')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toEqual({
      topics: 120,
      tags: { team: 'shop' },
      untagged: {},
      attributes: ['ops', 'ko'],
      missing: ['NotFound', 404],
      invalid: ['InvalidParameter', 400],
      published: true,
    })
    await until(() => got.length === 1, told)
  },
)
