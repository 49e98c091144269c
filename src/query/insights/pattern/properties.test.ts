import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createPatternMiner } from './miner.ts'
import type { PatternState } from './types.ts'

const word = fc.constantFrom('user', 'ann', 'bob', 'INFO', 'ERROR', 'took', 'served', 'from', 'é', '한글', 'GET')
const value = fc.oneof(
  fc.integer().map(String),
  fc.ipV4(),
  fc.ipV6(),
  fc.uuid(),
  fc.webUrl(),
  fc.constantFrom('12ms', '2026-01-20T10:00:00Z', '0xff', '/var/log', 'a=b', 'k=', '()', '10:00:00', 'Jan  2 10:00:00'),
)
const mark = fc.constantFrom(
  ' ',
  '  ',
  ': ',
  '=',
  ', ',
  '[',
  ']',
  '(',
  ')',
  '"',
  "'",
  '\t',
  '\n',
  '\n\tat x.y(Z:1)\n',
  '.',
)
const logLine = fc
  .array(fc.oneof({ weight: 3, arbitrary: word }, { weight: 2, arbitrary: value }, { weight: 4, arbitrary: mark }), {
    maxLength: 14,
  })
  .map(parts => parts.join(''))
const line = fc.oneof(
  { weight: 4, arbitrary: logLine },
  { weight: 1, arbitrary: fc.json() },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 60 }) },
  { weight: 1, arbitrary: fc.string({ unit: fc.constantFrom(...'{}[]":,\\=() .1a\0\ud800\n'), maxLength: 40 }) },
  { weight: 1, arbitrary: fc.record({ msg: logLine, level: word, n: value }).map(record => JSON.stringify(record)) },
)
const lines = fc.array(line, { maxLength: 60 })

const minerOf = (all: readonly string[], maxPatterns?: number) => {
  const miner = createPatternMiner(maxPatterns === undefined ? {} : { maxPatterns })
  for (const one of all) miner.add(one)
  return miner
}
const sumOf = (miner: ReturnType<typeof createPatternMiner>) =>
  miner.result().reduce((sum, row) => sum + row.sampleCount, 0)
const short = (miner: ReturnType<typeof createPatternMiner>) =>
  miner.result().map(row => [row.id, row.pattern, row.sampleCount, row.severityLabel, row.tokens])
const throughJson = (state: PatternState): PatternState => JSON.parse(JSON.stringify(state))

test('every line is in exactly one pattern, whose regular expression matches it', () => {
  fc.assert(
    fc.property(lines, all => {
      const miner = minerOf(all)
      const rows = new Map(miner.result().map(row => [row.id, row]))
      const find = miner.finder()
      const counted = new Map<string, number>()
      for (const one of all) {
        const row = rows.get(find(one) ?? '')
        if (row === undefined) throw new Error(`no pattern for ${JSON.stringify(one)}`)
        if (!new RegExp(row.regex).test(one)) throw new Error(`${row.regex} does not match ${JSON.stringify(one)}`)
        counted.set(row.id, (counted.get(row.id) ?? 0) + 1)
      }
      expect([...rows.values()].map(row => [row.id, row.sampleCount]).sort()).toEqual([...counted].sort())
      for (const row of rows.values()) {
        expect(
          row.pattern.match(/<(?:Time|Number|IP|UUID|Hex|URL|Path|Token)-\d+>/g)?.length ?? 0,
        ).toBeGreaterThanOrEqual(row.tokens.length)
        for (const token of row.tokens)
          expect(token.values.reduce((sum, { count }) => sum + count, 0)).toBeLessThanOrEqual(row.sampleCount)
      }
    }),
    { numRuns: 400 },
  )
})

test('the order of lines changes nothing but examples', () => {
  fc.assert(
    fc.property(
      lines.chain(all => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
      ([all, shuffled]) => {
        const rows = (some: readonly string[]) =>
          minerOf(some)
            .result()
            .map(row => [row.id, row.sampleCount, row.severityLabel])
        expect(rows(shuffled)).toEqual(rows(all))
      },
    ),
    { numRuns: 200 },
  )
})

test('lines that differ in blanks and values alone are one pattern, whoever came first', () => {
  const some = `{"msg":" 00000000-0000-1000-8000-000000000000","level":"user","n":"0.0.0.0"}`
  const other = `{"msg":"","level":"user","n":"12ms"}`
  expect(short(minerOf([some, other]))).toEqual(short(minerOf([other, some])))
})

test('two miners that are merged know what one would', () => {
  fc.assert(
    fc.property(lines, lines, (some, others) => {
      const whole = minerOf([...some, ...others])
      const merged = minerOf(some)
      merged.merge(throughJson(minerOf(others).state()))
      expect(merged.lines).toBe(whole.lines)
      const ids = (miner: typeof whole) => short(miner).map(([id, , count, severity]) => [id, count, severity])
      expect(ids(merged)).toEqual(ids(whole))
      const other = minerOf(others)
      other.merge(throughJson(minerOf(some).state()))
      expect(ids(other)).toEqual(ids(whole))
    }),
    { numRuns: 300, seed: 20261121 },
  )
})

test('with little room no line is lost, and the bound holds', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 200 }), all => {
      const miner = minerOf(all, 16)
      expect(sumOf(miner)).toBe(all.length)
      expect(miner.state().entries.length).toBeLessThanOrEqual(16)
      const find = miner.finder()
      const rows = new Map(miner.result().map(row => [row.id, row]))
      for (const one of all) {
        const id = find(one)
        if (id !== undefined) expect(one).toMatch(new RegExp(rows.get(id)?.regex ?? '$^'))
      }
      const merged = minerOf(all.slice(0, 20), 16)
      merged.merge(throughJson(miner.state()))
      expect(sumOf(merged)).toBe(all.length + Math.min(20, all.length))
    }),
    { numRuns: 150 },
  )
})
