/** All alarms under evaluation, and who stands on whom. */

import { nameOf } from '../../query/metric-data/index.ts'
import { childrenOf, onlyGrowsWorse, orderOf } from '../alarms/index.ts'
import { type CompositeDefinition, nameIn } from './definition.ts'
import type { AlarmEntry } from './entry.ts'
import type { Reach } from './line.ts'

/** Names that a composite stands on: its rule's alarms and its suppressor. */
export const standsOn = ({ read: { alarm, rule } }: CompositeDefinition): string[] => [
  ...new Set([...childrenOf(rule), ...(alarm.suppressor === undefined ? [] : [alarm.suppressor.alarm])].map(nameIn)),
]

export class AlarmBook {
  readonly #entries = new Map<string, AlarmEntry>()
  readonly #composites = new Map<string, readonly string[]>()
  readonly #parents = new Map<string, Set<string>>()
  /** Those that may be foreseen, by the metric that they watch. */
  readonly #byMetric = new Map<string, Set<AlarmEntry>>()
  #order: readonly string[] | undefined

  get size(): number {
    return this.#entries.size
  }
  get(name: string): AlarmEntry | undefined {
    return this.#entries.get(name)
  }
  all(): IterableIterator<AlarmEntry> {
    return this.#entries.values()
  }

  set(entry: AlarmEntry): void {
    this.delete(entry.name)
    this.#entries.set(entry.name, entry)
    const { definition } = entry
    if (definition.kind === 'composite') {
      const children = standsOn(definition)
      this.#composites.set(entry.name, children)
      for (const child of children) added(this.#parents, child, entry.name)
      this.#order = undefined
    } else {
      const metric = foreseeable(entry)
      if (metric !== undefined) added(this.#byMetric, metric, entry)
    }
  }

  delete(name: string): AlarmEntry | undefined {
    const entry = this.#entries.get(name)
    if (entry === undefined) return undefined
    this.#entries.delete(name)
    for (const child of this.#composites.get(name) ?? []) removed(this.#parents, child, name)
    if (this.#composites.delete(name)) this.#order = undefined
    const metric = foreseeable(entry)
    if (metric !== undefined) removed(this.#byMetric, metric, entry)
    return entry
  }

  clear(): void {
    for (const name of [...this.#entries.keys()]) this.delete(name)
  }

  parentsOf(name: string): ReadonlySet<string> {
    return this.#parents.get(name) ?? new Set()
  }

  /** Composites that can be evaluated, each behind those that it stands on; those in a ring are not among them. */
  get order(): readonly string[] {
    this.#order ??= orderOf(this.#composites).order
    return this.#order
  }

  /** Undefined: no alarm on the metric can be foreseen. */
  reachOf(metric: string): Reach | undefined {
    const entries = this.#byMetric.get(metric)
    if (entries === undefined) return undefined
    const none = Number.POSITIVE_INFINITY
    const reach: Reach = { count: none, sum: none, max: none, min: Number.NEGATIVE_INFINITY }
    for (const { definition } of entries) {
      if (definition.kind === 'composite') continue
      const { statistic, threshold = Number.NaN } = definition.read.alarm
      if (statistic === 'Minimum') reach.min = Math.max(reach.min, threshold)
      else if (statistic === 'Maximum') reach.max = Math.min(reach.max, threshold)
      else if (statistic === 'SampleCount') reach.count = Math.min(reach.count, threshold)
      else reach.sum = Math.min(reach.sum, threshold)
    }
    return reach
  }

  watching(metric: string): Iterable<AlarmEntry> {
    return this.#byMetric.get(metric) ?? []
  }
}

function added<T>(all: Map<string, Set<T>>, key: string, value: T): void {
  const there = all.get(key)
  if (there === undefined) all.set(key, new Set([value]))
  else there.add(value)
}

function removed<T>(all: Map<string, Set<T>>, key: string, value: T): void {
  const there = all.get(key)
  there?.delete(value)
  if (there?.size === 0) all.delete(key)
}

/** `nameOf` the one metric of an alarm that may be certain before its minute is over. */
function foreseeable({ definition }: AlarmEntry): string | undefined {
  if (definition.kind === 'composite') return undefined
  const { alarm, source } = definition.read
  if (source.kind !== 'metric' || alarm.window.kind !== 'sliding' || !onlyGrowsWorse(alarm, true)) return undefined
  return nameOf(source)
}
