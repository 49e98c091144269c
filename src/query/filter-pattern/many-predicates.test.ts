import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { StringColumn } from '../../store/engine/index.ts'
import { anyMessage, anyPattern } from './arbitrary.ts'
import { compilePredicate, compileShared, parseFilterPattern } from './index.ts'
import { specRows } from './spec.cases.ts'

/** As the store writes them. */
function written(messages: readonly string[]): readonly Uint8Array[] {
  const column = new StringColumn('message')
  for (const message of messages) column.push(message)
  return column.since(0)
}

const must = (text: string) => ({ sign: 'must', what: { kind: 'substring', text } }) as const

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

  test('mean the same when the whole batch was looked through before, and candidates are all that match', () => {
    fc.assert(
      fc.property(
        fc.array(anyPattern, { minLength: 1, maxLength: 8 }),
        fc.array(anyMessage, { maxLength: 12 }),
        (patterns, messages) => {
          const shared = compileShared(patterns)
          const alone = patterns.map(compilePredicate)
          shared.read(written(messages), messages.length)
          for (const [index, message] of messages.entries()) {
            const expected = [...patterns.keys()].filter(at => alone[at]?.(message))
            const candidates = shared.candidates(index)
            shared.begin(message, index)
            expect(candidates.filter(at => shared.matches(at))).toEqual(expected)
            expect([...patterns.keys()].filter(at => shared.matches(at))).toEqual(expected)
          }
          shared.done()
          expect(shared.candidates(0)).toEqual([...patterns.keys()])
        },
      ),
      { numRuns: 2_000 },
    )
  })

  test('a batch leaves out the patterns whose texts are not there, more of them than one look knows as well', () => {
    // A set of them is kept as one whole number.
    expect(limits.scannedTexts).toBeLessThanOrEqual(52)
    const texts = Array.from({ length: limits.scannedTexts + 2 }, (_, at) => `text-${at}-`)
    const shared = compileShared(texts.map(text => ({ kind: 'terms', terms: [must(text)] })))
    const messages = [`a ${texts[3]} b`, 'nothing', `${texts.at(-1)} and ${texts[47]}`]
    shared.read(written(messages), messages.length)
    const unknown = [limits.scannedTexts, limits.scannedTexts + 1]
    expect(messages.map((_, index) => shared.candidates(index))).toEqual([
      [3, ...unknown],
      unknown,
      [limits.scannedTexts - 1, ...unknown],
    ])
  })

  test('sets of texts are remembered up to a bound, and found anew past it', () => {
    const texts = Array.from({ length: 11 }, (_, at) => `text-${at}-`)
    const shared = compileShared(texts.map(text => ({ kind: 'terms', terms: [must(text)] })))
    const sets = Array.from({ length: limits.scannedKinds + 1 }, (_, set) => texts.keys().filter(at => (set >> at) & 1))
    const members = sets.map(set => [...set])
    const messages = members.map(set => set.map(at => texts[at]).join(' '))
    shared.read(written([...messages, ...messages]), messages.length * 2)
    for (const [index, set] of [...members, ...members].entries()) expect(shared.candidates(index)).toEqual(set)
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
