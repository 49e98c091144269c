import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anyMessage, anyPattern } from './arbitrary.ts'
import { compilePredicate, compileShared, parseFilterPattern } from './index.ts'
import { specRows } from './spec.cases.ts'

describe('patterns that share what they find out', () => {
  test('mean what each means alone, whatever stands beside them and in whatever order they are asked', () => {
    fc.assert(
      fc.property(
        fc.array(anyPattern, { minLength: 1, maxLength: 8 }),
        fc.array(anyMessage, { minLength: 1, maxLength: 6 }),
        (patterns, messages) => {
          const shared = compileShared(patterns)
          const alone = patterns.map(compilePredicate)
          for (const message of messages) {
            shared.begin(message)
            const expected = alone.map(test => test(message))
            for (const at of [...patterns.keys()].reverse()) expect(shared.matches(at)).toBe(expected[at])
            for (const at of patterns.keys()) expect(shared.matches(at)).toBe(expected[at])
          }
        },
      ),
      { numRuns: 2_000 },
    )
  })

  test('all patterns of the specification at once', () => {
    const known = specRows.flatMap(({ pattern }) => {
      const parsed = parseFilterPattern(pattern)
      return parsed.ok ? [parsed.value] : []
    })
    const shared = compileShared(known)
    const alone = known.map(compilePredicate)
    const messages = specRows.map(({ message }) => message)
    expect(messages.length).toBeGreaterThan(50)
    for (const message of messages) {
      shared.begin(message)
      expect(known.map((_, at) => shared.matches(at))).toEqual(alone.map(matches => matches(message)))
    }
  })
})
