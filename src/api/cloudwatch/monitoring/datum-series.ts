/**
 * The series of data by what a datum says: a datum of a series that was seen before costs one text and one look, not a sorted list of
 * labels and a hash; one that comes after the same datum as the last time, as an agent's data do, costs neither. In two ages: what was not
 * used while half of the bound came in goes.
 */
import { limits } from '../../../limits.ts'
import type { SeriesKey, SeriesRef } from '../../../store/metrics/index.ts'

export interface NamedDatum {
  readonly MetricName: string
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[] | null | undefined
  readonly Unit?: string | null | undefined
  readonly StorageResolution?: number | null | undefined
}

/** `keyOf` is asked only about what was not seen before, and may refuse. */
export type SeriesOf = <E>(
  namespace: string,
  datum: NamedDatum,
  keyOf: () => SeriesKey | { readonly refused: E },
) => SeriesRef | { readonly refused: E }

interface Seen {
  readonly text: string
  readonly series: SeriesRef
  /** The one that came after it the last time. */
  next: Seen | undefined
  /** In which it is known to be in the young map. */
  age: number
}

export function seriesNames(make: (key: SeriesKey) => SeriesRef): SeriesOf {
  let young = new Map<string, Seen>()
  let old = new Map<string, Seen>()
  let age = 0
  let last: Seen | undefined
  return (namespace, datum, keyOf) => {
    const guess = last?.next
    if (guess?.age === age && isText(guess.text, namespace, datum)) {
      last = guess
      return guess.series
    }
    const text = textOf(namespace, datum)
    let seen = young.get(text)
    if (seen === undefined) {
      seen = old.get(text)
      if (seen === undefined) {
        const key = keyOf()
        if ('refused' in key) return key
        seen = { text, series: make(key), next: undefined, age }
      }
      if (young.size >= limits.rememberedSeries / 2) {
        old = young
        young = new Map()
        age += 1
      }
      seen.age = age
      young.set(text, seen)
    }
    if (last !== undefined) last.next = seen
    last = seen
    return seen.series
  }
}

/** No name or value holds a NUL: they passed their shapes. Dimensions in another order are another text for the same series. */
function textOf(namespace: string, { MetricName, Dimensions, Unit, StorageResolution }: NamedDatum): string {
  let text = `${namespace}\0${MetricName}\0${Unit ?? ''}\0${StorageResolution ?? ''}`
  for (const { Name, Value } of Dimensions ?? []) text += `\0${Name}\0${Value}`
  return text
}

/** Whether it is `textOf` these, without making that text. */
function isText(
  text: string,
  namespace: string,
  { MetricName, Dimensions, Unit, StorageResolution }: NamedDatum,
): boolean {
  let end = partEnd(text, namespace, 0)
  end = partEnd(text, MetricName, end)
  end = partEnd(text, Unit ?? '', end)
  end = partEnd(text, StorageResolution == null ? '' : String(StorageResolution), end)
  for (const { Name, Value } of Dimensions ?? []) end = partEnd(text, Value, partEnd(text, Name, end))
  return end === text.length + 1
}

/** Where the next part begins, if this one stands there whole; else nowhere. */
function partEnd(text: string, part: string, from: number): number {
  const end = from + part.length
  const isWhole = end === text.length || text.charCodeAt(end) === 0
  return isWhole && text.startsWith(part, from) ? end + 1 : Number.POSITIVE_INFINITY
}
