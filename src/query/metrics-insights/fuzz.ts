/** What is fuzzed here: texts that look like Metrics Insights queries must not make parser, printer or editor throw. */
import { numbers } from '../filter-pattern/noise.ts'
import { explained, type FuzzTarget } from '../metric-math/language/fuzz-target.ts'
import { insightsCompletionsAt, metricsInsightsParser } from './editor/index.ts'
import { parseMetricsInsights, printMetricsInsights } from './index.ts'

export const metricsInsightsFuzz: readonly FuzzTarget[] = [{ name: 'metrics-insights', run: fuzzQueries }]

const pieces = [
  'SELECT ', 'AVG(', 'MAX(CPU)', 'count(', 'FROM ', ' FROM X', 'SCHEMA(', '"AWS/EC2"', 'AWS/EC2', ' WHERE ', 'i = ', "i != 'a'", ' AND ', ' GROUP BY ', 'i', 'i, j', ' ORDER BY ', 'SUM()', ' DESC', ' ASC', ' LIMIT ', '5', '501', 'tag.x',
  'AWS.AccountId = CURRENT_ACCOUNT_ID()', ' ', ' ', ' ', '(', ')', ',', '=', '!=', '<>', '"', "'", "'x'", "''", '\\', "\\'", '\n', '\0', '\ud800', '😀', 'é', ';', '*', '.',
] // biome-ignore format: a list of pieces

const clauses = [" WHERE i = 'a'", ' GROUP BY i, "j k"', ' ORDER BY MAX() DESC', ' LIMIT 7']

export function sqlNoise(next: () => number): string {
  const scattered = (): string => Array.from({ length: next() % 12 }, () => pieces[next() % pieces.length]!).join('')
  if (next() % 2 === 0) return scattered()
  const whole = `SELECT SUM(m) FROM SCHEMA("A/B", i)${clauses.filter(() => next() % 2 === 0).join('')}`
  const at = next() % (whole.length + 1)
  return next() % 3 === 0 ? whole : whole.slice(0, at) + scattered() + whole.slice(at + (next() % 6))
}

function fuzzQueries(seed: number, n: number): void {
  const next = numbers(seed)
  const known = { namespaces: ['A/B'], metrics: ['m'], dimensions: ['i'], valuesOf: () => ["it's"] }
  for (let left = n; left > 0; left--) {
    const text = sqlNoise(next)
    explained(text, () => {
      const parsed = parseMetricsInsights(text)
      if (parsed.ok) {
        const printed = printMetricsInsights(parsed.value)
        const again = parseMetricsInsights(printed)
        if (!again.ok) throw new Error(`prints as ${printed}: ${again.error.message}`)
        if (printMetricsInsights(again.value) !== printed) throw new Error(`prints as ${printed}, then as another`)
      } else {
        const { span, mend } = parsed.error
        for (const { from, to } of mend === null ? [span] : [span, mend.span])
          if (!(0 <= from && from <= to && to <= text.length)) throw new Error(`${from}..${to} is not within the text`)
        const mended = mend === null ? null : text.slice(0, mend.span.from) + mend.insert + text.slice(mend.span.to)
        if (mended !== null && !parseMetricsInsights(mended).ok) throw new Error(`mended as ${mended}, and still wrong`)
      }
      let broken = false
      const tree = metricsInsightsParser.parse(text)
      tree.iterate({
        enter: node => {
          broken ||= node.type.isError
        },
      })
      if (tree.length !== text.length) throw new Error(`the tree ends at ${tree.length}`)
      if (broken && parsed.ok) throw new Error('the parser takes what the grammar refuses')
      const at = next() % (text.length + 1)
      const { from, to } = insightsCompletionsAt(text, at, known)
      if (!(0 <= from && from <= at && at <= to && to <= text.length))
        throw new Error(`${from}..${to} does not hold ${at}`)
    })
  }
}
