/**
 * The tree of a filter pattern: what it means, without where it stood. `parseFilterPattern` makes it, `printFilterPattern` writes it
 * back, `compilePredicate` and `toSql` give it its one meaning.
 */
import type { PatternRegex } from './regex.ts'

export type FilterPattern = TermsPattern | JsonPattern | FieldsPattern

/** No terms at all: every message matches. */
export interface TermsPattern {
  readonly kind: 'terms'
  readonly terms: readonly Term[]
}
export interface Term {
  /** `optional` terms count only when no other kind of term stands beside them. */
  readonly sign: 'must' | 'not' | 'optional'
  readonly what: Substring | PatternRegex
}
export interface Substring {
  readonly kind: 'substring'
  readonly text: string
}

export interface JsonPattern {
  readonly kind: 'json'
  readonly condition: JsonCondition
}
/** `or` never holds an `or`, `and` never an `and`; both hold at least two. */
export type JsonCondition = Join<'or', JsonCondition> | Join<'and', JsonCondition> | JsonTest
export type JsonTest =
  | { readonly kind: 'compare'; readonly selector: Selector; readonly comparison: Comparison }
  | { readonly kind: 'is'; readonly selector: Selector; readonly what: 'NULL' | 'TRUE' | 'FALSE' }
  | { readonly kind: 'not-exists'; readonly selector: Selector }

export type Branch<T> = Join<'or', T> | Join<'and', T>
export interface Join<Kind, T> {
  readonly kind: Kind
  readonly parts: readonly T[]
}

/** A way into a JSON document, at least one step long, with at most one wildcard. */
export interface Selector {
  /** As written, `$` included: the name of the value that it finds. */
  readonly text: string
  readonly steps: readonly Step[]
}
export type Step =
  | { readonly kind: 'name'; readonly name: string }
  /** From 0. */
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'any-element' }
  | { readonly kind: 'any-member' }

export interface FieldsPattern {
  readonly kind: 'fields'
  /** At most one is `rest`. */
  readonly fields: readonly Field[]
}
export type Field =
  /** `...`: any number of fields, none too. */
  { readonly kind: 'rest' } | { readonly kind: 'field'; readonly name: string | null; readonly test: FieldTest | null }
/** Always about the field that it stands in. */
export type FieldTest =
  | Join<'or', FieldTest>
  | Join<'and', FieldTest>
  | { readonly kind: 'compare'; readonly comparison: Comparison }

export type Comparison = Equality<'='> | Equality<'!='> | Order<'>'> | Order<'<'> | Order<'>='> | Order<'<='>
interface Equality<Op> {
  readonly op: Op
  readonly value: TextValue | NumberValue | PatternRegex
}
interface Order<Op> {
  readonly op: Op
  readonly value: NumberValue
}

export interface TextValue {
  readonly kind: 'text'
  readonly text: string
  /** A `*` stood before or after the text: anything may stand there. */
  readonly openStart: boolean
  readonly openEnd: boolean
}
export interface NumberValue {
  readonly kind: 'number'
  /** As written: that is what it is compared with when the other side is text. */
  readonly text: string
  readonly value: number
}

/** Joins conditions, without an `and` in an `and` or an `or` in an `or`. */
export function branch<T extends { readonly kind: string }>(kind: 'or' | 'and', parts: readonly T[]): T | Branch<T> {
  const flat = parts.flatMap(part => (part.kind === kind ? (part as unknown as Branch<T>).parts : [part]))
  return flat.length === 1 ? flat[0]! : ({ kind, parts: flat } as Branch<T>)
}

export const isWildcard = (step: Step): boolean => step.kind === 'any-element' || step.kind === 'any-member'
