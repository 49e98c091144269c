/** The expressions of one call, each read and with all that it names; checked and planned when what it refers to is. */
import { err, ok, type Result } from '../../../model/index.ts'
import { isMetricsInsights, parseMetricsInsights } from '../../metrics-insights/index.ts'
import { checkMath, checkTree, isPeriod } from '../language/check.ts'
import { parseMath } from '../language/parse.ts'
import { inEnglish, said } from '../said/index.ts'
import type { CompileError, MathExpression, MathType } from '../tree.ts'
import { defaultPeriod, type MathProblem, type PlannedExpression } from './planned.ts'
import type { MathQuery } from './query.ts'
import { type References, referencesOf } from './references.ts'

/** What is known when an expression's turn comes. */
export interface Known {
  readonly expressions: ReadonlyMap<string, PlannedExpression>
  /** By id, in seconds. */
  readonly periods: ReadonlyMap<string, number>
  readonly alarm: boolean
}

export interface Read {
  /** Ids that it reads, those of METRICS too. Unknown ids are left out: `plan` tells of them. */
  readonly reads: readonly string[]
  readonly searches: References['searches']
  readonly bands: References['bands']
  readonly plan: (known: Known) => Result<PlannedExpression, MathProblem>
}

type ExpressionQuery = MathQuery & { kind: 'expression' }

/** The queries of the call, looked at once for all expressions. */
interface Others {
  readonly kinds: ReadonlyMap<string, MathQuery['kind']>
  readonly ids: readonly string[]
  readonly metrics: readonly string[]
}

export function readQueries(queries: readonly MathQuery[]): Result<ReadonlyMap<string, Read>, MathProblem> {
  const others: Others = {
    kinds: new Map(queries.map(({ id, kind }) => [id, kind])),
    ids: queries.map(({ id }) => id),
    metrics: queries.filter(({ kind }) => kind === 'metric').map(({ id }) => id),
  }
  const read = new Map<string, Read>()
  for (const query of queries) {
    if (query.kind !== 'expression') continue
    const one = isMetricsInsights(query.text) ? readInsights(query) : readExpression(query, others)
    if (!one.ok) return one
    read.set(query.id, one.value)
  }
  return ok(read)
}

const problem = (id: string, error: CompileError): MathProblem => ({
  id,
  message: `Error in expression '${id}': ${error.message}`,
  error,
  said: error.said.sentence,
})

const wholeMinutes = said('sql-period')

function readInsights(query: ExpressionQuery): Result<Read, MathProblem> {
  const { id, text, period, returned } = query
  const parsed = parseMetricsInsights(text)
  if (!parsed.ok) return err(problem(id, parsed.error))
  const type = parsed.value.groupBy.length === 0 ? 'TS' : 'TS[]'
  return ok({
    reads: [],
    searches: [],
    bands: [],
    plan: () =>
      period !== null && period >= 60 && isPeriod(period)
        ? ok({ kind: 'insights', id, query: parsed.value, type, period, returned })
        : err({
            id,
            message: `Error in expression '${id}': ${inEnglish(wholeMinutes)}`,
            error: null,
            said: wholeMinutes,
          }),
  })
}

function readExpression(query: ExpressionQuery, others: Others): Result<Read, MathProblem> {
  const parsed = parseMath(query.text)
  if (!parsed.ok) return err(problem(query.id, parsed.error))
  const { ids, metrics, searches, bands } = referencesOf(parsed.value)
  const parts = [...metrics]
  const chosen =
    parts.length === 0 ? [] : others.metrics.filter(id => parts.some(part => part === null || id.includes(part)))
  const reads = [...new Set([...[...ids].filter(id => others.kinds.has(id)), ...chosen])]
  return ok({ reads, searches, bands, plan: known => plan(query, parsed.value, others, { reads, searches }, known) })
}

function plan(
  query: ExpressionQuery,
  tree: MathExpression,
  { kinds, ids }: Others,
  { reads, searches }: Pick<Read, 'reads' | 'searches'>,
  { expressions, periods, alarm }: Known,
): Result<PlannedExpression, MathProblem> {
  const { id, text, returned } = query
  const typeOf = (of: string): MathType | undefined => (kinds.get(of) === 'metric' ? 'TS' : expressions.get(of)?.type)
  const scope = { typeOf, isMetric: (of: string) => kinds.get(of) === 'metric', ids, alarm, returned }
  const checked = checkTree(tree, scope)
  if (!checked.ok) {
    // Once more with the text: for the place, and for what mends it.
    const told = checkMath(text, scope)
    return err(problem(id, told.ok ? checked.error : told.error))
  }
  const own = query.period ?? defaultPeriod
  const all = [...reads.map(one => periods.get(one)!), ...searches.map(search => search.period ?? own)]
  const period = all.length === 0 ? own : all.reduce((a, b) => Math.max(a, b))
  return ok({ kind: 'math', id, tree, type: checked.value.type, period, returned })
}
