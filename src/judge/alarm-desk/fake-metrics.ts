/** A metric store in memory, for tests alone: what is appended can be read at once, and reading can be made to fail. */
import { err, instant, ok, type Result } from '../../model/index.ts'
import { nameOf } from '../../query/metric-data/index.ts'
import { metricsOf } from '../../query/metric-math/index.ts'
import type { EngineError } from '../../store/engine/index.ts'
import {
  type MetricBlock,
  type MetricStore,
  type PeriodStatistics,
  percentile,
  type Sample,
  type Series,
  type SeriesKey,
  type SeriesRef,
  type StatisticsQuery,
} from '../../store/metrics/index.ts'

interface Kept {
  readonly at: number
  readonly sample: Sample
}

export class FakeMetrics implements MetricStore {
  readonly #refs = new Map<string, SeriesRef>()
  readonly #series = new Map<string, Series>()
  readonly #samples = new Map<string, Kept[]>()
  readonly #added = new WeakMap<MetricBlock, [SeriesRef, Kept][]>()
  /** What readings answer instead. */
  trouble: EngineError | undefined
  /** Lines that were asked for. */
  asked = 0

  series(key: SeriesKey): SeriesRef {
    const text = JSON.stringify([key.namespace, key.metric, Object.entries(key.labels).sort(), key.sets, key.unit])
    const known = this.#refs.get(text) ?? { key, id: String(this.#refs.size + 1) }
    this.#refs.set(text, known)
    return known
  }

  block(): MetricBlock {
    const added: [SeriesRef, Kept][] = []
    const block: MetricBlock = {
      samples: 0,
      bytes: 0,
      add: (series, at, sample) => {
        added.push([series, { at, sample }])
        block.onAdd?.(series, at, sample)
      },
    }
    this.#added.set(block, added)
    return block
  }

  async append(block: MetricBlock): Promise<Result<void, EngineError>> {
    for (const [{ key, id }, one] of this.#added.get(block) ?? []) {
      const at = instant(one.at)
      const fallback = one.sample.kind === 'fallback' || this.#series.get(id)?.fallback === true
      this.#series.set(id, { ...key, id, sets: key.sets ?? [Object.keys(key.labels)], fallback, first: at, last: at })
      const samples = this.#samples.get(id)
      if (samples === undefined) this.#samples.set(id, [one])
      else samples.push(one)
    }
    return ok(undefined)
  }

  async find(wanted: Parameters<MetricStore['find']>[0]): ReturnType<MetricStore['find']> {
    if (this.trouble !== undefined) return err(this.trouble)
    const all = Map.groupBy(
      [...this.#series.values()].flatMap(series => metricsOf(series).map(metric => ({ name: nameOf(metric), series }))),
      ({ name }) => name,
    )
    return ok(wanted.map(metric => (all.get(nameOf(metric)) ?? []).map(({ series }) => series)))
  }

  async list({ namespace, metric, after }: Parameters<MetricStore['list']>[0]): ReturnType<MetricStore['list']> {
    if (this.trouble !== undefined) return err(this.trouble)
    const all = [...this.#series.values()].filter(
      one => one.namespace === namespace && (metric === undefined || one.metric === metric),
    )
    return ok(after === undefined ? all : [])
  }

  async statistics(query: StatisticsQuery): ReturnType<MetricStore['statistics']> {
    this.asked++
    return this.trouble === undefined ? ok(this.#answer(query)) : err(this.trouble)
  }

  async statisticsOf(queries: readonly StatisticsQuery[]): ReturnType<MetricStore['statisticsOf']> {
    this.asked += queries.length
    return this.trouble === undefined ? ok(queries.map(query => this.#answer(query))) : err(this.trouble)
  }

  #answer({ series, from, to, period, percent }: StatisticsQuery): readonly PeriodStatistics[] {
    const steps = new Map<number, Sample[]>()
    for (const { id } of series)
      for (const { at, sample } of this.#samples.get(id) ?? []) {
        if (at < from || at >= to) continue
        const step = from + Math.floor((at - from) / period) * period
        const there = steps.get(step)
        if (there === undefined) steps.set(step, [sample])
        else there.push(sample)
      }
    return [...steps]
      .sort(([a], [b]) => a - b)
      .map(([at, samples]) => ({ at: instant(at), ...summed(samples) }))
      .map(one => (percent === undefined ? one : { ...one, percentile: percentile(one.distribution, percent) ?? null }))
  }

  /** As a plain object: others may be put around it. */
  get store(): MetricStore {
    return {
      series: key => this.series(key),
      block: () => this.block(),
      append: block => this.append(block),
      list: query => this.list(query),
      find: wanted => this.find(wanted),
      statistics: query => this.statistics(query),
      statisticsOf: queries => this.statisticsOf(queries),
      ...{ namespaces: unasked, sets: unasked, bornOf: unasked, retire: unasked },
    }
  }

  readonly namespaces = unasked
  readonly sets = unasked
  readonly bornOf = unasked
  readonly retire = unasked
}

function unasked(): never {
  throw new Error('alarms do not ask for this')
}

function summed(samples: readonly Sample[]) {
  const real = samples.filter(({ kind }) => kind !== 'fallback')
  const counted = real.length > 0 ? real : samples.slice(0, 1)
  const told = counted.map(sample => {
    if (!('value' in sample)) return sample
    const { value } = sample
    const count = sample.kind === 'value' ? sample.weight : 1
    return { count, sum: value * count, min: value, max: value }
  })
  const distribution = told.map(({ count, sum }) => ({ value: sum / count, count }))
  distribution.sort((a, b) => a.value - b.value)
  return {
    count: told.reduce((all, { count }) => all + count, 0),
    sum: told.reduce((all, { sum }) => all + sum, 0),
    min: Math.min(...told.map(({ min }) => min)),
    max: Math.max(...told.map(({ max }) => max)),
    distribution: { values: distribution.map(({ value }) => value), weights: distribution.map(({ count }) => count) },
  }
}
