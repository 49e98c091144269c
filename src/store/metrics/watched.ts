/**
 * A metric store that tells a watcher what is appended to the series it cares for: so that an alarm can look again at once, and need not ask the
 * store about series that nothing came for. It hears of what goes through this store alone.
 */
import { limits } from '../../limits.ts'
import type { MetricBlock, MetricStore, Sample, SeriesRef } from './port.ts'
import { Spares } from './spares.ts'

/** What appends brought for one series in one minute. Numbers of samples that may count less are taken as if they counted whole. */
export interface Touched {
  series: SeriesRef
  /** Start of the minute (ms). */
  minute: number
  /** The oldest sample's time, and the newest one's. */
  from: number
  to: number
  /** Of samples, by weight. */
  count: number
  /** Of all, and of what is positive. */
  sum: number
  positive: number
  min: number
  max: number
  /** There was a sample of kind `fallback`, in whatever minute; said by the first. */
  fallback: boolean
  /** Stands for more minutes than its own. */
  mixed: boolean
  /** What the watcher said when the first of the appends began, above nought. */
  began: number
  /** All is durable, and nothing of it can have been read before its append began. */
  isCertain: boolean
  /** Of another minute, in any order. */
  next: Touched | undefined
}

export interface SeriesWatcher {
  /** Another number: `wants` may answer otherwise than before. */
  readonly epoch: number
  wants(series: SeriesRef): boolean
  /**
   * A block is on its way to the store, from now on some of it may be read: what this answers stands in what it brought. That is taken once `ended` said
   * that it is durable, or that nobody knows.
   */
  beginning(): number
  ended(began: number): void
  /**
   * How to learn of what came since the last time, each series once. To be asked every few seconds: it waits in memory until then. What it
   * answers is good until it is asked again.
   */
  hearBy(take: () => readonly Touched[]): void
}

export interface WatchedMetricStore extends MetricStore {
  /** One watcher; it may come later than the first samples. */
  watch(watcher: SeriesWatcher): void
}

/** What is known of a series. */
interface Mark {
  readonly by: SeriesWatcher
  /** The watcher's. */
  epoch: number
  isWanted: boolean
  /** The block that it was last added to, by number, and what of it came there. */
  block: number
  touched: Touched | undefined
  /** What was appended, and the watcher has not taken. */
  waiting: Touched | undefined
}

export function watchedMetricStore(store: MetricStore): WatchedMetricStore {
  let watcher: SeriesWatcher | undefined
  let blocks = 0
  let waiting: Mark[] = []
  const notes = new WeakMap<MetricBlock, Touched[]>()
  /** Blocks of which an append failed: nobody knows how far it came. */
  const doubted = new WeakSet<MetricBlock>()
  const spares = new Spares<Touched>(limits.alarmSparesKept)
  let taken: Touched[] = []

  const take = (): readonly Touched[] => {
    for (const one of taken) giveBack(spares, one)
    taken = waiting.flatMap(mark => mark.waiting ?? [])
    for (const mark of waiting) mark.waiting = undefined
    waiting = []
    return taken
  }
  const wait = (by: SeriesWatcher, touched: Touched): void => {
    const mark = markOf(by, touched.series)
    if (mark.waiting === undefined) {
      mark.waiting = touched
      waiting.push(mark)
      return
    }
    join(spares, mark.waiting, touched)
    giveBack(spares, touched)
  }

  return {
    ...store,
    watch: by => {
      watcher = by
      waiting = []
      by.hearBy(() => (watcher === by ? take() : []))
    },
    block: () => {
      const block = store.block()
      if (watcher === undefined) return block
      const by = watcher
      const number = ++blocks
      const noted: Touched[] = []
      notes.set(block, noted)
      block.onAdd = (series, at, sample) => {
        const mark = markOf(by, series)
        if (mark.isWanted) note(spares, noted, number, mark, series, at, sample)
      }
      return block
    },
    append: async (block, token) => {
      const by = watcher
      const noted = notes.get(block)
      if (by === undefined || noted === undefined || noted.length === 0) return store.append(block, token)
      const began = by.beginning()
      let isCertain = false
      try {
        const answer = await store.append(block, token)
        isCertain = answer.ok && !doubted.has(block)
        return answer
      } finally {
        // It may be appended once more: what waits must be its own.
        const brought = isCertain ? noted : noted.map(copied)
        if (isCertain) notes.delete(block)
        else doubted.add(block)
        for (const one of brought) {
          for (let part: Touched | undefined = one; part !== undefined; part = part.next) {
            part.began = began
            part.isCertain = isCertain
          }
          if (watcher === by) wait(by, one)
        }
        by.ended(began)
      }
    },
  }
}

function markOf(by: SeriesWatcher, series: SeriesRef): Mark {
  let mark = series.mark as Mark | undefined
  if (mark === undefined || mark.by !== by) {
    mark = { by, epoch: by.epoch, isWanted: by.wants(series), block: 0, touched: undefined, waiting: undefined }
    series.mark = mark
  } else if (mark.epoch !== by.epoch) {
    mark.epoch = by.epoch
    mark.isWanted = by.wants(series)
  }
  return mark
}

/** A series that is added to two blocks in turns may be told twice for one of them. */
function note(
  spares: Spares<Touched>,
  noted: Touched[],
  block: number,
  mark: Mark,
  series: SeriesRef,
  at: number,
  sample: Sample,
): void {
  const minute = Math.floor(at / 60_000) * 60_000
  let first = mark.touched
  if (mark.block !== block || first === undefined) {
    first = nothingIn(spares, series, minute, at)
    mark.block = block
    mark.touched = first
    noted.push(first)
  }
  const touched = partOf(spares, first, series, minute, at)
  if (at < touched.from) touched.from = at
  if (at > touched.to) touched.to = at
  if (sample.kind === 'set' || sample.kind === 'distribution')
    add(touched, sample.count, sample.sum, sample.min, sample.max)
  else {
    const { value } = sample
    const count = sample.kind === 'value' ? sample.weight : 1
    add(touched, count, value * count, value, value)
    if (sample.kind === 'fallback') first.fallback = true
  }
}

function add(
  touched: Touched,
  count: number,
  sum: number,
  min: number,
  max: number,
  positive = Math.max(0, sum),
): void {
  touched.count += count
  touched.sum += sum
  touched.positive += positive
  touched.min = Math.min(touched.min, min)
  touched.max = Math.max(touched.max, max)
}

function partOf(spares: Spares<Touched>, first: Touched, series: SeriesRef, minute: number, at: number): Touched {
  let touched = first
  for (let minutes = 1; touched.minute !== minute; minutes++) {
    if (minutes === limits.alarmMinutesApart) {
      first.mixed = true
      return first
    }
    touched.next ??= nothingIn(spares, series, minute, at)
    touched = touched.next
  }
  return touched
}

/** One that was used before, when there is one: they come with each value, and the collector would have as many to find. */
function nothingIn(spares: Spares<Touched>, series: SeriesRef, minute: number, at: number): Touched {
  const spare = spares.take()
  if (spare === undefined) return fresh(series, minute, at)
  spare.series = series
  spare.minute = minute
  spare.from = at
  spare.to = at
  spare.count = 0
  spare.sum = 0
  spare.positive = 0
  spare.min = Number.POSITIVE_INFINITY
  spare.max = Number.NEGATIVE_INFINITY
  spare.fallback = false
  spare.mixed = false
  spare.began = 0
  spare.isCertain = false
  return spare
}

const fresh = (series: SeriesRef, minute: number, at: number): Touched => ({
  series,
  minute,
  from: at,
  to: at,
  count: 0,
  sum: 0,
  positive: 0,
  min: Number.POSITIVE_INFINITY,
  max: Number.NEGATIVE_INFINITY,
  fallback: false,
  mixed: false,
  began: 0,
  isCertain: false,
  next: undefined,
})

/** Nobody may look at it or at its parts afterwards. */
function giveBack(spares: Spares<Touched>, first: Touched): void {
  let part: Touched | undefined = first
  while (part !== undefined) {
    const { next }: Touched = part
    part.next = undefined
    spares.give(part)
    part = next
  }
}

const copied = (touched: Touched): Touched => ({ ...touched, next: touched.next && copied(touched.next) })

/** What came later joins what waits. */
function join(spares: Spares<Touched>, first: Touched, later: Touched): void {
  first.fallback ||= later.fallback
  for (let part: Touched | undefined = later; part !== undefined; part = part.next) {
    const touched = partOf(spares, first, part.series, part.minute, part.from)
    if (touched.began === 0) {
      touched.began = part.began
      touched.isCertain = true
    }
    if (part.from < touched.from) touched.from = part.from
    if (part.to > touched.to) touched.to = part.to
    add(touched, part.count, part.sum, part.min, part.max, part.positive)
    touched.mixed ||= part.mixed
    touched.began = Math.min(touched.began, part.began)
    touched.isCertain &&= part.isCertain
  }
}
