/** Runs a compiler over a text and turns its trouble into an error; of the repairs it knows, the first that helps is offered. */
import { err, ok, type Result } from '../../../model/index.ts'
import { inEnglish } from '../said/index.ts'
import type { CompileError } from '../tree.ts'
import { errorOf, QueryTrouble } from './trouble.ts'

export { QueryTrouble, type Repair } from './trouble.ts'

export function compiled<T>(text: string, compile: (text: string) => T): Result<T, CompileError> {
  try {
    return ok(compile(text))
  } catch (error) {
    if (error instanceof QueryTrouble) return err(mended(error, text, compile))
    throw error
  }
}

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
