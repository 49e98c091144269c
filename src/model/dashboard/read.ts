/** Reads a dashboard's body: what is drawn, what is wrong, and what else should be known. Never throws. */
import { limits } from '../../limits.ts'
import { choiceAt, fault, known, member, noNotes, objectAt, type Place, textAt } from './notes.ts'
import { readBack, readTime } from './times.ts'
import type { Dashboard, DashboardTrouble } from './types.ts'
import { variablesOf } from './variables.ts'
import { widgetsOf } from './widgets.ts'

export interface DashboardReading {
  readonly dashboard: Dashboard
  /** With any of these CloudWatch refuses the body; at most `limits.dashboardTroubles`. What could be read is there anyway. */
  readonly errors: readonly DashboardTrouble[]
  /** What is taken, and not drawn as it may be meant. */
  readonly warnings: readonly DashboardTrouble[]
  /** The parsed body; `undefined`: it is no JSON. */
  readonly json: unknown
}

/** Of the text that is kept. */
export function readDashboard(body: string): DashboardReading {
  if (body.length > limits.dashboardBytes || new TextEncoder().encode(body).length > limits.dashboardBytes)
    return unread(`Should NOT be longer than ${limits.dashboardBytes} bytes`)
  if (!body.isWellFormed()) return unread('Should be well-formed Unicode')
  const json = parsed(body)
  return json === undefined ? unread('The field DashboardBody must be a valid JSON object') : readDashboardJson(json)
}

/** Of JSON that is in hand: after an edit, or with its variables applied. */
export function readDashboardJson(json: unknown): DashboardReading {
  if (!shallow(json)) return unread(`Should NOT be nested deeper than ${limits.dashboardDepth}`, json)
  const notes = noNotes()
  const body: Place = { value: json, path: '', notes }
  if (!isBody(json)) return unread('The field DashboardBody must be a valid JSON object', json)
  known(body, ['widgets', 'variables', 'start', 'end', 'periodOverride'])
  const dashboard: Dashboard = {
    ...rangeOf(body),
    periodOverride: choiceAt(member(body, 'periodOverride'), ['auto', 'inherit']) ?? 'auto',
    variables: variablesOf(body),
    widgets: widgetsOf(body),
  }
  const most = limits.dashboardTroubles
  return { dashboard, errors: notes.errors.slice(0, most), warnings: notes.warnings.slice(0, most), json }
}

const nothing: Dashboard = { start: null, end: null, periodOverride: 'auto', variables: [], widgets: [] }

const unread = (message: string, json?: unknown): DashboardReading => ({
  dashboard: nothing,
  errors: [{ path: '', message }],
  warnings: [],
  json,
})

const isBody = (json: unknown): boolean => objectAt({ value: json, path: '', notes: noNotes() })

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** Level by level, so that depth costs no stack. */
function shallow(json: unknown): boolean {
  let level: unknown[] = [json]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth >= limits.dashboardDepth) return false
    level = level.flatMap(value =>
      typeof value === 'object' && value !== null
        ? Object.values(value).filter(child => typeof child === 'object' && child !== null)
        : [],
    )
  }
  return true
}

function rangeOf(body: Place): Pick<Dashboard, 'start' | 'end'> {
  const [start, end] = [member(body, 'start'), member(body, 'end')]
  const [from, to] = [textAt(start), textAt(end)]
  if (to !== null && from === null) fault(body, "Should have required property 'start'")
  const fixed = from !== null && readTime(from) !== null
  if (from !== null && !fixed && readBack(from) === null)
    fault(start, 'Should be a length such as "-PT6H" or "-P7D", or a time in ISO 8601 with an end')
  if (fixed && to === null && end.value === undefined) fault(body, "Should have required property 'end'")
  if (to !== null && readTime(to) === null) fault(end, 'Should be a time in ISO 8601')
  if (fixed && to !== null && (readTime(to) ?? 0) <= (readTime(from) ?? 0) && readTime(to) !== null)
    fault(end, 'The end has to be after the start')
  return { start: from, end: to }
}
