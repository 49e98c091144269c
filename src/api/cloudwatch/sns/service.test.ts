/** SNS over HTTP, as SDKs and the aws CLI write it; and the doors that receivers come to by links. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type TestNotify, testNotify } from '../../../act/notify/test-notify.ts'
import { limits } from '../../../limits.ts'
import { type SteppedClock, steppedClock } from '../../../store/logs/stepped-clock.ts'
import type { AwsService } from '../protocol/index.ts'
import { openDoor, serve } from '../protocol/test-server.ts'
import { createSnsDoors } from './doors.ts'
import { createSnsService } from './service.ts'

let clock: SteppedClock
let world: TestNotify
let server: Awaited<ReturnType<typeof serve>>
let doors: Server

/** Stands for CloudWatch: it speaks AWS Query too. */
const other: AwsService = {
  ...{ targetPrefix: 'Other', signingName: 'monitoring', xmlNamespace: 'http://other/', queryVersion: '2010-08-01' },
  operations: new Map(),
}

beforeEach(async () => {
  clock = steppedClock()
  world = await testNotify(clock, 'https://hooks.example')
  server = await serve([other, createSnsService({ desk: world.desk, clock })], { clock })
  const door = createSnsDoors({
    ...{ desk: world.desk, region: 'us-east-1', account: '000000000000', language: 'en' },
    onFault: error => {
      throw error
    },
  })
  doors = createServer(door)
  await new Promise<void>(resolve => doors.listen(0, '127.0.0.1', resolve))
})
afterEach(async () => {
  await server[Symbol.asyncDispose]()
  doors.closeAllConnections()
  await new Promise(resolve => doors.close(resolve))
  const stopped = world.desk.stop()
  await clock.step(limits.notifyStopPatience)
  await stopped
  await world.settings.close()
})

async function ask(Action: string, input: Readonly<Record<string, string>> = {}, headers: Record<string, string> = {}) {
  const answer = await fetch(`http://127.0.0.1:${server.port}/`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8', ...headers },
    body: new URLSearchParams({ Action, Version: '2010-03-31', ...input }).toString(),
  })
  return { status: answer.status, xml: await answer.text() }
}
const inside = (xml: string, name: string): string[] =>
  [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map(found => found[1] ?? '')
const arn = 'arn:aws:sns:eu-west-3:000000000000:ops'

test('topics are made, listed, described, tagged and deleted', async () => {
  const made = await ask('CreateTopic', {
    ...{ Name: 'ops', 'Attributes.entry.1.key': 'DisplayName', 'Attributes.entry.1.value': 'Ops & co' },
    ...{ 'Tags.member.1.Key': 'team', 'Tags.member.1.Value': 'shop' },
  })
  expect(made).toEqual({
    status: 200,
    xml: expect.stringMatching(
      `^<CreateTopicResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><CreateTopicResult><TopicArn>${arn}</TopicArn></CreateTopicResult><ResponseMetadata><RequestId>`,
    ),
  })
  expect(inside((await ask('CreateTopic', { Name: 'ops' })).xml, 'TopicArn')).toEqual([arn])
  expect(inside((await ask('ListTopics')).xml, 'TopicArn')).toEqual([arn])
  await ask('SetTopicAttributes', { TopicArn: arn, AttributeName: 'MangruLanguage', AttributeValue: 'ko' })
  const { xml } = await ask('GetTopicAttributes', { TopicArn: arn })
  expect(xml).toContain('<entry><key>DisplayName</key><value>Ops &amp; co</value></entry>')
  expect(xml).toContain('<entry><key>MangruLanguage</key><value>ko</value></entry>')
  expect(
    (await ask('TagResource', { ResourceArn: arn, 'Tags.member.1.Key': 'a', 'Tags.member.1.Value': 'b' })).xml,
  ).toContain('<TagResourceResult></TagResourceResult>')
  await ask('UntagResource', { ResourceArn: arn, 'TagKeys.member.1': 'team' })
  expect(inside((await ask('ListTagsForResource', { ResourceArn: arn })).xml, 'Key')).toEqual(['a'])
  expect((await ask('DeleteTopic', { TopicArn: arn })).status).toBe(200)
  expect((await ask('DeleteTopic', { TopicArn: arn })).status).toBe(200)
  expect(inside((await ask('ListTopics')).xml, 'TopicArn')).toEqual([])
})

test('subscriptions are pending until they are confirmed', async () => {
  await ask('CreateTopic', { Name: 'ops' })
  const input = { TopicArn: arn, Protocol: 'email', Endpoint: 'kim@example.com' }
  expect(inside((await ask('Subscribe', input)).xml, 'SubscriptionArn')).toEqual(['pending confirmation'])
  expect(inside((await ask('ListSubscriptions')).xml, 'SubscriptionArn')).toEqual(['PendingConfirmation'])
  await expect.poll(() => world.mails.length).toBe(1)
  const Token = /token=(\w+)/.exec(world.mails[0]?.text ?? '')?.[1] ?? ''
  expect(inside((await ask('ConfirmSubscription', { TopicArn: arn, Token: 'x' })).xml, 'Code')).toEqual([
    'InvalidParameter',
  ])
  const [confirmed = ''] = inside((await ask('ConfirmSubscription', { TopicArn: arn, Token })).xml, 'SubscriptionArn')
  expect(confirmed).toMatch(`${arn}:`)
  const listed = await ask('ListSubscriptionsByTopic', { TopicArn: arn })
  expect(listed.xml).toContain(
    `<member><SubscriptionArn>${confirmed}</SubscriptionArn><Owner>000000000000</Owner><Protocol>email</Protocol><Endpoint>kim@example.com</Endpoint><TopicArn>${arn}</TopicArn></member>`,
  )
  await ask('SetSubscriptionAttributes', {
    SubscriptionArn: confirmed,
    AttributeName: 'RawMessageDelivery',
    AttributeValue: 'true',
  })
  const { xml } = await ask('GetSubscriptionAttributes', { SubscriptionArn: confirmed })
  expect(xml).toContain('<key>PendingConfirmation</key><value>false</value>')
  expect(xml).toContain('<key>RawMessageDelivery</key><value>true</value>')
  const sent = await ask('Publish', {
    TopicArn: arn,
    Message: 'Disk full',
    Subject: 'Disk',
    'MessageAttributes.entry.1.Name': 'level',
    'MessageAttributes.entry.1.Value.DataType': 'String',
    'MessageAttributes.entry.1.Value.StringValue': 'high',
  })
  expect(inside(sent.xml, 'MessageId')[0]).toMatch(/^[0-9a-f-]{36}$/)
  await expect.poll(() => world.mails[1]?.subject).toBe('Disk')
  expect((await ask('Unsubscribe', { SubscriptionArn: confirmed })).status).toBe(200)
  expect(inside((await ask('ListSubscriptions')).xml, 'SubscriptionArn')).toEqual([])
})

test.each<[string, Record<string, string>, number, string]>([
  ['CreateTopic', { Name: 'a b' }, 400, 'InvalidParameter'],
  ['CreateTopic', { Name: 'a.fifo' }, 400, 'InvalidParameter'],
  ['CreateTopic', {}, 400, 'InvalidParameter'],
  ['CreateTopic', { Name: 'x', 'Tags.member.1.Key': 'a', 'Tags.member.1.Value': 'a\0' }, 400, 'InvalidParameter'],
  [
    'SetTopicAttributes',
    { TopicArn: arn, AttributeName: 'DisplayName', AttributeValue: '\0' },
    400,
    'InvalidParameter',
  ],
  ['Subscribe', { TopicArn: arn, Protocol: 'https', Endpoint: 'https://hooks.example/\0' }, 400, 'InvalidParameter'],
  ['Subscribe', { TopicArn: arn, Protocol: 'sms', Endpoint: '1' }, 400, 'InvalidParameter'],
  ['Subscribe', { TopicArn: arn, Protocol: 'https', Endpoint: 'https://evil.example' }, 400, 'InvalidParameter'],
  [
    'Subscribe',
    {
      TopicArn: arn,
      Protocol: 'email',
      Endpoint: 'kim@example.com',
      'Attributes.entry.1.key': 'FilterPolicy',
      'Attributes.entry.1.value': '{}',
    },
    400,
    'InvalidParameter',
  ],
  ['Subscribe', { TopicArn: `${arn}x`, Protocol: 'email', Endpoint: 'kim@example.com' }, 404, 'NotFound'],
  ['Publish', { TopicArn: `${arn}x`, Message: 'x' }, 404, 'NotFound'],
  ['Publish', { TopicArn: arn, Message: '' }, 400, 'InvalidParameter'],
  ['Publish', { TopicArn: arn, Message: 'x', Subject: 'a\nb' }, 400, 'InvalidParameter'],
  ['Publish', { TopicArn: arn, Message: '{}', MessageStructure: 'json' }, 400, 'InvalidParameter'],
  ['Publish', { PhoneNumber: '1', Message: 'x' }, 400, 'InvalidParameter'],
  ['GetTopicAttributes', { TopicArn: `${arn}x` }, 404, 'NotFound'],
  ['GetSubscriptionAttributes', { SubscriptionArn: `${arn}:00000000-0000-5000-8000-000000000000` }, 404, 'NotFound'],
  ['ListTopics', { NextToken: 'x' }, 400, 'InvalidParameter'],
  ['SetTopicAttributes', { TopicArn: arn, AttributeName: 'Nothing', AttributeValue: '1' }, 400, 'InvalidParameter'],
  ['Nothing', {}, 400, 'UnknownOperation'],
])('%s %o is refused', async (action, input, status, code) => {
  await ask('CreateTopic', { Name: 'ops' })
  const answer = await ask(action, input)
  expect([answer.status, inside(answer.xml, 'Code')[0]]).toEqual([status, code])
})

test(`a message has ${limits.snsMessageBytes} bytes, a subject ${limits.snsSubjectChars} characters (snsMessageBytes, snsSubjectChars)`, async () => {
  await ask('CreateTopic', { Name: 'ops' })
  const status = async (input: Record<string, string>) =>
    (await ask('Publish', { TopicArn: arn, Message: 'x', ...input })).status
  expect(await status({ Message: 'x'.repeat(limits.snsMessageBytes) })).toBe(200)
  expect(await status({ Message: 'x'.repeat(limits.snsMessageBytes + 1) })).toBe(400)
  expect(await status({ Subject: 'x'.repeat(limits.snsSubjectChars) })).toBe(200)
  expect(await status({ Subject: 'x'.repeat(limits.snsSubjectChars + 1) })).toBe(400)
})

test(`a page has ${limits.snsPageCount} topics (snsPageCount)`, async () => {
  for (let n = 0; n <= limits.snsPageCount; n++)
    await world.desk.createTopic({ name: `t${String(n).padStart(3, '0')}` })
  const first = await ask('ListTopics')
  expect(inside(first.xml, 'TopicArn')).toHaveLength(limits.snsPageCount)
  const second = await ask('ListTopics', { NextToken: inside(first.xml, 'NextToken')[0] ?? '' })
  expect(inside(second.xml, 'TopicArn')).toEqual([`arn:aws:sns:eu-west-3:000000000000:t${limits.snsPageCount}`])
  expect(inside(second.xml, 'NextToken')).toEqual([])
})

test('whatever a form says, the answer is an answer or a refusal', async () => {
  await ask('CreateTopic', { Name: 'ops' })
  const actions = [...createSnsService({ desk: world.desk, clock }).operations.keys()]
  const anyText = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.constantFrom(arn, `${arn}:x`, 'json', '{}', '1', 'a\0'),
  )
  const anyName = fc.constantFrom(
    ...[
      'Name',
      'TopicArn',
      'TargetArn',
      'ResourceArn',
      'SubscriptionArn',
      'Protocol',
      'Endpoint',
      'Token',
      'NextToken',
    ],
    ...[
      'Message',
      'Subject',
      'MessageStructure',
      'AttributeName',
      'AttributeValue',
      'ReturnSubscriptionArn',
      'Attributes',
    ],
    ...['Attributes.entry.1.key', 'Attributes.entry.1.value', 'Tags.member.1.Key', 'Tags.member.1', 'TagKeys.member.2'],
    ...['MessageAttributes', 'MessageAttributes.entry.1.Name', 'MessageAttributes.entry.1.Value', '__proto__.x'],
    ...['MessageAttributes.entry.2.Value.DataType'],
  )
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...actions),
      fc.dictionary(anyName, anyText, { maxKeys: 6 }),
      async (action, input) => {
        expect([200, 400, 404]).toContain((await ask(action, input)).status)
      },
    ),
    { seed: 20261121, numRuns: 400 },
  )
})

describe('who is meant', () => {
  test('is told by the signature, and without one by the version', async () => {
    const signed = (service: string) => ({
      authorization: `AWS4-HMAC-SHA256 Credential=AKIA/20261121/eu-west-3/${service}/aws4_request, SignedHeaders=host, Signature=00`,
    })
    expect((await ask('ListTopics', {}, signed('sns'))).status).toBe(200)
    expect((await ask('ListTopics', {}, signed('monitoring'))).xml).toContain('http://other/')
    expect((await ask('ListTopics', { Version: '2010-08-01' })).xml).toContain('http://other/')
    expect((await ask('ListTopics')).status).toBe(200)
  })

  test('a reader may not publish, a writer not change', async () => {
    for (const [role, action, status] of [
      ['reader', 'Publish', 400],
      ['writer', 'CreateTopic', 400],
      ['reader', 'ListTopics', 200],
      ['writer', 'Publish', 404],
    ] as const) {
      await using strict = await serve([createSnsService({ desk: world.desk, clock })], {
        clock,
        authenticator: openDoor({ role }),
      })
      const answer = await fetch(`http://127.0.0.1:${strict.port}/`, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({
          Action: action,
          Version: '2010-03-31',
          Name: 'x',
          TopicArn: arn,
          Message: 'x',
        }).toString(),
      })
      expect([role, action, answer.status]).toEqual([role, action, status])
    }
  })
})

describe('the doors', () => {
  const open = async (path: string, method = 'GET') => {
    const answer = await fetch(`http://127.0.0.1:${(doors.address() as AddressInfo).port}${path}`, { method })
    return { status: answer.status, type: answer.headers.get('content-type'), body: await answer.text() }
  }
  const mailed = async (n: number) => {
    await expect.poll(() => world.mails.length).toBeGreaterThan(n)
    return world.mails[n]?.text ?? ''
  }
  const linkIn = (text: string, what: string) =>
    new RegExp(`https://m\\.example(/sns/${what}\\S+)`).exec(text)?.[1] ?? ''

  test('the certificate', async () => {
    expect(await open('/sns/cert.pem')).toEqual({ status: 200, type: 'application/x-pem-file', body: 'certificate\n' })
    expect((await open('/sns/other')).status).toBe(404)
    expect((await open('/sns/cert.pem', 'PUT')).status).toBe(405)
  })

  test('a person confirms and leaves by a button: fetching the link alone does nothing', async () => {
    await ask('CreateTopic', { Name: 'ops' })
    await ask('Subscribe', { TopicArn: arn, Protocol: 'email', Endpoint: 'kim@example.com' })
    const link = linkIn(await mailed(0), 'confirm')
    expect(await open(link)).toMatchObject({ status: 200, body: expect.stringContaining('<form method="post">') })
    const [one] = (await world.settings.notify.subscriptions({ limit: 1 })).ok ? await listed() : []
    expect(one?.confirmedAt).toBeNull()
    expect((await open(link, 'POST')).body).toContain('Done.')
    expect((await listed())[0]?.confirmedAt).not.toBeNull()
    expect((await open('/sns/confirm?token=x', 'POST')).status).toBe(404)
    await ask('Publish', { TopicArn: arn, Message: 'x' })
    const away = linkIn(await mailed(1), 'unsubscribe')
    expect(await open(away)).toMatchObject({ status: 200, body: expect.stringContaining('<form') })
    expect(await listed()).toHaveLength(1)
    expect((await open(`${away}x`, 'POST')).status).toBe(404)
    expect(await listed()).toHaveLength(1)
    expect((await open(away, 'POST')).status).toBe(200)
    expect(await listed()).toEqual([])
    expect((await open(away)).status).toBe(200)
  })

  test('a program confirms by fetching its link', async () => {
    await ask('CreateTopic', { Name: 'ops' })
    const kept = await world.settings.notify.addSubscription({
      ...{
        id: '00000000-0000-5000-8000-000000000001',
        topic: 'ops',
        way: 'https',
        endpoint: 'https://hooks.example/x',
      },
      ...{ sealed: null, fingerprint: 'x', attributes: '{}', createdAt: clock.now(), confirmedAt: null },
      ...{ tokenHash: '4b0f8c6cb3c1bba8e0bdf6aca0b1fc3f'.padEnd(64, '0'), tokenUntil: clock.now() },
    })
    expect(kept.ok).toBe(true)
    const { hash } = await import('node:crypto')
    await world.settings.notify.patchSubscription('00000000-0000-5000-8000-000000000001', {
      tokenHash: hash('sha256', 'tok', 'hex'),
    })
    const answer = await open('/sns/confirm?token=tok')
    expect(answer).toMatchObject({ status: 200, type: 'text/xml; charset=utf-8' })
    expect(inside(answer.body, 'SubscriptionArn')).toEqual([
      'arn:aws:sns:us-east-1:000000000000:ops:00000000-0000-5000-8000-000000000001',
    ])
    expect((await listed())[0]?.confirmedAt).not.toBeNull()
  })

  const listed = async () => {
    const found = await world.settings.notify.subscriptions({ limit: 9 })
    return found.ok ? found.value : []
  }
})
