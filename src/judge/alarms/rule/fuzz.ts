/** What is fuzzed here: text that must not make the rule parser throw, and that must read back as it is printed. */
import { parseRule } from './parse.ts'
import { printRule } from './print.ts'

const pieces = [
  ...['ALARM', 'OK', 'INSUFFICIENT_DATA', 'AT_LEAST', 'alarm', 'TRUE', 'FALSE', 'NOT', 'AND', 'OR', 'not'],
  ...['(', ')', '(', ')', ',', '"', '\\', '\\"', ' ', '\n', '\0', '2', '50%', '0', '-1', '1e9', 'é', '\ud800', '💥'],
  ...['ALARM(a)', 'OK("b c")', 'AT_LEAST(1, NOT OK, (a, b))', 'NOT (', ' AND ', ' OR '],
]

/** Runs `n` cases from `seed`; throws at the first that goes wrong, with its input in the message. */
function fuzzRules(seed: number, n: number): void {
  const next = generator(seed)
  for (let left = n; left > 0; left--) {
    const text = Array.from({ length: next(14) }, () => pieces[next(pieces.length)] ?? '').join('')
    const trouble = troubleWith(text)
    if (trouble !== undefined) throw new Error(`${JSON.stringify(text)}: ${trouble}`)
  }
}

function troubleWith(text: string): string | undefined {
  const read = parseRule(text)
  if (!read.ok) {
    const { from, to } = read.error
    return 0 <= from && from <= to && to <= text.length ? undefined : `${from}..${to} is not within the text`
  }
  const printed = printRule(read.value)
  const again = parseRule(printed)
  return again.ok && JSON.stringify(again.value) === JSON.stringify(read.value) ? undefined : `prints as ${printed}`
}

/** Whole numbers below a bound, the same for the same seed. */
function generator(seed: number): (below: number) => number {
  let state = seed >>> 0
  return below => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * below)
  }
}

export const alarmRuleFuzz = [{ name: 'alarm-rule-parser', run: fuzzRules }] as const
