/** Lines that are the same but for their values: the unit in which a miner counts. Groups of shapes are shapes again, with more that varies. */
import { limits } from '../../../limits.ts'
import { kind, type Lexed } from './lexed.ts'
import { ownString, type SavedValues, type ValueBudget, Values } from './values.ts'

/** Kinds of places in a shape; what varies is neither word nor mark. */
export const varies = 2

export interface Shape {
  /** Hash of the shape of its first line. */
  readonly first: number
  readonly second: number
  /** Hash of marks and blanks. */
  readonly frame: number
  /** Made of several shapes. */
  readonly joined: boolean
  /** `kind.word`, `kind.mark` or `varies`, by place. */
  readonly kinds: Uint8Array
  /** Constant text by place; '' where it varies. */
  readonly texts: readonly string[]
  readonly firsts: Int32Array
  readonly seconds: Int32Array
  /** The blank before each place, as first seen. */
  readonly blanks: readonly string[]
  readonly open: boolean
  /** Places where a piece of any length stands, or before which a blank may stand or not. */
  readonly gaps: readonly number[]
  count: number
  /** Lines by level; see `severity.ts`. */
  readonly levels: number[]
  /** Of the places that vary, in order. */
  readonly values: readonly Values[]
  readonly valuePlaces: Int32Array
  readonly examples: string[]
}

/** The shape of a line that was just lexed, without its values: `count` then takes the line in. */
export function shapeOf(line: string, lexed: Lexed, budget: ValueBudget): Shape {
  const { count } = lexed
  const kinds = new Uint8Array(count)
  const texts: string[] = []
  const blanks: string[] = []
  const places: number[] = []
  let end = 0
  for (let at = 0; at < count; at++) {
    const start = lexed.starts[at]!
    blanks.push(start === end ? '' : blankOf(line, end, start))
    end = lexed.ends[at]!
    const tokenKind = lexed.kinds[at]!
    if (tokenKind <= kind.mark) {
      kinds[at] = tokenKind
      texts.push(ownString(line.slice(start, end)))
    } else {
      kinds[at] = varies
      texts.push('')
      places.push(at)
    }
  }
  return {
    first: lexed.shapeFirst,
    second: lexed.shapeSecond,
    frame: lexed.frame,
    joined: false,
    kinds,
    texts,
    firsts: lexed.first.slice(0, count),
    seconds: lexed.second.slice(0, count),
    blanks,
    open: lexed.open,
    gaps: [],
    count: 0,
    levels: [0, 0, 0, 0, 0, 0, 0],
    values: places.map(() => new Values(budget)),
    valuePlaces: Int32Array.from(places),
    examples: [],
  }
}

const blankOf = (line: string, from: number, to: number): string =>
  to - from === 1 && line.charCodeAt(from) === 32 ? ' ' : ownString(line.slice(from, Math.min(to, from + 64)))

/** Whether a line with the same frame has the shape's words where the shape has words, and times only where times were. */
export function fits(shape: Shape, lexed: Lexed): boolean {
  const { kinds, firsts, seconds } = shape
  if (kinds.length !== lexed.count || shape.open !== lexed.open) return false
  let value = 0
  for (let at = 0; at < kinds.length; at++) {
    const own = kinds[at]!
    const other = lexed.kinds[at]!
    if (own === varies) {
      const { types } = shape.values[value++]!
      if (other === kind.mark || (other === kind.time && types[kind.time] === 0)) return false
    } else if (own !== other || firsts[at] !== lexed.first[at] || seconds[at] !== lexed.second[at]) return false
  }
  return true
}

/** The shape of everything else: matches any line, shows none of its words. */
export function restShape(shapes: readonly Shape[]): Shape {
  const levels = [0, 0, 0, 0, 0, 0, 0]
  for (const shape of shapes) for (let level = 0; level < levels.length; level++) levels[level]! += shape.levels[level]!
  return {
    first: 0,
    second: 0,
    frame: 0,
    joined: false,
    kinds: new Uint8Array(0),
    texts: [],
    firsts: new Int32Array(0),
    seconds: new Int32Array(0),
    blanks: [],
    open: true,
    gaps: [],
    count: shapes.reduce((sum, shape) => sum + shape.count, 0),
    levels,
    values: [],
    valuePlaces: new Int32Array(0),
    examples: shapes.flatMap(shape => shape.examples).slice(0, limits.patternExamples),
  }
}

/** Takes a line into a shape that it fits. `level` is the index of its level. Hot. */
export function countLine(shape: Shape, line: string, lexed: Lexed, count: number, level: number): void {
  shape.count += count
  shape.levels[level]! += count
  const { values, valuePlaces } = shape
  for (let at = 0; at < values.length; at++) {
    const place = valuePlaces[at]!
    values[at]!.add(
      line,
      lexed.codes,
      lexed.starts[place]!,
      lexed.ends[place]!,
      lexed.first[place]!,
      lexed.second[place]!,
      lexed.kinds[place]!,
      count,
    )
  }
  if (shape.examples.length < limits.patternExamples) addExample(shape, line)
}

function addExample(shape: Shape, line: string): void {
  const example = line.length > limits.patternExampleLength ? line.slice(0, limits.patternExampleLength) : line
  if (!shape.examples.includes(example)) shape.examples.push(ownString(example))
}

/** One shape for several of the same length; what differs varies. Theirs stay as they are. */
export function joinShapes(shapes: readonly Shape[], budget: ValueBudget): Shape {
  const lead = shapes[0]!
  if (shapes.length === 1) return lead
  const kinds = lead.kinds.map((own, at) =>
    own !== varies && shapes.every(shape => shape.kinds[at] !== varies && shape.texts[at] === lead.texts[at])
      ? own
      : varies,
  )
  return gatherShapes({ ...lead, kinds }, shapes, budget)
}

/** All that the shapes counted, as a shape that varies where `like` does; it must vary wherever they differ. */
export function gatherShapes(like: Shape, shapes: readonly Shape[], budget: ValueBudget): Shape {
  const { kinds } = like
  const valuePlaces = [...kinds.keys()].filter(at => kinds[at] === varies)
  const values = valuePlaces.map(() => new Values(budget))
  const levels = [0, 0, 0, 0, 0, 0, 0]
  const examples: string[] = []
  let count = 0
  for (const shape of shapes) {
    count += shape.count
    for (let level = 0; level < levels.length; level++) levels[level]! += shape.levels[level]!
    for (const example of shape.examples)
      if (examples.length < limits.patternExamples && !examples.includes(example)) examples.push(example)
    let own = 0
    for (const [at, place] of valuePlaces.entries()) {
      while (own < shape.valuePlaces.length && shape.valuePlaces[own]! < place) own++
      if (shape.valuePlaces[own] === place) values[at]!.take(shape.values[own]!.save())
      else values[at]!.addWord(shape.texts[place]!, shape.firsts[place]!, shape.seconds[place]!, shape.count)
    }
  }
  return {
    ...like,
    joined: true,
    texts: like.texts.map((text, at) => (kinds[at] === varies ? '' : text)),
    count,
    levels,
    values,
    valuePlaces: Int32Array.from(valuePlaces),
    examples,
  }
}

export interface SavedShape {
  readonly first: number
  readonly second: number
  readonly frame: number
  readonly joined: boolean
  readonly kinds: readonly number[]
  readonly texts: readonly string[]
  readonly firsts: readonly number[]
  readonly seconds: readonly number[]
  readonly blanks: readonly string[]
  readonly open: boolean
  readonly count: number
  readonly levels: readonly number[]
  readonly values: readonly SavedValues[]
  readonly examples: readonly string[]
}

export const saveShape = (shape: Shape): SavedShape => ({
  first: shape.first,
  second: shape.second,
  frame: shape.frame,
  joined: shape.joined,
  kinds: [...shape.kinds],
  texts: [...shape.texts],
  firsts: [...shape.firsts],
  seconds: [...shape.seconds],
  blanks: [...shape.blanks],
  open: shape.open,
  count: shape.count,
  levels: [...shape.levels],
  values: shape.values.map(values => values.save()),
  examples: [...shape.examples],
})

export function loadShape(saved: SavedShape, budget: ValueBudget): Shape {
  const kinds = Uint8Array.from(saved.kinds)
  return {
    first: saved.first,
    second: saved.second,
    frame: saved.frame,
    joined: saved.joined,
    kinds,
    texts: saved.texts,
    firsts: Int32Array.from(saved.firsts),
    seconds: Int32Array.from(saved.seconds),
    blanks: saved.blanks,
    open: saved.open,
    gaps: [],
    count: saved.count,
    levels: [...saved.levels],
    values: saved.values.map(values => {
      const table = new Values(budget)
      table.take(values)
      return table
    }),
    valuePlaces: Int32Array.from([...kinds.keys()].filter(at => kinds[at] === varies)),
    examples: [...saved.examples],
  }
}
