/** What the desk refuses, in words for people. */
import { limits } from '../../limits.ts'
import { err, type Result } from '../../model/index.ts'
import type { SettingsError } from '../../store/settings/index.ts'

/** `message` is for people. */
export interface NotifyTrouble {
  readonly code: 'missing' | 'invalid' | 'too-many' | 'unavailable'
  readonly message: string
  readonly cause?: SettingsError
}
export type Answered<T> = Promise<Result<T, NotifyTrouble>>

export const trouble = (code: NotifyTrouble['code'], message: string) => err<NotifyTrouble>({ code, message })
export const noTopic = (name: string) => trouble('missing', `There is no topic ${name}.`)
export const noSubscription = trouble('missing', 'There is no such subscription.')

/** A NUL and half a character cannot be kept, wherever they stand. */
export const isOdd = (...texts: readonly unknown[]): boolean =>
  /\\u0000|\\ud[89a-f][0-9a-f]{2}/.test(JSON.stringify(texts).replaceAll('\\\\', ''))
export const odd = trouble('invalid', 'A text holds a character that cannot be kept.')

/** What the settings refuse, in words; their own trouble as such. */
export function told(
  error: SettingsError | { readonly code: 'missing' | 'too-many' },
  words: { readonly missing?: string; readonly tooMany?: string },
) {
  if ('message' in error) return err<NotifyTrouble>({ code: 'unavailable', message: error.message, cause: error })
  return error.code === 'missing'
    ? trouble('missing', words.missing ?? 'It is not there.')
    : trouble('too-many', words.tooMany ?? 'There are too many.')
}

export const tooMany = `More than ${limits.openDeliveries} messages are on their way: try again later.`
