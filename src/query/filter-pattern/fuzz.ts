/** What is fuzzed here: text that must not make the parser throw, and patterns that must not make the predicate throw. */

import { noise, numbers, patternNoise } from './noise.ts'
import { parseFilterPattern } from './parse.ts'
import { compilePredicate, type Predicate } from './predicate.ts'
import { printFilterPattern } from './print.ts'
import { toSql } from './to-sql.ts'

/** Runs `n` cases from `seed`; throws at the first case that goes wrong, with its input in the message. */
export interface FuzzTarget {
  readonly name: string
  readonly run: (seed: number, n: number) => void | Promise<void>
}

export const filterPatternFuzz: readonly FuzzTarget[] = [
  { name: 'filter-pattern-parser', run: fuzzParser },
  { name: 'filter-pattern-predicate', run: fuzzPredicate },
]

function fuzzParser(seed: number, n: number): void {
  const next = numbers(seed)
  for (let left = n; left > 0; left--) {
    const text = patternNoise(next)
    explained(text, () => {
      const result = parseFilterPattern(text)
      if (!result.ok) {
        const { from, to } = result.error
        if (!(0 <= from && from <= to && to <= text.length)) throw new Error(`${from}..${to} is not within the text`)
        return
      }
      const printed = printFilterPattern(result.value)
      const again = parseFilterPattern(printed)
      if (!again.ok || JSON.stringify(again.value) !== JSON.stringify(result.value))
        throw new Error(`prints as ${printed}`)
    })
  }
}

/** A pattern is kept for 64 messages: compiling a regular expression costs more than asking it. */
function fuzzPredicate(seed: number, n: number): void {
  const next = numbers(seed)
  let predicate: Predicate = () => false
  let text = ''
  for (let at = 0; at < n; at++) {
    if (at % 64 === 0) {
      for (;;) {
        text = patternNoise(next)
        const result = parseFilterPattern(text)
        if (!result.ok) continue
        explained(text, () => {
          predicate = compilePredicate(result.value)
          toSql(result.value)
        })
        break
      }
    }
    const message = next() % 2 === 0 ? noise(next) : `{"a":${noise(next)}}`
    explained(`${text} on ${message}`, () => predicate(message))
  }
}

function explained(input: string, run: () => void): void {
  try {
    run()
  } catch (error) {
    throw new Error(`${JSON.stringify(input)}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    })
  }
}
