/** Predicate and SQL mean the same: generated patterns against generated messages, by the real engine. */
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { type Sql, sql } from '../../store/engine/sql.ts'
import { openOracle, type SqlOracle } from './agreement.ts'
import { anyMessage, anyPattern } from './arbitrary.ts'
import {
  compilePredicate,
  literalsOf,
  parseFilterPattern,
  printFilterPattern,
  toSql,
  wordCondition,
  wordPredicate,
} from './index.ts'

let oracle: SqlOracle
beforeAll(() => {
  oracle = openOracle()
})
afterAll(() => oracle.close())

function parsed(text: string) {
  const result = parseFilterPattern(text)
  if (!result.ok) throw new Error(`${text}: ${result.error.message}`)
  return result.value
}

interface Disagreement {
  readonly pattern: string
  readonly message: string
  readonly sql: boolean
}

async function compare(
  patterns: readonly { text: string; sql: Sql; test: (message: string) => boolean }[],
  messages: readonly string[],
): Promise<{ wrong: Disagreement[]; matches: number }> {
  const said = await oracle.ask(
    patterns.map(pattern => pattern.sql),
    messages,
  )
  expect(said).toHaveLength(messages.length)
  const wrong: Disagreement[] = []
  let matches = 0
  messages.forEach((message, m) => {
    patterns.forEach((pattern, p) => {
      const inSql = said[m]![p]!
      if (inSql) matches++
      if (pattern.test(message) !== inSql) wrong.push({ pattern: pattern.text, message, sql: inSql })
    })
  })
  return { wrong, matches }
}

const compiled = (text: string) => {
  const pattern = parsed(text)
  return { text, sql: toSql(pattern), test: compilePredicate(pattern) }
}

/** 8 × 25 × 60 pairs; MANGRU_AGREEMENT=500 for a long run. */
const rounds = Number(process.env.MANGRU_AGREEMENT ?? 8)

test('predicate and SQL agree on generated patterns and messages', async () => {
  let matches = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(anyPattern, { minLength: 25, maxLength: 25 }),
      fc.array(anyMessage, { minLength: 60, maxLength: 60 }),
      async (patterns, messages) => {
        const answer = await compare(
          patterns.map(pattern => compiled(printFilterPattern(pattern))),
          messages,
        )
        matches += answer.matches
        expect(answer.wrong).toEqual([])
      },
    ),
    { numRuns: rounds, endOnFailure: true },
  )
  // The pairs must not be trivially apart: more than one in twenty matches.
  expect(matches).toBeGreaterThan((rounds * 25 * 60) / 20)
}, 600_000)

const long = (count: number, open: string, inner: string, close: string): string =>
  open.repeat(count) + inner + close.repeat(count)

describe('corners', () => {
  const documents = [
    '{"a":1,"a":2}',
    '{"a":{"b":1},"a":{"b":2}}',
    '{"a":"\\u0041BC"}',
    '{"\\u0061":"ABC"}',
    '{"a":"ABC"}',
    '\ufeff{"a":"ABC"}',
    '{"a":"\\ud800"}',
    '{"a":"ABC","b":"\\udc00"}',
    '{"a":"\ud800"}',
    '{"a":"\ufffd"}',
    '{"a":"x\ny"}',
    '{"a":"x\\ny"}',
    '{"a":"x\\u0000y"}',
    '{"a":"x\0y"}',
    '{"a":"ABC"}\0',
    '{"a":"ABC"} x',
    '{"a":"😀"}',
    '{"a":"\\ud83d\\ude00"}',
    '{"a":1e999}',
    '{"a":"1e999"}',
    '{"a":1,"b":1e999}',
    '{"a":1,"b":18446744073709551616}',
    '{"a":9007199254740993}',
    '{"a":9007199254740992}',
    '{"a":18446744073709551615}',
    '{"a":-9223372036854775808}',
    '{"a":100000000000000000000.5}',
    '{"a":[{"b":1e20}]}',
    '{"a":[{"b":1,"c":1e20},{"b":2}]}',
    '{"a":[1e20]}',
    '{"a":-0.0}',
    '{"a":[{"b":-0.0}]}',
    '{"a":"0"}',
    '{"a":"+007.50"}',
    '{"a":"7.5e0"}',
    '{"a":{"x":"ABC"}}',
    '{"a":["ABC"]}',
    '[{"a":"ABC"}]',
    '["ABC"]',
    '"ABC"',
    '5',
    'null',
    '',
    '{}',
    '[]',
    '{"a":null}',
    '{"":"ABC"}',
    `{"a":${long(1022, '[', '1', ']')},"b":1}`,
    `{"a":${long(1023, '[', '1', ']')},"b":1}`,
    `{"a":${long(1022, '[', '[]', ']')},"b":1}`,
    `{"a":${long(1023, '[', '[ ]', ']')},"b":1}`,
    `{"b":1,"a":${long(1022, '{"a":', '{ }', '}')}}`,
    `{"b":1,"a":${long(1023, '{"a":', '1', '}')}}`,
    long(100_000, '[', '', ']'),
    '{"a":"12\\u0033"}',
    '{"a" : "ABC" , "b":\t1}\r\n',
    '{"a":"say \\"hi\\""}',
  ]
  const patterns = [
    '{ $.a = 1 }',
    '{ $.a = 2 }',
    '{ $.a.b = 2 }',
    '{ $.a.b = 1 }',
    '{ $.a[*].b = 1 }',
    '{ $.a[*].b = 2 }',
    '{ $.a[*].b = 0 }',
    '{ $.a[*].b = "0" }',
    '{ $.a[*].b NOT EXISTS }',
    '{ $.a[*] >= 1e20 }',
    '{ $.a[0] = "ABC" }',
    '{ $[0] = "ABC" }',
    '{ $[0].a = "ABC" }',
    '{ $[*].a = "ABC" }',
    '{ $.* = "ABC" }',
    '{ $.*.x = "ABC" }',
    '{ $.a = "ABC" }',
    '{ $.a = *B* }',
    '{ $.a = *C }',
    '{ $.a = A* }',
    '{ $.a = * }',
    '{ $.a != * }',
    '{ $.a != "ABC" }',
    '{ $.a = "\ufffd" }',
    '{ $.a = "x\ny" }',
    '{ $.a = %^x.y$% }',
    '{ $.a = %^x\\sy$% }',
    '{ $.a = %x\\x00y% }',
    '{ $.a = "😀" }',
    '{ $.a = %^.$% }',
    '{ $.a > 7 }',
    '{ $.a <= 7.5 }',
    '{ $.a > 1e300 }',
    '{ $.a = 9007199254740993 }',
    '{ $.a = 9007199254740992 }',
    '{ $.a != 9007199254740992 }',
    '{ $.a = 18446744073709551615 }',
    '{ $.a = -9223372036854775808 }',
    '{ $.a = 1e20 }',
    '{ $.a = 0 }',
    '{ $.a = -0 }',
    '{ $.a = "-0" }',
    '{ $.a IS NULL }',
    '{ $.a NOT EXISTS }',
    '{ $.b NOT EXISTS }',
    '{ $.b = 1 }',
    '{ $.a = "123" }',
    '{ $.a = "say \\"hi\\"" }',
    '[a]',
    '[...]',
    '[a, b]',
    '[a = "ABC"]',
    '"ABC"',
    '-"ABC"',
    '""',
    '-""',
    '?""',
    '?a ?""',
    '"\ufffd"',
    '"\0"',
    '%a% -%b%',
  ]
  test('predicate and SQL agree on them', async () => {
    expect((await compare(patterns.map(compiled), documents)).wrong).toEqual([])
  })

  test.each([
    ['the first of two equal keys counts', '{ $.a = 1 }', '{"a":1,"a":2}', true],
    ['an escape hides no text', '{ $.a = ABC }', '{"a":"\\u0041BC"}', true],
    ['an escape hides no key', '{ $.a = ABC }', '{"\\u0061":"ABC"}', true],
    ['a 64-bit id is exact', '{ $.a = 9007199254740993 }', '{"a":9007199254740992}', false],
    ['a number beyond a double is no JSON', '{ $.b = 1 }', '{"a":1e999,"b":1}', false],
    ['so many levels are read', '{ $.b = 1 }', `{"a":${long(limits.filterJsonDepth - 1, '[', '1', ']')},"b":1}`, true],
    ['one more is not', '{ $.b = 1 }', `{"a":${long(limits.filterJsonDepth, '[', '1', ']')},"b":1}`, false],
    ['an index is no member', '{ $.a[0] = ABC }', '{"a":{"x":"ABC"}}', false],
    ['$ is before a last newline too', '%failed$%', 'it failed\n', true],
    ['. is no newline', '%a.b%', 'a\nb', false],
  ])('%s', (_story, pattern, message, matches) => {
    expect(compilePredicate(parsed(pattern))(message)).toBe(matches)
  })
})

describe('literals', () => {
  test('every match holds them', () => {
    fc.assert(
      fc.property(anyPattern, fc.array(anyMessage, { minLength: 20, maxLength: 20 }), (pattern, messages) => {
        const literals = literalsOf(pattern)
        const matches = messages.filter(compilePredicate(pattern))
        for (const message of matches) for (const literal of literals) expect(message.toWellFormed()).toContain(literal)
      }),
      { numRuns: 500 },
    )
  })

  test.each([
    ['ERROR -b ?c "x y"', ['ERROR', 'x y']],
    ['?a ?b', []],
    ['%user_[0-9]+ logged in%', [' logged in']],
    ['[..., code = 404 && code != 5, b]', ['404']],
    ['[a = x || a = y]', []],
    ['{ $.a = "x" }', []],
  ])('of %s', (pattern, literals) => {
    expect(literalsOf(parsed(pattern))).toEqual(literals)
  })
})

describe('whole words', () => {
  const messages = [
    'foo bar',
    'foo_bar',
    'foobar',
    'a-foo.bar',
    'éfoo',
    'foo é',
    'fooé',
    'x foo',
    'foo\0bar',
    'barfoo foo',
    'foo  bar bar',
    '日本 foo',
    '日本',
    '---',
    '',
    '\ud800foo',
    '%foo%',
  ]
  const words = [
    'foo',
    'bar',
    'foo bar',
    'foo_bar',
    'é',
    '日本',
    '---',
    'foo-',
    '.bar',
    '%foo%',
    'fo',
    '😀',
    '\ufffd',
    'bar foo',
  ]
  test('predicate and SQL agree', async () => {
    const conditions = words.map(text => {
      const condition = wordCondition(text)
      const predicate = wordPredicate(text)
      if (!condition.ok || !predicate.ok) throw new Error(text)
      return { text, sql: condition.value, test: predicate.value }
    })
    expect((await compare(conditions, messages)).wrong).toEqual([])
    await fc.assert(
      fc.asyncProperty(fc.array(anyMessage, { minLength: 50, maxLength: 50 }), async generated => {
        expect((await compare(conditions, generated)).wrong).toEqual([])
      }),
      { numRuns: 3 },
    )
  })

  test.each([
    ['foo', 'a-foo.bar', true],
    ['foo', 'foo_bar', true],
    ['foo', 'foobar', false],
    ['foo', 'fooé', false],
    ['foo', 'barfoo foo', true],
    ['foo bar', 'foo  bar', false],
    ['foo bar', 'a foo bar b', true],
  ])('%s in %s', (word, message, matches) => {
    const predicate = wordPredicate(word)
    expect(predicate.ok && predicate.value(message)).toBe(matches)
  })

  test('nothing is no word, and a long text is refused past its bound', () => {
    expect(wordCondition('  ')).toMatchObject({ ok: false, error: { code: 'empty' } })
    expect(wordCondition('x'.repeat(limits.wordLength))).toMatchObject({ ok: true })
    expect(wordPredicate('x'.repeat(limits.wordLength + 1))).toMatchObject({ ok: false, error: { code: 'too-long' } })
  })

  test('hostile words stay literals', () => {
    const condition = wordCondition("x') OR 1=1 --", sql.ours('m'))
    expect(condition.ok && condition.value.text).toContain("\\'")
  })
})
