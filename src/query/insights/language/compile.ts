/** The two ways in: text to tree, and text or tree to a query that may run. An error comes with the one edit that repairs it. */
import { err, ok, type Result } from '../../../model/index.ts'
import { inEnglish } from '../said/index.ts'
import type { CheckedQuery, CompileError, Notice, Query } from '../tree.ts'
import { checkQuery, outputsOf } from './check.ts'
import { readQuery } from './parse.ts'
import { errorOf, QueryTrouble } from './trouble.ts'

export interface CheckOptions {
  /** `strict` refuses what AWS documents as invalid; `compatible`, the default, also takes the published queries that break those rules. */
  readonly mode?: 'strict' | 'compatible'
}

/** Text to tree, without the rules about how commands follow each other. */
export function parseInsights(text: string): Result<Query, CompileError> {
  return compiled(text, source => readQuery(source).query)
}

/** Applies every rule of the language. With text, a repair is looked for and offered as `mend`. */
export function checkInsights(query: Query | string, options: CheckOptions = {}): Result<CheckedQuery, CompileError> {
  const compatible = options.mode !== 'strict'
  if (typeof query === 'string') return compiled(query, source => checkText(source, compatible))
  try {
    return ok(ordered(checkQuery(query, compatible), []))
  } catch (error) {
    if (error instanceof QueryTrouble) return err(errorOf(error, null))
    throw error
  }
}

function checkText(text: string, compatible: boolean): CheckedQuery {
  const { query, notices } = readQuery(text)
  return ordered(checkQuery(query, compatible), notices)
}

const ordered = (checked: CheckedQuery, more: readonly Notice[]): CheckedQuery => ({
  query: checked.query,
  notices: [...more, ...checked.notices].sort((a, b) => a.span.from - b.span.from),
})

function compiled<T>(text: string, compile: (text: string) => T): Result<T, CompileError> {
  try {
    return ok(compile(text))
  } catch (error) {
    if (error instanceof QueryTrouble) return err(mended(error, text, compile))
    throw error
  }
}

/** Tries each repair on the whole text, and offers the first with which it compiles. */
function mended(trouble: QueryTrouble, text: string, compile: (text: string) => unknown): CompileError {
  const error = errorOf(trouble, text)
  for (const { span, insert, words } of trouble.repairs) {
    try {
      compile(text.slice(0, span.from) + insert + text.slice(span.to))
      return {
        ...error,
        suggestion: inEnglish(words),
        said: { ...error.said, suggestion: words },
        mend: { span: { from: span.from, to: span.to }, insert },
      }
    } catch (failed) {
      if (!(failed instanceof QueryTrouble)) throw failed
    }
  }
  return error
}

/** The names that there are behind a text, for completion; null when any field is, or when the text is no query. */
export function namesAfter(text: string): readonly string[] | null {
  try {
    return outputsOf(readQuery(text).query)
  } catch (error) {
    if (error instanceof QueryTrouble) return null
    throw error
  }
}
