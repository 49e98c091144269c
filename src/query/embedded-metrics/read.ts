/**
 * The embedded metric format: a log event that carries metrics. Both versions are read: `_aws` at the root, and version 0 as agents of
 * Container Insights send it. What is wrong in an event is counted and left out; the rest of it counts.
 */
import { limits } from '../../limits.ts'
import { type Instant, isMetricValue, metricUnits } from '../../model/index.ts'
import type { Sample } from '../../store/metrics/index.ts'

/** One metric of one event: kept once, whichever dimension sets see it. */
export interface EmbeddedMetric {
  readonly namespace: string
  readonly metric: string
  readonly unit: string
  readonly resolution: 1 | 60
  /** All that some declared set names. */
  readonly labels: Readonly<Record<string, string>>
  /** Names of labels, each set once. */
  readonly sets: readonly (readonly string[])[]
  readonly samples: readonly Sample[]
}

export interface EmbeddedEvent {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly metrics: readonly EmbeddedMetric[]
  /** The event was announced as embedded metrics and is no JSON object. */
  readonly parsingErrors: number
  /** Directives, dimension sets and metrics that were left out. */
  readonly validationErrors: number
}

export interface EventContext {
  /** The request said that its events are embedded metrics. */
  readonly announced: boolean
  /** Of the log event (ms). */
  readonly timestamp: number
  /** When it arrived. */
  readonly now: Instant
}

/** Every event with metrics holds this text. */
export const embeddedMark = 'CloudWatchMetrics'

/** undefined: an ordinary event. */
export function readEmbeddedMetrics(message: string, context: EventContext): EmbeddedEvent | undefined {
  if (!context.announced && !message.includes(embeddedMark)) return undefined
  const root = objectOf(message)
  if (root === undefined) {
    return context.announced ? { at: context.timestamp, metrics: [], parsingErrors: 1, validationErrors: 0 } : undefined
  }
  const head = headOf(root, context.timestamp)
  if (head === undefined) return undefined
  const reading = new Reading(root)
  if (!isTime(head.at, context.now)) reading.faults += 1
  else if (!Array.isArray(head.directives)) reading.faults += 1
  else for (const directive of head.directives) reading.directive(directive)
  const at = isTime(head.at, context.now) ? head.at : context.timestamp
  return { at, metrics: reading.metrics(), parsingErrors: 0, validationErrors: reading.faults }
}

type Members = Readonly<Record<string, unknown>>

function objectOf(message: string): Members | undefined {
  try {
    const value: unknown = JSON.parse(message)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function headOf(root: Members, timestamp: number): { readonly at: unknown; readonly directives: unknown } | undefined {
  const aws = member(root, '_aws')
  if (isObject(aws) && Object.hasOwn(aws, embeddedMark))
    return { at: member(aws, 'Timestamp'), directives: member(aws, embeddedMark) }
  if (member(root, 'Version') !== '0' || !Object.hasOwn(root, embeddedMark)) return undefined
  const told = member(root, 'Timestamp')
  const at = typeof told === 'string' && /^\d{1,15}$/.test(told) ? Number(told) : (told ?? timestamp)
  return { at, directives: member(root, embeddedMark) }
}

const isTime = (at: unknown, now: Instant): at is number =>
  Number.isSafeInteger(at) && (at as number) >= now - limits.metricAge && (at as number) <= now + limits.metricLead

interface Growing {
  readonly namespace: string
  readonly metric: string
  readonly unit: string
  readonly resolution: 1 | 60
  readonly labels: Map<string, string>
  readonly sets: Map<string, readonly string[]>
  readonly samples: readonly Sample[]
}

/** Works through the directives of one event. The same metric of several directives is one, with all their sets. */
class Reading {
  faults = 0
  readonly #root: Members
  readonly #metrics = new Map<string, Growing>()
  #samples = 0

  constructor(root: Members) {
    this.#root = root
  }

  metrics(): readonly EmbeddedMetric[] {
    return [...this.#metrics.values()].map(({ labels, sets, ...one }) => ({
      ...one,
      labels: Object.fromEntries(labels),
      sets: [...sets.values()],
    }))
  }

  directive(directive: unknown): void {
    const namespace = isObject(directive) ? member(directive, 'Namespace') : undefined
    const dimensions = isObject(directive) ? member(directive, 'Dimensions') : undefined
    const metrics = isObject(directive) ? member(directive, 'Metrics') : undefined
    if (
      !isText(namespace, limits.embeddedNameLength) ||
      !Array.isArray(dimensions) ||
      dimensions.length === 0 ||
      !Array.isArray(metrics) ||
      metrics.length === 0 ||
      metrics.length > limits.embeddedMetrics
    ) {
      this.faults += 1
      return
    }
    const sets = dimensions.flatMap(names => this.#dimensionSet(names))
    if (sets.length > 0) for (const metric of metrics) this.#metric(namespace, metric, sets)
  }

  /** One set with the values of its members, or none. */
  #dimensionSet(names: unknown): readonly (readonly (readonly [string, string])[])[] {
    if (!Array.isArray(names) || names.length > limits.metricDimensions || new Set(names).size < names.length)
      return this.#fault()
    const set: (readonly [string, string])[] = []
    for (const name of names) {
      const value = isText(name, limits.embeddedDimensionNameLength) ? this.#labelOf(name) : undefined
      if (value === undefined) return this.#fault()
      set.push([name, value])
    }
    return [set]
  }

  #labelOf(name: string): string | undefined {
    const value = member(this.#root, name)
    const text = typeof value === 'number' ? String(value) : value
    return isText(text, limits.metricDimensionValueLength) ? text : undefined
  }

  #metric(namespace: string, metric: unknown, sets: readonly (readonly (readonly [string, string])[])[]): void {
    const name = isObject(metric) ? member(metric, 'Name') : undefined
    const unit = (isObject(metric) ? member(metric, 'Unit') : undefined) ?? 'None'
    const resolution = (isObject(metric) ? member(metric, 'StorageResolution') : undefined) ?? 60
    const bad = !isText(name, limits.embeddedNameLength) || typeof unit !== 'string' || !metricUnits.includes(unit)
    if (bad || (resolution !== 1 && resolution !== 60)) return void this.#fault()
    const key = JSON.stringify([namespace, name, unit, resolution])
    let growing = this.#metrics.get(key)
    if (growing === undefined) {
      const samples = samplesOf(member(this.#root, name))
      if (samples === undefined || this.#samples + samples.length > limits.embeddedSamples) return void this.#fault()
      this.#samples += samples.length
      growing = { namespace, metric: name, unit, resolution, labels: new Map(), sets: new Map(), samples }
      this.#metrics.set(key, growing)
    }
    for (const set of sets) {
      const names = set.map(([label]) => label).sort()
      growing.sets.set(JSON.stringify(names), names)
      for (const [label, value] of set) growing.labels.set(label, value)
    }
  }

  #fault(): readonly [] {
    this.faults += 1
    return []
  }
}

/** undefined: no value that a metric may have. */
function samplesOf(value: unknown): readonly Sample[] | undefined {
  if (isNumber(value)) return [{ kind: 'value', value, weight: 1 }]
  if (Array.isArray(value)) {
    if (value.length === 0 || value.length > limits.embeddedValues || !value.every(isNumber)) return undefined
    const weights = new Map<number, number>()
    for (const one of value) weights.set(one, (weights.get(one) ?? 0) + 1)
    return [...weights].map(([each, weight]) => ({ kind: 'value', value: each, weight }))
  }
  return isObject(value) ? toldSamples(value) : undefined
}

/** What agents send for histograms: a statistic set, perhaps with the values behind it. */
function toldSamples(told: Members): readonly Sample[] | undefined {
  const [count, sum, min, max] = ['Count', 'Sum', 'Min', 'Max'].map(name => member(told, name))
  if (!isNumber(count) || !isNumber(sum) || !isNumber(min) || !isNumber(max) || count < 0 || min > max) return undefined
  // Nothing was seen: nothing is wrong, and nothing is there to keep.
  if (count === 0) return []
  const values = member(told, 'Values')
  const counts = member(told, 'Counts')
  if (values === undefined && counts === undefined) return [{ kind: 'set', count, sum, min, max }]
  if (!isNumbers(values) || !isNumbers(counts) || values.length !== counts.length) return undefined
  if (values.length > limits.metricDistributionValues || counts.some(weight => weight < 0)) return undefined
  const seen = values.map((value, at) => [value, counts[at] ?? 0] as const).filter(([, weight]) => weight > 0)
  seen.sort(([a], [b]) => a - b)
  const weights = seen.map(([, weight]) => weight)
  return [{ kind: 'distribution', values: seen.map(([value]) => value), weights, count, sum, min, max }]
}

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const member = (of: Members, name: string): unknown => (Object.hasOwn(of, name) ? of[name] : undefined)
const isText = (value: unknown, most: number): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= most
const isNumber = (value: unknown): value is number => typeof value === 'number' && isMetricValue(value)
const isNumbers = (value: unknown): value is number[] => Array.isArray(value) && value.every(isNumber)
