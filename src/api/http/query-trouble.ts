/** Why a query cannot be asked or did not come to its end, as our API says it. */
import { type ApiError, type ApiQueryFault, type ApiQueryMend, err, type Said } from '../../model/index.ts'
import { type CompileError, type InsightsError, told } from '../../query/insights/index.ts'
import { type QuestionTrouble, tellQuestion } from '../../query/jobs/index.ts'
import type { SettingsError } from '../../store/settings/index.ts'
import { type ApiTrouble, type refusal, settingsTrouble } from './trouble.ts'

/** A refusal whose words are there for any language. */
export const refusedFor = (
  status: number,
  code: string,
  { message, said }: { readonly message: string; readonly said?: Said },
  at?: ApiError['error']['at'],
): ReturnType<typeof refusal> =>
  err({
    status,
    error: { code, message, ...(at === undefined ? {} : { at }), ...(said === undefined ? {} : { said }) },
  })

/** With its place in the text, and what would mend it. */
export function malformed(error: CompileError | SettingsError): ReturnType<typeof refusal> {
  if (!('span' in error)) return settingsTrouble(error)
  const { message, span, suggestion, mend, said } = error
  const fault: ApiQueryFault = said
  const more: ApiError['error'] & {
    readonly suggestion?: string
    readonly mend?: ApiQueryMend
    readonly fault: ApiQueryFault
  } = {
    ...{ code: 'malformed-query', message, at: { field: 'query', from: span.from, to: span.to }, fault },
    ...(suggestion === null ? {} : { suggestion }),
    ...(mend === null ? {} : { mend: { from: mend.span.from, to: mend.span.to, insert: mend.insert } }),
  }
  return err<ApiTrouble>({ status: 400, error: more })
}

export function questionTrouble(
  trouble: QuestionTrouble | { readonly code: 'too-many' } | { readonly code: 'closing' },
): ReturnType<typeof refusal> {
  const words = tellQuestion(trouble)
  switch (trouble.code) {
    case 'malformed':
      return malformed(trouble.error)
    case 'settings':
      return settingsTrouble(trouble.error)
    case 'no-such-group':
      return refusedFor(404, 'not-found', words, { field: 'groups' })
    case 'no-groups':
    case 'source-and-groups':
      return refusedFor(400, 'invalid-request', words, { field: 'groups' })
    case 'reversed':
    case 'outside':
      return refusedFor(400, 'invalid-request', words, { field: 'to' })
    case 'class-refuses':
      return refusedFor(400, 'malformed-query', words, { field: 'query', ...trouble.span })
    case 'over-limit':
      return refusedFor(422, 'over-limit', words)
    case 'too-many':
      return refusedFor(429, 'slow-down', words)
    case 'closing':
      return refusedFor(503, 'unavailable', words)
  }
}

export function runTrouble(trouble: QuestionTrouble | InsightsError): ReturnType<typeof refusal> {
  switch (trouble.code) {
    case 'not-found':
      return refusedFor(404, 'not-found', trouble)
    case 'cancelled':
      return refusedFor(503, 'cancelled', { message: 'The question was cancelled.' })
    case 'timeout':
      return refusedFor(422, 'timeout', trouble)
    case 'failed':
      return refusedFor(500, 'engine-failed', trouble)
    default:
      return questionTrouble(trouble)
  }
}

export function jobTrouble(
  error: SettingsError | { readonly code: 'missing' } | { readonly code: 'ended' },
): ReturnType<typeof refusal> {
  switch (error.code) {
    case 'missing':
      return refusedFor(404, 'not-found', told('no-such-query'))
    case 'ended':
      return refusedFor(409, 'ended', told('query-not-running'))
    default:
      return settingsTrouble(error)
  }
}
