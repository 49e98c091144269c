/**
 * Fields that a message brings along: the members of a JSON object, flattened with dots, array elements by index; of Lambda, VPC flow
 * and Route 53 lines the fields by their known names. Texts that hold JSON are not looked into. A field of the log whose name begins
 * with `@` gets a second one (`@@name`), so that it never hides a system field.
 */
import { limits } from '../../../limits.ts'
import type { FieldName } from '../tree.ts'
import type { Dictionary, List, Value } from '../value.ts'
import { parseJson, parseJsonFragment } from './json.ts'
import { lambdaFields, plainFields } from './plain-lines.ts'
import { isStructure } from './print.ts'

/** The fields of one message, in its order; values are never null. */
export interface Discovered {
  /** By name as shown: steps joined with dots. Of two with one name the one with more steps counts, then the first. */
  readonly fields: ReadonlyMap<string, Value>
  /** The value that a name means: the path by its segments, else the dotted name. */
  get(field: FieldName): Value
  /** As `get`, and also objects and arrays that have fields below them. */
  container(field: FieldName): Value
}

/** `log` is `ACCOUNT:GROUP`: a Lambda group's lines are searched for JSON. Up to `limits.insightsDiscoveredFields`. */
export function discover(message: string, log = ''): Discovered {
  const lambda = log.slice(log.indexOf(':') + 1).startsWith('/aws/lambda/')
  const document = documentOf(message, lambda)
  const plain = plainFields(message) ?? (lambda ? lambdaFields(message) : null)
  const found = new Finder()
  for (const [name, value] of plain ?? []) found.add([name], value)
  if (document !== null) found.walk(document, [])
  return {
    fields: found.byName,
    get: ({ segments, text }) => found.byPath.get(segments.join('\0')) ?? found.byName.get(text) ?? null,
    container({ segments, text }) {
      return this.get({ segments, text }) ?? (document === null ? null : structureAt(document, segments))
    },
  }
}

function documentOf(message: string, lambda: boolean): Dictionary | null {
  if (!lambda && !/^[\ufeff \t\r\n]*\{/.test(message)) return null
  const value = parseJson(message) ?? (lambda ? parseJsonFragment(message) : undefined)
  return value !== undefined && value !== null && isStructure(value) && value.kind === 'map' ? value : null
}

class Finder {
  readonly byName = new Map<string, Value>()
  readonly byPath = new Map<string, Value>()
  readonly #steps = new Map<string, number>()

  add(path: readonly string[], value: Value): void {
    if (value === null || this.byPath.size >= limits.insightsDiscoveredFields) return
    this.byPath.set(path.join('\0'), value)
    const name = path.join('.')
    if (path.length <= (this.#steps.get(name) ?? 0)) return
    this.byName.set(name, value)
    this.#steps.set(name, path.length)
  }

  walk(value: Value, path: readonly string[]): void {
    if (this.byPath.size >= limits.insightsDiscoveredFields) return
    if (value === null || !isStructure(value)) this.add(path, value)
    else if (value.kind === 'list')
      for (const [at, item] of value.items.entries()) this.walk(item, [...path, String(at)])
    else
      for (const [key, member] of value.members) this.walk(member, [...path, path.length === 0 ? fieldKey(key) : key])
  }
}

const fieldKey = (key: string): string => (key.startsWith('@') ? `@${key}` : key)

function structureAt(document: Dictionary, segments: readonly string[]): Value {
  let here: Value = document
  for (const [at, segment] of segments.entries()) {
    here = memberOf(here, at === 0 && segment.startsWith('@@') ? segment.slice(1) : segment)
  }
  return isStructure(here) ? here : null
}

/** One step into a map by key, or into a list by index; null where there is nothing. */
export function memberOf(value: Value, key: string | number): Value {
  if (value === null || !isStructure(value)) return null
  if (value.kind === 'map') return value.members.get(String(key)) ?? null
  const at = typeof key === 'number' ? key : /^(0|[1-9][0-9]{0,8})$/.test(key) ? Number(key) : -1
  return itemAt(value, at)
}

const itemAt = (value: List, at: number): Value => value.items[at] ?? null

/** Steps into a structure by a name's segments; what they do not reach is tried as one dotted key. */
export function pathInto(value: Value, segments: readonly string[]): Value {
  const [first, ...rest] = segments
  if (first === undefined) return value
  const nested = pathInto(memberOf(value, first), rest)
  return nested ?? (rest.length > 0 ? memberOf(value, segments.join('.')) : null)
}
