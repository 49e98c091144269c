/**
 * The metric filters of one log group as one pass over a message: what they share is looked at once. A filter that fails, or that makes too
 * many dimensions, harms neither the others nor the ingest.
 */
import { limits } from '../../limits.ts'
import type { Instant } from '../../model/index.ts'
import type { MetricStore, SeriesRef } from '../../store/metrics/index.ts'
import type { MetricFilter } from '../../store/settings/index.ts'
import { compileShared, type FilterPattern } from '../filter-pattern/index.ts'
import { constantOf, readMetricFilter } from './check.ts'
import { parseSelection } from './selection.ts'

export interface FilterWorld {
  readonly store: Pick<MetricStore, 'series'>
  /** 12 digits. */
  readonly account: string
  /** A filter stopped itself; it publishes nothing from now on. Must not throw. */
  readonly onStopped: (filter: MetricFilter, reason: string) => void
}

export interface GroupFilters {
  readonly filters: readonly ActiveFilter[]
  /** Those with a default value. */
  readonly defaults: readonly ActiveFilter[]
  /**
   * What the filters publish of messages, in their order. `now` tells the hour in which dimensions are counted. `written`: the same as the store
   * writes them, if that is at hand (see `SharedPredicates.read`).
   */
  evaluate(messages: readonly string[], now: Instant, publish: Publish, written?: readonly Uint8Array[]): void
}

/** `index`: which message it is of. */
export type Publish = (filter: ActiveFilter, series: SeriesRef, value: number, index: number) => void

/** A filter at work. */
export interface ActiveFilter {
  readonly filter: MetricFilter
  readonly pattern: FilterPattern
  /** Of a filter without dimensions taken from messages. */
  readonly series: SeriesRef | undefined
  /** Minutes (since 1970) of which the store holds a value or a fallback already. */
  readonly settled: Set<number>
}

/** Filters that are stopped, or are for other accounts, are left out; so are those that cannot be read, of a later version perhaps. */
export function compileGroup(filters: readonly MetricFilter[], world: FilterWorld): GroupFilters | undefined {
  const read = filters.flatMap(filter => {
    const found = filter.stopped === null ? readMetricFilter(filter) : undefined
    return found?.ok && isForUs(filter, world.account) ? [{ filter, ...found.value }] : []
  })
  if (read.length === 0) return undefined
  const shared = compileShared(read.map(({ pattern }) => pattern))
  const workers = read.map(({ filter, pattern }, at) => new Worker(filter, pattern, at, shared, world))
  return {
    filters: workers,
    defaults: workers.filter(({ filter, series }) => filter.defaultValue !== null && series !== undefined),
    evaluate(messages, now, publish, written) {
      if (written !== undefined) shared.read(written, messages.length)
      for (let index = 0; index < messages.length; index++) {
        const candidates = shared.candidates(index)
        if (candidates.length === 0) continue
        shared.begin(messages[index] ?? '', index)
        for (const at of candidates) workers[at]?.evaluate(now, publish, index)
      }
      shared.done()
    },
  }
}

const isForUs = ({ selection, region }: MetricFilter, account: string): boolean => {
  const selects = parseSelection(selection ?? '')
  return selects.ok && selects.value({ '@aws.account': account, '@aws.region': region })
}

type Shared = ReturnType<typeof compileShared>
type Read = () => string | null

class Worker implements ActiveFilter {
  readonly filter: MetricFilter
  readonly pattern: FilterPattern
  readonly series: SeriesRef | undefined
  readonly settled = new Set<number>()
  readonly #at: number
  readonly #shared: Shared
  readonly #world: FilterWorld
  readonly #constant: number | undefined
  readonly #value: Read
  readonly #dimensions: readonly (readonly [string, Read])[]
  readonly #systemLabels: Readonly<Record<string, string>>
  readonly #combinations = new Map<string, SeriesRef>()
  readonly #pairs = new Set<string>()
  #hour = Number.NaN
  #stopped = false

  constructor(filter: MetricFilter, pattern: FilterPattern, at: number, shared: Shared, world: FilterWorld) {
    this.filter = filter
    this.pattern = pattern
    this.#at = at
    this.#shared = shared
    this.#world = world
    this.#constant = constantOf(filter.value)
    const reader = (reference: string): Read => {
      const found = shared.reader(at, reference)
      return found.ok ? found.value : () => null
    }
    this.#value = this.#constant === undefined ? reader(filter.value) : () => null
    this.#dimensions = Object.entries(filter.dimensions).map(([name, reference]) => [name, reader(reference)])
    const system = { '@aws.account': world.account, '@aws.region': filter.region }
    this.#systemLabels = Object.fromEntries(
      Object.entries(system).filter(([name]) => filter.systemFields.includes(name)),
    )
    this.series = this.#dimensions.length === 0 ? this.#seriesOf({}) : undefined
  }

  evaluate(now: Instant, publish: Publish, index: number): void {
    if (this.#stopped) return
    try {
      if (!this.#shared.matches(this.#at)) return
      const value = this.#constant ?? constantOf(this.#value() ?? '')
      if (value === undefined) return
      const series = this.series ?? this.#combination(now)
      if (series !== undefined) publish(this, series, value, index)
    } catch (error) {
      this.#stop(`It failed at a message: ${error instanceof Error ? error.message : String(error)}`)
    }
  }

  #combination(now: Instant): SeriesRef | undefined {
    const values: string[] = []
    for (const [, read] of this.#dimensions) {
      const value = read()
      if (value === null || value === '' || value.length > limits.metricDimensionValueLength) return undefined
      values.push(value)
    }
    this.#beginHour(now)
    const name = values.length === 1 ? (values[0] ?? '') : JSON.stringify(values)
    const known = this.#combinations.get(name)
    if (known !== undefined) return known
    for (const [at, value] of values.entries()) this.#pairs.add(`${at} ${value}`)
    if (this.#pairs.size > limits.metricFilterPairs) {
      this.#stop(`It made more than ${limits.metricFilterPairs} different dimension values within an hour.`)
      return undefined
    }
    const labels = Object.fromEntries(this.#dimensions.map(([dimension], at) => [dimension, values[at] ?? '']))
    const series = this.#seriesOf(labels)
    this.#combinations.set(name, series)
    return series
  }

  #beginHour(now: Instant): void {
    const hour = Math.floor(now / 3_600_000)
    if (hour === this.#hour) return
    this.#hour = hour
    this.#combinations.clear()
    this.#pairs.clear()
  }

  #stop(reason: string): void {
    this.#stopped = true
    this.#world.onStopped(this.filter, reason)
  }

  #seriesOf(labels: Readonly<Record<string, string>>): SeriesRef {
    const { namespace, metric, unit, groupId, name } = this.filter
    return this.#world.store.series({
      ...{ namespace, metric, unit, resolution: 60, source: `metric-filter ${groupId} ${name}` },
      labels: { ...labels, ...this.#systemLabels },
    })
  }
}
