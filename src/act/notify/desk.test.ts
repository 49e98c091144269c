/** The desk over real settings, with a clock that is stepped, a receiver that answers as it is told, and a mail server in hand. */
import { generateKeyPairSync, hash, sign, verify } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { type AlarmMessage, minutes, seconds } from '../../model/index.ts'
import { type SteppedClock, steppedClock } from '../../store/logs/stepped-clock.ts'
import type { Settings } from '../../store/settings/index.ts'
import type { Answer } from '../subscriptions/index.ts'
import { openNotifyDesk } from './desk.ts'
import type { NotifyDesk } from './desk-port.ts'
import { topicArn } from './names.ts'
import type { NotifyPorts, OutgoingMail } from './ports.ts'
import { sampleMessage } from './sample-message.ts'
import { testPorts, testSettings } from './test-notify.ts'

const must = <T>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown },
): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 })

interface Got {
  readonly headers: IncomingMessage['headers']
  readonly body: string
}

let clock: SteppedClock
let settings: Settings
let desk: NotifyDesk
let got: Got[]
let mails: OutgoingMail[]
let status: number
let mailAnswer: Answer
let receiver: ReturnType<typeof createServer>
let url: string
const said: string[] = []

const ports = (over: Partial<NotifyPorts> = {}): NotifyPorts => ({
  ...testPorts(settings, clock, `${url},arn:aws:lambda:*=${url}/lambda`, mails),
  mailer: {
    send: async mail => {
      mails.push(mail)
      return mailAnswer
    },
  },
  signer: async () => ({
    sign: text => sign('RSA-SHA256', Buffer.from(text), privateKey).toString('base64'),
    certificate: publicKey.export({ type: 'spki', format: 'pem' }) as string,
  }),
  log: line => said.push(line),
  ...over,
})

beforeEach(async () => {
  clock = steppedClock()
  settings = await testSettings()
  got = []
  mails = []
  status = 200
  mailAnswer = { kind: 'delivered' }
  said.length = 0
  receiver = createServer((req, res) => {
    const pieces: Buffer[] = []
    req.on('data', piece => pieces.push(piece))
    req.on('end', () => {
      got.push({ headers: req.headers, body: Buffer.concat(pieces).toString() })
      res.writeHead(status).end()
    })
  })
  await new Promise<void>(resolve => receiver.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
  desk = await openNotifyDesk(ports())
})
afterEach(async () => {
  await stop()
  receiver.closeAllConnections()
  await new Promise(resolve => receiver.close(resolve))
  await settings.close()
  expect(said).toEqual([])
})

/** Stops while its patience goes by. */
async function stop(): Promise<void> {
  const stopped = desk.stop()
  await clock.step(limits.notifyStopPatience)
  await stopped
}

/** The world outside takes its own time: time goes on here until it holds. */
async function until(holds: () => boolean | Promise<boolean>, step = 0): Promise<void> {
  for (let tries = 0; tries < 2_000; tries++) {
    if (await holds()) return
    await new Promise(resolve => setTimeout(resolve, 2))
    await clock.step(step)
  }
  throw new Error('it never held')
}

const arn = 'arn:aws:sns:us-east-1:000000000000:ops'
const subscribed = async (way: 'email' | 'email-json' | 'http' | 'slack' | 'teams' | 'pagerduty', endpoint: string) => {
  must(await desk.createTopic({ name: 'ops' }))
  const one = must(await desk.subscribe({ topic: 'ops', topicArn: arn, way, endpoint }))
  return must(await desk.vouch(one.id))
}

let version = 0
/** Writes deeds as the shell of alarms does. */
async function alarms(...messages: AlarmMessage[]): Promise<void> {
  for (const message of messages) {
    const { name } = message.alarm
    const { alarms } = settings
    const begin = { state: 'OK', memory: '{}', tags: {} }
    const put = must(
      await alarms.put(
        { name, kind: 'metric', input: '{}', region: 'us-east-1', changedAt: clock.now() },
        begin,
        () => [],
      ),
    )
    const id = `${message.alarm.arn} ${message.now.value} ${version++} ${message.action}`
    const deeds = [{ id, action: message.action, at: clock.now(), message: JSON.stringify(message) }]
    must(await alarms.progress([{ ...put, state: message.now.value, history: [], deeds }], {}))
  }
  desk.wake()
}
const message = (name: string, action = arn) => sampleMessage({ action }, name)
const listed = async () => must(await desk.deliveries({ limit: 100 }))
const ended = async () => (await listed()).every(({ endedAt }) => endedAt !== null)
const nothingOpen = () => until(ended)
const confirmationsAside = () =>
  got.filter(({ headers }) => headers['x-amz-sns-message-type'] !== 'SubscriptionConfirmation')

describe('deliveries', () => {
  test('a webhook gets the envelope, signed so that SNS clients can verify it', async () => {
    await subscribed('http', `${url}/hook`)
    await alarms(message('a'))
    await until(async () => confirmationsAside().length === 1 && (await ended()))
    const [{ headers, body } = { headers: {}, body: '' }] = confirmationsAside()
    const said = JSON.parse(body)
    expect(said).toMatchObject({
      Type: 'Notification',
      TopicArn: arn,
      SignatureVersion: '2',
      SigningCertURL: 'https://m.example/sns/cert.pem',
    })
    expect(JSON.parse(said.Message)).toMatchObject({ AlarmName: 'a', NewStateValue: 'ALARM' })
    expect(headers).toMatchObject({
      'x-amz-sns-message-id': said.MessageId,
      'x-amz-sns-topic-arn': arn,
      'idempotency-key': said.MessageId,
    })
    const text = ['Message', 'MessageId', 'Subject', 'Timestamp', 'TopicArn', 'Type']
      .map(name => `${name}\n${said[name]}\n`)
      .join('')
    expect(
      verify('RSA-SHA256', Buffer.from(text), await desk.certificate(), Buffer.from(said.Signature, 'base64')),
    ).toBe(true)
    const history = must(await settings.alarms.history({ alarm: 'a', type: 'Action', limit: 9 }))
    expect(history.map(({ summary }) => summary)).toEqual([`Successfully executed action ${arn}`])
  })

  test('is tried again with the same id, later and later, until it is taken', async () => {
    await subscribed('http', `${url}/hook`)
    await nothingOpen()
    got.length = 0
    status = 500
    await alarms(message('a'))
    await until(() => got.length === 1)
    await until(async () => (await listed())[0]?.status === 'retrying')
    await clock.step(limits.deliveryPauseFirst)
    await until(() => got.length === 2)
    expect((await listed())[0]).toMatchObject({ status: 'retrying', error: 'answered 500' })
    status = 200
    await until(ended, seconds(1))
    expect((await listed())[0]).toMatchObject({ status: 'delivered', attempts: 3, error: null })
    expect(new Set(got.map(({ headers }) => headers['x-amz-sns-message-id'])).size).toBe(1)
  })

  test('is told again after a kill between sending and marking, with the same id; nothing is lost', async () => {
    await subscribed('http', `${url}/hook`)
    await nothingOpen()
    got.length = 0
    await stop()
    // Whoever died had told it, and could not say so.
    const marking = settings.notify
    desk = await openNotifyDesk(
      ports({
        settings: { ...marking, mark: async () => ({ ok: false, error: { code: 'unavailable', message: '' } }) },
      }),
    )
    await alarms(message('a'))
    await until(() => got.length === 1)
    await stop()
    desk = await openNotifyDesk(ports())
    await until(ended)
    expect(got.length).toBe(2)
    expect(new Set(got.map(({ headers }) => headers['x-amz-sns-message-id'])).size).toBe(1)
    expect(must(await settings.notify.deeds(9))).toEqual([])
    await clock.step(minutes(5))
    expect(got.length).toBe(2)
  })

  test('one that fails holds back those behind it, and no other receiver', async () => {
    await subscribed('http', `${url}/hook`)
    await subscribed('pagerduty', `${url.replace('://', '://KEY@')}/v2/enqueue`)
    await nothingOpen()
    got.length = 0
    status = 503
    await alarms(message('a'), message('b'))
    await until(() => got.length >= 2)
    status = 200
    await until(ended, seconds(1))
    const named = (type: string) =>
      got
        .filter(({ headers }) => (type === 'sns') === (headers['x-amz-sns-message-id'] !== undefined))
        .map(({ body }) => /AlarmName\W+(\w)/.exec(body)?.[1])
    expect(named('sns').join('')).toMatch(/^a+b+$/)
    expect(named('pagerduty').join('')).toMatch(/^a+b+$/)
    expect((await listed()).every(one => one.status === 'delivered')).toBe(true)
  })

  test('what nobody is set up for has failed plainly; a mapped ARN is called, and both stand in the history', async () => {
    const lambda = 'arn:aws:lambda:us-east-1:000000000000:function:f'
    const scaling = 'arn:aws:autoscaling:us-east-1:000000000000:scalingPolicy:x'
    await alarms(message('a', lambda), message('a', scaling))
    await until(async () => got.length === 1 && (await ended()))
    expect(JSON.parse(got[0]?.body ?? '')).toMatchObject({ source: 'aws.cloudwatch', alarmData: { alarmName: 'a' } })
    expect(await listed()).toMatchObject([
      { action: scaling, way: 'autoscaling', status: 'failed', error: expect.stringContaining('Nobody is set up for') },
      { action: lambda, way: 'lambda', status: 'delivered', to: `${url}/lambda` },
    ])
    const history = must(await settings.alarms.history({ alarm: 'a', type: 'Action', limit: 9 }))
    expect(history.map(({ summary }) => summary.split(' ').slice(0, 3).join(' ')).sort()).toEqual([
      'Failed to execute',
      'Successfully executed action',
    ])
  })
})

describe('people', () => {
  test(`alarms that fire together are one mail after ${limits.notifyGather} ms (notifyGather)`, async () => {
    await subscribed('email', 'kim@example.com')
    await until(ended)
    mails.length = 0
    await alarms(message('a'), message('b'), message('c'))
    await until(async () => (await listed()).filter(one => one.kind === 'alarm').length === 3)
    await clock.step(limits.notifyGather - 1)
    expect(mails).toEqual([])
    await until(() => mails.length === 1, 100)
    expect(mails[0]?.subject).toBe('3 alarms changed: 3 in alarm')
  })

  test.each([
    [1, limits.notifyGatherPause, 'notifyGatherPause'],
    [2, 2 * limits.notifyGatherPause, 'notifyGatherPause'],
    [20, limits.notifyGatherMost, 'notifyGatherMost'],
  ])('after a mail about %i the next one comes %i ms later (%s)', async (count, pause) => {
    await subscribed('email', 'kim@example.com')
    await until(ended)
    mails.length = 0
    await alarms(...Array.from({ length: count }, (_, n) => message(`a${n}`)))
    await until(() => mails.length === 1, 100)
    await until(async () => (await listed()).every(one => one.endedAt !== null))
    const first = (await listed())[0]?.endedAt ?? 0
    await alarms(message('d'))
    await until(async () => (await listed())[0]?.alarm === 'd')
    const [waiting] = await listed()
    expect((waiting?.nextTry ?? 0) - first).toBe(pause)
    await alarms(message('e'))
    await until(() => mails.length === 2, 500)
    expect(mails[1]?.subject).toBe('2 alarms changed: 2 in alarm')
  })

  test('a batch keeps its id at every try, whatever comes behind it', async () => {
    await subscribed('email', 'kim@example.com')
    await until(ended)
    mails.length = 0
    mailAnswer = { kind: 'failed', message: 'the mail server answered 451' }
    await alarms(message('a'), message('b'))
    await until(() => mails.length === 1, 100)
    await alarms(message('c'))
    await until(() => mails.length === 2, 100)
    mailAnswer = { kind: 'delivered' }
    await until(ended, 1_000)
    expect(mails.length).toBeGreaterThanOrEqual(4)
    expect(new Set(mails.slice(0, -1).map(({ id }) => id)).size).toBe(1)
    expect(mails.at(-1)?.subject).toContain('c')
  })

  test(`one mail is about at most ${limits.notifyTogether} changes (notifyTogether), and the next one waits`, async () => {
    await subscribed('email', 'kim@example.com')
    await until(ended)
    mails.length = 0
    await alarms(...Array.from({ length: limits.notifyTogether + 1 }, (_, n) => message(`a${n}`)))
    await until(() => mails.length === 1, 1_000)
    const first = clock.now()
    await until(async () => mails.length === 2 && (await ended()), 1_000)
    expect(clock.now() - first).toBeGreaterThanOrEqual(limits.notifyGatherMost - 1_000)
    const changed = [`${limits.notifyTogether} alarms changed`, 'ALARM']
    expect(mails.map(({ subject }) => subject.split(':')[0])).toEqual(changed)
  })

  test('mails in Korean, with a picture, and chats', async () => {
    await stop()
    const picture: NotifyPorts['picture'] = async (_message, language) => ({ png: Buffer.from('png'), label: language })
    desk = await openNotifyDesk(ports({ language: 'ko', picture }))
    await subscribed('email', 'kim@example.com')
    await subscribed('slack', `${url}/slack`)
    await subscribed('teams', `${url}/teams`)
    await until(ended)
    mails.length = 0
    await alarms(message('a'))
    await until(async () => mails.length === 1 && got.length === 2 && (await ended()), 200)
    expect(mails[0]).toMatchObject({ to: 'kim@example.com', picture: { id: 'metric@mangru' } })
    expect(mails[0]?.subject).toBe('경보: "a" (Asia Pacific (Seoul))')
    expect(mails[0]?.html).toContain('<html lang="ko">')
    expect(got.map(({ body }) => Object.keys(JSON.parse(body))[0]).sort()).toEqual(['text', 'type'])
  })
})

describe('subscriptions', () => {
  test('a receiver is asked first, with a token that is kept as a hash, and told only then', async () => {
    must(await desk.createTopic({ name: 'ops' }))
    const one = must(
      await desk.subscribe({ topic: 'ops', topicArn: arn, way: 'http', endpoint: `${url}/hook?key=secret` }),
    )
    expect(one).toMatchObject({ endpoint: `${url}/hook?key=…`, confirmedAt: null })
    await until(() => got.length === 1)
    const { Type, Token, SubscribeURL } = JSON.parse(got[0]?.body ?? '')
    expect({ Type, SubscribeURL }).toEqual({
      Type: 'SubscriptionConfirmation',
      SubscribeURL: `https://m.example/sns/confirm?token=${Token}`,
    })
    expect(one.tokenHash).toBe(hash('sha256', Token, 'hex'))
    await alarms(message('a'))
    await until(async () => (await listed()).some(({ error }) => error === 'Nobody is subscribed to the topic ops.'))
    expect(await desk.confirm('other')).toMatchObject({ ok: false, error: { code: 'invalid' } })
    must(await desk.confirm(Token))
    await alarms(message('b'))
    await until(() => got.length === 2)
    expect(JSON.stringify(await listed())).not.toMatch(/secret|token\d/)
    must(await desk.unsubscribe(one.id))
    await alarms(message('c'))
    await nothingOpen()
    expect(got).toHaveLength(2)
  })

  test(`a token lapses after ${limits.confirmationLife} ms (confirmationLife); who asks again gets a new one`, async () => {
    must(await desk.createTopic({ name: 'ops' }))
    const subscribe = () => desk.subscribe({ topic: 'ops', topicArn: arn, way: 'email', endpoint: 'kim@example.com' })
    const one = must(await subscribe())
    await until(() => mails.length === 1)
    const tokenIn = (mail: OutgoingMail | undefined) => /token=(\w+)/.exec(mail?.text ?? '')?.[1] ?? ''
    clock.setBack(-limits.confirmationLife)
    expect(must(await desk.ofToken(tokenIn(mails[0])))?.id).toBe(one.id)
    await clock.step(1)
    expect(await desk.confirm(tokenIn(mails[0]))).toMatchObject({ ok: false })
    expect(must(await subscribe()).id).toBe(one.id)
    await until(() => mails.length === 2, 100)
    must(await desk.confirm(tokenIn(mails[1])))
    must(await subscribe())
    await clock.step(minutes(1))
    expect(mails).toHaveLength(2)
  })

  test('who never confirms is forgotten', async () => {
    must(await desk.createTopic({ name: 'ops' }))
    must(await desk.subscribe({ topic: 'ops', topicArn: arn, way: 'email', endpoint: 'kim@example.com' }))
    await until(() => mails.length === 1)
    clock.setBack(-limits.confirmationLife - 1)
    await until(async () => must(await desk.subscriptions({ limit: 9 })).length === 0, limits.notifyLook)
  })

  test('where the operator does not allow it, nobody is asked', async () => {
    must(await desk.createTopic({ name: 'ops' }))
    for (const [way, endpoint] of [
      ['http', 'http://10.0.0.1/x'],
      ['https', 'https://evil.example'],
      ['email', 'no address'],
    ] as const) {
      expect(await desk.subscribe({ topic: 'ops', topicArn: arn, way, endpoint })).toMatchObject({
        ok: false,
        error: { code: 'invalid' },
      })
    }
    expect(await desk.subscribe({ topic: 'none', topicArn: arn, way: 'email', endpoint: 'a@b.c' })).toMatchObject({
      ok: false,
      error: { code: 'missing' },
    })
    expect(must(await desk.subscriptions({ limit: 9 }))).toEqual([])
  })
})

describe('messages of somebody else', () => {
  test('are published to each, in its own words', async () => {
    await subscribed('http', `${url}/hook`)
    await subscribed('email', 'kim@example.com')
    await subscribed('email-json', 'bot@example.com')
    await until(ended)
    got.length = 0
    mails.length = 0
    const id = must(
      await desk.publish({
        ...{ topic: 'ops', topicArn: arn, subject: 'S', text: 'for all' },
        textBy: { email: 'for people' },
        attributes: {},
      }),
    )
    await until(async () => mails.length === 2 && got.length === 1 && (await ended()))
    expect(JSON.parse(got[0]?.body ?? '')).toMatchObject({ MessageId: id, Message: 'for all', Subject: 'S' })
    const [toBot, toKim] = mails.toSorted((a, b) => (a.to < b.to ? -1 : 1))
    expect(toKim?.text).toContain('for people')
    expect(JSON.parse(toBot?.text ?? '')).toMatchObject({ MessageId: id, Message: 'for all' })
    expect(
      await desk.publish({
        topic: 'none',
        topicArn: topicArn('none', { region: 'r', account: '1' }),
        subject: null,
        text: 'x',
        attributes: {},
      }),
    ).toMatchObject({ ok: false, error: { code: 'missing' } })
  })

  test('a test is tried once by each, and says what came of it', async () => {
    await subscribed('http', `${url}/hook`)
    await subscribed('email', 'kim@example.com')
    await until(ended)
    status = 500
    const asked = desk.test('ops')
    let told: Awaited<typeof asked> | undefined
    void asked.then(answer => {
      told = answer
    })
    await until(() => told !== undefined, limits.notifyTestLook)
    expect(
      must(told ?? { ok: false, error: 'none' })
        .map(({ way, status, error }) => [way, status, error])
        .sort(),
    ).toEqual([
      ['email', 'delivered', null],
      ['http', 'failed', 'answered 500'],
    ])
    expect(await desk.test('none')).toMatchObject({ ok: false, error: { code: 'missing' } })
  })

  test(`a test waits at most ${limits.notifyTestWait} ms for the slow (notifyTestWait)`, async () => {
    await subscribed('http', `${url}/hook`)
    await until(ended)
    receiver.removeAllListeners('request')
    let told = false
    const asked = desk.test('ops').then(answer => {
      told = true
      return answer
    })
    await clock.step(limits.notifyTestWait - limits.notifyTestLook)
    expect(told).toBe(false)
    await until(() => told, limits.notifyTestLook)
    expect(must(await asked)).toMatchObject([{ status: 'waiting' }])
    receiver.closeAllConnections()
  })
})
