/** Carries what is wrong with an expression out of the depths of parser and checker; `mend.ts` alone catches it. */
import type { CompileError, Span } from '../tree.ts'

/** An edit that may repair the query; it is offered only when the edited text compiles. */
export interface Repair {
  readonly span: Span
  readonly insert: string
  /** What it does, in plain words. */
  readonly words: string
}

export class QueryTrouble extends Error {
  readonly span: Span
  /** Plain words, when no repair says more. */
  readonly suggestion: string | null
  readonly repairs: readonly Repair[]
  /** Words that go behind the place. */
  readonly reason: string
  /** The offset that the message names, when it is not where the span begins. */
  readonly at: number
  constructor(
    message: string,
    span: Span,
    more: { suggestion?: string | null; repairs?: readonly Repair[]; reason?: string; at?: number } = {},
  ) {
    super(message)
    this.at = more.at ?? span.from
    this.span = span
    this.suggestion = more.suggestion ?? null
    this.repairs = more.repairs ?? []
    this.reason = more.reason ?? ''
  }
}

/** Line and position of an offset, both counted from 1. */
export function placeOf(text: string, offset: number): { readonly line: number; readonly position: number } {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  return { line, position: offset - before.lastIndexOf('\n') }
}

export const placeWords = (text: string, offset: number): string => {
  const { line, position } = placeOf(text, offset)
  return `line ${line} and position ${position}`
}

/** `text` null: the query came as a tree, so there is no place to name. */
export function errorOf(trouble: QueryTrouble, text: string | null): CompileError {
  const place = text === null ? '' : ` at ${placeWords(text, trouble.at)}`
  return {
    message: `${trouble.message}${place}${trouble.reason === '' ? '' : `: ${trouble.reason}`}`,
    span: { from: trouble.span.from, to: trouble.span.to },
    suggestion: trouble.suggestion,
    mend: null,
  }
}
