import fc from 'fast-check'
import { expect, test } from 'vitest'
import { answerTo, deciders } from './index.ts'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
const odd = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<Json>(0, -1, 0.5, 1e300, -1e300, 253_402_300_799, '', 'TRUE', '__proto__', [], {}, null, [[1, 2]]),
)

/** Puts `value` somewhere into a copy of `json`, as `path` leads. */
function disturbed(json: Json, path: readonly number[], value: Json): Json {
  const [step = 0, ...rest] = path
  if (path.length === 0 || json === null || typeof json !== 'object') return value
  const keys = Object.keys(json)
  const key = keys[step % Math.max(1, keys.length)]
  if (key === undefined) return value
  const copy = structuredClone(json) as Record<string, Json>
  copy[key] = disturbed(copy[key] ?? null, rest, value)
  return copy
}

test.each(deciders.map(decider => [decider.name, decider] as const))(
  'a disturbed case of %s is decided or told to be wrong, and nothing else',
  (_name, decider) => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { minLength: 1, maxLength: 5 }), odd, (path, value) => {
        const text = JSON.stringify(disturbed(decider.example as Json, path, value as Json))
        const { answer, failed } = answerTo(decider, { kind: 'text', text, at: 'line 1' })
        expect(typeof answer).toBe('object')
        if (failed) expect(answer).toEqual({ error: { message: expect.any(String), at: expect.any(String) } })
      }),
      { numRuns: 400 },
    )
  },
)

test('deep nesting is told, not followed', () => {
  for (const decider of deciders) {
    const text = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
    expect(answerTo(decider, { kind: 'text', text, at: 'line 1' }).failed).toBe(true)
  }
})
