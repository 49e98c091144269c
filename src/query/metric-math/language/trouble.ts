/** Carries what is wrong with an expression out of the depths of parser and checker; `mend.ts` alone catches it. */
import type { Said } from '../../../model/index.ts'
import { inEnglish, type Sentence, sentence } from '../said/index.ts'
import type { CompileError, Span } from '../tree.ts'

/** An edit that may repair the query; it is offered only when the edited text compiles. */
export interface Repair {
  readonly span: Span
  readonly insert: string
  /** What it does, in plain words. */
  readonly words: Said
}

interface More {
  /** When no repair says more. */
  readonly suggestion?: Sentence | null
  readonly repairs?: readonly Repair[]
  /** Words that go behind the place. */
  readonly reason?: Sentence | null
  /** A reason that `what` has in its English already. */
  readonly within?: Said
  /** The offset that the message names, when it is not where the span begins. */
  readonly at?: number
}

export class QueryTrouble extends Error {
  readonly what: Said
  readonly span: Span
  readonly suggestion: Said | null
  readonly repairs: readonly Repair[]
  readonly reason: Said | null
  readonly within: Said | null
  readonly at: number
  constructor(what: Sentence, span: Span, more: More = {}) {
    const whole = sentence(what)
    super(inEnglish(whole))
    this.what = whole
    this.at = more.at ?? span.from
    this.span = span
    this.suggestion = more.suggestion == null ? null : sentence(more.suggestion)
    this.repairs = more.repairs ?? []
    this.reason = more.reason == null ? null : sentence(more.reason)
    this.within = more.within ?? null
  }
}

/** Line and position of an offset, both counted from 1. */
export function placeOf(text: string, offset: number): { readonly line: number; readonly position: number } {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  return { line, position: offset - before.lastIndexOf('\n') }
}

/** The same as values of a sentence. */
export function placeValues(text: string, offset: number): { readonly line: string; readonly position: string } {
  const { line, position } = placeOf(text, offset)
  return { line: String(line), position: String(position) }
}

/** `text` null: the query came as a tree, so there is no place to name. */
export function errorOf(trouble: QueryTrouble, text: string | null): CompileError {
  const { what, reason, within, suggestion, span, at } = trouble
  const place = text === null ? null : placeOf(text, at)
  const where = place === null ? '' : ` at line ${place.line} and position ${place.position}`
  return {
    message: `${inEnglish(what)}${where}${reason === null ? '' : `: ${inEnglish(reason)}`}`,
    span: { from: span.from, to: span.to },
    suggestion: suggestion === null ? null : inEnglish(suggestion),
    said: { sentence: what, reason: reason ?? within, suggestion, place },
    mend: null,
  }
}
