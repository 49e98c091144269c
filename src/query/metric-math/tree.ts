/**
 * The tree of a metric math expression, and the three types that its pieces have. `language/` makes it from text, `request/` puts the
 * expressions of one call in order, `evaluate/` and, slowly and obviously, `interpret/` give them their meaning.
 */
import type { Said } from '../../model/index.ts'
import type { CompileError as InsightsCompileError, Span } from '../insights/tree.ts'

export type { Span } from '../insights/tree.ts'
/** Why a text is no expression, in English alone. */
export interface CompileError extends Omit<InsightsCompileError, 'said'> {
  /** The same for any language. */
  readonly said: {
    readonly sentence: Said
    /** Why, where that is more than what. */
    readonly reason: Said | null
    readonly suggestion: Said | null
    /** Line and position, from 1; null where there is no text. */
    readonly place: { readonly line: number; readonly position: number } | null
  }
}

/** A number, a time series, a list of time series: CloudWatch's S, TS and TS[]. */
export type MathType = 'S' | 'TS' | 'TS[]'

interface Node {
  readonly span: Span
}
export type MathExpression =
  | (Node & { readonly kind: 'number'; readonly value: number })
  /** A metric or another expression of the same call. */
  | (Node & { readonly kind: 'reference'; readonly id: string })
  | (Node & { readonly kind: 'negate'; readonly of: MathExpression })
  | (Node & { readonly kind: 'power'; readonly base: MathExpression; readonly exponent: MathExpression })
  /** Operators of one strength, applied from left to right: a sum of five hundred is no deeper than one of two. */
  | (Node & { readonly kind: 'chain'; readonly first: MathExpression; readonly rest: readonly Link[] })
  | (Node & { readonly kind: 'array'; readonly items: readonly MathExpression[] })
  /** `name` is one of the catalogue's. */
  | (Node & { readonly kind: 'call'; readonly name: string; readonly args: readonly MathArgument[] })

/** At least one stands in a chain. */
export interface Link {
  readonly op: BinaryOp
  readonly operand: MathExpression
  /** Where the operator stands. */
  readonly at: Span
}

export type MathArgument =
  | MathExpression
  /** Text in quotes; a backslash stays, but before a quote. */
  | (Node & { readonly kind: 'text'; readonly value: string })
  /** `REPEAT`, `DESC` and the like. */
  | (Node & { readonly kind: 'word'; readonly word: string })

export type ArithmeticOp = '+' | '-' | '*' | '/' | '^'
export type CompareOp = '==' | '!=' | '<' | '<=' | '>' | '>='
export type LogicOp = 'AND' | 'OR'
/** What stands in chains; `^` is a `power`. */
export type BinaryOp = Exclude<ArithmeticOp, '^'> | CompareOp | LogicOp
