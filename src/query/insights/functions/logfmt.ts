/** `parse f logfmt`: `key=value` pairs between blanks, values in double quotes with backslash escapes, a key alone is true. */
import { limits } from '../../../limits.ts'
import type { Value } from '../value.ts'
import { map } from './print.ts'

const pair = /([^\s="]+)(?:=(?:"((?:[^"\\]|\\[\s\S])*)"?|([^\s"]*)))?|[\s\S]/g
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' }

/** A map of what stands in the text, first key first; null when there is no pair in it. Up to `limits.insightsListItems` keys. */
export function parseLogfmt(text: string): Value {
  const members = new Map<string, Value>()
  let pairs = 0
  for (const [whole, key, quoted, bare] of text.matchAll(pair)) {
    if (key === undefined || members.has(key)) continue
    if (members.size >= limits.insightsListItems) break
    if (whole.includes('=')) pairs++
    members.set(key, quoted !== undefined ? withoutEscapes(quoted) : whole === key ? true : (bare ?? ''))
  }
  return pairs === 0 ? null : map(members)
}

const withoutEscapes = (text: string): string => text.replace(/\\([\s\S])/g, (_, char: string) => escapes[char] ?? char)
