/** The rows of one append, column by column: samples, and the series that the store has not heard of. */
import {
  DateTime64Column,
  Float64Column,
  FloatListColumn,
  MapColumn,
  nativeBlock,
  StringColumn,
  StringListColumn,
  UInt8Column,
  UInt16Column,
  UInt32Column,
  UInt64Column,
} from '../engine/index.ts'
import type { MetricBlock, Origin, Sample, SeriesRef } from './port.ts'
import { dayLength } from './roll-up.ts'
import { kinds } from './schema.ts'
import { KnownSeries } from './series-book.ts'

interface News {
  first: number
  last: number
  fallback: boolean
}

const nothing: readonly number[] = []
/** Columns of a fixed width, together. */
export const rowBytes = 4 + 8 + 8 + 1 + 5 * 8 + 2 * 8 + 8 + 2 + 8

export class SampleBlock implements MetricBlock {
  onAdd: MetricBlock['onAdd']
  readonly #name = new UInt32Column('name')
  readonly #series = new UInt64Column('series')
  readonly #time = new DateTime64Column('ts')
  readonly #kind = new UInt8Column('kind')
  readonly #value = new Float64Column('value')
  readonly #weight = new Float64Column('weight')
  readonly #sum = new Float64Column('sum')
  readonly #low = new Float64Column('low')
  readonly #high = new Float64Column('high')
  readonly #values = new FloatListColumn('values')
  readonly #weights = new FloatListColumn('weights')
  readonly #batch = new UInt64Column('batch')
  readonly #index = new UInt16Column('idx')
  readonly #call = new UInt64Column('call')
  readonly #news = new Map<KnownSeries, News>()
  readonly #days = new Set<number>()
  #day = Number.NaN

  get samples(): number {
    return this.#name.rows
  }

  get bytes(): number {
    return this.samples * rowBytes + this.#values.bytes + this.#weights.bytes
  }

  /** On how many days its samples lie: partitions of their table. */
  get days(): number {
    return this.#days.size
  }

  /** `call`: marks the row as the first of a call's in its day. */
  add(series: SeriesRef, at: number, sample: Sample, origin?: Origin, call = 0n): void {
    if (!(series instanceof KnownSeries)) throw new TypeError('a series of another store')
    const { name } = series
    this.#name.push(name.name)
    this.#series.pushHalves(name.low, name.high)
    this.#time.push(at)
    this.#kind.push(kinds[sample.kind])
    this.#push(sample)
    this.#batch.pushHalves(origin?.low ?? 0, origin?.high ?? 0)
    this.#index.push(origin?.index ?? 0)
    if (call === 0n) this.#call.pushHalves(0, 0)
    else this.#call.push(call)
    const day = Math.floor(at / dayLength)
    if (day !== this.#day) this.#days.add(day)
    this.#day = day
    this.#note(series, at, sample.kind === 'fallback')
    this.onAdd?.(series, at, sample)
  }

  #push(sample: Sample): void {
    const told = sample.kind === 'set' || sample.kind === 'distribution'
    const listed = sample.kind === 'distribution'
    this.#value.push(told ? 0 : sample.value)
    this.#weight.push(told ? sample.count : sample.kind === 'value' ? sample.weight : 1)
    this.#sum.push(told ? sample.sum : 0)
    this.#low.push(told ? sample.min : 0)
    this.#high.push(told ? sample.max : 0)
    this.#values.push(listed ? sample.values : nothing)
    this.#weights.push(listed ? sample.weights : nothing)
  }

  #note(series: KnownSeries, at: number, fallback: boolean): void {
    const news = this.#news.get(series)
    if (news !== undefined) {
      if (at < news.first) news.first = at
      if (at > news.last) news.last = at
      news.fallback ||= fallback
    } else if (series.isNews(at, fallback)) this.#news.set(series, { first: at, last: at, fallback })
  }

  /** In the order of `sampleColumns`. Nothing may be added afterwards. */
  sampleChunks(): readonly Uint8Array[] {
    return nativeBlock([
      this.#name,
      this.#series,
      this.#time,
      this.#kind,
      this.#value,
      this.#weight,
      this.#sum,
      this.#low,
      this.#high,
      this.#values,
      this.#weights,
      this.#batch,
      this.#index,
      this.#call,
    ])
  }

  /** In the order of `seriesColumns`; undefined: the store knows them all. */
  seriesChunks(): readonly Uint8Array[] | undefined {
    if (this.#news.size === 0) return undefined
    const namespace = new StringColumn('namespace')
    const metric = new StringColumn('metric')
    const id = new UInt64Column('series')
    const labels = new MapColumn('labels')
    const sets = new StringListColumn('sets')
    const unit = new StringColumn('unit')
    const resolution = new UInt8Column('resolution')
    const source = new StringColumn('source')
    const fallback = new UInt8Column('fallback')
    const first = new DateTime64Column('first')
    const last = new DateTime64Column('last')
    for (const [{ key, name }, news] of this.#news) {
      namespace.push(key.namespace)
      metric.push(key.metric)
      id.pushHalves(name.low, name.high)
      labels.push(Object.entries(key.labels))
      sets.push(name.sets)
      unit.push(key.unit)
      resolution.push(key.resolution)
      source.push(key.source)
      fallback.push(news.fallback ? 1 : 0)
      first.push(news.first)
      last.push(news.last)
    }
    return nativeBlock([namespace, metric, id, labels, sets, unit, resolution, source, fallback, first, last])
  }

  /** The store has them now. */
  seriesTold(): void {
    for (const [series, { first, last, fallback }] of this.#news) series.told(first, last, fallback)
    this.#news.clear()
  }
}
