/** Everything that our API may refuse, as one kind of value: the status and the `ApiError` that goes with it. */
import { type ApiError, err, type Result } from '../../model/index.ts'
import type { EngineError } from '../../store/engine/index.ts'
import type { SettingsError } from '../../store/settings/index.ts'

export interface ApiTrouble {
  readonly status: number
  readonly error: ApiError['error']
}

export type Asked<T> = Result<T, ApiTrouble>

export const refusal = (status: number, code: string, message: string, at?: ApiError['error']['at']) =>
  err<ApiTrouble>({ status, error: at === undefined ? { code, message } : { code, message, at } })

export const invalid = (message: string, at?: ApiError['error']['at']) => refusal(400, 'invalid-request', message, at)
export const noSuchGroup = (name: string, field: string) =>
  refusal(404, 'not-found', `There is no log group ${name}.`, { field })

export function engineTrouble(error: EngineError): ReturnType<typeof refusal> {
  switch (error.code) {
    case 'over-limit':
      return refusal(422, 'over-limit', `This needs more ${error.limit} than one question may take: ${error.message}`)
    case 'cancelled':
      return refusal(503, 'cancelled', 'The question was cancelled.')
    case 'disk-full':
      return refusal(507, 'disk-full', error.message)
    case 'unavailable':
      return refusal(503, 'unavailable', error.message)
    case 'query-failed':
      return refusal(
        500,
        'engine-failed',
        `The engine gave up (code ${error.engineCode}): ${error.message.slice(0, 500)}`,
      )
  }
}

export function settingsTrouble(error: SettingsError): ReturnType<typeof refusal> {
  const status = { unavailable: 503, 'disk-full': 507, damaged: 500 } as const
  return refusal(status[error.code], error.code, error.message)
}
