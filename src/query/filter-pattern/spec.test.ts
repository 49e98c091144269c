/** Every row of the specification, by the predicate and by the engine's SQL. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openOracle, type SqlOracle } from './agreement.ts'
import { compilePredicate, matchEvent, parseFilterPattern, toSql } from './index.ts'
import { invalidRows, specRows } from './spec.cases.ts'

let oracle: SqlOracle
beforeAll(() => {
  oracle = openOracle()
})
afterAll(() => oracle.close())

function parsed(pattern: string) {
  const result = parseFilterPattern(pattern)
  if (!result.ok) throw new Error(`${pattern}: ${result.error.message}`)
  return result.value
}

describe('the rows of the specification', () => {
  test.each(specRows)('$row: $pattern', ({ pattern, message, matches, extracted }) => {
    expect(compilePredicate(parsed(pattern))(message)).toBe(matches)
    const event = matchEvent(parsed(pattern), message)
    expect(event.matched).toBe(matches)
    if (extracted !== undefined) expect(event.extracted).toEqual(extracted)
  })

  test('every row is there', () => {
    const rows = new Set(specRows.map(({ row }) => row))
    expect([...Array(76).keys()].map(at => at + 1).filter(row => !rows.has(row))).toEqual([28, 29])
  })

  test('the SQL says the same of every row', async () => {
    const said = await oracle.ask(
      specRows.map(({ pattern }) => toSql(parsed(pattern))),
      specRows.map(({ message }) => message),
    )
    const wrong = specRows.filter(({ matches }, at) => said[at]![at] !== matches)
    expect(wrong).toEqual([])
  })
})

describe('what is no filter pattern', () => {
  test.each(invalidRows)('%s', (pattern, from, words) => {
    const result = parseFilterPattern(pattern)
    expect(result).toMatchObject({ ok: false, error: { from, message: expect.stringMatching(words) } })
    if (!result.ok) expect(result.error.to).toBeGreaterThanOrEqual(result.error.from)
  })
})
