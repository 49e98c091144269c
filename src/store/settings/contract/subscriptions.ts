/** The contract's stories about subscriptions and destinations. */
import { describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import type { NewSubscription, SubscriptionProgress } from '../port.ts'
import { at, makeGroup, must, oddNames, refusal, type Stage } from './place.ts'

const subscription = (groupId: number, name: string, over: Partial<NewSubscription> = {}): NewSubscription => ({
  ...{ groupId, name, pattern: 'ERROR', destination: 'https://hooks.example', sealed: null, roleArn: null },
  ...{ distribution: 'ByLogStream', options: '{}', changedAt: at(0), ...over },
})
/** The greatest number that a batch can have. */
const start = { batch: '18446744073709551615', index: 65_535 }

const fresh: SubscriptionProgress = {
  ...{ position: start, controlled: false, deliveredEvents: 0, deliveredBytes: 0, lostEvents: 0 },
  ...{ failingSince: null, lastDelivery: null, lastError: null },
}
const far: SubscriptionProgress = {
  ...{ position: { batch: '7200000000000000001', index: 3 }, controlled: true, deliveredEvents: 5 },
  ...{ deliveredBytes: 2 ** 45, lostEvents: 1, failingSince: at(3), lastDelivery: at(4) },
  lastError: { at: at(5), message: 'answered 500' },
}

export function subscriptionStories(stage: Stage): void {
  const all = () => stage.settings.subscriptions

  describe('subscriptions', () => {
    test('are put, changed, found and removed', async () => {
      const group = await makeGroup(stage.settings, 'g')
      const wanted = subscription(group.id, 'f')
      const made = { ...wanted, group: 'g', createdAt: at(0), progress: fresh }
      expect(must(await all().put(wanted, start))).toEqual(made)
      await stage.reopen()
      expect(must(await all().find(group.id, 'f'))).toEqual(made)
      const change = { pattern: 'WARN', sealed: 'v1.x', options: '{"a":1}', changedAt: at(9) }
      const changed = must(await all().put(subscription(group.id, 'f', change), { batch: '1', index: 0 }))
      expect(changed).toEqual({ ...made, ...change })
      must(await all().remove(group.id, 'f'))
      expect(must(await all().find(group.id, 'f'))).toBeUndefined()
      expect(await all().remove(group.id, 'f')).toEqual(refusal('missing'))
      expect(await all().put(subscription(group.id + 1, 'f'), start)).toEqual(refusal('missing'))
    })

    test('keep how far they have come, and begin anew to test another destination', async () => {
      const group = await makeGroup(stage.settings, 'g')
      must(await all().put(subscription(group.id, 'f'), start))
      const gone = { groupId: group.id, name: 'gone', progress: far }
      must(await all().save([{ groupId: group.id, name: 'f', progress: far }, gone]))
      await stage.reopen()
      expect(must(await all().find(group.id, 'f'))?.progress).toEqual(far)
      expect(must(await all().put(subscription(group.id, 'f', { pattern: 'x' }), start)).progress).toEqual(far)
      const elsewhere = must(await all().put(subscription(group.id, 'f', { destination: 'file:x' }), start))
      expect(elsewhere.progress).toEqual({ ...far, controlled: false, failingSince: null, lastError: null })
    })

    test('go with their group', async () => {
      const group = await makeGroup(stage.settings, 'g')
      must(await all().put(subscription(group.id, 'f'), start))
      must(await stage.settings.logs.remove('g', at(1)))
      expect(must(await all().list({ limit: 10 }))).toEqual([])
    })

    test('are listed by group and name, by prefix and in pages', async () => {
      for (const name of ['b', 'a']) {
        const group = await makeGroup(stage.settings, name)
        for (const filter of ['y', 'x1', 'x2']) must(await all().put(subscription(group.id, filter), start))
      }
      const named = async (query: Partial<Parameters<ReturnType<typeof all>['list']>[0]>) =>
        must(await all().list({ limit: 100, ...query })).map(one => `${one.group}/${one.name}`)
      expect(await named({})).toEqual(['a/x1', 'a/x2', 'a/y', 'b/x1', 'b/x2', 'b/y'])
      expect(await named({ prefix: 'x' })).toEqual(['a/x1', 'a/x2', 'b/x1', 'b/x2'])
      expect(await named({ after: { group: 'a', name: 'x2' }, limit: 2 })).toEqual(['a/y', 'b/x1'])
      const b = must(await stage.settings.logs.group('b'))!
      expect(await named({ groupId: b.id })).toEqual(['b/x1', 'b/x2', 'b/y'])
      expect(await named({ prefix: 'x\0' })).toEqual([])
    })

    test(`${limits.subscriptionsPerGroup} of a group stand (subscriptionsPerGroup), one more does not, a change does`, async () => {
      const group = await makeGroup(stage.settings, 'g')
      for (let n = 0; n < limits.subscriptionsPerGroup; n++)
        must(await all().put(subscription(group.id, `${n}`), start))
      expect(await all().put(subscription(group.id, 'more'), start)).toEqual(refusal('too-many'))
      must(await all().put(subscription(group.id, '0', { pattern: 'y' }), start))
    })

    test(`${limits.subscriptions} in all stand (subscriptions), one more does not`, async () => {
      let group = await makeGroup(stage.settings, 'g0')
      for (let n = 0; n < limits.subscriptions; n++) {
        if (n % limits.subscriptionsPerGroup === 0) group = await makeGroup(stage.settings, `g-${n}`)
        must(await all().put(subscription(group.id, `${n}`), start))
      }
      group = await makeGroup(stage.settings, 'one too many')
      expect(await all().put(subscription(group.id, 'f'), start)).toEqual(refusal('too-many'))
    })

    test('odd names come back as they were', async () => {
      for (const [n, name] of oddNames.entries()) {
        const group = await makeGroup(stage.settings, `g${n}`)
        must(await all().put(subscription(group.id, name, { pattern: name, destination: name }), start))
        expect(must(await all().find(group.id, name))).toMatchObject({ name, pattern: name, destination: name })
      }
      const group = await makeGroup(stage.settings, 'h')
      expect(await all().put(subscription(group.id, 'a\0'), start)).toEqual(refusal('unavailable'))
      expect(must(await all().find(group.id, 'a\0'))).toBeUndefined()
      expect(await all().remove(group.id, 'a\0')).toEqual(refusal('missing'))
    })
  })

  describe('destinations', () => {
    const destination = (name: string, target = 'arn:aws:kinesis:r:1:stream/x') => ({
      ...{ name, target, roleArn: 'arn:aws:iam::1:role/r', createdAt: at(1) },
    })

    test('are put, changed, given a policy, listed and removed', async () => {
      for (const name of ['b', 'a2', 'a1']) must(await all().putDestination(destination(name)))
      must(await all().putPolicy('b', '{}'))
      expect(must(await all().putDestination({ ...destination('b', 'other'), createdAt: at(2) }))).toEqual({
        ...destination('b', 'other'),
        policy: '{}',
      })
      await stage.reopen()
      const named = async (query: { prefix?: string; after?: string }) =>
        must(await all().destinations({ limit: 2, ...query })).map(one => one.name)
      expect(await named({})).toEqual(['a1', 'a2'])
      expect(await named({ after: 'a2' })).toEqual(['b'])
      expect(await named({ prefix: 'b' })).toEqual(['b'])
      expect(await named({ prefix: '\0' })).toEqual([])
      must(await all().removeDestination('b'))
      expect(await all().removeDestination('b')).toEqual(refusal('missing'))
      expect(await all().putPolicy('b', '{}')).toEqual(refusal('missing'))
      expect(await all().removeDestination('\0')).toEqual(refusal('missing'))
      expect(await all().putPolicy('b', '\0')).toEqual(refusal('unavailable'))
      expect(await all().putDestination(destination('\0'))).toEqual(refusal('unavailable'))
    })

    test(`${limits.logDestinations} stand (logDestinations), one more does not`, async () => {
      for (let n = 0; n < limits.logDestinations; n++) must(await all().putDestination(destination(`d${n}`)))
      expect(await all().putDestination(destination('more'))).toEqual(refusal('too-many'))
      must(await all().putDestination(destination('d0')))
    })
  })
}
