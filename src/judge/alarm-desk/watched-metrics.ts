/** The metrics and names that alarms are about, and which of them a series belongs to. */

import { nameOf } from '../../query/metric-data/index.ts'
import { type MetricIdentity, metricsOf } from '../../query/metric-math/index.ts'
import type { Series, SeriesRef } from '../../store/metrics/index.ts'
import type { Line, Reach } from './line.ts'

/** A metric with its series, as far as they were asked for. */
export interface Known {
  /** `nameOf` it. */
  readonly name: string
  readonly metric: MetricIdentity
  series: Map<string, Series> | undefined
  firstAt: number | undefined
  checkedAt: number
  readonly lines: Map<string, Line>
  /** As of an epoch of alarms. */
  reach: Reach | undefined
  reachEpoch: number
}

/** All series of one name, for queries that choose among them. */
export interface Whole {
  readonly namespace: string
  readonly metric: string
  series: Map<string, Series> | undefined
  firstAt: number | undefined
  checkedAt: number
}

/** What is about a series. */
export interface Meant {
  readonly places: readonly Place[]
  readonly whole: Whole | undefined
}

/** A series among those of a metric. */
interface Place {
  readonly known: Known
  /** The map that it was last seen in. */
  in: Known['series']
  hasFallbacks: boolean
}

export class WatchedMetrics {
  readonly #known = new Map<string, Known>()
  readonly #wholes = new Map<string, Whole>()
  /** Names (namespace and metric) that any metric here is of. */
  readonly #names = new Map<string, Set<Known>>()
  #meant = new WeakMap<SeriesRef, Meant>()
  #meantEpoch = -1
  /** Another number: there are others than before. */
  epoch = 0

  all(): Iterable<Known> {
    return this.#known.values()
  }

  of(metric: MetricIdentity): Known {
    const id = nameOf(metric)
    const there = this.#known.get(id)
    if (there !== undefined) return there
    const known: Known = {
      name: id,
      reach: undefined,
      reachEpoch: -1,
      metric,
      series: undefined,
      firstAt: undefined,
      checkedAt: 0,
      lines: new Map(),
    }
    this.#known.set(id, known)
    const name = JSON.stringify([metric.namespace, metric.metric])
    const ofName = this.#names.get(name)
    if (ofName === undefined) this.#names.set(name, new Set([known]))
    else ofName.add(known)
    this.epoch++
    return known
  }

  forget(known: Known): void {
    this.#known.delete(known.name)
    const name = JSON.stringify([known.metric.namespace, known.metric.metric])
    const ofName = this.#names.get(name)
    ofName?.delete(known)
    if (ofName?.size === 0) this.#names.delete(name)
    this.epoch++
  }

  whole(namespace: string, metric: string): Whole {
    const name = JSON.stringify([namespace, metric])
    let whole = this.#wholes.get(name)
    if (whole === undefined) {
      whole = { namespace, metric, series: undefined, firstAt: undefined, checkedAt: 0 }
      this.#wholes.set(name, whole)
      this.epoch++
    }
    return whole
  }

  /** Whether any metric here may be of this series. */
  isNamed({ key }: SeriesRef): boolean {
    const name = JSON.stringify([key.namespace, key.metric])
    return this.#names.has(name) || this.#wholes.has(name)
  }

  meantBy(series: SeriesRef): Meant {
    if (this.#meantEpoch !== this.epoch) {
      this.#meantEpoch = this.epoch
      this.#meant = new WeakMap()
    }
    const there = this.#meant.get(series)
    if (there !== undefined) return there
    const { key } = series
    const metrics = metricsOf({ ...key, sets: key.sets ?? [Object.keys(key.labels)] })
    const meant: Meant = {
      places: metrics.flatMap(metric => {
        const known = this.#known.get(nameOf(metric))
        return known === undefined ? [] : [{ known, in: undefined, hasFallbacks: false }]
      }),
      whole: this.#wholes.get(JSON.stringify([key.namespace, key.metric])),
    }
    this.#meant.set(series, meant)
    return meant
  }
}
