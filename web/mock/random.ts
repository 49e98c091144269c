/** Chance from a seed: the same seed and place give the same number, in any order asked. */
export function hash(...parts: readonly number[]): number {
  let state = 0x9e3779b9
  for (const part of parts) {
    state = Math.imul(state ^ (part | 0) ^ Math.floor(part / 2 ** 32), 0x85ebca6b)
    state ^= state >>> 13
    state = Math.imul(state, 0xc2b2ae35)
    state ^= state >>> 16
  }
  return state >>> 0
}

/** In [0, 1). */
export const chance = (...parts: readonly number[]): number => hash(...parts) / 2 ** 32
export const pick = <T>(from: readonly T[], ...parts: readonly number[]): T => from[hash(...parts) % from.length]!
export const hex = (digits: number, ...parts: readonly number[]): string => {
  let text = ''
  for (let at = 0; text.length < digits; at += 1)
    text += hash(...parts, at)
      .toString(16)
      .padStart(8, '0')
  return text.slice(0, digits)
}
