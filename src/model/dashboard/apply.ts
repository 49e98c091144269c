/** Variables: which values stand when nobody has chosen, and the body with the chosen ones put in. */
import { limits } from '../../limits.ts'
import { withoutShorthand } from './metric-rows.ts'
import { isObject } from './notes.ts'
import type { Dashboard, DashboardVariable, WidgetQuery } from './types.ts'

/** By a variable's id. */
export type ChosenValues = Readonly<Record<string, string>>

/**
 * What asks for the values that a variable's search finds: a query whose series' labels are the values, to be asked over the range
 * shown. Null: it has no search.
 */
export function variableQuery(variable: DashboardVariable, period = 300): WidgetQuery | null {
  const { search } = variable
  if (search === null) return null
  return {
    Id: 'values',
    Expression: `SEARCH('${search.expression.replaceAll("'", "\\'")}', 'SampleCount', ${period})`,
    Label: `\${PROP('Dim.${search.populateFrom}')}`,
    Period: period,
    ReturnData: true,
  }
}

/** All that can be chosen: those of the body, then those found (the labels of `variableQuery`'s series), each once, in order. */
export function variableValues(
  variable: DashboardVariable,
  found: readonly string[] = [],
): readonly { readonly value: string; readonly label: string }[] {
  const own = new Set(variable.values.map(({ value }) => value))
  const more = [...new Set(found)].filter(value => value !== '' && !own.has(value)).sort()
  return [...variable.values, ...more.map(value => ({ value, label: value }))]
}

/**
 * What each variable stands for: what was chosen, else its default (`__FIRST`: the first there is). One without either is left out:
 * the body stands as written. A variable with a search and no default takes the first that was found.
 */
export function chosenValues(
  variables: readonly DashboardVariable[],
  chosen: ChosenValues,
  found: Readonly<Record<string, readonly string[]>> = {},
): ChosenValues {
  const values: Record<string, string> = {}
  for (const variable of variables) {
    const value = own(chosen, variable.id) ?? initial(variable, own(found, variable.id) ?? [])
    if (value !== undefined && value !== '') values[variable.id] = value
  }
  return values
}

const own = <T>(of: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(of, name) ? of[name] : undefined

function initial(variable: DashboardVariable, found: readonly string[]): string | undefined {
  const { defaultValue, search } = variable
  const there = variableValues(variable, found)
  if (defaultValue === '__FIRST') return there[0]?.value
  if (defaultValue === null) return search === null ? undefined : there[0]?.value
  // A default that a search does not find is none: what is there comes first, as CloudWatch has it.
  if (search !== null && there.length > 0 && !there.some(({ value }) => value === defaultValue)) return there[0]?.value
  return defaultValue
}

/**
 * The body's JSON with the values put in; the argument stays as it is. Only widgets change. Bounded in depth by `readDashboard`, in length
 * by `limits.dashboardGrowth`: what would be longer stays as written.
 */
export function applyVariables(json: unknown, variables: Dashboard['variables'], values: ChosenValues): unknown {
  if (!isObject(json) || !Array.isArray(json.widgets)) return json
  let widgets: readonly unknown[] = json.widgets
  const room: Room = { left: limits.dashboardGrowth }
  for (const { id, replaces } of variables) {
    const value = own(values, id)
    if (value === undefined) continue
    widgets = widgets.map(widget =>
      replaces.kind === 'pattern'
        ? replaceText(widget, { what: replaces.pattern, value, room })
        : isObject(widget)
          ? { ...widget, properties: replaceProperty(widget.properties, { what: replaces.property, value, room }) }
          : widget,
    )
  }
  return { ...json, widgets }
}

/** Characters that may still be added: a pattern of one letter in the values of twenty variables would fill any memory. */
interface Room {
  left: number
}
interface Change {
  readonly what: string
  readonly value: string
  readonly room: Room
}

function fits(room: Room, growth: number): boolean {
  if (growth > room.left) return false
  room.left -= Math.max(0, growth)
  return true
}

/** How often `what` stands in the text; counted until it is too often. */
function timesIn(text: string, what: string, most: number): number {
  let times = 0
  for (let at = text.indexOf(what); at >= 0 && times <= most; at = text.indexOf(what, at + what.length)) times += 1
  return times
}

function replaceText(json: unknown, change: Change): unknown {
  const { what, value, room } = change
  if (typeof json === 'string') {
    const growth = value.length - what.length
    const most = growth > 0 ? Math.floor(room.left / growth) : Number.POSITIVE_INFINITY
    const times = growth > 0 ? timesIn(json, what, most) : 0
    return times <= most && fits(room, times * growth) ? json.replaceAll(what, () => value) : json
  }
  if (Array.isArray(json)) return json.map(item => replaceText(item, change))
  return isObject(json) ? mapped(json, (_, item) => replaceText(item, change)) : json
}

function replaceProperty(json: unknown, change: Change): unknown {
  const { what, value, room } = change
  if (Array.isArray(json)) return json.map(item => replaceProperty(item, change))
  if (!isObject(json)) return json
  return mapped(json, (name, item) => {
    if (name === what && isScalar(item)) return fits(room, value.length) ? like(item, value) : item
    if (name === 'metrics' && Array.isArray(item)) return replaceDimension(item, change)
    return replaceProperty(item, change)
  })
}

const isScalar = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'

/** Of the same kind as what it stands for: a period stays a number. */
function like(before: unknown, value: string): unknown {
  if (typeof before === 'number' && value.trim() !== '' && Number.isFinite(Number(value))) return Number(value)
  if (typeof before === 'boolean' && (value === 'true' || value === 'false')) return value === 'true'
  return value
}

/** Rows of metrics: without shorthand first, since what `.` stands for changes. */
function replaceDimension(rows: readonly unknown[], change: Change): unknown {
  const { what: name, value } = change
  let before: readonly string[] | null = null
  return rows.map(row => {
    if (!Array.isArray(row)) return replaceProperty(row, change)
    const cells: readonly unknown[] = row
    const texts = cells.filter(cell => typeof cell === 'string')
    const rest = cells.filter(cell => typeof cell !== 'string').map(cell => replaceProperty(cell, change))
    if (texts.length === 0) return rest
    const full = withoutShorthand(texts, before)
    if (!full.ok) return row
    before = full.texts
    return [
      ...full.texts.map((text, at) => (at > 2 && at % 2 === 1 && full.texts[at - 1] === name ? value : text)),
      ...rest,
    ]
  })
}

function mapped(json: Readonly<Record<string, unknown>>, change: (name: string, value: unknown) => unknown): unknown {
  // `__proto__` as a name stays a name.
  return Object.fromEntries(Object.entries(json).map(([name, value]) => [name, change(name, value)]))
}
