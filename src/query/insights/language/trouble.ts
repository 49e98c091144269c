/** Carries what is wrong with a query out of the depths of parser and checker; `compile.ts` alone catches it. */
import type { Said } from '../../../model/index.ts'
import { inEnglish, type Sentence, said, sayIn, sentence } from '../said/index.ts'
import type { CompileError, Notice, Span } from '../tree.ts'

/** An edit that may repair the query; it is offered only when the edited text compiles. */
export interface Repair {
  readonly span: Span
  readonly insert: string
  /** What it does, in plain words. */
  readonly words: Said
}

interface More {
  /** When no repair says more. */
  readonly suggestion?: Sentence | null | undefined
  readonly repairs?: readonly Repair[]
  /** What exactly is wrong there; it says more than what AWS says. */
  readonly reason?: Sentence | undefined
  /** The offset that the message names, when it is not where the span begins. */
  readonly at?: number
}

export class QueryTrouble extends Error {
  readonly what: Said
  readonly span: Span
  readonly suggestion: Said | null
  readonly repairs: readonly Repair[]
  readonly reason: Said | null
  readonly at: number
  constructor(what: Sentence, span: Span, more: More = {}) {
    const whole = sentence(what)
    super(inEnglish(whole))
    this.what = whole
    this.at = more.at ?? span.from
    this.span = span
    this.suggestion = more.suggestion == null ? null : sentence(more.suggestion)
    this.repairs = more.repairs ?? []
    this.reason = more.reason === undefined ? null : sentence(more.reason)
  }
}

/** Also how AWS begins: what follows says why. */
export const unexpectedSymbol = (symbol: string): Said => said('unexpected-symbol', { symbol })

export const noticeOf = (code: Notice['code'], span: Span, values: Said['values'] = {}): Notice => ({
  ...{ code, values, span },
  message: inEnglish({ code, values }),
})

/** Where AWS has words of its own, they open the message: programs look for them. */
const awsWords: Readonly<Record<string, string>> = {
  'unexpected-symbol': 'unexpected symbol found {symbol}',
  'unexpected-end': 'unexpected end of query',
  'unknown-symbols': 'Unknown symbols found in or after stats: {names}',
  'diff-after-pattern': 'Diff operation has to be used after Pattern',
  'anomaly-after-pattern': 'Anomaly operation has to be used after Pattern',
}

/** Line and position of an offset, both counted from 1. */
export function placeOf(text: string, offset: number): { readonly line: number; readonly position: number } {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  return { line, position: offset - before.lastIndexOf('\n') }
}

/** `text` null: the query came as a tree, so there is no place to name. */
export function errorOf({ what, reason, suggestion, span, at }: QueryTrouble, text: string | null): CompileError {
  const place = text === null ? null : placeOf(text, at)
  const where = place === null ? '' : ` at line ${place.line} and position ${place.position}`
  const aws = sayIn(awsWords, what)
  return {
    message: `${aws ?? inEnglish(what)}${where}${reason === null ? '' : `: ${inEnglish(reason)}`}`,
    span: { from: span.from, to: span.to },
    suggestion: suggestion === null ? null : inEnglish(suggestion),
    said: { sentence: reason ?? what, suggestion, place, aws: aws === undefined ? null : `${aws}${where}` },
    mend: null,
  }
}
