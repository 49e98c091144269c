/**
 * From the queries of one call to a plan: every expression read, checked and put in order, its period settled, and all that has to be
 * read from the store named beforehand. An expression over metrics of different periods takes the coarsest: its metrics, and the
 * expressions that it refers to, are then read at that one.
 */
import { limits } from '../../../limits.ts'
import { err, ok, type Result, type Said } from '../../../model/index.ts'
import { inEnglish, said } from '../said/index.ts'
import { readSearch } from '../search/index.ts'
import { orderOf } from './order.ts'
import type { BandNeed, MathPlan, MathProblem, PlannedExpression, SearchNeed } from './planned.ts'
import { type MathQuery, queryId } from './query.ts'
import { type Read, readQueries } from './read.ts'

export interface PlanOptions {
  /** For a metric alarm: no searches, ten metrics and ten expressions at most. */
  readonly alarm?: boolean
}

export function planMath(queries: readonly MathQuery[], options: PlanOptions = {}): Result<MathPlan, MathProblem> {
  const wrong = countProblem(queries, options.alarm === true) ?? idProblem(queries)
  if (wrong !== null) return err(wrong)
  const read = readQueries(queries)
  if (!read.ok) return read
  const order = orderOf(read.value)
  if (!order.ok) return order
  return needsOf(queries, read.value, order.value, options.alarm === true)
}

const problem = (id: string | null, said: Said): MathProblem => ({ id, message: inEnglish(said), error: null, said })

function countProblem(queries: readonly MathQuery[], alarm: boolean): MathProblem | null {
  if (queries.length > limits.mathQueries) return problem(null, said('math-queries', { most: limits.mathQueries }))
  if (!alarm) return null
  const most = limits.mathAlarmQueries
  const metrics = queries.filter(({ kind }) => kind === 'metric').length
  if (metrics > most || queries.length - metrics > most) return problem(null, said('math-alarm-queries', { most }))
  return null
}

function idProblem(queries: readonly MathQuery[]): MathProblem | null {
  const seen = new Set<string>()
  for (const { id } of queries) {
    if (!queryId.test(id) || id.length > limits.mathIdLength) {
      const shown = id.slice(0, 80)
      return problem(id, said('math-id-form', { id: shown }))
    }
    if (seen.has(id)) return problem(id, said('math-id-twice', { id }))
    seen.add(id)
  }
  return null
}

function needsOf(
  queries: readonly MathQuery[],
  read: ReadonlyMap<string, Read>,
  order: readonly string[],
  alarm: boolean,
): Result<MathPlan, MathProblem> {
  const expressions = new Map<string, PlannedExpression>()
  const periods = new Map<string, number>(
    queries.flatMap(query => (query.kind === 'metric' ? [[query.id, query.period]] : [])),
  )
  for (const id of order) {
    const planned = read.get(id)!.plan({ expressions, periods, alarm })
    if (!planned.ok) return planned
    expressions.set(id, planned.value)
    periods.set(id, planned.value.period)
  }
  const asked = new Map<string, Set<number>>(queries.map(({ id }) => [id, new Set([periods.get(id)!])]))
  const searches = new Map<string, SearchNeed>()
  const bands = new Map<string, BandNeed>()
  for (const id of order.toReversed()) {
    const own = read.get(id)!
    for (const period of asked.get(id)!) {
      for (const other of own.reads) asked.get(other)!.add(period)
      for (const { what, statistic } of own.searches) {
        const search = readSearch(what)
        if (search.ok)
          searches.set(JSON.stringify([what, statistic, period]), { what, search: search.value, statistic, period })
      }
      for (const { of, printed, deviations } of own.bands) {
        const metric = of.kind === 'reference' && !expressions.has(of.id) ? of.id : null
        bands.set(JSON.stringify([printed, deviations, period]), { of: printed, metric, deviations, period })
      }
    }
  }
  const readings = queries.flatMap(({ id, kind }) =>
    kind === 'metric' ? [...asked.get(id)!].map(period => ({ id, period })) : [],
  )
  const steps = order.flatMap(id => [...asked.get(id)!].map(period => ({ id, period })))
  if (Math.max(readings.length, steps.length) > limits.mathReadings)
    return err(problem(null, said('math-readings', { most: limits.mathReadings })))
  const insights = steps.flatMap(({ id, period }) => {
    const expression = expressions.get(id)!
    return expression.kind === 'insights' ? [{ id, period, query: expression.query }] : []
  })
  return ok({
    queries,
    expressions,
    steps,
    metrics: readings,
    insights,
    searches: [...searches.values()],
    bands: [...bands.values()],
  })
}
