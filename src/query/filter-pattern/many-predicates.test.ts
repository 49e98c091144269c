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

  test.each([
    ['{ $.latency = * }', '$.latency', '{"latency":12.50,"a":[1,2]}', '12.5'],
    ['{ $.latency = * }', '$.a[1]', '{"latency":12.50,"a":[1,2]}', '2'],
    ['{ $.latency = * }', '$.a', '{"latency":12.50,"a":[1,2]}', null],
    ['{ $.latency = * }', '$.none', '{"latency":1}', null],
    ['[ip, ..., status = 4*, bytes]', '$bytes', '1.1.1.1 a b 404 1534', '1534'],
    ['[ip, ..., status = 4*, bytes]', '$status', '1.1.1.1 404 1534', '404'],
    ['[ip, ..., status = 4*, bytes]', '$3', '1.1.1.1 a b 404 1534', 'b'],
    ['[ip, ..., status = 4*, bytes]', '$9', '1.1.1.1 a b 404 1534', null],
    ['[a, b]', '$b', 'x "y z"', 'y z'],
  ])('%s: %s of %s', (pattern, reference, message, expected) => {
    const parsed = parseFilterPattern(pattern)
    const shared = compileShared(parsed.ok ? [parsed.value] : [])
    const read = shared.reader(0, reference)
    shared.begin(message)
    expect([shared.matches(0), read.ok && read.value()]).toEqual([true, expected])
  })

  test.each([
    ['{ $.latency = * }', '$bytes'],
    ['{ $.latency = * }', 'latency'],
    ['[a, b]', '$c'],
    ['[a, b]', '$.b'],
    ['[a, b]', 'a'],
    ['ERROR', '$.a'],
    ['', '$1'],
  ])('%s has no %s', (pattern, reference) => {
    const parsed = parseFilterPattern(pattern)
    expect(compileShared(parsed.ok ? [parsed.value] : []).reader(0, reference).ok).toBe(false)
  })
})
