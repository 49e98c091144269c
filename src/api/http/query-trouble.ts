/** Why a query cannot be asked or did not come to its end, as our API says it. */
import { type ApiError, type ApiQueryMend, err } from '../../model/index.ts'
import type { CompileError, InsightsError } from '../../query/insights/index.ts'
import { explainQuestion, type QuestionTrouble } from '../../query/jobs/index.ts'
import type { SettingsError } from '../../store/settings/index.ts'
import { type ApiTrouble, refusal, settingsTrouble } from './trouble.ts'

/** With its place in the text, and what would mend it. */
export function malformed(error: CompileError | SettingsError): ReturnType<typeof refusal> {
  if (!('span' in error)) return settingsTrouble(error)
  const { message, span, suggestion, mend } = error
  const told: ApiError['error'] & { readonly suggestion?: string; readonly mend?: ApiQueryMend } = {
    ...{ code: 'malformed-query', message, at: { field: 'query', from: span.from, to: span.to } },
    ...(suggestion === null ? {} : { suggestion }),
    ...(mend === null ? {} : { mend: { from: mend.span.from, to: mend.span.to, insert: mend.insert } }),
  }
  return err<ApiTrouble>({ status: 400, error: told })
}

export function questionTrouble(
  trouble: QuestionTrouble | { readonly code: 'too-many' } | { readonly code: 'closing' },
): ReturnType<typeof refusal> {
  const words = explainQuestion(trouble)
  switch (trouble.code) {
    case 'malformed':
      return malformed(trouble.error)
    case 'settings':
      return settingsTrouble(trouble.error)
    case 'no-such-group':
      return refusal(404, 'not-found', words, { field: 'groups' })
    case 'no-groups':
    case 'source-and-groups':
      return refusal(400, 'invalid-request', words, { field: 'groups' })
    case 'reversed':
    case 'outside':
      return refusal(400, 'invalid-request', words, { field: 'to' })
    case 'class-refuses':
      return refusal(400, 'malformed-query', words, { field: 'query', ...trouble.span })
    case 'over-limit':
      return refusal(422, 'over-limit', words)
    case 'too-many':
      return refusal(429, 'slow-down', words)
    case 'closing':
      return refusal(503, 'unavailable', words)
  }
}

export function runTrouble(trouble: QuestionTrouble | InsightsError): ReturnType<typeof refusal> {
  switch (trouble.code) {
    case 'not-found':
      return refusal(404, 'not-found', trouble.message)
    case 'cancelled':
      return refusal(503, 'cancelled', 'The question was cancelled.')
    case 'timeout':
      return refusal(422, 'timeout', trouble.message)
    case 'failed':
      return refusal(500, 'engine-failed', trouble.message)
    default:
      return questionTrouble(trouble)
  }
}

export function jobTrouble(
  error: SettingsError | { readonly code: 'missing' } | { readonly code: 'ended' },
): ReturnType<typeof refusal> {
  switch (error.code) {
    case 'missing':
      return refusal(404, 'not-found', 'There is no such query; answers are kept for 7 days.')
    case 'ended':
      return refusal(409, 'ended', 'This query is not running any more.')
    default:
      return settingsTrouble(error)
  }
}
