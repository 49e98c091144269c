/** The contract's stories about topics, subscriptions to them, and deliveries. */
import { describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import type { NewDelivery, NewTopicSubscription, StoredTopic } from '../port.ts'
import { at, must, oddNames, refusal, type Stage } from './place.ts'

const topic = (name: string, over: Partial<StoredTopic> = {}): StoredTopic => ({
  ...{ name, displayName: '', language: 'en', attributes: '{}', tags: {}, createdAt: at(0), ...over },
})
const subscription = (id: string, over: Partial<NewTopicSubscription> = {}): NewTopicSubscription => ({
  ...{ id, topic: 'ops', way: 'email', endpoint: `${id}@example.com`, sealed: null, fingerprint: id, attributes: '{}' },
  ...{ createdAt: at(0), confirmedAt: null, tokenHash: null, tokenUntil: null, ...over },
})
const delivery = (id: string, over: Partial<NewDelivery> = {}): NewDelivery => ({
  ...{ id, target: 'm', topic: 'ops', subscription: 'm', alarm: 'a', state: 'ALARM', action: 'arn', way: 'https' },
  ...{
    to: 'https://…',
    kind: 'alarm',
    gathers: false,
    at: at(0),
    nextTry: at(0),
    message: '{}',
    sealed: null,
    ...over,
  },
})
const claim = (now: number, over: Partial<{ targets: number; run: number; together: number }> = {}) => ({
  ...{ now: at(now), until: at(now + 100), targets: 10, run: 10, together: 10, ...over },
})

export function notifyStories(stage: Stage): void {
  const all = () => stage.settings.notify
  const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id)
  const claimed = async (...asked: Parameters<typeof claim>) => ids(must(await all().claim(claim(...asked))))

  describe('topics', () => {
    test('are made once, changed, listed and removed with all that hangs on them', async () => {
      const made = topic('ops', { displayName: 'Ops', tags: { a: 'b' }, attributes: '{"x":"y"}' })
      expect(must(await all().putTopic(made))).toEqual(made)
      expect(must(await all().putTopic(topic('ops', { displayName: 'other' })))).toEqual(made)
      must(await all().putTopic(topic('Ops')))
      await stage.reopen()
      const changed = { ...made, displayName: 'New', language: 'ko', tags: {} } as const
      expect(must(await all().patchTopic('ops', { displayName: 'New', language: 'ko', tags: {} }))).toEqual(changed)
      expect(await all().patchTopic('none', {})).toEqual(refusal('missing'))
      expect(must(await all().topics({ limit: 9 })).map(one => one.name)).toEqual(['Ops', 'ops'])
      expect(must(await all().topics({ after: 'Ops', limit: 9 })).map(one => one.name)).toEqual(['ops'])
      must(await all().addSubscription(subscription('m')))
      must(await all().add([delivery('1'), delivery('2', { topic: 'Ops', target: 'x' })]))
      must(await all().removeTopic('ops', at(5), 'gone'))
      expect(await all().removeTopic('ops', at(5), 'gone')).toEqual(refusal('missing'))
      expect(must(await all().subscription('m'))).toBeUndefined()
      expect(must(await all().topic('ops'))).toBeUndefined()
      expect(must(await all().deliveries({ topic: 'ops', limit: 9 }))).toMatchObject([
        { id: '1', status: 'failed', error: 'gone', endedAt: at(5), message: '', nextTry: null },
      ])
      expect(must(await all().open())).toBe(1)
    })

    test(`are at most ${limits.topics}, with ${limits.topicSubscriptions} subscriptions (topics, topicSubscriptions)`, async () => {
      for (let n = 0; n < limits.topics; n++) must(await all().putTopic(topic(`t${n}`)))
      expect(await all().putTopic(topic('more'))).toEqual(refusal('too-many'))
      must(await all().putTopic(topic('t0')))
      for (let n = 0; n < limits.topicSubscriptions; n++) {
        must(await all().addSubscription(subscription(`s${n}`, { topic: `t${n % 7}` })))
      }
      expect(await all().addSubscription(subscription('more', { topic: 't0' }))).toEqual(refusal('too-many'))
      must(await all().addSubscription(subscription('again', { topic: 't0', fingerprint: 's0' })))
    })

    test('odd texts come back as they were', async () => {
      for (const name of oddNames) {
        const made = topic(name, { displayName: name, attributes: name, tags: { [name]: name } })
        expect(must(await all().putTopic(made))).toEqual(made)
        expect(must(await all().topic(name))).toEqual(made)
      }
      expect(await all().putTopic(topic('\0'))).toEqual(refusal('unavailable'))
      expect(must(await all().topic('\0'))).toBeUndefined()
    })
  })

  describe('subscriptions to topics', () => {
    test('are one for each receiver, confirmed by a token, listed in order and removed', async () => {
      must(await all().putTopic(topic('ops')))
      must(await all().putTopic(topic('dev')))
      const m = subscription('m', { sealed: 'v1.x', tokenHash: 'hash', tokenUntil: at(9) })
      const kept = must(await all().addSubscription(m))
      expect(kept).toMatchObject(m)
      expect(must(await all().addSubscription(subscription('n', { fingerprint: 'm' })))).toEqual(kept)
      must(await all().addSubscription(subscription('d', { topic: 'dev', fingerprint: 'm' })))
      expect(await all().addSubscription(subscription('x', { topic: 'none' }))).toEqual(refusal('missing'))
      await stage.reopen()
      expect(must(await all().subscriptionByToken('hash'))).toEqual(kept)
      expect(must(await all().subscriptionByToken('other'))).toBeUndefined()
      const confirmed = must(await all().patchSubscription('m', { confirmedAt: at(3) }))
      expect(confirmed).toEqual({ ...kept, confirmedAt: at(3) })
      expect(await all().patchSubscription('none', {})).toEqual(refusal('missing'))
      const listed = must(await all().subscriptions({ limit: 9 }))
      expect(ids(listed)).toEqual(['m', 'd'])
      expect(ids(must(await all().subscriptions({ after: kept.order, limit: 9 })))).toEqual(['d'])
      expect(ids(must(await all().subscriptions({ topic: 'ops', limit: 9 })))).toEqual(['m'])
      must(await all().add([delivery('1')]))
      expect(must(await all().removeSubscription('m', at(4), 'gone'))).toEqual(confirmed)
      expect(await all().removeSubscription('m', at(4), 'gone')).toEqual(refusal('missing'))
      expect(must(await all().deliveries({ limit: 9 }))).toMatchObject([{ status: 'failed', error: 'gone' }])
    })
  })

  test('subscriptions that nobody confirmed in time are forgotten', async () => {
    must(await all().putTopic(topic('ops')))
    must(await all().addSubscription(subscription('late', { tokenHash: 'a', tokenUntil: at(9) })))
    must(
      await all().addSubscription(subscription('in time', { tokenHash: 'b', tokenUntil: at(9), confirmedAt: at(8) })),
    )
    must(await all().addSubscription(subscription('asked again', { tokenHash: 'c', tokenUntil: at(10) })))
    must(await all().addSubscription(subscription('never asked', { confirmedAt: at(0) })))
    must(await all().forgetUnconfirmed(at(9)))
    expect(must(await all().subscriptions({ limit: 9 }))).toHaveLength(4)
    must(await all().forgetUnconfirmed(at(10)))
    expect(ids(must(await all().subscriptions({ limit: 9 })))).toEqual(['in time', 'asked again', 'never asked'])
  })

  test('what replicas share is what the first of them kept', async () => {
    expect(must(await all().kept('key'))).toBeUndefined()
    const kept = await Promise.all(['a', 'b', 'c'].map(async value => must(await all().keep('key', value))))
    expect(new Set(kept).size).toBe(1)
    await stage.reopen()
    expect(must(await all().kept('key'))).toBe(kept[0])
  })

  describe('deeds of alarms', () => {
    const outbox = async (...names: string[]) => {
      const { alarms } = stage.settings
      const begin = { state: 'OK', memory: '{}', tags: {} }
      const made = must(
        await alarms.put(
          { name: 'a', kind: 'metric', input: '{}', region: 'us-east-1', changedAt: at(0) },
          begin,
          () => [],
        ),
      )
      const deeds = names.map(id => ({ id, action: 'arn', at: at(1), message: '{}' }))
      const { version } = made
      must(await alarms.progress([{ name: 'a', version, state: 'ALARM', memory: '{}', history: [], deeds }], {}))
    }
    const history = { alarm: 'a', kind: 'metric', at: at(2), type: 'Action', summary: 'done', data: '{}' } as const

    test('become deliveries as they leave the outbox, once, with their history', async () => {
      await outbox('d1', 'd2', 'd3')
      expect(ids(must(await all().deeds(2)))).toEqual(['d1', 'd2'])
      const taking = { id: 'd1', deliveries: [delivery('1'), delivery('2', { failed: 'nobody' })], history: [history] }
      expect(must(await all().take([taking, { id: 'none', deliveries: [delivery('3')], history: [history] }]))).toEqual(
        ['d1'],
      )
      await stage.reopen()
      expect(must(await all().take([taking]))).toEqual([])
      expect(ids(must(await all().deeds(9)))).toEqual(['d2', 'd3'])
      expect(must(await all().deliveries({ limit: 9 }))).toMatchObject([
        { id: '2', status: 'failed', error: 'nobody', endedAt: at(0) },
        { id: '1', status: 'waiting', attempts: 0, nextTry: at(0), endedAt: null },
      ])
      const told = must(await stage.settings.alarms.history({ alarm: 'a', type: 'Action', limit: 9 }))
      expect(told).toMatchObject([history])
      // The same delivery of a deed that is written once more is the same.
      must(await all().take([{ id: 'd2', deliveries: [delivery('1')], history: [] }]))
      expect(must(await all().deliveries({ limit: 9 }))).toHaveLength(2)
    })
  })

  describe('deliveries', () => {
    test('of one target go one after the other, of several side by side', async () => {
      must(
        await all().add([
          delivery('1'),
          delivery('2'),
          delivery('3', { target: 'n' }),
          delivery('4', { nextTry: at(50) }),
        ]),
      )
      expect(await claimed(0, { run: 1 })).toEqual(['1', '3'])
      expect(await claimed(10)).toEqual([])
      must(await all().mark([{ ids: ['1'], outcome: { status: 'delivered', at: at(11) } }], ['3']))
      expect(await claimed(12)).toEqual(['2', '3'])
      // Who held them says nothing any more.
      expect(await claimed(113, { run: 1 })).toEqual(['2', '3'])
      await stage.reopen()
      must(await all().letAllGo())
      expect(await claimed(114, { targets: 1, run: 9 })).toEqual(['2', '4'])
    })

    test('that are tried again hold back those behind them', async () => {
      must(await all().add([delivery('1'), delivery('2')]))
      expect(await claimed(0)).toEqual(['1', '2'])
      const again = { status: 'retrying', nextTry: at(20), error: 'busy\0\ud800', refused: true } as const
      must(await all().mark([{ ids: ['1'], outcome: again }], ['2']))
      expect(await claimed(10)).toEqual([])
      expect(must(await all().claim(claim(20)))).toMatchObject([
        { id: '1', status: 'retrying', attempts: 1, refused: 1, error: 'busy\ufffd' },
        { id: '2', status: 'waiting', attempts: 0 },
      ])
      const history = { alarm: 'a', kind: 'metric', at: at(21), type: 'Action', summary: 's', data: '{}' } as const
      must(
        await all().mark(
          [{ ids: ['1'], outcome: { status: 'failed', at: at(21), error: 'no' }, history: [history] }],
          [],
        ),
      )
      expect(must(await all().deliveries({ ids: ['1'], limit: 9 }))).toMatchObject([
        { status: 'failed', attempts: 2, error: 'no', endedAt: at(21), nextTry: null, message: '' },
      ])
      expect(must(await stage.settings.alarms.history({ limit: 9 }))).toMatchObject([history])
      expect(must(await all().open())).toBe(1)
    })

    test('that gather go as one batch, which stays as it was', async () => {
      const gathers = true
      must(
        await all().add([
          delivery('1', { gathers }),
          delivery('2', { gathers, nextTry: at(90) }),
          delivery('3', { target: 'n', gathers }),
        ]),
      )
      const first = must(await all().claim(claim(0, { run: 1 })))
      expect(first).toMatchObject([
        { id: '1', batch: '1' },
        { id: '2', batch: '1' },
        { id: '3', batch: '3' },
      ])
      const again = { status: 'retrying', nextTry: at(20), error: 'busy', refused: false } as const
      must(await all().mark([{ ids: ['1', '2'], outcome: again }], []))
      must(await all().add([delivery('4', { gathers }), delivery('5', { gathers }), delivery('6', { gathers })]))
      expect(await claimed(20, { run: 1 })).toEqual(['1', '2'])
      const rest = { target: 'm', until: at(30) }
      must(await all().mark([{ ids: ['1', '2'], outcome: { status: 'delivered', at: at(21) }, rest }], []))
      expect(await claimed(29, { run: 1, together: 2 })).toEqual([])
      expect(await claimed(30, { run: 1, together: 2 })).toEqual(['4', '5'])
    })

    test('are listed newest first, by topic and alarm, in pages', async () => {
      must(
        await all().add([delivery('1'), delivery('2', { topic: 'dev' }), delivery('3', { alarm: 'b' }), delivery('4')]),
      )
      const listed = async (query: object) => ids(must(await all().deliveries({ limit: 9, ...query })))
      expect(await listed({})).toEqual(['4', '3', '2', '1'])
      expect(await listed({ topic: 'ops' })).toEqual(['4', '3', '1'])
      expect(await listed({ alarm: 'a' })).toEqual(['4', '2', '1'])
      const [, third] = must(await all().deliveries({ limit: 2 }))
      expect(await listed({ before: third?.order })).toEqual(['2', '1'])
      expect(await listed({ ids: [] })).toEqual([])
      expect(await listed({ topic: '\0' })).toEqual([])
    })

    test('that have ended are kept for a time, and not more than may be', async () => {
      must(await all().add(['1', '2', '3', '4'].map(id => delivery(id, { target: id }))))
      for (const [n, id] of ['2', '1', '3'].entries()) {
        must(await all().mark([{ ids: [id], outcome: { status: 'delivered', at: at(n) } }], []))
      }
      must(await all().tidy(at(1), 10))
      expect(ids(must(await all().deliveries({ limit: 9 })))).toEqual(['4', '3', '1'])
      must(await all().tidy(at(0), 1))
      expect(ids(must(await all().deliveries({ limit: 9 })))).toEqual(['4', '3'])
      must(await all().tidy(at(0), 0))
      expect(ids(must(await all().deliveries({ limit: 9 })))).toEqual(['4'])
    })

    test(`at most ${limits.openDeliveries} are under way (openDeliveries)`, async () => {
      const many = (count: number, from: number) => Array.from({ length: count }, (_, n) => delivery(`${from + n}`))
      must(await all().add(many(limits.openDeliveries, 0)))
      expect(await all().add(many(1, limits.openDeliveries))).toEqual(refusal('too-many'))
      expect(must(await all().open())).toBe(limits.openDeliveries)
      must(await all().mark([{ ids: ['0'], outcome: { status: 'delivered', at: at(0) } }], []))
      must(await all().add(many(1, limits.openDeliveries)))
    })
  })
}
