import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type TestNotify, testNotify } from '../../act/notify/test-notify.ts'
import { limits } from '../../limits.ts'
import { instant } from '../../model/index.ts'
import { type SteppedClock, steppedClock } from '../../store/logs/stepped-clock.ts'
import { alarmDeliveries } from './index.ts'
import { type TestWorld, testWorld } from './test-world.ts'

let clock: SteppedClock
let notify: TestNotify
let world: TestWorld
beforeEach(async () => {
  clock = steppedClock()
  notify = await testNotify(clock, 'https://hooks.example')
  world = await testWorld({ topics: notify.desk })
})
afterEach(async () => {
  await world.close()
  const stopped = notify.desk.stop()
  await clock.step(limits.notifyStopPatience)
  await stopped
  await notify.settings.close()
})

const arn = 'arn:aws:sns:eu-north-1:123456789012:ops'
const subscribe = (over: object = {}) =>
  world.json('POST', '/api/topics/subscriptions', { topicArn: arn, way: 'email', endpoint: 'kim@example.com', ...over })

describe('topics', () => {
  test('are made, changed, listed with who is subscribed, and deleted', async () => {
    const made = await world.json('POST', '/api/topics', { name: 'ops', displayName: 'Ops', language: 'ko' })
    expect(made).toEqual({
      status: 200,
      body: { arn, name: 'ops', displayName: 'Ops', language: 'ko', subscriptions: [] },
    })
    const subscribed = await subscribe()
    expect(subscribed).toMatchObject({
      status: 200,
      body: { way: 'email', endpoint: 'kim@example.com', confirmed: false },
    })
    const slack = await subscribe({ way: 'slack', endpoint: 'https://hooks.example/services/secret' })
    expect(slack).toMatchObject({ body: { endpoint: 'https://hooks.example/…', confirmed: true } })
    const confirmed = await world.json('POST', '/api/topics/subscriptions/confirm', { arn: subscribed.body.arn })
    expect(confirmed.body).toMatchObject({ confirmed: true })
    await world.json('PUT', '/api/topics', { arn, language: 'en' })
    const { body } = await world.json('GET', '/api/topics')
    expect(body).toMatchObject({
      topics: [
        { name: 'ops', displayName: 'Ops', language: 'en', subscriptions: [{ way: 'email' }, { way: 'slack' }] },
      ],
      ways: ['email', 'email-json', 'https', 'slack', 'teams', 'pagerduty'],
      allowed: ['https://hooks.example'],
    })
    expect(JSON.stringify(body)).not.toContain('secret')
    const gone = `/api/topics/subscriptions?arn=${encodeURIComponent(subscribed.body.arn)}`
    expect((await world.json('DELETE', gone)).status).toBe(204)
    expect((await world.json('DELETE', gone)).status).toBe(404)
    expect((await world.json('DELETE', `/api/topics?arn=${encodeURIComponent(arn)}`)).status).toBe(204)
    expect((await world.json('GET', '/api/topics')).body.topics).toEqual([])
    expect((await world.json('GET', '/api/session')).body.features).toContain('topics')
  })

  test.each([
    ['a bad name', 'POST', '/api/topics', { name: 'a b' }, 400, 'name'],
    ['no topic', 'PUT', '/api/topics', { arn: `${arn}x` }, 404, 'arn'],
    ['no ARN', 'PUT', '/api/topics', { arn: 'ops' }, 400, 'arn'],
    ['another way', 'POST', '/api/topics/subscriptions', { topicArn: arn, way: 'sms', endpoint: '1' }, 400, 'way'],
    [
      'a place that is not allowed',
      'POST',
      '/api/topics/subscriptions',
      { topicArn: arn, way: 'https', endpoint: 'https://evil' },
      400,
      'endpoint',
    ],
    [
      'a subscription to nothing',
      'POST',
      '/api/topics/subscriptions',
      { topicArn: arn, way: 'email', endpoint: 'a@b.c' },
      404,
      'topicArn',
    ],
    ['a test of nothing', 'POST', '/api/topics/test', { topicArn: arn }, 404, 'topicArn'],
  ] as const)('%s', async (_story, method, url, body, status, field) => {
    expect(await world.json(method, url, body)).toMatchObject({ status, body: { error: { at: { field } } } })
  })

  test('a test tells what came of it, and deliveries are told in pages', async () => {
    await world.json('POST', '/api/topics', { name: 'ops' })
    const { body } = await subscribe()
    await expect.poll(() => notify.mails.length).toBe(1)
    await world.json('POST', '/api/topics/subscriptions/confirm', { arn: body.arn })
    const asked = world.json('POST', '/api/topics/test', { topicArn: arn })
    let told: Awaited<typeof asked> | undefined
    void asked.then(answer => {
      told = answer
    })
    for (let tries = 0; told === undefined && tries < 500; tries++) {
      await new Promise(resolve => setTimeout(resolve, 2))
      await clock.step(limits.notifyTestLook)
    }
    expect(told).toMatchObject({
      status: 200,
      body: [{ way: 'email', to: 'kim@example.com', status: 'delivered', attempts: 1 }],
    })
    const first = await world.json('GET', `/api/topics/deliveries?limit=1&topic=${encodeURIComponent(arn)}`)
    expect(first.body).toMatchObject({ deliveries: [{ status: 'delivered' }], next: expect.any(String) })
    const second = await world.json('GET', `/api/topics/deliveries?limit=1&after=${first.body.next}`)
    expect(second.body.deliveries).toHaveLength(1)
    expect(second.body.next).toBeUndefined()
    expect((await world.json('GET', `/api/topics/deliveries?limit=${limits.deliveriesPage}`)).status).toBe(200)
    expect((await world.json('GET', `/api/topics/deliveries?limit=${limits.deliveriesPage + 1}`)).status).toBe(400)
  })

  test('what became of one alarm', async () => {
    await notify.settings.notify.add([
      {
        ...{
          id: '1',
          target: 't',
          topic: null,
          subscription: null,
          alarm: 'a',
          state: 'ALARM',
          action: 'arn',
          way: 'ssm',
        },
        ...{ to: 'arn', kind: 'alarm', gathers: false, at: instant(1), nextTry: instant(1), message: '', sealed: null },
        failed: 'nobody',
      },
    ])
    expect(await alarmDeliveries(notify.desk)('a', 9)).toMatchObject({
      ok: true,
      value: [{ alarm: 'a', status: 'failed', error: 'nobody', deliveredAt: null }],
    })
    expect(await alarmDeliveries(notify.desk)('b', 9)).toEqual({ ok: true, value: [] })
  })
})

test('a reader may look, only an operator may change', async () => {
  const strict = await testWorld({ mode: 'required', topics: notify.desk })
  const reader = await strict.token('reader')
  expect((await strict.json('GET', '/api/topics', undefined, reader)).status).toBe(200)
  expect((await strict.json('GET', '/api/topics/deliveries', undefined, reader)).status).toBe(200)
  for (const [method, url] of [
    ['POST', '/api/topics'],
    ['PUT', '/api/topics'],
    ['DELETE', '/api/topics'],
    ['POST', '/api/topics/test'],
    ['POST', '/api/topics/subscriptions'],
    ['POST', '/api/topics/subscriptions/confirm'],
  ] as const) {
    expect((await strict.json(method, url, method === 'DELETE' ? undefined : {}, reader)).status).toBe(403)
  }
  await strict.close()
})
