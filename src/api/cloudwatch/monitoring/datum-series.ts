/**
 * The series of data by what a datum says: a datum of a series that was seen before costs one text and one look, not a sorted list of
 * labels and a hash. In two ages: what was not used while half of the bound came in goes.
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

export function seriesNames(make: (key: SeriesKey) => SeriesRef): SeriesOf {
  let young = new Map<string, SeriesRef>()
  let old = new Map<string, SeriesRef>()
  return (namespace, datum, keyOf) => {
    const text = textOf(namespace, datum)
    const hot = young.get(text)
    if (hot !== undefined) return hot
    let series = old.get(text)
    if (series === undefined) {
      const key = keyOf()
      if ('refused' in key) return key
      series = make(key)
    }
    if (young.size >= limits.rememberedSeries / 2) {
      old = young
      young = new Map()
    }
    young.set(text, series)
    return series
  }
}

/** No name or value holds a NUL: they passed their shapes. Dimensions in another order are another text for the same series. */
function textOf(namespace: string, { MetricName, Dimensions, Unit, StorageResolution }: NamedDatum): string {
  let text = `${namespace}\0${MetricName}\0${Unit ?? ''}\0${StorageResolution ?? ''}`
  for (const { Name, Value } of Dimensions ?? []) text += `\0${Name}\0${Value}`
  return text
}
