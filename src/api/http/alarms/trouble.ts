/** What the desk of alarms refuses, or cannot do, in the terms of our API. */
import type { DeskTrouble, PutRefusal } from '../../../judge/alarm-desk/index.ts'
import type { RehearsalError } from '../../../judge/alarms/index.ts'
import { engineTrouble, invalid, refusal, settingsTrouble } from '../trouble.ts'

export const deskTrouble = ({ cause }: DeskTrouble) =>
  cause.code === 'damaged' ? settingsTrouble(cause) : engineTrouble(cause)

/** In the words of PutMetricAlarm. */
export function putTrouble(error: PutRefusal | DeskTrouble, field: string) {
  switch (error.code) {
    case 'unavailable':
      return deskTrouble(error)
    case 'LimitExceeded':
      return refusal(422, 'over-limit', error.message)
    default:
      return invalid(error.message, { field })
  }
}

export const rehearsalTrouble = (error: RehearsalError | DeskTrouble) =>
  error.code === 'unavailable'
    ? deskTrouble(error)
    : invalid(error.message, error.at === '' ? undefined : { field: error.at })

export const noSuchAlarm = (name: string) => refusal(404, 'not-found', `There is no alarm ${name}.`, { field: 'name' })
export const noSuchMute = (name: string) =>
  refusal(404, 'not-found', `There is no mute rule ${name}.`, { field: 'name' })
