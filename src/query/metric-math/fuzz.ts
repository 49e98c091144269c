/** What is fuzzed of metric math: the language, searches, labels, and whole requests. */
// biome-ignore-all lint/suspicious/noTemplateCurlyInString: labels are written so
import { numbers } from '../filter-pattern/noise.ts'
import { fillLabel, readLabel } from './labels/index.ts'
import { expressionNoise, metricMathLanguageFuzz } from './language/fuzz.ts'
import { explained, type FuzzTarget } from './language/fuzz-target.ts'
import { answerMath, type MathQuery, planMath } from './request/index.ts'
import { compileSearch, readSearch } from './search/index.ts'

export const metricMathFuzz: readonly FuzzTarget[] = [
  ...metricMathLanguageFuzz,
  { name: 'metric-search', run: fuzzSearch },
  { name: 'metric-labels', run: fuzzLabels },
  { name: 'metric-math-requests', run: fuzzRequests },
]

const searchPieces = [
  '{', '}', '{A}', '{A,b}', ',', '(', ')', '"', '"x"', 'AND', 'OR', 'NOT', ' ', ' ', ' ', 'MetricName=', 'b=', '=', 'CountX1', 'x-y', '\\', '\\"', ':aws.AccountId=LOCAL', 'é', '한글', '\ud800', '\0', '-', '12',
] // biome-ignore format: a list of pieces
const labelPieces = [
  '${', '}', '${LABEL}', '${MAX}', '${LAST_TIME}', '${MIN_MAX_RANGE}', "${PROP('Dim.b')}", "PROP('", "')", '${PROP("Stat")}', '$', '{', 'x', ' ', '\ud800',
] // biome-ignore format: a list of pieces

const noiseOf = (pieces: readonly string[], next: () => number): string =>
  Array.from({ length: next() % 16 }, () => pieces[next() % pieces.length]!).join('')

function fuzzSearch(seed: number, n: number): void {
  const next = numbers(seed)
  const metric = { namespace: 'A', metric: 'CountX1', dimensions: { b: 'x-y é' } }
  for (let left = n; left > 0; left--) {
    const text = noiseOf(searchPieces, next)
    explained(text, () => {
      const search = readSearch(text)
      if (search.ok) compileSearch(search.value)(metric)
      else if (!(0 <= search.error.from && search.error.from <= search.error.to && search.error.to <= text.length))
        throw new Error(`${search.error.from}..${search.error.to} is not within the text`)
    })
  }
}

function fuzzLabels(seed: number, n: number): void {
  const next = numbers(seed)
  const grid = { start: 0, step: 60_000, count: 3 }
  const facts = { namespace: 'A', metric: 'm', dimensions: { b: 'c' }, statistic: 'Sum', period: 60 }
  const subject = { label: 'own', values: new Float64Array([1, Number.NaN, 3]), grid, facts }
  for (let left = n; left > 0; left--) {
    const text = noiseOf(labelPieces, next)
    explained(text, () => {
      const filled = fillLabel(readLabel(text), subject, { now: next(), timezone: 0 })
      if (!text.includes('${') && filled !== text) throw new Error(`became ${filled}`)
    })
  }
}

/** Whole calls: whatever is planned is also answered, on grids of one size. */
function fuzzRequests(seed: number, n: number): void {
  const next = numbers(seed)
  for (let left = n; left > 0; left--) {
    const texts = Array.from({ length: 1 + (next() % 3) }, () => expressionNoise(next))
    const queries: MathQuery[] = [
      { kind: 'metric', id: 'm1', period: 60 },
      { kind: 'metric', id: 'm2', period: 300 },
      { kind: 'metric', id: 'errors', period: 60 },
      ...texts.map(
        (text, at): MathQuery => ({ kind: 'expression', id: `e${at}`, text, period: 60, returned: next() % 2 === 0 }),
      ),
    ]
    explained(texts.join('\n'), () => {
      const plan = planMath(queries)
      if (!plan.ok) return
      const grid = (period: number) => ({ start: 0, step: period * 1_000, count: 3 })
      const line = { values: new Float64Array([next() % 9, Number.NaN, -1]), label: 'l', facts: null }
      const answers = answerMath(plan.value, {
        grid,
        metric: () => line,
        search: () => [line, line],
        insights: () => [line],
        band: () => null,
      })
      if (!answers.ok) throw new Error(answers.error.message)
      for (const [id, { type, lines, period }] of answers.value) {
        const wrong = lines.some(
          ({ values }) => values.length !== 3 || values.some(value => Math.abs(value) === Number.POSITIVE_INFINITY),
        )
        if (wrong || (type === 'TS' && lines.length !== 1) || !(period > 0)) throw new Error(`${id} came out wrong`)
      }
    })
  }
}
