/** The small pure parts: endpoints, names, links, plans, outcomes. */
import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { instant, minutes, plus } from '../../model/index.ts'
import type { NewDeed, StoredTopic, StoredTopicSubscription } from '../../store/settings/index.ts'
import { nothingAllowed, readAllowed } from '../subscriptions/index.ts'
import type { Letter } from './bodies/index.ts'
import { readEndpoint, waysOf } from './endpoint.ts'
import { isUnsubscribeKey, unsubscribeUrl } from './links.ts'
import { serviceIn, subscriptionArn, subscriptionIn, topicArn, topicIn, uuidOf } from './names.ts'
import { outcomeOf } from './outcome.ts'
import { pictureOf } from './picture.ts'
import { type NotifyWorld, planDeed } from './plan.ts'
import { sampleComposite, sampleMath, sampleMessage } from './sample-message.ts'

const rules = {
  allowed: readAllowed(
    'https://hooks.example,http://127.0.0.1:9,https://hooks.slack.com,https://events.pagerduty.com',
  )!,
  mails: true,
}
const frame = { region: 'eu-west-1', account: '123456789012' }

describe('endpoints', () => {
  test.each([
    ['email', 'kim@example.com', 'kim@example.com'],
    ['email-json', '김@예.한국', '김@예.한국'],
    ['https', 'https://user:word@hooks.example/a?token=x', 'https://…@hooks.example/a?token=…'],
    ['http', 'http://127.0.0.1:9/x', 'http://127.0.0.1:9/x'],
    ['slack', 'https://hooks.slack.com/services/T0/B0/secret', 'https://hooks.slack.com/…'],
    ['teams', 'https://hooks.example/workflows/1?sig=s', 'https://hooks.example/…'],
    ['pagerduty', '0123456789abcdef0123456789abcdef', 'https://events.pagerduty.com/v2/enqueue'],
    ['pagerduty', 'https://KEY@hooks.example/v2/enqueue', 'https://hooks.example/v2/enqueue'],
  ] as const)('%s %s is shown as %s', (way, text, shown) => {
    expect(readEndpoint(way, text, rules)).toMatchObject({ ok: true, value: { shown } })
  })

  test.each([
    ['email', 'kim'],
    ['email', 'kim@example.com\r\nBcc: x@y'],
    ['email', 'a@b, c@d'],
    ['email', 'Kim <kim@example.com>'],
    ['https', 'http://127.0.0.1:9/x'],
    ['http', 'https://hooks.example/x'],
    ['https', 'https://evil.example/x'],
    ['https', 'https://…@hooks.example/x'],
    ['slack', 'file:/etc/passwd'],
    ['pagerduty', 'https://hooks.example/v2/enqueue'],
    ['pagerduty', 'short'],
    ['https', `https://hooks.example/${'x'.repeat(limits.destinationLength)}`],
  ] as const)('%s %s is refused', (way, text) => {
    expect(readEndpoint(way, text, rules).ok).toBe(false)
  })

  test('what the operator has not set up is no way', () => {
    expect(waysOf({ allowed: nothingAllowed, mails: false })).toEqual([])
    expect(waysOf({ allowed: nothingAllowed, mails: true })).toEqual(['email', 'email-json'])
    expect(waysOf({ allowed: readAllowed('https://a')!, mails: false })).toEqual([
      'https',
      'slack',
      'teams',
      'pagerduty',
    ])
    expect(readEndpoint('email', 'kim@example.com', { ...rules, mails: false }).ok).toBe(false)
  })
})

test('names are read back, whatever region and account they are written with', () => {
  expect(topicIn(topicArn('ops', frame))).toBe('ops')
  expect(topicIn('arn:aws-cn:sns:cn-north-1:999999999999:ops')).toBe('ops')
  const id = uuidOf('a')
  expect(subscriptionIn(subscriptionArn('ops', id, frame))).toBe(id)
  expect(topicIn(subscriptionArn('ops', id, frame))).toBeUndefined()
  for (const wrong of ['ops', 'arn:aws:sqs:r:1:ops', 'arn:aws:sns:r:1:a b', 'arn:aws:sns:r:1:']) {
    expect(topicIn(wrong)).toBeUndefined()
  }
  expect(serviceIn('arn:aws:lambda:r:1:function:f')).toBe('lambda')
  expect(uuidOf('a')).toBe(uuidOf('a'))
  expect(uuidOf('a')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
})

test('a link to unsubscribe is good for its subscription alone', () => {
  const url = new URL(unsubscribeUrl('1', { publicUrl: 'https://m', linkSecret: 's' }))
  const key = url.searchParams.get('key') ?? ''
  expect(isUnsubscribeKey('1', key, 's')).toBe(true)
  expect(isUnsubscribeKey('2', key, 's')).toBe(false)
  expect(isUnsubscribeKey('1', key, 'other')).toBe(false)
  expect(isUnsubscribeKey('1', '', 's')).toBe(false)
})

describe('plans', () => {
  const now = instant(1_000_000)
  const topic = { name: 'ops' } as StoredTopic
  const subscribed = (id: string, way: string, confirmed = true) =>
    ({ id, way, endpoint: `to ${id}`, confirmedAt: confirmed ? now : null }) as StoredTopicSubscription
  const world = (differs: Partial<NotifyWorld> = {}): NotifyWorld => ({
    now,
    topic: name => (name === 'ops' ? topic : undefined),
    subscriptions: () => [subscribed('m', 'email'), subscribed('h', 'https'), subscribed('p', 'email', false)],
    mapped: arn => (arn.includes(':lambda:') ? 'https://hooks.example/f' : undefined),
    notBefore: () => plus(now, minutes(1)),
    ...differs,
  })
  const deed = (action: string, message: object | string = sampleMessage({ action })): NewDeed => ({
    ...{ id: `deed ${action}`, alarm: 'app-errors', action, at: now },
    message: typeof message === 'string' ? message : JSON.stringify(message),
  })
  const ops = 'arn:aws:sns:ap-northeast-2:000000000000:ops'

  test('each confirmed receiver is told: people after a moment, programs at once', () => {
    const { deliveries, history } = planDeed(deed(ops), world())
    expect(deliveries).toMatchObject([
      { target: 'm', way: 'email', gathers: true, nextTry: plus(now, minutes(1)), alarm: 'app-errors', state: 'ALARM' },
      { target: 'h', way: 'https', gathers: false, nextTry: now },
    ])
    expect(history).toMatchObject([{ type: 'Action', summary: `Successfully executed action ${ops}` }])
    expect(planDeed(deed(ops), world())).toEqual(planDeed(deed(ops), world()))
    const letters = deliveries.map(one => JSON.parse(one.message) as Letter)
    expect(new Set(letters.map(one => one.messageId)).size).toBe(1)
    expect(new Set(deliveries.map(one => one.id)).size).toBe(2)
  })

  test.each([
    ['a topic that is not there', 'arn:aws:sns:r:1:gone', 'There is no topic gone.', 'Failed'],
    [
      'what nobody is set up for',
      'arn:aws:ssm:r:1:opsitem:1',
      'Nobody is set up for arn:aws:ssm:r:1:opsitem:1',
      'Failed',
    ],
  ])('%s', (_story, action, why, state) => {
    const { deliveries, history } = planDeed(deed(action), world())
    expect(deliveries).toMatchObject([{ failed: expect.stringContaining(why), message: '' }])
    expect(history[0]?.summary).toContain(`Failed to execute action ${action}. Received error: "${why}`)
    expect(JSON.parse(history[0]?.data ?? '')).toMatchObject({ actionState: state, notificationResource: action })
  })

  test('a topic that nobody listens to, and a deed that cannot be read', () => {
    const alone = planDeed(deed(ops), world({ subscriptions: () => [] }))
    expect(alone.deliveries).toMatchObject([{ failed: 'Nobody is subscribed to the topic ops.', topic: 'ops' }])
    expect(alone.history[0]?.summary).toBe(`Successfully executed action ${ops}`)
    for (const broken of ['{', '{}', 'null']) {
      expect(planDeed(deed(ops, broken), world())).toMatchObject({ deliveries: [{ alarm: 'app-errors' }], history: [] })
    }
  })

  test('a mapped ARN is called, and of one series its history says so', () => {
    const action = 'arn:aws:lambda:r:1:function:f'
    const { deliveries, history } = planDeed(deed(action, { ...sampleMath(), action }), world())
    expect(deliveries).toMatchObject([
      { target: action, way: 'lambda', to: 'https://hooks.example/f', subscription: null, gathers: false },
    ])
    expect(history).toEqual([])
    const told = planDeed(deed(ops, sampleMath()), world())
    expect(told.history).toMatchObject([{ type: 'AlarmContributorAction' }])
  })
})

describe('outcomes', () => {
  const at = instant(10_000_000)
  const half = { next: () => 0.5 }
  const delivery = { kind: 'alarm', attempts: 0, refused: 0, at } as const
  const failed = { kind: 'failed', message: 'answered 500' } as const

  test('pauses double up to their bound, and end after a day (deliveryRetryFor)', () => {
    const pause = (attempts: number) => {
      const outcome = outcomeOf({ ...delivery, attempts }, failed, at, half)
      return outcome.status === 'retrying' ? outcome.nextTry - at : undefined
    }
    expect([0, 1, 2, 3, 20].map(pause)).toEqual([750, 1_500, 3_000, 6_000, 225_000])
    const day = limits.deliveryRetryFor
    expect(outcomeOf(delivery, failed, instant(at + day - 1), half).status).toBe('retrying')
    expect(outcomeOf(delivery, failed, instant(at + day), half)).toMatchObject({
      status: 'failed',
      error: 'answered 500',
    })
  })

  test('what is called wrong is tried a few times, a test once, and what is through is through', () => {
    const refused = { kind: 'refused', message: 'answered 400' } as const
    const before = { ...delivery, refused: limits.deliveryRefusals - 2, attempts: 4 }
    expect(outcomeOf(before, refused, at, half)).toMatchObject({ status: 'retrying', refused: true })
    expect(outcomeOf({ ...before, refused: limits.deliveryRefusals - 1 }, refused, at, half).status).toBe('failed')
    expect(outcomeOf({ ...delivery, kind: 'test' }, failed, at, half).status).toBe('failed')
    expect(outcomeOf(delivery, { kind: 'delivered' }, at, half)).toEqual({ status: 'delivered', at })
  })
})

test('a picture shows what the alarm saw', () => {
  expect(pictureOf(sampleMessage(), 'ko')).toMatchObject({
    series: [{ label: 'Errors', values: [0, 2], periodMs: 300_000 }],
    levels: [{ value: 1 }],
    moments: [{ label: '경보' }],
    timezone: 540,
  })
  expect(pictureOf(sampleComposite(), 'en')).toBeUndefined()
})
