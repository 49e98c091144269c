import { describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { createPatternMiner } from './miner.ts'
import type { PatternMiner } from './types.ts'

/** A word of letters for a number, so that it is no value. */
const wordOf = (number: number): string =>
  `w${[...number.toString(26)].map(digit => String.fromCharCode(97 + Number.parseInt(digit, 26))).join('')}`
const minerOf = (lines: Iterable<string>) => {
  const miner = createPatternMiner()
  for (const line of lines) miner.add(line)
  return miner
}
const sumOf = (miner: PatternMiner) => miner.result().reduce((sum, row) => sum + row.sampleCount, 0)
const times = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at))

describe('bounds', () => {
  test('patternLineLength: what comes after does not tell lines apart', () => {
    const long = 'x'.repeat(limits.patternLineLength - 2)
    expect(minerOf([`${long} a`, `${long} b`]).result()).toHaveLength(2)
    const [row, ...others] = minerOf([`${long}  a`, `${long}  b`]).result()
    expect(others).toEqual([])
    expect(row?.sampleCount).toBe(2)
    expect(`${long}  whatever`).toMatch(new RegExp(row?.regex ?? '$^'))
  })

  test('patternTokens: the rest of a line is one varying part', () => {
    const words = (count: number, last: string) => [...times(count - 1, () => 'a'), last].join(' ')
    expect(minerOf([words(limits.patternTokens - 2, 'b'), words(limits.patternTokens - 2, 'c')]).result()).toHaveLength(
      2,
    )
    const [row, ...others] = minerOf([
      words(limits.patternTokens + 1, 'b'),
      words(limits.patternTokens + 1, 'c'),
    ]).result()
    expect(others).toEqual([])
    expect(row?.pattern.endsWith('<Token-1>')).toBe(true)
  })

  test('patternsMost: all at the bound, rare ones joined past it, no line lost', () => {
    const apart = (at: number) => `${wordOf(at)} ${wordOf(at + 1)}`.repeat(2)
    const miner = minerOf(times(limits.patternsMost, apart))
    expect(miner.result()).toHaveLength(limits.patternsMost)
    miner.add(apart(limits.patternsMost))
    expect(miner.result().length).toBeLessThanOrEqual(limits.patternsMost / 2 + 1)
    expect(sumOf(miner)).toBe(limits.patternsMost + 1)
    expect(miner.state().entries.length).toBeLessThanOrEqual(limits.patternsMost)
  })

  test('patternPlaces: many tokens are joined before the shapes are too many', () => {
    const line = (at: number) => `${wordOf(at)}${',b'.repeat(200)}${wordOf(at)}${';'.repeat(at % 50)}`
    const fitting = Math.floor(limits.patternPlaces / 452)
    expect(minerOf(times(fitting, line)).state().entries).toHaveLength(fitting)
    const miner = minerOf(times(fitting + 400, line))
    expect(miner.state().entries.length).toBeLessThan(fitting)
    expect(sumOf(miner)).toBe(fitting + 400)
  })

  test('patternTokenValues: the frequent ones stay', () => {
    const row = (count: number) =>
      minerOf([...times(count, at => `user=${wordOf(at)} in`), ...times(50, () => 'user=often in')]).result()[0]
    expect(row(limits.patternTokenValues - 1)?.tokens[0]).toMatchObject({
      exact: true,
      distinct: limits.patternTokenValues,
    })
    const past = row(limits.patternTokenValues)?.tokens[0]
    expect(past?.exact).toBe(false)
    expect(past?.distinct).toBeLessThanOrEqual(limits.patternTokenValues)
    expect(past?.values[0]).toEqual({ value: 'often', count: 50 })
  })

  test('patternValues: when all are used up a part keeps only a few', () => {
    const miner = createPatternMiner()
    const each = limits.patternTokenValues
    const parts = Math.ceil(limits.patternValues / (each - 4))
    for (let part = 0; part < parts; part++)
      for (let at = 0; at < each; at++) miner.add(`part ${wordOf(part)} is ${wordOf(part)}:${at} of=${at}`)
    const kept = (miner.state().entries as { values: { values: unknown[] }[] }[]).map(({ values }) =>
      values.reduce((sum, { values: all }) => sum + all.length, 0),
    )
    expect(Math.max(...kept)).toBe(2 * each)
    expect(Math.min(...kept)).toBeLessThanOrEqual(8)
    expect(kept.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(limits.patternValues + parts * 8)
  })

  test('patternValueLength: longer values are cut', () => {
    const value = (length: number) => minerOf([`k=${'v'.repeat(length)}`, 'k=w']).result()[0]?.tokens[0]?.values
    expect(value(limits.patternValueLength)?.map(each => each.value.length)).toContain(limits.patternValueLength)
    expect(
      value(limits.patternValueLength + 1)
        ?.map(each => each.value.length)
        .sort(),
    ).toEqual([1, limits.patternValueLength])
  })

  test('patternExamples and patternExampleLength', () => {
    const examples = (count: number) => minerOf(times(count, at => `took ${at} ms`)).result()[0]?.examples
    expect(examples(limits.patternExamples)).toHaveLength(limits.patternExamples)
    expect(examples(limits.patternExamples + 1)).toHaveLength(limits.patternExamples)
    const length = (of: number) => minerOf(['y'.repeat(of)]).result()[0]?.examples[0]?.length
    expect(length(limits.patternExampleLength)).toBe(limits.patternExampleLength)
    expect(length(limits.patternExampleLength + 1)).toBe(limits.patternExampleLength)
  })
})
