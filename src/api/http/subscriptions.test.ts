import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { SubscriptionDesk } from '../../act/index.ts'
import { limits } from '../../limits.ts'
import { type ApiSubscription, err, ok } from '../../model/index.ts'
import { openSqlite, type StoredSubscription } from '../../store/settings/index.ts'
import { must, type TestWorld, testWorld } from './test-world.ts'

let world: TestWorld
let changes: number
const settings = must(await openSqlite(':memory:'))

/** Allows what begins with `https://ok`. */
const desk: SubscriptionDesk = {
  allowed: ['https://ok'],
  prepare: async (destination, _of, before) =>
    destination.startsWith('https://ok')
      ? ok({ destination, sealed: before?.sealed ?? null })
      : err('Deliveries to there are not allowed.'),
  refusesTarget: () => undefined,
  now: () => ({ batch: '1', index: 0 }),
  changed: async () => {
    changes += 1
  },
  status: async ({ group, name, pattern, destination, createdAt }: StoredSubscription) =>
    ({ group, name, pattern, destination, createdAt, state: 'waiting' }) as unknown as ApiSubscription,
  stop: async () => undefined,
}

beforeEach(async () => {
  changes = 0
  world = await testWorld({ settings, subscriptions: { settings: settings.subscriptions, desk } })
  for (const name of ['g', 'rare']) {
    await settings.logs.create({
      ...{ name, createdAt: world.now, deletionProtection: false, kmsKeyId: null, tags: {} },
      class: name === 'rare' ? 'INFREQUENT_ACCESS' : 'STANDARD',
    })
  }
})
afterEach(async () => {
  for (const name of ['g', 'rare']) await settings.logs.remove(name, world.now)
  await world.close()
})

const change = (over: object = {}) => ({
  group: 'g',
  name: 'f',
  pattern: 'ERROR',
  destination: 'https://ok/a',
  ...over,
})
const path = '/api/logs/subscriptions'

describe('subscriptions', () => {
  test('are put, listed, changed and deleted', async () => {
    const put = await world.json('PUT', path, change())
    expect(put).toMatchObject({ status: 200, body: { group: 'g', name: 'f', destination: 'https://ok/a' } })
    await world.json('PUT', path, change({ pattern: 'WARN' }))
    const listed = await world.json('GET', `${path}?group=g`)
    expect(listed.body).toMatchObject({ subscriptions: [{ pattern: 'WARN' }], allowed: ['https://ok'] })
    expect((await world.json('GET', path)).body.subscriptions).toHaveLength(1)
    expect((await world.json('GET', `${path}?group=none`)).status).toBe(404)
    expect((await world.json('DELETE', `${path}?group=g&name=f`)).status).toBe(204)
    expect((await world.json('DELETE', `${path}?group=g&name=f`)).status).toBe(404)
    expect(changes).toBe(3)
  })

  test.each([
    ['a place that is not allowed', { destination: 'https://evil' }, 400, 'destination'],
    ['a bad pattern', { pattern: '{ $.a' }, 400, 'pattern'],
    ['a group that is not there', { group: 'x' }, 404, 'group'],
    ['a class that has none', { group: 'rare' }, 400, 'group'],
    ['a name with a colon', { name: 'a:b' }, 400, 'name'],
    [
      'a destination longer than may be',
      { destination: `https://ok${'x'.repeat(limits.destinationLength)}` },
      400,
      'destination',
    ],
  ])('%s', async (_story, over, status, field) => {
    const answer = await world.json('PUT', path, change(over))
    expect(answer).toMatchObject({ status, body: { error: { at: { field } } } })
    expect(changes).toBe(0)
  })

  test('past the quota are refused', async () => {
    for (let n = 0; n < limits.subscriptionsPerGroup; n++) await world.json('PUT', path, change({ name: `f${n}` }))
    expect((await world.json('PUT', path, change({ name: 'more' }))).status).toBe(422)
  })
})

test('a reader may look, only an operator may change', async () => {
  const strict = await testWorld({
    settings,
    mode: 'required',
    subscriptions: { settings: settings.subscriptions, desk },
  })
  const reader = await strict.token('reader')
  expect((await strict.json('GET', path, undefined, reader)).status).toBe(200)
  expect((await strict.json('PUT', path, change(), reader)).status).toBe(403)
  expect((await strict.json('DELETE', `${path}?group=g&name=f`, undefined, reader)).status).toBe(403)
  await strict.close()
})
