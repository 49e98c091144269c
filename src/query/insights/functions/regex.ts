/**
 * Regular expressions in linear time: RE2's language by its port, so that no pattern can hang the service and the engine means the
 * same. `.` does not match a line break unless `(?s)` says so. A text that is no regular expression compiles to null.
 */
import { RE2JS } from 're2js'
import { limits } from '../../../limits.ts'

/** The least recently used goes first. */
const compiled = new Map<string, RE2JS | null>()

/** Compiles, or finds what was compiled. Remembers up to `limits.insightsRegexes`. */
export function compileRegex(source: string): RE2JS | null {
  const known = compiled.get(source)
  if (known !== undefined) compiled.delete(source)
  const regex = known === undefined ? compileNew(source) : known
  compiled.set(source, regex)
  if (compiled.size > limits.insightsRegexes) compiled.delete(compiled.keys().next().value as string)
  return regex
}

function compileNew(source: string): RE2JS | null {
  try {
    return RE2JS.compile(source)
  } catch {
    return null
  }
}

/** Whether it is found anywhere in the text. */
export const matchesRegex = (text: string, source: string): boolean => compileRegex(source)?.test(text) ?? false

/**
 * The first match, or all of them (up to `limits.insightsMatchesPerText`), each as the groups of the given names, or, without names, as
 * its groups from 1. A group that took no part is null.
 */
export function captures(
  text: string,
  source: string,
  all: boolean,
  names: readonly string[] = [],
): readonly (readonly (string | null)[])[] {
  const matcher = compileRegex(source)?.matcher(text)
  const found: (readonly (string | null)[])[] = []
  while (matcher?.find()) {
    const groups = names.length > 0 ? names : Array.from({ length: matcher.groupCount() }, (_, at) => at + 1)
    found.push(groups.map(group => matcher.group(group)))
    if (!all || found.length >= limits.insightsMatchesPerText) break
  }
  return found
}

/** Replaces every match. In `by`, `$1` to `$9` are groups and `$0` is the match; a `$` before anything else is itself. */
export function replaceRegex(text: string, source: string, by: string): string | null {
  const regex = compileRegex(source)
  if (regex === null) return null
  const matcher = regex.matcher(text)
  const parts = by.split(/(\$[0-9])/)
  let out = ''
  let at = 0
  while (matcher.find()) {
    out += text.slice(at, matcher.start())
    for (const part of parts) out += /^\$[0-9]$/.test(part) ? groupOf(matcher, Number(part[1])) : part
    at = matcher.end()
    if (out.length > limits.insightsTextLength) return null
  }
  return out + text.slice(at)
}

const groupOf = (matcher: ReturnType<RE2JS['matcher']>, group: number): string =>
  group <= matcher.groupCount() ? (matcher.group(group) ?? '') : ''
