/** Chance out of a seed: one stream that the history consumes in its order, and streams that are worked out of words, which reading may use. */
import type { Random } from '../../model/index.ts'

/** Mulberry32: 32 bits of state are enough for a demo, and it is the same on every machine. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  return {
    next() {
      state = (state + 0x6d2b79f5) >>> 0
      let t = state
      t = Math.imul(t ^ (t >>> 15), t | 1)
      t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
      return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
    },
  }
}

/** A 32-bit hash of words (FNV-1a with a final mix), so that the same words always have the same chance. */
export function hashOf(...words: readonly (string | number)[]): number {
  let hash = 0x811c9dc5
  for (const word of words) {
    const text = String(word)
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
    hash = Math.imul(hash ^ 0x1f, 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

/** A number in [0, 1) that belongs to these words. */
export const fractionOf = (...words: readonly (string | number)[]): number => hashOf(...words) / 4_294_967_296

/** A whole number in [from, to]. */
export const between = (random: Random, from: number, to: number): number =>
  from + Math.floor(random.next() * (to - from + 1))

export function pick<T>(random: Random, list: readonly T[]): T {
  const found = list[Math.floor(random.next() * list.length)]
  if (found === undefined) throw new Error('nothing to pick from')
  return found
}

const nameLetters = 'bcdfghjklmnpqrstvwxz2456789'
/** Letters as Kubernetes ends names with: no vowels, so that no word comes about. */
export function suffix(random: Random, length: number): string {
  let text = ''
  for (let i = 0; i < length; i++) text += nameLetters[Math.floor(random.next() * nameLetters.length)]
  return text
}

/** The hash of a pod template as it stands in a ReplicaSet's name: ten letters that belong to the text. */
export function templateHash(text: string): string {
  const random = randomFrom(hashOf(text))
  return suffix(random, 9 + (hashOf(text, 'length') % 2))
}

export function hex(random: Random, length: number): string {
  let text = ''
  while (text.length < length)
    text += Math.floor(random.next() * 4_294_967_296)
      .toString(16)
      .padStart(8, '0')
  return text.slice(0, length)
}

/** A version 4 UUID. */
export function uuid(random: Random): string {
  const text = hex(random, 32)
  const variant = '89ab'[Math.floor(random.next() * 4)]
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-4${text.slice(13, 16)}-${variant}${text.slice(17, 20)}-${text.slice(20)}`
}

/** A length of time between two, in whole milliseconds. */
export const chanceMillis = (random: Random, least: number, most: number): number =>
  Math.round(least + (most - least) * random.next())
