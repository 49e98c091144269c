/**
 * Fields that a message brings along: the members of a JSON object, flattened with dots, array elements by index; of Lambda, VPC flow
 * and Route 53 lines the fields by their known names. Texts that hold JSON are not looked into. A field of the log whose name begins
 * with `@` gets a second one (`@@name`), so that it never hides a system field.
 */
import { limits } from '../../../limits.ts'
import type { FieldName } from '../tree.ts'
import type { Dictionary, List, Value } from '../value.ts'
import { parseJson, parseJsonFragment } from './json.ts'
import { type Fields, lambdaFields, plainFields } from './plain-lines.ts'
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
  return new Found(documentOf(message, lambda), plainFields(message) ?? (lambda ? lambdaFields(message) : null))
}

class Found implements Discovered {
  readonly #document: Dictionary | null
  readonly #plain: Fields | null
  /** Whether a name's segments lead to it by steps: no key has a dot, and no field is left out. */
  readonly #direct: boolean
  #finder: Finder | undefined

  constructor(document: Dictionary | null, plain: Fields | null) {
    this.#document = document
    this.#plain = plain
    this.#direct = plain === null && document !== null && plainLeaves(document) <= limits.insightsDiscoveredFields
  }

  get fields(): ReadonlyMap<string, Value> {
    return this.#all().byName
  }

  get({ segments, text }: FieldName): Value {
    if (this.#document === null && this.#plain === null) return null
    if (this.#direct && this.#document !== null && !segments.some(one => one.includes('.'))) {
      const value = steps(this.#document, segments)
      return isStructure(value) ? null : value
    }
    const all = this.#all()
    return all.byPath.get(segments.join('\0')) ?? all.byName.get(text) ?? null
  }

  container(field: FieldName): Value {
    const value = this.get(field)
    if (value !== null || this.#document === null) return value
    const structure = steps(this.#document, field.segments)
    return isStructure(structure) ? structure : null
  }

  /** Made when it is needed: a map of all fields costs more than looking one up. */
  #all(): Finder {
    if (this.#finder === undefined) {
      this.#finder = new Finder()
      for (const [name, value] of this.#plain ?? []) this.#finder.add(value, name, name, 1)
      if (this.#document !== null) this.#finder.walk(this.#document, '', '', 0)
    }
    return this.#finder
  }
}

/** Counts scalars; infinite when a key has a dot or begins with `@`. */
function plainLeaves(value: Value): number {
  if (value === null) return 0
  if (!isStructure(value)) return 1
  let count = 0
  if (value.kind === 'list') for (const item of value.items) count += plainLeaves(item)
  else
    for (const [key, member] of value.members) {
      count += key.includes('.') || key.startsWith('@') ? Number.POSITIVE_INFINITY : plainLeaves(member)
    }
  return count
}

function documentOf(message: string, lambda: boolean): Dictionary | null {
  if (!lambda && !/^[\ufeff \t\r\n]*\{/.test(message)) return null
  const value = parseJson(message) ?? (lambda ? parseJsonFragment(message) : undefined)
  return value !== undefined && value !== null && isStructure(value) && value.kind === 'map' ? value : null
}

class Finder {
  readonly byName = new Map<string, Value>()
  /** By steps joined with NUL. */
  readonly byPath = new Map<string, Value>()
  #count = 0
  readonly #steps = new Map<string, number>()

  walk(value: Value, path: string, name: string, depth: number): void {
    if (this.#count >= limits.insightsDiscoveredFields) return
    if (value === null || !isStructure(value)) this.add(value, path, name, depth)
    else if (value.kind === 'list') {
      for (const [at, item] of value.items.entries()) this.walk(item, `${path}\0${at}`, `${name}.${at}`, depth + 1)
    } else if (depth === 0) {
      for (const [key, member] of value.members) this.walk(member, fieldKey(key), fieldKey(key), 1)
    } else {
      for (const [key, member] of value.members) this.walk(member, `${path}\0${key}`, `${name}.${key}`, depth + 1)
    }
  }

  add(value: Value, path: string, name: string, depth: number): void {
    if (value === null || this.#count >= limits.insightsDiscoveredFields) return
    this.#count++
    this.byPath.set(path, value)
    const known = this.#steps.get(name)
    if (known !== undefined && depth <= known) return
    this.byName.set(name, value)
    this.#steps.set(name, depth)
  }
}

const fieldKey = (key: string): string => (key.startsWith('@') ? `@${key}` : key)

function steps(document: Dictionary, segments: readonly string[]): Value {
  let here: Value = document
  for (const [at, segment] of segments.entries()) {
    if (here === null) return null
    here = memberOf(here, at === 0 && segment.startsWith('@@') ? segment.slice(1) : segment)
  }
  return here
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
