/** What is fuzzed here: texts that look like expressions must not make parser, checker, printer, editor or evaluation throw. */
import { numbers } from '../../filter-pattern/noise.ts'
import { mathCompletionsAt, metricMathParser } from './editor/index.ts'
import { explained, type FuzzTarget } from './fuzz-target.ts'
import { anyScope, checkMath, parseMath, printMath } from './index.ts'

export const metricMathLanguageFuzz: readonly FuzzTarget[] = [
  { name: 'metric-math-language', run: fuzzLanguage },
  { name: 'metric-math-editor', run: fuzzEditor },
]

const pieces = [
  'm1', 'm2', 'e1', 'constructor', 'toString(', '__proto__', 'errors', 'm_1', 'AVG(', 'SUM(', 'ABS(', 'FILL(', 'IF(', 'METRICS()', 'METRICS("m")', 'SORT(', 'SLICE(', 'RATE(', 'FIRST(', 'LAST(', 'TIME_SERIES(', 'DAY(', 'PERIOD(m1)', 'LAMBDA(', 'avg(',
  "SEARCH('{A,b} c', 'Sum', 60)", 'SEARCH(', 'ANOMALY_DETECTION_BAND(', 'REMOVE_EMPTY(', 'METRIC_COUNT(', 'REPEAT', 'LINEAR', 'DESC', 'ASC', 'AVG', 'AND', 'OR', '&&', '||', '==', '!=', '<', '<=', '>', '>=', '=', '<>',
  '+', '-', '*', '/', '^', '%', '!', '(', '(', ')', ')', ')', '[', ']', ', ', ', ', ' ', ' ', '1', '0', '2.5', '.5', '1e3', '1e999', '"', "'", '"x"', "'{A} b'", '\\', '\\"', '\n', '\t', '\0', '\ud800', '😀', 'é', '“', '”', '\u2028', '{', '}', ';', 'and',
] // biome-ignore format: a list of pieces

const operands = [
  'm1',
  'm2',
  'errors',
  '5',
  '0.5',
  'METRICS()',
  '[m1, m2]',
  'AVG(m1)',
  'PERIOD(m2)',
  "SEARCH('x', 'Sum')",
]
const operators = [' + ', '-', ' * ', '/', '^', ' > ', '==', ' AND ', ' || ', ', ']
const around = ['(', 'SUM(', 'ABS(', '-(', 'FILL(', 'IF(', 'TIME_SERIES(', 'RATE(', '[']

/** Half of them are up to 23 pieces, now and then any UTF-16 unit among them; half are built as an expression is, with a fault now and then. */
export function expressionNoise(next: () => number): string {
  return next() % 2 === 0 ? scattered(next) : built(next, 3)
}

function built(next: () => number, depth: number): string {
  const one = (): string => {
    if (depth === 0 || next() % 2 === 0) return operands[next() % operands.length]!
    const open = around[next() % around.length]!
    return open + built(next, depth - 1) + (open === '[' ? ']' : ')')
  }
  let text = one()
  for (let left = next() % 3; left > 0; left--) text += operators[next() % operators.length]! + one()
  return next() % 30 === 0 ? text + pieces[next() % pieces.length]! : text
}

function scattered(next: () => number): string {
  let text = next() % 3 === 0 ? '' : ['SUM([m1, m2]) ', 'IF(m1 > 5, ', 'm1 * ', 'FILL(METRICS(), '][next() % 4]!
  for (let left = next() % 24; left > 0; left--) {
    const pick = next()
    text += pick % 41 === 0 ? String.fromCharCode((pick >>> 8) & 0xffff) : pieces[(pick >>> 8) % pieces.length]!
  }
  return text
}

function fuzzLanguage(seed: number, n: number): void {
  const next = numbers(seed)
  for (let left = n; left > 0; left--) {
    const text = expressionNoise(next)
    explained(text, () => {
      const parsed = parseMath(text)
      if (parsed.ok) {
        const printed = printMath(parsed.value)
        const again = parseMath(printed)
        if (!again.ok) throw new Error(`prints as ${printed}: ${again.error.message}`)
        if (printMath(again.value) !== printed)
          throw new Error(`prints as ${printed}, then as ${printMath(again.value)}`)
      }
      const checked = checkMath(text, anyScope)
      if (checked.ok) {
        if (!checkMath(printMath(checked.value.tree), anyScope).ok) throw new Error('is another when printed')
        return
      }
      const { span, mend } = checked.error
      for (const { from, to } of mend === null ? [span] : [span, mend.span]) {
        if (!(0 <= from && from <= to && to <= text.length)) throw new Error(`${from}..${to} is not within the text`)
      }
      if (mend === null) return
      const mended = text.slice(0, mend.span.from) + mend.insert + text.slice(mend.span.to)
      if (!checkMath(mended, anyScope).ok) throw new Error(`mended as ${mended}, and still wrong`)
    })
  }
}

function fuzzEditor(seed: number, n: number): void {
  const next = numbers(seed)
  const ids = [{ id: 'm1', kind: 'metric' as const }]
  for (let left = n; left > 0; left--) {
    const text = expressionNoise(next)
    explained(text, () => {
      const tree = metricMathParser.parse(text)
      if (tree.length !== text.length) throw new Error(`the tree ends at ${tree.length}`)
      let broken = false
      tree.iterate({
        enter: node => {
          broken ||= node.type.isError
        },
      })
      if (broken && parseMath(text).ok) throw new Error('the parser takes what the grammar refuses')
      const at = next() % (text.length + 1)
      const { from, to } = mathCompletionsAt(text, at, { ids })
      if (!(0 <= from && from <= at && at <= to && to <= text.length))
        throw new Error(`${from}..${to} does not hold ${at}`)
    })
  }
}
