/** `parse f "a * b"`: literal pieces and captures in turn, found by a scan that never goes back, so in linear time. */

/**
 * The captures of a text, or null when it does not match. `literals` is one longer than the captures. The first match counts; a capture
 * ends where the next literal begins for the first time, and one at the very end of the pattern takes the rest.
 */
export function matchGlob(text: string, literals: readonly string[]): readonly string[] | null {
  const first = literals[0] ?? ''
  let at = text.indexOf(first)
  if (at < 0) return null
  at += first.length
  const found: string[] = []
  for (let next = 1; next < literals.length; next++) {
    const literal = literals[next] as string
    // The very end takes the rest; two stars side by side give the first one nothing.
    const end = literal !== '' ? text.indexOf(literal, at) : next === literals.length - 1 ? text.length : at
    if (end < 0) return null
    found.push(text.slice(at, end))
    at = end + literal.length
  }
  return found
}
