import { describe, expect, test } from 'vitest'
import { patternAnomalies } from './anomaly.ts'
import { createPatternMiner } from './miner.ts'

/** Six windows of which the last is judged; each a list of lines made from the number of the window and of the line. */
const judge = (usual: (at: number) => string[], last: string[]) =>
  patternAnomalies(
    [0, 1, 2, 3, 4]
      .map(usual)
      .concat([last])
      .map(lines => {
        const miner = createPatternMiner()
        for (const line of lines) miner.add(line)
        return miner.state()
      }),
  )
const many = (count: number, line: (at: number) => string) => Array.from({ length: count }, (_, at) => line(at))
const calm = (at: number) => many(100 + at, row => `served ${row % 7} items to user=${['ann', 'bob', 'cy'][row % 3]}`)
const kindsOf = (rows: ReturnType<typeof judge>) => rows.map(row => row.anomalies.map(({ kind }) => kind))

describe('anomalies', () => {
  test('nothing when nothing is unusual', () => {
    expect(judge(calm, calm(2))).toEqual([])
  })

  test('a pattern that was never there', () => {
    const rows = judge(calm, [...calm(2), ...many(40, at => `peer ${at} was lost`)])
    expect(kindsOf(rows)).toEqual([['new-pattern']])
    expect(rows[0]).toMatchObject({ pattern: 'peer <Number-1> was lost', sampleCount: 40 })
    expect(rows[0]?.anomalies[0]?.description).toBe('Not seen in the 5 windows before; 40 now')
  })

  test('far more, far fewer, none at all', () => {
    expect(
      kindsOf(
        judge(
          calm,
          many(900, at => calm(0)[at % 100]!),
        ),
      ),
    ).toEqual([['frequency']])
    expect(kindsOf(judge(calm, calm(0).slice(0, 12)))).toEqual([['frequency']])
    const gone = judge(calm, ['all is well'])
    expect(gone.find(row => row.sampleCount === 0)?.anomalies[0]).toMatchObject({ kind: 'frequency' })
  })

  test('a few more is usual', () => {
    expect(judge(calm, calm(40))).toEqual([])
  })

  test('a value that takes over', () => {
    const rows = judge(
      calm,
      many(100, at => `served ${at % 7} items to user=${at % 3 === 0 ? 'ann' : 'mallory'}`),
    )
    expect(kindsOf(rows)).toEqual([['token-variation']])
    expect(rows[0]?.anomalies[0]?.description).toBe('Token-2 is "mallory" in 66% of the lines, 0% usually')
  })

  test('numbers far from where they were', () => {
    const rows = judge(
      calm,
      many(100, at => `served ${900 + at} items to user=${['ann', 'bob', 'cy'][at % 3]}`),
    )
    expect(kindsOf(rows)).toEqual([['numeric']])
    expect(rows[0]?.anomalies[0]?.description).toBe('Number-1 is 950 on average, 2.95 usually')
  })

  test('HTTP errors', () => {
    const access = (code: (at: number) => number) => many(100, at => `10.0.0.${at} "GET /a" status: ${code(at)} done`)
    const rows = judge(
      () => access(at => (at % 50 === 0 ? 500 : 200)),
      access(at => (at % 4 === 0 ? 503 : 200)),
    )
    expect(kindsOf(rows)).toEqual([['http-code']])
    expect(rows[0]?.anomalies[0]?.description).toBe('25% server errors (5xx) in Number-3, 2% usually')
  })

  test('one window has nothing to be measured by', () => {
    const miner = createPatternMiner()
    miner.add('a')
    expect(patternAnomalies([miner.state()])).toEqual([])
    expect(patternAnomalies([])).toEqual([])
  })
})
