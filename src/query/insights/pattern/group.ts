/**
 * Which shapes are one pattern. Works on all shapes at once, so the order of lines does not matter. Two shapes can be one when they
 * have the same marks and number of words. First, places that alone tell many shapes apart vary ("user ann logged in", "user bob
 * logged in", …). Then rare shapes join what they resemble most.
 */
import { kind } from './lexed.ts'
import { type Shape, varies } from './shape.ts'

/** Tuning, in one place. Found on sixteen public log shapes; `bench/patterns.ts` measures it. */
export interface GroupRules {
  /** So many different words in one place of prose vary, when `words` or more other words are the same. */
  readonly prose: readonly { readonly words: number; readonly different: number }[]
  /** A shape joins another when this part of their words is the same. */
  readonly similarity: number
  /** More lines than this, and a shape is not joined for being similar. */
  readonly rareLines: number
}

export const groupRules: GroupRules = {
  prose: [
    { words: 3, different: 5 },
    { words: 2, different: 6 },
    { words: 1, different: 10 },
  ],
  similarity: 0.6,
  rareLines: 4,
}

/** Several shapes that are one so far. */
interface Group {
  readonly shapes: Shape[]
  /** Text by place, null where it varies; marks are part of the bucket. */
  readonly words: (string | null)[]
  /** Sums over the words with their places, so that one place can be taken out of them. */
  readonly first: number
  readonly second: number
  /** Lines. */
  readonly count: number
}

function newGroup(shapes: Shape[], words: (string | null)[], count: number): Group {
  let first = 0
  let second = 0
  for (const [place, word] of words.entries()) {
    const hash = hashWord(word)
    first = (first + mix(hash, place)) | 0
    second = (second + mix(hash ^ 0x5bd1e995, place)) | 0
  }
  return { shapes, words, first, second, count }
}

function hashWord(word: string | null): number {
  if (word === null) return 0x27d4eb2f
  let hash = 0x811c9dc5 | 0
  for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193)
  return hash
}

function mix(hash: number, place: number): number {
  let mixed = Math.imul(hash ^ Math.imul(place + 1, 0x9e3779b1 | 0), 0x85ebca6b | 0)
  mixed ^= mixed >>> 13
  mixed = Math.imul(mixed, 0xc2b2ae35 | 0)
  return mixed ^ (mixed >>> 16)
}

/** What the group's words come to when this place is left out: 52 bits. */
function withoutPlace(group: Group, place: number, word: string | null): number {
  const hash = hashWord(word)
  const first = (group.first - mix(hash, place)) >>> 0
  const second = (group.second - mix(hash ^ 0x5bd1e995, place)) >>> 12
  return first * 0x100000 + second
}

/** Groups in a stable order: by the first shape of each in the order of `compareShapes`. */
export function groupShapes(shapes: readonly Shape[], rules: GroupRules = groupRules): Shape[][] {
  const buckets = new Map<string, Shape[]>()
  for (const shape of [...shapes].sort(compareShapes)) {
    const key = frameText(shape)
    const bucket = buckets.get(key)
    if (bucket === undefined) buckets.set(key, [shape])
    else bucket.push(shape)
  }
  const all: Shape[][] = []
  for (const bucket of buckets.values()) {
    if (bucket.length === 1) all.push(bucket)
    else for (const group of groupBucket(bucket, rules)) all.push(group.shapes)
  }
  return all
}

/** Most lines first, then by text: an order that does not depend on who came first. */
export function compareShapes(a: Shape, b: Shape): number {
  if (a.count !== b.count) return b.count - a.count
  const places = Math.min(a.texts.length, b.texts.length)
  for (let at = 0; at < places; at++) {
    const [left, right] = [a.texts[at]!, b.texts[at]!]
    if (left !== right) return left < right ? -1 : 1
  }
  if (a.texts.length !== b.texts.length) return a.texts.length - b.texts.length
  // The same words around values, with other blanks between: as when a text is empty in one of them.
  for (let at = 0; at < places; at++) {
    const [left, right] = [a.blanks[at]!, b.blanks[at]!]
    if (left !== right) return left < right ? -1 : 1
  }
  return a.first - b.first || a.second - b.second
}

/** Marks and blanks, and where words or values stand. */
export function frameText(shape: Shape): string {
  let key = shape.open ? '>' : ''
  for (let at = 0; at < shape.kinds.length; at++) {
    key += shape.blanks[at] === '' ? '' : ' '
    key += shape.kinds[at] === kind.mark ? shape.texts[at] : 'w'
  }
  return key
}

function groupBucket(bucket: readonly Shape[], rules: GroupRules): Group[] {
  const lead = bucket[0]!
  const places = [...lead.kinds.keys()].filter(at => bucket.some(shape => shape.kinds[at] !== kind.mark))
  let groups: Group[] = bucket.map(shape =>
    newGroup(
      [shape],
      places.map(at => (shape.kinds[at] === varies ? null : shape.texts[at]!)),
      shape.count,
    ),
  )
  const inValuePlace = places.map(at => isValuePlace(lead, at))
  for (let round = 0; round < 6; round++) {
    const fewer = joinByPlace(groups, inValuePlace, rules)
    if (fewer.length === groups.length) break
    groups = fewer
  }
  return joinSimilar(groups, inValuePlace, rules)
}

/** Right behind `=`, an opening bracket or quote, or between a colon and a mark: where loggers put values. */
function isValuePlace(shape: Shape, at: number): boolean {
  if (at === 0) return false
  if (shape.kinds[at - 1] === kind.word && shape.texts[at - 1] === 'user') return true
  const before = shape.kinds[at - 1] === kind.mark ? shape.texts[at - 1]! : ''
  if ('=[("\'{<'.includes(before) && before !== '') return true
  if (before !== ':' || shape.texts[at - 2] === ':') return false
  if (shape.blanks[at] === '') return true
  const next = shape.kinds[at + 1] === kind.mark ? shape.texts[at + 1]! : ''
  return next !== '' && ',;)]}"|'.includes(next)
}

/** Joins groups that differ in one place only, where many different words stand there. */
function joinByPlace(groups: readonly Group[], inValuePlace: readonly boolean[], rules: GroupRules): Group[] {
  let current = [...groups]
  const places = inValuePlace.length
  const score: number[] = []
  // Places with the most different words first: they are the likeliest to vary.
  for (let place = 0; place < places; place++) score.push(new Set(current.map(group => group.words[place])).size)
  const order = [...score.keys()].filter(place => score[place]! > 1).sort((a, b) => score[b]! - score[a]! || b - a)
  for (const place of order) {
    const byRest = new Map<number, Group[]>()
    for (const group of current) {
      const word = group.words[place]!
      const key = withoutPlace(group, place, word)
      const same = byRest.get(key)
      if (same === undefined) byRest.set(key, [group])
      else same.push(group)
    }
    if (byRest.size === current.length) continue
    current = [...byRest.values()].flatMap(same =>
      same.length > 1 && varyingPlace(same, place, inValuePlace[place]!, rules) ? [joinGroups(same)] : same,
    )
  }
  return current
}

function varyingPlace(same: readonly Group[], place: number, valuePlace: boolean, rules: GroupRules): boolean {
  const words = same[0]!.words.filter((word, at) => at !== place && word !== null).length
  if (words === 0) return false
  if (valuePlace || same.some(group => group.words[place] === null)) return true
  if (same.every(group => isDotted(group.words[place]!))) return true
  return rules.prose.some(rule => words >= rule.words && same.length >= rule.different)
}

/** `com.example.Thing`: a name, whatever stands around it. */
const isDotted = (word: string): boolean => word.indexOf('.', word.indexOf('.') + 1) > 0

function joinGroups(groups: readonly Group[]): Group {
  const lead = groups[0]!
  const words = lead.words.map((word, at) => (groups.every(group => group.words[at] === word) ? word : null))
  return newGroup(
    groups.flatMap(group => group.shapes),
    words,
    groups.reduce((sum, group) => sum + group.count, 0),
  )
}

/** Each rare group joins the one before it that it resembles most, if it does enough. */
function joinSimilar(groups: readonly Group[], inValuePlace: readonly boolean[], rules: GroupRules): Group[] {
  const kept: Group[] = []
  for (const group of [...groups].sort((a, b) => b.count - a.count)) {
    const rare = group.count <= rules.rareLines
    let best: Group | null = null
    let bestScore = rules.similarity
    if (rare)
      for (const candidate of kept.slice(0, 256)) {
        const score = similarity(candidate, group, inValuePlace)
        if (score >= bestScore) {
          best = candidate
          bestScore = score
        }
      }
    if (best === null) kept.push(group)
    else kept[kept.indexOf(best)] = joinGroups([best, group])
  }
  return kept
}

/** Part of the words that are the same; a place that varies in either counts half, a place for values a quarter. */
function similarity(a: Group, b: Group, inValuePlace: readonly boolean[]): number {
  let same = 0
  let all = 0
  for (let at = 0; at < a.words.length; at++) {
    const [left, right] = [a.words[at]!, b.words[at]!]
    if (left === null && right === null) continue
    const weight = inValuePlace[at] ? 0.25 : left === null || right === null ? 0.5 : 1
    all += weight
    if (left === right) same += weight
    else if (weight === 1) return 0
  }
  return all === 0 ? 0 : same / all
}
