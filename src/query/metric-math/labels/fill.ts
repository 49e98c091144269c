/** Fills dynamic labels in: what a series' points, times and metric put into `${…}`. */
import { foldPoints, type Grid, type Points, type SeriesFacts } from '../evaluate/index.ts'
import type { LabelPiece, LabelWord } from './template.ts'

export interface LabelContext {
  /** Milliseconds since 1970. */
  readonly now: number
  /** Minutes ahead of UTC. */
  readonly timezone: number
}

export interface LabelSubject {
  /** What it is called without a label. */
  readonly label: string
  readonly values: Points
  readonly grid: Grid
  readonly facts: SeriesFacts | null
}

export const fillLabel = (pieces: readonly LabelPiece[], subject: LabelSubject, context: LabelContext): string =>
  pieces.map(piece => filled(piece, subject, context)).join('')

function filled(piece: LabelPiece, subject: LabelSubject, context: LabelContext): string {
  switch (piece.kind) {
    case 'text':
      return piece.text
    case 'label':
      return subject.label
    case 'property':
      return property(piece.name, subject.facts)
    case 'value':
      return valueText(piece.word, subject, context)
  }
}

function property(name: string, facts: SeriesFacts | null): string {
  if (facts === null) return ''
  if (name.startsWith('Dim.')) {
    const dimension = name.slice(4)
    return Object.hasOwn(facts.dimensions, dimension) ? facts.dimensions[dimension]! : ''
  }
  switch (name) {
    case 'MetricName':
      return facts.metric
    case 'Namespace':
      return facts.namespace
    case 'Stat':
      return facts.statistic
    case 'Period':
      return String(facts.period)
    case 'Region':
      return facts.region ?? ''
    default:
      return facts.account ?? ''
  }
}

type Mark = 'MIN' | 'MAX' | 'FIRST' | 'LAST'

function valueText(word: LabelWord, { values, grid }: LabelSubject, context: LabelContext): string {
  if (word === 'DATAPOINT_COUNT') return String(foldPoints(word, values))
  if (word === 'AVG' || word === 'SUM') return numberText(foldPoints(word, values))
  const [mark, second] = word.split('_') as [Mark, Mark | 'TIME' | undefined]
  const first = placeOf(mark, values)
  if (first < 0) return none
  const timeOf = (place: number): number => grid.start + place * grid.step
  if (second === undefined) return numberText(values[first]!)
  if (second === 'TIME') {
    return word.endsWith('RELATIVE')
      ? lengthText(Math.abs(context.now - timeOf(first)))
      : timeText(timeOf(first), context.timezone)
  }
  const other = placeOf(second, values)
  if (word.endsWith('TIME_RANGE')) return lengthText(Math.abs(timeOf(other) - timeOf(first)))
  return numberText(Math.abs(values[other]! - values[first]!))
}

/** What a series without points shows. */
const none = '-'

/** Of equal values the first; -1 where there is no point. */
function placeOf(mark: Mark, values: Points): number {
  let found = -1
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!
    if (Number.isNaN(value)) continue
    if (
      found < 0 ||
      mark === 'LAST' ||
      (mark === 'MIN' && value < values[found]!) ||
      (mark === 'MAX' && value > values[found]!)
    )
      found = at
  }
  return found
}

/** Whole numbers in full, others with six digits that count. */
const numberText = (value: number): string =>
  Number.isNaN(value) ? none : String(Number.isInteger(value) ? value : Number(value.toPrecision(6)))

/** `2026-01-20 10:05:00`, by the zone's clock. */
function timeText(at: number, timezone: number): string {
  const local = new Date(at + timezone * 60_000)
  return Number.isNaN(local.getTime()) ? none : local.toISOString().slice(0, 19).replace('T', ' ')
}

const units = [
  ['d', 86_400],
  ['h', 3_600],
  ['m', 60],
  ['s', 1],
] as const

/** The two largest units: `2d 3h`, `5m`, `0s`. */
function lengthText(millis: number): string {
  let left = Math.floor(millis / 1_000)
  const parts: string[] = []
  for (const [unit, seconds] of units) {
    const count = Math.floor(left / seconds)
    left -= count * seconds
    if (count > 0) parts.push(`${count}${unit}`)
    else if (parts.length > 0) break
  }
  return parts.slice(0, 2).join(' ') || '0s'
}

/** `+0130` is 90; null for what is no zone. */
export function readTimezone(text: string): number | null {
  const match = /^([+-])(\d\d)([0-5]\d)$/.exec(text)
  if (match === null) return null
  const minutes = Number(match[2]) * 60 + Number(match[3])
  return minutes > 14 * 60 ? null : match[1] === '-' ? -minutes : minutes
}
