/** What the desk stands on, and how trouble of what is under it is told. */
import { err, type Result } from '../../model/index.ts'
import type { EngineError } from '../../store/engine/index.ts'
import type { SettingsError } from '../../store/settings/index.ts'
import type { LiveAlarms, LivePorts } from './live.ts'
import type { DeskTrouble } from './port.ts'

export interface DeskPorts extends Omit<LivePorts, 'owner' | 'keepSteps'> {
  readonly live: LiveAlarms
}

/** The settings and the engine each say what is wrong; people are told one sentence. */
export const trouble = (cause: SettingsError | EngineError): { readonly ok: false; readonly error: DeskTrouble } =>
  err({ code: 'unavailable', message: 'message' in cause ? cause.message : cause.code, cause })

export const kept = <T>(result: Result<T, SettingsError>): Result<T, DeskTrouble> =>
  result.ok ? result : trouble(result.error)
