/** From rows to GetMetricData's queries: what can be asked, and what is wrong with the rest. The server checks by the same functions. Pure. */
import { autoPeriod, type WidgetRange } from '../../src/model/dashboard/index.ts'
import { isStatistic, type MathProblem, type MathQuery, planMath } from '../../src/query/metric-math/index.ts'
import type { Row } from './row.ts'
import type { MetricsView } from './view.ts'

export type DataQuery = Readonly<Record<string, unknown>> & { readonly Id: string }

export interface Asking {
  /** Of sound rows, shown or not: expressions read those that are not shown. */
  readonly queries: readonly DataQuery[]
  /** By id of row. */
  readonly problems: ReadonlyMap<string, RowProblem>
  /** Seconds, of rows that say none. */
  readonly period: number
}

export type RowProblem =
  | { readonly kind: 'stat'; readonly stat: string }
  | { readonly kind: 'empty' }
  | { readonly kind: 'expression'; readonly problem: MathProblem }

type Shown = Pick<MetricsView, 'rows' | 'stat' | 'period'>

export function askingOf(view: Shown, range: WidgetRange): Asking {
  const period = view.period ?? autoPeriod(range, null)
  const problems = new Map<string, RowProblem>()
  for (const row of view.rows) {
    const problem = problemOf(row, view.stat)
    if (problem !== undefined) problems.set(row.id, problem)
  }
  for (;;) {
    const sound = view.rows.filter(({ id }) => !problems.has(id))
    const plan = planMath(sound.map(row => mathQuery(row, period)))
    // Trouble without an id is of all together: the server says it.
    if (plan.ok || plan.error.id === null || problems.has(plan.error.id))
      return { queries: sound.map(row => dataQuery(row, view.stat, period)), problems, period }
    problems.set(plan.error.id, { kind: 'expression', problem: plan.error })
  }
}

function problemOf(row: Row, stat: string): RowProblem | undefined {
  if (row.kind === 'expression') return row.expression.trim() === '' ? { kind: 'empty' } : undefined
  const own = row.stat ?? stat
  return isStatistic(own) ? undefined : { kind: 'stat', stat: own }
}

function mathQuery(row: Row, period: number): MathQuery {
  const own = row.period ?? period
  return row.kind === 'metric'
    ? { kind: 'metric', id: row.id, period: own }
    : { kind: 'expression', id: row.id, text: row.expression, period: own, returned: row.visible }
}

/** As GetMetricData takes it. */
export function dataQuery(row: Row, stat: string, period: number): DataQuery {
  const label = row.label === '' ? {} : { Label: row.label }
  const Period = row.period ?? period
  if (row.kind === 'expression')
    return { Id: row.id, Expression: row.expression, ...label, Period, ReturnData: row.visible }
  return {
    Id: row.id,
    ...label,
    MetricStat: {
      Metric: {
        Namespace: row.namespace,
        MetricName: row.metric,
        Dimensions: row.dimensions.map(({ name, value }) => ({ Name: name, Value: value })),
      },
      Period,
      Stat: row.stat ?? stat,
      ...(row.unit === undefined ? {} : { Unit: row.unit }),
    },
    ReturnData: row.visible,
  }
}
