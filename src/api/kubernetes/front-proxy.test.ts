import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { err, type Instant, instant, ok, plus } from '../../model/index.ts'
import type { AccessQuestion, FrontProxy } from '../../model/kubernetes/index.ts'
import { callerOf, usualHeaders } from './front-proxy.ts'
import { rememberReviews } from './reviews.ts'

const proxy: FrontProxy = { authority: '', allowedNames: ['front-proxy-client'], ...usualHeaders }
const peer = { verified: true, commonName: 'front-proxy-client' }

describe('who calls', () => {
  test('is who the front proxy says', () => {
    const headers = ['Accept', '*/*', 'X-Remote-User', 'ann', 'X-Remote-Group', 'dev', 'X-Remote-Group', 'ops']
    const extra = ['X-Remote-Extra-Scopes', 'a', 'x-remote-extra-Scopes', 'b', 'X-Remote-Extra-Example.Com%2fId', '7']
    expect(callerOf(proxy, peer, [...headers, ...extra])).toEqual({
      name: 'ann',
      groups: ['dev', 'ops', 'system:authenticated'],
      extra: { scopes: ['a', 'b'], 'example.com/id': ['7'] },
    })
  })
  test('is one of the authenticated, unless it is said otherwise', () => {
    const nobody = ['X-Remote-User', 'system:anonymous', 'X-Remote-Group', 'system:unauthenticated']
    expect(callerOf(proxy, peer, nobody)?.groups).toEqual(['system:unauthenticated'])
  })
  test.each([
    ['without a good certificate', { ...peer, verified: false }, proxy],
    ['with a certificate of another name', { ...peer, commonName: 'kubelet' }, proxy],
    ['with a certificate of no name', { ...peer, commonName: '' }, proxy],
  ])('%s is nobody', (_story, other, of) => {
    expect(callerOf(of, other, ['X-Remote-User', 'ann'])).toBeUndefined()
  })
  test('whom the front proxy does not name is nobody', () => {
    expect(callerOf(proxy, peer, ['X-Remote-User', '', 'X-Remote-Group', 'system:masters'])).toBeUndefined()
    expect(callerOf(proxy, peer, [])).toBeUndefined()
  })
  test('any name is allowed where none is told, and the first header that is there counts', () => {
    const wide = { ...proxy, allowedNames: [], userHeaders: ['X-User', 'X-Remote-User'] }
    expect(callerOf(wide, { ...peer, commonName: 'x' }, ['X-Remote-User', 'ann'])?.name).toBe('ann')
    expect(callerOf(wide, peer, ['X-Remote-User', 'ann', 'x-user', 'ben'])?.name).toBe('ben')
  })
})

describe('whether somebody may', () => {
  const asked = (name: string): AccessQuestion => ({
    caller: { name, groups: [], extra: {} },
    wish: { verb: 'get', path: '/apis' },
  })
  function counting() {
    const clock = { at: instant(0) }
    let count = 0
    const review = rememberReviews(
      async ({ caller: { name } }) => {
        count += 1
        return name === 'away' ? err({ code: 'unreachable', message: 'nobody' }) : ok(name === 'ann')
      },
      { now: () => clock.at, sleep: async () => undefined },
    )
    return { clock, review, count: () => count }
  }

  test('is remembered for accessReviewAge', async () => {
    const { clock, review, count } = counting()
    expect([await review(asked('ann')), await review(asked('ann'))]).toEqual([ok(true), ok(true)])
    clock.at = plus(instant(0), (limits.accessReviewAge - 1) as never)
    await review(asked('ann'))
    expect(count()).toBe(1)
    clock.at = (clock.at + 1) as Instant
    await review(asked('ann'))
    expect(count()).toBe(2)
  })
  test('is asked for each caller, and trouble is not remembered', async () => {
    const { review, count } = counting()
    expect(await review(asked('ben'))).toEqual(ok(false))
    for (const _again of [1, 2]) expect((await review(asked('away'))).ok).toBe(false)
    expect(count()).toBe(3)
  })
  test('is remembered of accessReviews callers, the oldest going first', async () => {
    const { review, count } = counting()
    for (let at = 0; at < limits.accessReviews; at += 1) await review(asked(`u${at}`))
    await review(asked('u0'))
    expect(count()).toBe(limits.accessReviews)
    await review(asked('one more'))
    await review(asked('u1'))
    expect(count()).toBe(limits.accessReviews + 1)
    await review(asked('u0'))
    expect(count()).toBe(limits.accessReviews + 2)
  })
})
