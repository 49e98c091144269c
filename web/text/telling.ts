/** Of names that begin alike, the part that tells each from its siblings must be seen. Pure. */

export interface Telling {
  readonly start: string
  /** Empty when the whole name stands in `start`. */
  readonly rest: string
}

/** Characters that fit anyway, and that are kept at the start of a cut name. */
const fits = 24
const keptStart = 7

/** Where a name is cut: a few characters of its start, then from the last sign before it differs from the most alike sibling. */
export function telling(name: string, siblings: readonly string[]): Telling {
  if (name.length <= fits) return { start: name, rest: '' }
  const alike = Math.max(0, ...siblings.map(other => (other === name ? 0 : sharedStart(name, other))))
  const from = Math.max(keptStart, name.slice(0, alike).search(/[^-_/.:]*$/))
  return from <= keptStart + 1 || from >= name.length
    ? { start: name, rest: '' }
    : { start: name.slice(0, keptStart), rest: name.slice(from) }
}

function sharedStart(one: string, other: string): number {
  let at = 0
  while (at < one.length && one[at] === other[at]) at += 1
  return at
}
