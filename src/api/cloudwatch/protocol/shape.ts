/**
 * Shapes of inputs, as the service model declares them. A shape is data about one value; `validate` holds an input against
 * it and answers with AWS's own texts. Depth is the shape's, not the input's, so no input can exhaust the stack.
 */
import { err, ok, type Result } from '../../../model/index.ts'
import type { AwsError } from './error.ts'
import { formList, formMap, isTree } from './form.ts'
import { Violations } from './violations.ts'

/** `T` is the type of a value that passed. */
export interface Shape<T> {
  /** Never called with null or undefined: the structure around it knows what is required. */
  check(value: unknown, at: string, found: Violations): void
  /** Of a value that passed, what the shape names: nothing else is carried on. Absent: all of it. */
  keep?(value: T): T
  /** The value that a form's tree means; what means none is left as it is, to be refused. Absent: the text itself. */
  fromForm?(value: unknown): unknown
  readonly sample?: T
}

export type Checked<S> = S extends Shape<infer T> ? T : never

export interface TextRules {
  readonly min?: number
  readonly max?: number
  /** The pattern as AWS prints it, and the one that we test with (whole match). */
  readonly pattern?: { readonly text: string; readonly regex: RegExp }
  readonly values?: readonly string[]
  /** Said instead of the constraint's text when the value is longer than `max`. */
  readonly tooLong?: AwsError
}

/** A text; lengths in UTF-16 units. */
export function text(rules: TextRules = {}): Shape<string> {
  const constraints = textConstraints(rules)
  return {
    check(value, at, found) {
      if (typeof value !== 'string') return found.unreadable(notConvertible(value, 'String'))
      if (rules.tooLong !== undefined && rules.max !== undefined && value.length > rules.max) {
        return found.refuse(rules.tooLong)
      }
      for (const [holds, said] of constraints) if (!holds(value)) found.constraint(value, at, said)
    },
  }
}

function textConstraints(rules: TextRules): readonly (readonly [(value: string) => boolean, string])[] {
  const { min, max, pattern, values } = rules
  const all: [(value: string) => boolean, string][] = []
  if (max !== undefined) all.push([v => v.length <= max, `Member must have length less than or equal to ${max}`])
  if (min !== undefined) all.push([v => v.length >= min, `Member must have length greater than or equal to ${min}`])
  if (pattern) all.push([v => pattern.regex.test(v), `Member must satisfy regular expression pattern: ${pattern.text}`])
  if (values) all.push([v => values.includes(v), `Member must satisfy enum value set: [${values.join(', ')}]`])
  return all
}

export interface NumberRules {
  readonly min?: number
  readonly max?: number
  readonly values?: readonly number[]
}

/** A whole number of 64 bits; beyond 2^53 it arrives rounded, as JSON in JavaScript has it. */
export function long(rules: NumberRules = {}): Shape<number> {
  return wholeNumber(rules, 'Long', 2 ** 63)
}

/** A whole number of 32 bits. */
export function integer(rules: NumberRules = {}): Shape<number> {
  return wholeNumber(rules, 'Integer', 2 ** 31)
}

function wholeNumber({ min, max, values }: NumberRules, name: string, bound: number): Shape<number> {
  return {
    fromForm: formNumber,
    check(value, at, found) {
      if (typeof value !== 'number' || !Number.isInteger(value) || Math.abs(value) > bound) {
        return found.unreadable(notConvertible(value, name))
      }
      if (max !== undefined && value > max) {
        found.constraint(value, at, `Member must have value less than or equal to ${max}`)
      }
      if (min !== undefined && value < min) {
        found.constraint(value, at, `Member must have value greater than or equal to ${min}`)
      }
      if (values && !values.includes(value)) {
        found.constraint(value, at, `Member must satisfy enum value set: [${values.join(', ')}]`)
      }
    },
  }
}

/** A number, fractions allowed; not beyond a double. */
export const double: Shape<number> = {
  fromForm: formNumber,
  check(value, _at, found) {
    if (typeof value !== 'number' || !Number.isFinite(value)) found.unreadable(notConvertible(value, 'Double'))
  },
}

export const flag: Shape<boolean> = {
  fromForm: value => (value === 'true' ? true : value === 'false' ? false : value),
  check(value, _at, found) {
    if (typeof value !== 'boolean') found.unreadable(notConvertible(value, 'Boolean'))
  },
}

export interface SizeRules {
  readonly min?: number
  readonly max?: number
}

function checkSize(size: number, { min, max }: SizeRules, value: unknown, at: string, found: Violations): void {
  if (max !== undefined && size > max) {
    found.constraint(value, at, `Member must have length less than or equal to ${max}`)
  }
  if (min !== undefined && size < min) {
    found.constraint(value, at, `Member must have length greater than or equal to ${min}`)
  }
}

/** A list whose members are checked one by one, at `at.1.member`, `at.2.member`… */
export function listOf<T>(member: Shape<T>, size: SizeRules = {}): Shape<readonly T[]> {
  return {
    fromForm(value) {
      const list = formList(value)
      return Array.isArray(list) ? list.map(one => member.fromForm?.(one) ?? one) : list
    },
    check(value, at, found) {
      if (!Array.isArray(value)) return found.unreadable(notAList(value))
      checkSize(value.length, size, value, at, found)
      for (let i = 0; i < value.length && !found.full; i++) {
        const where = `${at}.${i + 1}.member`
        if (value[i] === null) found.constraint(null, where, 'Member must not be null')
        else member.check(value[i], where, found)
      }
    },
  }
}

/** A list of texts: AWS says the members' rules together, about the list as a whole. */
export function textsOf(rules: TextRules, size: SizeRules = {}): Shape<readonly string[]> {
  const constraints = textConstraints(rules)
  const said = `Member must satisfy constraint: [${constraints.map(([, words]) => words).join(', ')}]`
  return {
    fromForm: formList,
    check(value, at, found) {
      if (!Array.isArray(value)) return found.unreadable(notAList(value))
      checkSize(value.length, size, value, at, found)
      let broken = false
      for (const member of value) {
        if (member === null) broken = true
        else if (typeof member !== 'string') return found.unreadable(notConvertible(member, 'String'))
        else broken ||= !constraints.every(([holds]) => holds(member))
      }
      if (broken) found.constraint(value, at, said)
    },
  }
}

/** A map of texts. */
export function textMap(key: TextRules, of: TextRules, size: SizeRules = {}): Shape<Readonly<Record<string, string>>> {
  const keyRules = textConstraints(key)
  const valueRules = textConstraints(of)
  const words = (rules: typeof keyRules) => rules.map(([, said]) => said).join(', ')
  return {
    fromForm: formMap,
    check(value, at, found) {
      if (typeof value !== 'object' || Array.isArray(value)) return found.unreadable(notAMap(value))
      const entries = Object.entries(value as object)
      checkSize(entries.length, size, value, at, found)
      const badType = entries.find(([, v]) => typeof v !== 'string')
      if (badType) return found.unreadable(notConvertible(badType[1], 'String'))
      if (!entries.every(([k]) => keyRules.every(([holds]) => holds(k)))) {
        found.constraint(value, at, `Map keys must satisfy constraint: [${words(keyRules)}]`)
      }
      if (!entries.every(([, v]) => valueRules.every(([holds]) => holds(v as string)))) {
        found.constraint(value, at, `Map value must satisfy constraint: [${words(valueRules)}]`)
      }
    },
  }
}

type Members = Readonly<Record<string, Shape<unknown>>>
type StructureOf<M extends Members, R extends keyof M> = { readonly [K in R]: Checked<M[K]> } & {
  readonly [K in Exclude<keyof M, R>]?: Checked<M[K]> | null | undefined
}

/** A structure. Members that it does not name are ignored, a member that is null counts as absent. */
export function structure<const M extends Members, const R extends keyof M & string = never>(
  members: M,
  required: readonly R[] = [],
  /** A member's name in texts. */
  said: (name: string) => string = name => name,
): Shape<StructureOf<M, R>> {
  const entries = Object.entries(members)
  const needed: ReadonlySet<string> = new Set(required)
  return {
    fromForm(value) {
      if (!isTree(value)) return value === '' ? {} : value
      const made: Record<string, unknown> = {}
      for (const [name, shape] of entries) {
        const given = value[name]
        if (given !== undefined) made[name] = shape.fromForm?.(given) ?? given
      }
      return made
    },
    check(value, at, found) {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return found.unreadable(notAMap(value))
      for (const [name, shape] of entries) {
        const member = (value as Readonly<Record<string, unknown>>)[name]
        const where = at === '' ? said(name) : `${at}.${said(name)}`
        if (member !== null && member !== undefined) shape.check(member, where, found)
        else if (needed.has(name)) found.constraint(null, where, 'Member must not be null')
      }
    },
    keep(value) {
      const given = value as Readonly<Record<string, unknown>>
      const kept: Record<string, unknown> = {}
      for (const [name] of entries) if (given[name] !== undefined) kept[name] = given[name]
      return kept as typeof value
    },
  }
}

/** A value that is kept as it is: the operation judges it by itself. */
export const anything: Shape<unknown> = { check() {} }

export function validate<T>(shape: Shape<T>, input: unknown): Result<T, AwsError> {
  const found = new Violations()
  shape.check(input, '', found)
  const error = found.error()
  if (error !== undefined) return err(error)
  return ok(shape.keep === undefined ? (input as T) : shape.keep(input as T))
}

function formNumber(value: unknown): unknown {
  return typeof value === 'string' && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value) ? Number(value) : value
}

function notConvertible(value: unknown, wanted: string): string {
  if (Array.isArray(value)) return 'Start of list found where not expected'
  if (typeof value === 'object') return 'Start of structure or map found where not expected.'
  return `${kindOf(value)} can not be converted to ${wanted === 'Integer' ? 'an' : 'a'} ${wanted}`
}

function kindOf(value: unknown): string {
  if (typeof value === 'string') return 'STRING_VALUE'
  if (typeof value === 'boolean') return value ? 'TRUE_VALUE' : 'FALSE_VALUE'
  return Number.isInteger(value) ? 'NUMBER_VALUE' : 'DECIMAL_VALUE'
}

function notAList(value: unknown): string {
  return typeof value === 'object' ? 'Start of structure or map found where not expected.' : 'Expected list or null'
}

function notAMap(value: unknown): string {
  return Array.isArray(value) ? 'Start of list found where not expected' : 'Expected structure or null'
}
