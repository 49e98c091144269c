/**
 * Joins groups that say the same words in the same order around a different number of values: lists of any length, an optional
 * `(12 KB)`. What differs between two words becomes one varying part.
 */
import { timeUnitWords } from './known-words.ts'
import { kind } from './lexed.ts'
import { joinShapes, type Shape, varies } from './shape.ts'
import { type ValueBudget, Values } from './values.ts'

/** Fewer words than this tell too little. */
const leastWords = 2

/** Joined shapes, one for each group; those that belong together are one, with the groups they came from. */
export function loosen(
  shapes: readonly Shape[],
  budget: ValueBudget,
): { readonly shape: Shape; readonly from: readonly Shape[] }[] {
  const byWords = new Map<string, Shape[]>()
  const alone: Shape[][] = []
  for (const shape of shapes) {
    const anchors = anchorsOf(shape)
    if (anchors.length < leastWords || shape.open) {
      alone.push([shape])
      continue
    }
    const key = anchors.map(at => shape.texts[at]).join('\u0000')
    const same = byWords.get(key)
    if (same === undefined) byWords.set(key, [shape])
    else same.push(shape)
  }
  return [...alone, ...byWords.values()].flatMap(same => {
    const joined = same.length === 1 ? same[0]! : align(same, budget)
    return joined === null ? same.map(shape => ({ shape, from: [shape] })) : [{ shape: joined, from: same }]
  })
}

/** Places of the words that must be there; units come and go with their numbers. */
const anchorsOf = (shape: Shape): number[] =>
  [...shape.kinds.keys()].filter(at => shape.kinds[at] === kind.word && !timeUnitWords.has(shape.texts[at]!))

/** One shape for all, or null when something but values differs. */
function align(shapes: readonly Shape[], budget: ValueBudget): Shape | null {
  const anchors = shapes.map(anchorsOf)
  const count = anchors[0]!.length
  /** By shape: its places to keep, -1 for a gap. */
  const kept: number[][] = shapes.map(() => [])
  for (let segment = 0; segment <= count; segment++) {
    const segments = shapes.map((shape, at) =>
      range(segment === 0 ? 0 : anchors[at]![segment - 1]! + 1, anchors[at]![segment] ?? shape.kinds.length),
    )
    if (!keepSegment(shapes, segments, kept)) return null
    for (const [at, places] of kept.entries()) if (segment < count) places.push(anchors[at]![segment]!)
  }
  const gaps = kept[0]!.flatMap((place, at) => (place < 0 || blanksDiffer(shapes, kept, at) ? [at] : []))
  return joinShapes(
    shapes.map((shape, at) => pick(shape, kept[at]!, gaps, budget)),
    budget,
  )
}

const blanksDiffer = (shapes: readonly Shape[], kept: readonly number[][], at: number): boolean =>
  new Set(shapes.map((shape, index) => shape.blanks[kept[index]![at]!] === '')).size > 1

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, at) => from + at)

/** Equal pieces stay; of unequal ones the marks at both ends do, with a gap between. False: they differ in more than values. */
function keepSegment(shapes: readonly Shape[], segments: readonly number[][], kept: number[][]): boolean {
  const texts = segments.map((places, at) => places.map(place => textAt(shapes[at]!, place)))
  const lead = texts[0]!
  if (texts.every(text => text.length === lead.length && text.every((piece, at) => piece === lead[at]))) {
    for (const [at, places] of segments.entries()) kept[at]!.push(...places)
    return true
  }
  if (!texts.some(text => text.includes(null))) return false
  const shortest = Math.min(...texts.map(text => text.length))
  let head = 0
  while (head < shortest && lead[head] !== null && texts.every(text => text[head] === lead[head])) head++
  let tail = 0
  while (
    tail < shortest - head &&
    lead.at(-1 - tail) !== null &&
    texts.every(text => text.at(-1 - tail) === lead.at(-1 - tail))
  )
    tail++
  for (const [at, places] of segments.entries())
    kept[at]!.push(...places.slice(0, head), -1, ...places.slice(places.length - tail))
  return true
}

const textAt = (shape: Shape, place: number): string | null =>
  shape.kinds[place] === varies ? null : shape.texts[place]!

function pick(shape: Shape, places: readonly number[], gaps: readonly number[], budget: ValueBudget): Shape {
  const own = new Map([...shape.valuePlaces].map((place, at) => [place, shape.values[at]!]))
  const kinds = Uint8Array.from(places, place => (place < 0 ? varies : shape.kinds[place]!))
  const valuePlaces = [...kinds.keys()].filter(at => kinds[at] === varies)
  return {
    ...shape,
    kinds,
    texts: places.map(place => (place < 0 ? '' : shape.texts[place]!)),
    firsts: Int32Array.from(places, place => (place < 0 ? 0 : shape.firsts[place]!)),
    seconds: Int32Array.from(places, place => (place < 0 ? 0 : shape.seconds[place]!)),
    blanks: places.map((place, at) => (place < 0 ? gapBlank(shape, places[at - 1] ?? -1) : shape.blanks[place]!)),
    valuePlaces: Int32Array.from(valuePlaces),
    values: valuePlaces.map(at => {
      const place = places[at]!
      if (place >= 0) return own.get(place)!
      const values = new Values(budget)
      values.types[kind.token]! += shape.count
      values.exact = false
      return values
    }),
    gaps,
  }
}

/** The blank before what a gap covers. */
const gapBlank = (shape: Shape, before: number): string => shape.blanks[before + 1] ?? ''
