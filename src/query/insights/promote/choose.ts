/**
 * Which fields of messages deserve a column, judged by a sample of lines: those that many lines have, that take little room beside the
 * message, and that queries ask for or are likely to. Ids and times take as much room as they have digits, and stay in the message.
 */
import { deflateRawSync } from 'node:zlib'
import { limits } from '../../../limits.ts'
import { discover, textOf } from '../functions/index.ts'
import { isDoubtful, mayPromote } from '../sql/index.ts'

/** Lines of one group, and how many of the store's lines they stand for. */
export interface Sample {
  readonly messages: readonly string[]
  readonly lines: number
}

export interface Candidate {
  readonly name: string
  /** Of all lines, how many have the field: 0 to 1. */
  readonly share: number
  /** What a value takes on disk, about. */
  readonly bytes: number
  /** Different values in the sample, to the values: 0 to 1. */
  readonly variety: number
  readonly constant: boolean
}

/** A field that gets a column. */
export interface Choice {
  readonly name: string
  /** Few enough different values that they are kept as numbers into a list. */
  readonly few: boolean
}

/**
 * The fields that get a column beside `held`, which have one. `asked` are names that queries spoke of.
 */
export function chooseFields(
  samples: readonly Sample[],
  held: readonly string[],
  asked: ReadonlySet<string>,
): readonly Choice[] {
  const candidates = candidatesOf(samples)
  const known = new Map(candidates.map(one => [one.name, one]))
  let room = limits.promotedBytesPerLine
  for (const name of held) room -= weight(known.get(name))
  const free = limits.promotedFields - held.length
  const rank = (one: Candidate) =>
    (asked.has(one.name) ? 8 : 0) + (isUsual(one.name) ? 2 : 0) + (one.constant ? -1 : one.share)
  const worth = candidates
    .filter(one => !held.includes(one.name) && one.share >= limits.promotedShare)
    .filter(one => one.bytes <= limits.promotedValueBytes && (!one.constant || rank(one) > 0))
    .sort((a, b) => rank(b) - rank(a) || a.bytes - b.bytes)
  const chosen: Choice[] = []
  for (const one of worth) {
    if (chosen.length >= free) break
    if (weight(one) > room || isPartOf(one.name, [...held, ...chosen.map(({ name }) => name)])) continue
    room -= weight(one)
    chosen.push({ name: one.name, few: one.variety <= fewVariety })
  }
  return chosen
}

/** Half of the values new: a list of them is no shorter than they are. */
const fewVariety = 0.4
const weight = (one: Candidate | undefined): number => (one === undefined ? 0 : one.share * one.bytes)

/** A name that stands for a structure in one message and for a value in another has no single column. */
const isPartOf = (name: string, others: readonly string[]): boolean =>
  others.some(other => other.startsWith(`${name}.`) || name.startsWith(`${other}.`))

/** The last word of names that people count, group and measure by. */
const usual = new Set(
  'level severity status statuscode status_code code method verb path url uri route endpoint operation action event type kind reason error app application service component module logger host hostname namespace namespace_name pod pod_name container container_name region zone tenant user duration duration_ms durationms latency latency_ms elapsed elapsed_ms ms took time_taken response_time responsetime request_time bytes size length count'.split(
    ' ',
  ),
)
const isUsual = (name: string): boolean => usual.has((name.split('.').at(-1) ?? '').toLowerCase())

export function candidatesOf(samples: readonly Sample[]): readonly Candidate[] {
  const all = samples.reduce((sum, { lines }) => sum + lines, 0)
  const found = new Map<string, { share: number; doubtful: number; readonly values: string[] }>()
  for (const { messages, lines } of samples) {
    const each = messages.length === 0 ? 0 : lines / all / messages.length
    for (const message of messages) {
      if (message.length > limits.promotedSampleLine) continue
      for (const [name, value] of discover(message).fields) {
        if (!mayPromote(name)) continue
        const one = found.get(name) ?? { share: 0, doubtful: 0, values: [] }
        found.set(name, one)
        one.share += each
        const printed = textOf(value)
        if (printed !== null) one.values.push(printed)
        if (printed === null || typeof value === 'boolean' || isDoubtful(printed) || isDoubtful(String(value)))
          one.doubtful++
      }
    }
  }
  return [...found].flatMap(([name, { share, doubtful, values }]) => {
    const different = new Set(values)
    if (values.length < leastValues || doubtful > 0 || values.every(isMoment)) return []
    return [
      {
        name,
        share,
        bytes: sizeOf(values, different.size),
        variety: different.size / values.length,
        constant: different.size < 2,
      },
    ]
  })
}

/** Fewer say nothing. */
const leastValues = 8
/** Times that lines tell of themselves: queries ask `@timestamp`. */
const isMoment = (value: string): boolean =>
  /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d|^1\d{9}(\d{3}|\d{6}|\d{9})?(\.\d+)?$/.test(value)

/** What a value takes on disk, about: its share of a list's numbers when few differ, else what packing leaves of it. */
function sizeOf(values: readonly string[], different: number): number {
  if (different > values.length * fewVariety) return deflateRawSync(values.join('\n')).length / values.length
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  let bits = 0
  for (const count of counts.values()) bits -= (count / values.length) * Math.log2(count / values.length)
  return bits / 8
}
