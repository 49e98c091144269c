/**
 * A metric store that tells a watcher what is appended to the series it cares for: so that an alarm can look again at once, and need not ask the
 * store about series that nothing came for. It hears of what goes through this store alone.
 */
import type { MetricBlock, MetricStore, Sample, SeriesRef } from './port.ts'

/** What an append brought for one series. Numbers of samples that may count less are taken as if they counted whole. */
export interface Touched {
  readonly series: SeriesRef
  /** The oldest sample's time. */
  from: number
  /** Of samples, by weight. */
  count: number
  /** Of what is positive. */
  sum: number
  min: number
  max: number
  /** There was a sample of kind `fallback`. */
  fallback: boolean
}

export interface SeriesWatcher {
  /** Another number: `wants` may answer otherwise than before. */
  readonly epoch: number
  wants(series: SeriesRef): boolean
  /** After they are durable, or it is not known whether they are. */
  appended(touched: Iterable<Touched>): void
}

export interface WatchedMetricStore extends MetricStore {
  /** One watcher; it may come later than the first samples. */
  watch(watcher: SeriesWatcher): void
}

type Notes = Map<SeriesRef, Touched>

export function watchedMetricStore(store: MetricStore): WatchedMetricStore {
  let watcher: SeriesWatcher | undefined
  let known = new WeakMap<SeriesRef, boolean>()
  let epoch: number | undefined
  const notes = new WeakMap<MetricBlock, Notes>()

  const isWanted = (by: SeriesWatcher, series: SeriesRef): boolean => {
    if (epoch !== by.epoch) {
      epoch = by.epoch
      known = new WeakMap()
    }
    const answer = known.get(series)
    if (answer !== undefined) return answer
    const wanted = by.wants(series)
    known.set(series, wanted)
    return wanted
  }

  return {
    ...store,
    watch: by => {
      watcher = by
      epoch = undefined
    },
    block: () => {
      const block = store.block()
      if (watcher === undefined) return block
      const by = watcher
      const noted: Notes = new Map()
      notes.set(block, noted)
      const add = block.add
      // The block stays the store's own: only its way in is looked at.
      block.add = function noting(this: MetricBlock, series, at, sample, ...more) {
        add.call(this, series, at, sample, ...more)
        if (isWanted(by, series)) note(noted, series, at, sample)
      }
      return block
    },
    append: async (block, token) => {
      const answer = await store.append(block, token)
      const noted = notes.get(block)
      if (noted !== undefined && noted.size > 0) watcher?.appended(noted.values())
      return answer
    },
  }
}

function note(noted: Notes, series: SeriesRef, at: number, sample: Sample): void {
  let touched = noted.get(series)
  if (touched === undefined) {
    const none = { count: 0, sum: 0, min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY, fallback: false }
    touched = { series, from: at, ...none }
    noted.set(series, touched)
  }
  if (at < touched.from) touched.from = at
  const told = sample.kind === 'set' || sample.kind === 'distribution'
  const count = told ? sample.count : sample.kind === 'value' ? sample.weight : 1
  touched.count += count
  touched.sum += Math.max(0, told ? sample.sum : sample.value * count)
  touched.min = Math.min(touched.min, told ? sample.min : sample.value)
  touched.max = Math.max(touched.max, told ? sample.max : sample.value)
  if (sample.kind === 'fallback') touched.fallback = true
}
