/**
 * Remembers series: so that a sample costs no hash, and a row of the series table is written only when it says something new. What is
 * forgotten is told again, which does no harm.
 */
import { limits } from '../../limits.ts'
import type { SeriesKey, SeriesRef } from './port.ts'
import { keyText, type SeriesName, seriesName } from './series-key.ts'

export class KnownSeries implements SeriesRef {
  readonly key: SeriesKey
  readonly name: SeriesName
  mark: object | undefined
  /** The times between which the store knows that there are samples; backwards while it knows nothing. */
  #toldFrom = Number.POSITIVE_INFINITY
  #toldTo = Number.NEGATIVE_INFINITY
  #toldFallback = false

  constructor(key: SeriesKey, name: SeriesName) {
    this.key = key
    this.name = name
  }

  get id(): string {
    return this.name.id
  }

  /** Whether a sample at this time is news. */
  isNews(at: number, fallback: boolean): boolean {
    return at < this.#toldFrom || at >= this.#toldTo + limits.seriesToldEvery || (fallback && !this.#toldFallback)
  }

  told(first: number, last: number, fallback: boolean): void {
    this.#toldFrom = Math.min(this.#toldFrom, first)
    this.#toldTo = Math.max(this.#toldTo, last)
    this.#toldFallback ||= fallback
  }
}

/** In two ages: what was not used while half of the bound came in goes. */
export class SeriesBook {
  #young = new Map<string, KnownSeries>()
  #old = new Map<string, KnownSeries>()
  #parts = new Map<string, unknown>()

  of(key: SeriesKey): KnownSeries {
    const text = keyText(key)
    const hot = this.#young.get(text)
    if (hot !== undefined) return hot
    const known = this.#old.get(text) ?? this.#made(key, text)
    if (this.#young.size >= limits.rememberedSeries / 2) {
      this.#old = this.#young
      this.#young = new Map()
      this.#parts = new Map()
    }
    this.#young.set(text, known)
    return known
  }

  #made(key: SeriesKey, text: string): KnownSeries {
    const { sets, ...name } = seriesName(key, text)
    const own = {
      ...{
        ...key,
        namespace: this.#once(key.namespace),
        metric: this.#once(key.metric),
        labels: this.#once(key.labels),
      },
      ...(key.sets === undefined ? {} : { sets: this.#once(key.sets) }),
    }
    return new KnownSeries(own, { ...name, sets: this.#once(sets) })
  }

  /** The metrics of one thing have the same labels, and things of one kind the same sets: kept once, a series takes half the memory. */
  #once<T>(part: T): T {
    const text = JSON.stringify(part)
    const known = this.#parts.get(text)
    if (known !== undefined) return known as T
    this.#parts.set(text, part)
    return part
  }
}
