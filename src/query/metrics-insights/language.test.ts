import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { metricsInsightsFuzz } from './fuzz.ts'
import { isMetricsInsights, type MetricsInsightsQuery, parseMetricsInsights, printMetricsInsights } from './index.ts'

const plainQuery = {
  select: 'AVG',
  metric: 'CPU',
  namespace: 'X',
  dimensions: null,
  where: [],
  groupBy: [],
  orderBy: null,
  limit: null,
}

test.each<[string, Partial<MetricsInsightsQuery>]>([
  ['SELECT AVG(CPU) FROM X', {}],
  ['select avg ( CPU )\n from X', {}],
  ['SELECT AVG("CPU") FROM "X"', {}],
  ['SELECT MAX("My.Metric") FROM "AWS/EC2"', { select: 'MAX', metric: 'My.Metric', namespace: 'AWS/EC2' }],
  ['SELECT AVG("Bytes\\"Input\\"") FROM X', { metric: 'Bytes"Input"' }],
  ['SELECT AVG("LIMIT") FROM X', { metric: 'LIMIT' }],
  ['SELECT SUM(AVG) FROM X', { select: 'SUM', metric: 'AVG' }],
  ['SELECT AVG(CPU) FROM SCHEMA(X)', { dimensions: [] }],
  ['SELECT AVG(CPU) FROM SCHEMA("X", InstanceId, "a b")', { dimensions: ['InstanceId', 'a b'] }],
  ["SELECT AVG(CPU) FROM X WHERE i = 'a'", { where: [{ key: 'i', op: '=', value: 'a' }] }],
  [
    "SELECT AVG(CPU) FROM X WHERE i != 'it''s' AND \"j k\" = 'it\\'s' and tag.env = ''",
    {
      where: [
        { key: 'i', op: '!=', value: "it's" },
        { key: 'j k', op: '=', value: "it's" },
        { key: 'tag.env', op: '=', value: '' },
      ],
    },
  ],
  [
    'SELECT AVG(CPU) FROM X WHERE AWS.AccountId = CURRENT_ACCOUNT_ID()',
    { where: [{ key: 'AWS.AccountId', op: '=', value: null }] },
  ],
  ['SELECT AVG(CPU) FROM X GROUP BY i, tag.env', { groupBy: ['i', 'tag.env'] }],
  ['SELECT AVG(CPU) FROM X ORDER BY MAX()', { orderBy: { by: 'MAX', direction: 'ASC' } }],
  [
    'SELECT AVG(CPU) FROM X GROUP BY i ORDER BY sum() desc LIMIT 10',
    { groupBy: ['i'], orderBy: { by: 'SUM', direction: 'DESC' }, limit: 10 },
  ],
  ['SELECT COUNT(CPU) FROM X LIMIT 1', { select: 'COUNT', limit: 1 }],
])('%s', (text, wanted) => {
  const read = parseMetricsInsights(text)
  if (!read.ok) throw new Error(read.error.message)
  const { span, ...query } = read.value
  expect(query).toEqual({ ...plainQuery, ...wanted })
  expect(span).toEqual({ from: 0, to: text.length })
  const again = parseMetricsInsights(printMetricsInsights(read.value))
  expect(again.ok && { ...again.value, span }).toEqual({ ...query, span })
})

test.each<[text: string, message: RegExp, mended: string | null]>([
  ['SELECT', /^unexpected end of query at line 1 and position 7: AVG, COUNT, MAX, MIN or SUM was expected$/, null],
  ['SELEC AVG(CPU) FROM X', /^unexpected symbol found SELEC .*: SELECT was expected$/, 'SELECT AVG(CPU) FROM X'],
  ['SELECT CPU FROM X', /^unexpected symbol found CPU .*: AVG, COUNT, MAX, MIN or SUM was expected$/, null],
  ['SELECT AVRG(CPU) FROM X', /^unexpected symbol found AVRG/, 'SELECT AVG(CPU) FROM X'],
  ['SELECT AVG(CPU FROM X', /^unexpected symbol found FROM .*: \) was expected$/, 'SELECT AVG(CPU) FROM X'],
  [
    'SELECT AVG(LIMIT) FROM X',
    /^unexpected symbol found LIMIT .*: the name of a metric was expected$/,
    'SELECT AVG("LIMIT") FROM X',
  ],
  ["SELECT AVG('CPU') FROM X", /^unexpected symbol found 'CPU'/, 'SELECT AVG("CPU") FROM X'],
  ['SELECT AVG(CPU) X', /^unexpected symbol found X .*: FROM was expected$/, 'SELECT AVG(CPU) FROM X'],
  [
    'SELECT AVG(CPU) FROM AWS/EC2',
    /^the name AWS\/EC2 has other characters .*: such a name stands in double quotes$/,
    'SELECT AVG(CPU) FROM "AWS/EC2"',
  ],
  [
    'SELECT AVG(CPU) FROM X WHERE i = a',
    /^unexpected symbol found a .*: a value in single quotes was expected$/,
    "SELECT AVG(CPU) FROM X WHERE i = 'a'",
  ],
  ['SELECT AVG(CPU) FROM X WHERE i = "a"', /^unexpected symbol found "a"/, "SELECT AVG(CPU) FROM X WHERE i = 'a'"],
  [
    "SELECT AVG(CPU) FROM X WHERE i <> 'a'",
    /^unexpected symbol found <> .*: = or != was expected$/,
    "SELECT AVG(CPU) FROM X WHERE i != 'a'",
  ],
  ["SELECT AVG(CPU) FROM X WHERE i = 'a' OR j = 'b'", /^unexpected symbol found OR .*: the query ends here$/, null],
  [
    "SELECT AVG(CPU) FROM X WHERE i = 'a",
    /^unexpected symbol found ' .*: the text that begins here has no closing '$/,
    "SELECT AVG(CPU) FROM X WHERE i = 'a'",
  ],
  [
    'SELECT AVG(CPU) FROM X WHERE i = CURRENT_ACCOUNT_ID()',
    /^CURRENT_ACCOUNT_ID\(\) is compared with AWS.AccountId alone/,
    null,
  ],
  [
    'SELECT AVG(CPU) FROM X ORDER BY MAX(CPU)',
    /^unexpected symbol found CPU .*: ORDER BY sorts by a function of the series/,
    'SELECT AVG(CPU) FROM X ORDER BY MAX()',
  ],
  [
    'SELECT AVG(CPU) FROM X GROUP i',
    /^unexpected symbol found i .*: BY was expected$/,
    'SELECT AVG(CPU) FROM X GROUP BY i',
  ],
  ['SELECT AVG(CPU) FROM X LIMIT 0', /^LIMIT is from 1 to 500/, null],
  ['SELECT AVG(CPU) FROM X LIMIT many', /^unexpected symbol found many .*: a whole number was expected$/, null],
  ['SELECT AVG(CPU) FROM X;', /^unexpected symbol found ; .*: the query ends here$/, 'SELECT AVG(CPU) FROM X'],
  ['SELECT AVG("") FROM X', /^a name may not be empty/, null],
  ['', /^unexpected end of query at line 1 and position 1: SELECT was expected$/, null],
])('%s', (text, message, mended) => {
  const read = parseMetricsInsights(text)
  if (read.ok) throw new Error('was let through')
  expect(read.error.message).toMatch(message)
  const { mend } = read.error
  expect(mend === null ? null : text.slice(0, mend.span.from) + mend.insert + text.slice(mend.span.to)).toBe(mended)
})

test.each<[string, boolean]>([
  ['SELECT AVG(x) FROM y', true],
  ['\n select', true],
  ['selected + 1', false],
  ['m1 + SELECT', false],
])('%j is Metrics Insights: %s', (text, is) => expect(isMetricsInsights(text)).toBe(is))

describe('any query', () => {
  const name = fc.oneof(
    fc.constantFrom('CPU', 'a b', 'AWS/EC2', 'FROM', 'avg', 'tag.x', 'it\'s "so"', '\\', '한글'),
    fc.string({ minLength: 1, maxLength: 8, unit: 'grapheme' }),
  )
  const anyQuery = fc.record({
    select: fc.constantFrom('AVG' as const, 'COUNT' as const, 'MAX' as const, 'MIN' as const, 'SUM' as const),
    metric: name,
    namespace: name,
    dimensions: fc.option(fc.array(name, { maxLength: 3 })),
    where: fc.array(
      fc.record({ key: name, op: fc.constantFrom('=' as const, '!=' as const), value: fc.string({ maxLength: 8 }) }),
      { maxLength: 3 },
    ),
    groupBy: fc.array(name, { maxLength: 3 }),
    orderBy: fc.option(
      fc.record({
        by: fc.constantFrom('AVG' as const, 'SUM' as const),
        direction: fc.constantFrom('ASC' as const, 'DESC' as const),
      }),
    ),
    limit: fc.option(fc.integer({ min: 1, max: limits.metricsInsightsSeries })),
    span: fc.constant({ from: 0, to: 0 }),
  })
  test('prints as what reads back the same', () => {
    fc.assert(
      fc.property(anyQuery, query => {
        const read = parseMetricsInsights(printMetricsInsights(query))
        if (!read.ok) throw new Error(`${printMetricsInsights(query)}: ${read.error.message}`)
        expect({ ...read.value, span: query.span }).toEqual(query)
      }),
      { numRuns: 2_000 },
    )
  })
})

test.each(metricsInsightsFuzz.map(({ name, run }) => [name, run] as const))(
  '%s: nothing throws',
  async (_name, run) => {
    await run(1, 10_000)
  },
)

const full = limits.mathExpressionLength
const filled = (start: string, piece: string): string => (start + piece.repeat(full)).slice(0, full)
// Anything worse than linear would run into the test's own time limit.
test.each([
  ['parentheses', filled('SELECT AVG(', '(')],
  ['conditions', filled("SELECT AVG(a) FROM b WHERE i = 'a'", " AND i = 'a'")],
  ['groups', filled('SELECT AVG(a) FROM b GROUP BY c', ', c')],
  ['quotes', filled('SELECT AVG(', '"')],
  ['blanks', filled('SELECT', ' ')],
  ['an odd name', filled('SELECT AVG(a) FROM b', '/')],
  ['words', filled('', 'SELECT ')],
  ['much longer than any query', 'SELECT '.repeat(200_000)],
])('survives %s', (_name, text) => {
  expect(() => parseMetricsInsights(text)).not.toThrow()
})

test.each<[string, (size: number) => string, number]>([
  ['metricsInsightsSeries', size => `SELECT AVG(a) FROM b LIMIT ${size}`, limits.metricsInsightsSeries],
  ['mathExpressionLength', size => `SELECT AVG(${'a'.repeat(size - 19)}) FROM b`, limits.mathExpressionLength],
])('the bound %s holds', (_name, make, bound) => {
  expect(parseMetricsInsights(make(bound)).ok).toBe(true)
  expect(parseMetricsInsights(make(bound + 1)).ok).toBe(false)
})
