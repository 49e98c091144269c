/** Seeded noise for fuzz targets: texts out of pieces, JSON-like values, and good inputs with something turned wrong. */
export { numbers } from '../../src/query/filter-pattern/noise.ts'

export type Next = () => number

export const pick = <T>(next: Next, from: readonly T[]): T => from[next() % from.length] as T

const anyPieces = [
  '', ' ', '\0', '\n', '\r\n', '\t', '"', "'", '\\', '/', '//', ':', ';', ',', '=', '&', '?', '%', '%2', '%zz', '%00', '%2e', '+', '-', '.', '..', '*', '#', '@', '[', ']', '{', '}',
  '(', ')', '<', '|', '^', '$', '0', '1', '9', '00', '1e9', '999999999999999999999', 'a', 'Z', '_', '__proto__', 'null', 'é', '한', '😀', '\ud800', '\udfff', '\ufeff', '\u2028', 'x'.repeat(70),
] // biome-ignore format: a list of pieces

/** Up to `most` pieces, some of the target's own. */
export function textOf(next: Next, own: readonly string[], most = 12): string {
  let text = ''
  for (let left = next() % (most + 1); left > 0; left--) {
    const kind = next() % 16
    if (kind === 0) text += String.fromCharCode(next() & 0xffff)
    else text += pick(next, kind < 8 ? anyPieces : own)
  }
  return text
}

/** `text` with a few places changed: cut, doubled, or with a piece put in. */
export function spoilt(next: Next, text: string, own: readonly string[]): string {
  let made = text
  for (let left = next() % 4; left > 0; left--) {
    const at = next() % (made.length + 1)
    const to = Math.min(made.length, at + (next() % 8))
    const piece = next() % 3 === 0 ? '' : next() % 2 === 0 ? made.slice(at, to).repeat(2) : textOf(next, own, 2)
    made = made.slice(0, at) + piece + made.slice(to)
  }
  return made
}

const scalars = [
  null, true, false, 0, -0, 1, -1, 1.5, 1e300, -1e300, 2 ** 31, 2 ** 53, 2 ** 63, 9_999_999_999_999, Number.NaN, Number.POSITIVE_INFINITY, '', 'a', '0', '1', '\0', '\ud800', [], {},
] as const // biome-ignore format: a list of values

/** A value of any JSON type (and NaN and the like, which JSON texts can make by 1e999). */
export function anyValue(next: Next, own: readonly unknown[], depth = 3): unknown {
  const kind = next() % 8
  if (depth === 0 || kind < 3) return pick(next, scalars)
  if (kind < 6) return pick(next, own)
  if (kind === 6) return Array.from({ length: next() % 5 }, () => anyValue(next, own, depth - 1))
  return Object.fromEntries(
    Array.from({ length: next() % 4 }, () => [pick(next, memberNames), anyValue(next, own, depth - 1)]),
  )
}

const memberNames = ['a', '', '__proto__x', 'constructor', 'message', 'timestamp', 'name', 'keyAttributes', 'toJSON']

/** Runs one case; what it throws is told with the input that did it. */
export function explained<T>(input: unknown, run: () => T): T {
  try {
    const result = run()
    return result instanceof Promise ? (result.catch(error => blame(input, error)) as T) : result
  } catch (error) {
    return blame(input, error)
  }
}

function blame(input: unknown, error: unknown): never {
  const shown = JSON.stringify(input, (_key, value) =>
    typeof value === 'number' && !Number.isFinite(value) ? String(value) : value,
  )
  throw new Error(`${shown?.slice(0, 2_000)}: ${error instanceof Error ? error.message : String(error)}`, {
    cause: error,
  })
}

export function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what)
}
