/**
 * The `MetricStore` port: one store for CloudWatch, Prometheus and OpenTelemetry. A series is a name (namespace and metric) with its full
 * label set; a sample is a value with a weight, so that a CloudWatch value array and a Prometheus gauge are the same rows; statistic
 * sets and distributions have columns of their own. An observation that several dimension sets are declared for is kept once, with
 * all labels and the declared sets; each set is answered by filtering.
 */
import type { Instant, Millis, Result } from '../../model/index.ts'
import type { AppendError } from '../commit/index.ts'
import type { EngineError } from '../engine/port.ts'

export type { AppendError }

/** What makes a series: two that differ in anything here are two. */
export interface SeriesKey {
  /** `''` for Prometheus. */
  readonly namespace: string
  readonly metric: string
  readonly labels: Readonly<Record<string, string>>
  /** The label names of each metric that CloudWatch sees in it, at least one set; absent: all labels are the one set. */
  readonly sets?: readonly (readonly string[])[]
  /** `None` where nobody said. */
  readonly unit: string
  /** Seconds. */
  readonly resolution: 1 | 60
  /** Who publishes it, where two may publish under the same labels: a metric filter, the server itself. `''`: whoever writes. */
  readonly source: string
}

export type Sample =
  | { readonly kind: 'value'; readonly value: number; readonly weight: number }
  /** Stands for its minute if the same series holds nothing else in that minute, and then once, however often it was written. */
  | { readonly kind: 'fallback'; readonly value: number }
  | ({ readonly kind: 'set' } & StatisticSet)
  /** Values with their weights, whose statistics were told beside them and count. */
  | ({ readonly kind: 'distribution' } & Distribution & StatisticSet)

export interface StatisticSet {
  readonly count: number
  readonly sum: number
  readonly min: number
  readonly max: number
}

/** Values ascending, each once, with how often it was seen (may be a fraction). */
export interface Distribution {
  readonly values: readonly number[]
  readonly weights: readonly number[]
}

/** The log event that gave birth to a sample, or all events of a batch in a minute. */
export interface Origin {
  /** Upper and lower 32 bits of the batch number. */
  readonly high: number
  readonly low: number
  /** The event's place in its batch; `wholeBatch`: of all its events in the sample's minute. */
  readonly index: number
}

/** No event's place: a batch holds fewer. */
export const wholeBatch = 65_535

/** A key that the store knows, ready to be written often. */
export interface SeriesRef {
  readonly key: SeriesKey
  /** Decimal UInt64. */
  readonly id: string
  /** Where the watched store keeps what it knows of it, so that a sample costs no look into a table; nobody else's. */
  mark?: object | undefined
}

/** Samples under way. It belongs to one append; after it nothing may be added. */
export interface MetricBlock {
  readonly samples: number
  /** About what it holds in memory. */
  readonly bytes: number
  /** Called with each sample that is added, after it. */
  onAdd?: ((series: SeriesRef, at: number, sample: Sample) => void) | undefined
  /** `call`: the key of the call that it is the first sample of, in its day. */
  add(series: SeriesRef, at: number, sample: Sample, origin?: Origin, call?: bigint): void
}

export interface Series extends SeriesKey {
  readonly id: string
  readonly sets: readonly (readonly string[])[]
  /** Holds samples of kind `fallback`. */
  readonly fallback: boolean
  readonly first: Instant
  /** Exact to `limits.seriesToldEvery`: there may be samples up to that much later. */
  readonly last: Instant
}

export interface SeriesQuery {
  readonly namespace?: string
  readonly metric?: string
  /** The metric's name as a part of a path: whatever its case, and `_` may be `/` or `%`. */
  readonly metricWritten?: string
  /** Each must be there, with this value if one is given; others may be there too. */
  readonly labels?: readonly { readonly name: string; readonly value?: string }[]
  /** CloudWatch's exact dimensions: a declared set of just these names, with these values. `{}` is the metric without dimensions. */
  readonly dimensions?: Readonly<Record<string, string>>
  /** A declared set of just these names, whatever their values. */
  readonly set?: readonly string[]
  /** Somewhere in namespace, metric, or a label's name or value, whatever the case. */
  readonly contains?: string
  readonly unit?: string
  readonly source?: string
  /** With samples at or after this time, as far as `last` tells. */
  readonly activeSince?: Instant
  /** Strictly after this one in the order of namespace, metric, id. */
  readonly after?: Pick<Series, 'namespace' | 'metric' | 'id'>
  readonly limit: number
}

/** A metric as CloudWatch names it: of its declared sets of dimensions, the one with these names. */
export interface MetricWanted {
  readonly namespace: string
  readonly metric: string
  readonly dimensions: Readonly<Record<string, string>>
}

export interface NamespaceCount {
  readonly namespace: string
  readonly metrics: number
}
export interface SetsQuery {
  readonly namespace: string
  readonly activeSince: Instant
  readonly limit: number
}
export interface SetCount {
  /** In order. */
  readonly names: readonly string[]
  readonly metrics: number
}

export interface StatisticsQuery {
  /** Taken together as one line; of one namespace and metric. */
  readonly series: readonly Series[]
  /** Inclusive; the start of the first period. */
  readonly from: Instant
  /** Exclusive. */
  readonly to: Instant
  readonly period: Millis
  /** Also the values behind each period: costs memory by distinct values. */
  readonly distribution?: boolean
  /** Also this percentile (0 to 100), not beside `distribution`: a number is told where the values would be hundreds. */
  readonly percent?: number
  readonly signal?: AbortSignal
}

/** One period that holds samples. */
export interface PeriodStatistics extends StatisticSet {
  /** Start of the period. */
  readonly at: Instant
  /** Absent unless asked for; null where a statistic set hides the values. */
  readonly distribution?: Distribution | null
  /** As `percentile` gives it of the distribution. Absent unless asked for; null where a statistic set hides the values. */
  readonly percentile?: number | null
}

/** What is there of one log event's births, or of a batch's in a minute. */
export interface BornSample {
  /** Decimal UInt64. */
  readonly batch: string
  readonly index: number
  /** Its start. */
  readonly minute: Instant
  /** `SeriesRef.id` */
  readonly series: string
}

export interface MetricStore {
  /** The same key always gives the same id, in every program. */
  series(key: SeriesKey): SeriesRef
  block(): MetricBlock
  /**
   * Resolves ok when the samples are durable and can be read. A repeat of the same block under the same token is a no-op. An empty
   * block costs nothing.
   */
  append(block: MetricBlock, token: string): Promise<Result<void, EngineError>>
  list(query: SeriesQuery): Promise<Result<readonly Series[], EngineError>>
  /**
   * The series behind many metrics, of all units, in the order of the metrics: by one statement. Active as in `SeriesQuery`; `over-limit`
   * where there are more than `limits.metricSeriesFound`.
   */
  find(
    wanted: readonly MetricWanted[],
    activeSince: Instant,
    signal?: AbortSignal,
  ): Promise<Result<readonly (readonly Series[])[], EngineError>>
  /** How many metrics stand in each namespace, by name; a metric is a name with the values of one declared set. */
  namespaces(activeSince: Instant): Promise<Result<readonly NamespaceCount[], EngineError>>
  /** The declared sets of a namespace and how many metrics each has: the first `limit` of them. */
  sets(query: SetsQuery): Promise<Result<readonly SetCount[], EngineError>>
  /** In order of time; periods without samples are absent. */
  statistics(query: StatisticsQuery): Promise<Result<readonly PeriodStatistics[], EngineError>>
  /**
   * Many lines in few statements: an answer for each query, in their order, each as `statistics` gives it. Lines of the same grid and of
   * any metrics share a statement, equal ones share an answer. Aborting the signal stops them all; those of the queries are not looked at.
   */
  statisticsOf(
    queries: readonly StatisticsQuery[],
    signal?: AbortSignal,
  ): Promise<Result<readonly (readonly PeriodStatistics[])[], EngineError>>
  /** Samples that these batches (decimal numbers) gave birth to. */
  bornOf(batches: readonly string[]): Promise<Result<readonly BornSample[], EngineError>>
  /**
   * Rolls up the days that have grown old, and removes what is past its time and the series that have nothing later. It may be broken off,
   * killed, or run by two programs at once; to be called more often than `limits.metricRest`, by every program that reads.
   */
  retire(now: Instant, days: MetricDays, signal: AbortSignal): Promise<Result<Retired, EngineError>>
}

/** How long samples, and roll-ups of five minutes and of hours, are kept (days). None is kept shorter than the one before. */
export interface MetricDays {
  readonly samples: number
  readonly fives: number
  readonly hours: number
}

export interface Retired {
  readonly daysRolledUp: number
  /** Days of samples, weeks of five minutes, months of hours. */
  readonly partitionsDropped: number
}

export interface WrittenSample {
  readonly series: SeriesRef
  /** Milliseconds since 1970. */
  readonly at: number
  readonly sample: Sample
  /** The time is the server's: a repeat of the call has another. */
  readonly stamped?: boolean
}

/** A call of a writer, so that its repeat adds nothing. */
export interface MetricCall {
  /** 64 bits of a hash, not 0. */
  readonly key: bigint
  /** The key is the call's own name; else it is of what it says, which another call may say as well. */
  readonly named: boolean
  /** The writer says that it repeats itself; undefined: it did not say. */
  readonly repeats: boolean | undefined
  /** Whether the writer is gone without the answer. */
  readonly unheard: () => boolean
}

export interface MetricWrite {
  readonly samples: readonly WrittenSample[]
  readonly call?: MetricCall
}

/** The way in for many writers at once. */
export interface MetricWriter {
  /** Resolves ok when the samples are durable and can be read. */
  append(write: MetricWrite): Promise<Result<void, AppendError>>
  stats(): MetricWriterStats
  /** Commits what was taken; every waiting writer is answered before this resolves. */
  close(): Promise<void>
}

export interface MetricWriterStats {
  readonly queueBytes: number
  readonly queueLimit: number
  readonly queueWrites: number
  readonly durableSamples: number
  readonly throttledWrites: number
  /** Durable, over the last minute. */
  readonly samplesPerSecond: number
}
