/** Rows while commands work on them, and how a field is found in one. */
import { limits } from '../../../limits.ts'
import { type Discovered, discover, memberOf, pathInto, time } from '../functions/index.ts'
import type { PatternRow, PatternState } from '../pattern/index.ts'
import type { FieldName, Period } from '../tree.ts'
import type { EventRow, Value } from '../value.ts'

export interface Row {
  /** The event that it came from; null after stats and pattern. */
  readonly event: EventRow | null
  /** What commands computed, by column name. Hides fields of the event, also where it is null. */
  readonly values: ReadonlyMap<string, Value>
  /** After `pattern`: all that is known of it. */
  readonly pattern?: PatternRow
  /** After `join`: the two rows by their aliases. */
  readonly joined?: ReadonlyMap<string, Row>
}

/** Which columns a table shows, and what it is. */
export interface Shape {
  readonly kind: 'events' | 'computed'
  /** Of `fields`, and of commands that add columns (parse, lookup, …) after the first `fields` or without one; in order. */
  readonly columns: readonly string[]
  /** Whether `fields` chose columns; before, an event shows `@timestamp` and `@message`. */
  readonly chosen: boolean
  /** The last `display`. */
  readonly display: readonly string[] | null
  /** After stats: names of the group keys, and of those the one that is a bare bin, with its steps. */
  readonly keys: readonly string[]
  readonly bin: {
    readonly column: string
    readonly period: Period
    readonly offset: number
  } | null
}
export interface Table {
  readonly shape: Shape
  readonly rows: readonly Row[]
  /** After `pattern`: all that was mined, which `anomaly` needs. */
  readonly mined?: PatternState
}

export const eventShape: Shape = { kind: 'events', columns: [], chosen: false, display: null, keys: [], bin: null }
export const computedShape = (columns: readonly string[]): Shape => ({
  ...eventShape,
  kind: 'computed',
  chosen: true,
  columns,
})

/** The columns of an answer, without `@ptr`. */
export function shownColumns({ kind, columns, chosen, display }: Shape): readonly string[] {
  if (display !== null) return display
  return kind === 'events' && !chosen ? [...new Set(['@timestamp', '@message', ...columns])] : columns
}

/** Adds columns at the end, those that are not there. */
export const withColumns = (shape: Shape, names: readonly string[]): Shape => ({
  ...shape,
  columns: [...new Set([...shape.columns, ...names])],
})

export const eventRow = (event: EventRow): Row => ({ event, values: new Map() })
export const computedRow = (entries: Iterable<readonly [string, Value]>): Row => ({
  event: null,
  values: new Map(entries),
})
export const withValues = (row: Row, entries: Iterable<readonly [string, Value]>): Row => {
  const values = new Map(row.values)
  for (const [name, value] of entries) values.set(name, value)
  return { ...row, values }
}

/** The name of a column as a field; made once for each text, since rows ask for few names often. */
export function nameOf(text: string): FieldName {
  const known = names.get(text)
  if (known !== undefined) return known
  const name = { segments: text.split('.'), text }
  if (names.size >= limits.insightsNames) names.clear()
  names.set(text, name)
  return name
}
const names = new Map<string, FieldName>()

/** What a field is in a row: a computed column, a step into one, a side of a join, a system field, a field of the message. */
export function lookup(row: Row, field: FieldName, region: string): Value {
  const computed = computedValue(row, field)
  if (computed !== undefined) return computed
  const { event } = row
  if (event === null) return null
  const system = systemField(event, field.text, region)
  return system !== undefined ? system : discovered(event).get(field)
}

/** As `lookup`, and also objects and arrays of the message. */
export function lookupStructure(row: Row, field: FieldName, region: string): Value {
  const value = lookup(row, field, region)
  if (value !== null || row.event === null || row.values.has(field.text)) return value
  return discovered(row.event).container(field)
}

function computedValue(row: Row, field: FieldName): Value | undefined {
  const { segments, text } = field
  const whole = row.values.get(text)
  if (whole !== undefined) return whole
  for (const [count, head] of headsOf(field)) {
    const structure = row.values.get(head)
    const inside = structure === undefined ? null : pathInto(structure, segments.slice(count))
    if (inside !== null) return inside
  }
  const side = row.joined?.get(segments[0] ?? '')
  if (side === undefined || segments.length < 2) return undefined
  const rest = segments.slice(1)
  return lookup(side, { segments: rest, text: rest.join('.') }, '')
}

const heads = new WeakMap<FieldName, readonly (readonly [count: number, head: string])[]>()

/** The beginnings of a name that may be columns of their own, the longest first. */
function headsOf(field: FieldName): readonly (readonly [count: number, head: string])[] {
  const known = heads.get(field)
  if (known !== undefined) return known
  let head = ''
  const made = field.segments.slice(0, -1).map((segment, at) => {
    head = at === 0 ? segment : `${head}.${segment}`
    return [at + 1, head] as const
  })
  heads.set(field, made.reverse())
  return made
}

function systemField(event: EventRow, name: string, region: string): Value | undefined {
  switch (name) {
    case '@timestamp':
      return time(event.timestamp)
    case '@ingestionTime':
      return time(event.ingestionTime)
    case '@message':
      return event.message
    case '@logStream':
      return event.stream
    case '@log':
      return event.log
    case '@ptr':
      return event.ptr
    case '@aws.account':
      return event.log.slice(0, Math.max(0, event.log.indexOf(':')))
    case '@aws.region':
      return region
    default:
      return undefined
  }
}

const found = new WeakMap<EventRow, Discovered>()

/** What an event's message brings along, looked for once. */
export function discovered(event: EventRow): Discovered {
  const known = found.get(event)
  if (known !== undefined) return known
  const fields = discover(event.message, event.log)
  found.set(event, fields)
  return fields
}

/** A step by key or index into what an expression gave. */
export const step = (value: Value, key: string | number): Value => memberOf(value, key)
