/** The id that every answer carries: a version 4 UUID. */
import type { Random } from '../../../model/index.ts'

const word = (random: Random): string =>
  Math.floor(random.next() * 2 ** 32)
    .toString(16)
    .padStart(8, '0')

export function requestId(random: Random): string {
  const [a, b, c, d] = [word(random), word(random), word(random), word(random)]
  const variant = '89ab'[Number.parseInt(c[0]!, 16) & 3]
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-${variant}${c.slice(1, 4)}-${c.slice(4)}${d}`
}
