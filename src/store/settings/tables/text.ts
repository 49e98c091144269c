/** Names as both databases keep and compare them: by code point, which for UTF-8 is the same as by bytes. */
import { err } from '../../../model/index.ts'
import type { SettingsError } from '../port.ts'

/** PostgreSQL keeps no NUL, and UTF-8 no half of a surrogate pair: no stored name can hold either. */
export const isStorable = (text: string): boolean => text.isWellFormed() && !text.includes('\0')

/** The answer to a write with text that cannot be kept; callers check names long before, so nobody should see it. */
export const unstorable = (): { readonly ok: false; readonly error: SettingsError } =>
  err({
    code: 'unavailable',
    message: 'A text with a NUL character or half a surrogate pair cannot be kept in the settings.',
  })

/** The least text greater than all that start with `prefix`; undefined when there is none (an empty prefix). */
export function afterPrefix(prefix: string): string | undefined {
  const points = Array.from(prefix, character => character.codePointAt(0) ?? 0)
  for (let last = points.pop(); last !== undefined; last = points.pop()) {
    if (last < 0x10ffff) return String.fromCodePoint(...points, last === 0xd7ff ? 0xe000 : last + 1)
  }
  return undefined
}

/**
 * Where a page goes on, for any text a caller sends. No name holds a NUL, so the text up to it parts the names in the same
 * way, except that the name equal to that part is then less than the whole: `reached` says so.
 */
export function pageEdge(after: string): { readonly text: string; readonly reached: boolean } {
  const nul = after.indexOf('\0')
  return { text: (nul < 0 ? after : after.slice(0, nul)).toWellFormed(), reached: nul >= 0 }
}
