import fc from 'fast-check'
import { expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { SharedParts } from './equal-parts.ts'

const pod = (n: number, more: object = {}) => ({
  metadata: { name: `web-${n}`, labels: { app: 'web' } },
  spec: { nodeName: `a-node-of-this-name`, containers: [{ name: 'web', env: [{ name: 'A', value: 'b' }] }], ...more },
})

test('what is the same is one, and what is not stays apart', () => {
  const shared = new SharedParts()
  const [one, other] = [shared.share(pod(1)), shared.share(pod(2, { tolerations: [{ key: 'x' }] }))]
  expect(one.metadata.labels).toBe(other.metadata.labels)
  expect(one.spec.containers[0]).toBe(other.spec.containers[0])
  expect(one.metadata).not.toBe(other.metadata)
  expect(other).toEqual(pod(2, { tolerations: [{ key: 'x' }] }))
})

test('a word is never taken for a part', () => {
  const shared = new SharedParts()
  shared.share({ labels: { a: 'b' } })
  expect(shared.share({ reason: '{"a":"b"}' })).toEqual({ reason: '{"a":"b"}' })
  expect(shared.share({ labels: { a: 'b' }, args: [] })).toEqual({ labels: { a: 'b' }, args: [] })
})

test('an object is the same after as before, whatever it holds and whatever was shared before', () => {
  const shared = new SharedParts()
  const name = fc.constantFrom('labels', 'conditions', 'containers', 'reason', 'env', 'volumes', 'x')
  const value = fc.letrec(tie => ({
    any: fc.oneof(
      { depthSize: 'small' },
      fc.string(),
      fc.integer(),
      fc.constant(null),
      fc.array(tie('any')),
      fc.dictionary(name, tie('any')),
    ),
  })).any
  fc.assert(
    fc.property(fc.dictionary(name, value), object => {
      const before = structuredClone(object)
      expect(shared.share(object)).toEqual(before)
      return true
    }),
    { seed: 3 },
  )
})

test('large parts and long words are left alone, and what is remembered is bounded', () => {
  const shared = new SharedParts()
  const args = (chars: number) => ({ args: ['a'.repeat(chars - 4)] })
  expect(shared.share(args(limits.sharedPartChars)).args).toBe(shared.share(args(limits.sharedPartChars)).args)
  expect(shared.share(args(limits.sharedPartChars + 1)).args).not.toBe(
    shared.share(args(limits.sharedPartChars + 1)).args,
  )
  const reasons = (chars: number) => {
    const known = new SharedParts()
    const word = () => ({ conditions: [{ reason: 'a'.repeat(chars) }] })
    return [known.share(word()), known.share(word())]
  }
  for (const chars of [limits.sharedWordChars, limits.sharedWordChars + 1])
    expect(reasons(chars)[0]).toEqual(reasons(chars)[1])
  const first = shared.share({ labels: { app: 'web' } })
  for (let n = 0; n <= limits.sharedParts + 1; n++) shared.share({ reason: `reason ${n}` })
  expect(shared.share({ labels: { app: 'web' } }).labels).not.toBe(first.labels)
})
