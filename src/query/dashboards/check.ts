/**
 * What PutDashboard tells of a body: what its structure lacks, and what our languages say of its expressions, statistics and
 * queries. The latter only warn: CloudWatch takes them too, and they may still be edited.
 */
import { limits } from '../../limits.ts'
import {
  applyVariables,
  chosenValues,
  type DashboardTrouble,
  logWidgetQuery,
  type MetricWidget,
  readDashboard,
  readDashboardJson,
  type Widget,
} from '../../model/dashboard/index.ts'
import { checkInsights } from '../insights/language/index.ts'
import { isStatistic, parseMath } from '../metric-math/index.ts'
import { isMetricsInsights, parseMetricsInsights } from '../metrics-insights/index.ts'

export interface DashboardCheck {
  /** With any of these the body is refused. */
  readonly errors: readonly DashboardTrouble[]
  readonly warnings: readonly DashboardTrouble[]
  readonly widgets: number
}

export function checkDashboard(body: string): DashboardCheck {
  const { dashboard, errors, warnings, json } = readDashboard(body)
  const widgets = dashboard.widgets.length
  if (errors.length > 0) return { errors, warnings, widgets }
  // With its variables' defaults, as it opens: before that an expression may be no expression.
  const { variables } = dashboard
  const opened = readDashboardJson(applyVariables(json, variables, chosenValues(variables, {}))).dashboard
  const patience = { left: limits.dashboardChecked }
  const told = opened.widgets.flatMap((widget, at) => troublesOf(widget, `/widgets/${at}/properties`, patience))
  return { errors, warnings: [...warnings, ...told].slice(0, limits.dashboardTroubles), widgets }
}

/** Characters that are still looked at. */
interface Patience {
  left: number
}
const looksAt = (patience: Patience, text: string): boolean => {
  patience.left -= text.length
  return patience.left >= 0
}

function troublesOf(widget: Widget, path: string, patience: Patience): DashboardTrouble[] {
  if (widget.type === 'metric') return metricTroubles(widget, path, patience)
  if (widget.type === 'log' && looksAt(patience, widget.query)) {
    const message = logTrouble(widget.query)
    return message === null ? [] : [{ path: `${path}/query`, message }]
  }
  return []
}

function metricTroubles(widget: MetricWidget, path: string, patience: Patience): DashboardTrouble[] {
  const troubles: DashboardTrouble[] = []
  const statistic = (stat: string | null, at: string): void => {
    if (stat !== null && !isStatistic(stat)) troubles.push({ path: at, message: `'${stat}' is not a statistic` })
  }
  statistic(widget.stat, `${path}/stat`)
  for (const [index, row] of widget.rows.entries()) {
    const at = `${path}/metrics/${index}`
    statistic(row.stat, at)
    const looked = row.kind === 'expression' && looksAt(patience, row.expression)
    const message = looked ? expressionTrouble(row.expression) : null
    if (message !== null) troubles.push({ path: at, message })
  }
  return troubles
}

function expressionTrouble(text: string): string | null {
  const parsed = isMetricsInsights(text) ? parseMetricsInsights(text) : parseMath(text)
  return parsed.ok ? null : `The expression is not valid: ${parsed.error.message}`
}

function logTrouble(query: string): string | null {
  const { text } = logWidgetQuery(query)
  if (text === '') return null
  const checked = checkInsights(text)
  return checked.ok ? null : `The query is not valid: ${checked.error.message}`
}
