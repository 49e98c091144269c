/**
 * The series that alarms watch, read once for all of them. Steps that were read are kept. The store says what is appended: it is laid over them where that
 * says all, and else those steps are read again. Where others write too, the last minutes are always read again.
 */
import { limits } from '../../limits.ts'
import { hours, type Instant, instant, type Millis, minus, ok, plus, type Result } from '../../model/index.ts'
import type { MetricIdentity } from '../../query/metric-math/index.ts'
import type { EngineError } from '../../store/engine/index.ts'
import type {
  MetricStore,
  Series,
  SeriesRef,
  SeriesWatcher,
  StatisticsQuery,
  Touched,
} from '../../store/metrics/index.ts'
import { came, fail, Line, layDown, nothingFresh, type Reach, reaches, settle, trim } from './line.ts'
import { type Known, WatchedMetrics, type Whole } from './watched-metrics.ts'

/** Under which a metric has its line in such steps. */
export const lineKey = (step: Millis, distribution: boolean): string => `${step} ${distribution}`

export interface RoomOptions {
  readonly store: MetricStore
  /** Nobody else writes, so what is not heard of has not come. */
  readonly alone: boolean
  /** Steps kept between evaluations (count). */
  readonly keepSteps: number
  /** What came for a metric is told by `hot` once it may reach this. */
  readonly reachOf?: (metric: string) => Reach | undefined
  /** Where the past alone is asked for: until when, and for series with samples since when. */
  readonly past?: { readonly since: Instant; readonly until: Instant }
}

export class SeriesRoom implements SeriesWatcher {
  readonly #options: RoomOptions
  readonly #metrics = new WatchedMetrics()
  /** Metrics that something came for. */
  readonly hot = new Set<Known>()
  /** Another number: `reachOf` may answer otherwise than before. */
  alarmEpoch = 0
  /** For the curious: statistics asked of the store (count). */
  asked = 0
  /** Counts beginnings of appends and ends of readings. */
  #count = 0
  /** Appends under way by their beginnings, the oldest first. */
  readonly #appending = new Set<number>()

  constructor(options: RoomOptions) {
    this.#options = options
  }

  /** `back`: how far before an evaluation somebody looks. */
  line(
    { namespace, metric, dimensions }: MetricIdentity,
    { step, distribution, back }: { readonly step: Millis; readonly distribution: boolean; readonly back: Millis },
    now: Instant,
  ): Line {
    const known = this.#metrics.of({ namespace, metric, dimensions })
    const key = lineKey(step, distribution)
    let line = known.lines.get(key)
    if (line === undefined) {
      line = new Line(known.metric, step, distribution)
      known.lines.set(key, line)
    }
    line.usedAt = now
    line.back = Math.max(line.back, back)
    return line
  }

  /** A metric is looked at as if something had come for it. */
  heat(metric: MetricIdentity): void {
    this.hot.add(this.#metrics.of(metric))
  }

  whole(namespace: string, metric: string): readonly Series[] {
    return [...(this.#metrics.whole(namespace, metric).series?.values() ?? [])]
  }

  // What the store tells.

  get epoch(): number {
    return this.#metrics.epoch
  }

  wants(series: SeriesRef): boolean {
    return this.#metrics.isNamed(series)
  }

  beginning(): number {
    this.#appending.add(++this.#count)
    return this.#count
  }

  ended(began: number): void {
    this.#appending.delete(began)
  }

  hearBy(take: () => readonly Touched[]): void {
    this.#take = take
  }
  #take: () => readonly Touched[] = () => []

  /** Learns of what was appended. To be called every few seconds. */
  hear(): void {
    for (const one of this.#take()) {
      const { places, whole } = this.#metrics.meantBy(one.series)
      if (whole?.series !== undefined) join(whole.series, one)
      for (const place of places) {
        const { known } = place
        if (known.series !== undefined && (place.in !== known.series || one.fallback)) {
          join(known.series, one)
          place.in = known.series
          place.hasFallbacks = known.series.get(one.series.id)?.fallback === true
        }
        const reach = this.#reachOf(known)
        // A minute's fallbacks count only where nothing else does.
        const isExact = this.#options.alone && known.series !== undefined && !place.hasFallbacks
        let isReached = false
        for (const line of known.lines.values()) {
          came(line, one, isExact)
          isReached ||= reach !== undefined && reaches(line, reach)
        }
        if (isReached) this.hot.add(known)
      }
    }
  }

  #reachOf(known: Known): Reach | undefined {
    if (known.reachEpoch !== this.alarmEpoch) {
      known.reachEpoch = this.alarmEpoch
      known.reach = this.#options.reachOf?.(known.name)
    }
    return known.reach
  }

  // What is asked of the store.

  /** Brings lists of names up to date that queries choose from. */
  async loadWholes(
    names: readonly { readonly namespace: string; readonly metric: string }[],
    now: Instant,
  ): Promise<Result<void, EngineError>> {
    for (const { namespace, metric } of names) {
      const whole = this.#metrics.whole(namespace, metric)
      if (!this.#isStale(whole, now)) continue
      const found = await this.#list({ namespace, metric }, now)
      if (!found.ok) return found
      whole.series = new Map(found.value.map(series => [series.id, series]))
      whole.checkedAt = now
      whole.firstAt ??= now
    }
    return ok(undefined)
  }

  /** Reads what is missing. Lines that could not be read are marked, and the first trouble is told. */
  async load(wanted: ReadonlyMap<Line, number>, now: Instant): Promise<EngineError | undefined> {
    let trouble = await this.#resolve([...wanted.keys()], now)
    // What ended before a reading begins is no longer under way for it.
    this.hear()
    const reads: Read[] = []
    for (const [line, from] of wanted) {
      const known = this.#metrics.of(line.metric)
      line.failed = known.series === undefined
      if (known.series === undefined) continue
      reads.push(...this.#readsOf(line, known.series, from, now))
    }
    // Those of one start and step lie together, so that they share a statement.
    reads.sort((a, b) => a.query.period - b.query.period || a.query.from - b.query.from || a.query.to - b.query.to)
    for (let at = 0; at < reads.length; at += limits.alarmLinesAtOnce) {
      const some = reads.slice(at, at + limits.alarmLinesAtOnce)
      this.asked += some.length
      const found = await this.#options.store.statisticsOf(some.map(({ query }) => query))
      for (const [place, { line, unit, ...range }] of some.entries())
        if (found.ok) settle(line, unit, range, found.value[place] ?? [])
        else fail(line)
      if (!found.ok) trouble ??= found.error
    }
    this.#count++
    for (const line of wanted.keys()) {
      line.readEnded = Math.min(line.readEnded, this.#count)
      line.wholeEnded = Math.min(line.wholeEnded, this.#count)
    }
    return trouble
  }

  #readsOf(line: Line, series: ReadonlyMap<string, Series>, from: number, now: Instant): Read[] {
    const { alone } = this.#options
    const start = Math.floor(from / line.step) * line.step
    const old = !alone && now - line.wholeAt > readWholeEvery
    const whole = start < line.from || old || line.firstAt === undefined || line.wholeAt - line.firstAt <= underWay
    const range = whole ? { from: start, to: Number.POSITIVE_INFINITY } : this.#unread(line, now)
    layDown(line)
    line.fresh = { ...nothingFresh }
    line.dirtyFrom = Number.POSITIVE_INFINITY
    line.dirtyTo = Number.NEGATIVE_INFINITY
    if (range.from >= range.to) return []
    if (whole) {
      line.from = start
      line.wholeAt = now
      line.firstAt ??= now
      line.units = new Map()
    }
    this.#begins(line, whole, range.to)
    const ofUnit = Map.groupBy(series.values(), ({ unit }) => unit)
    const last = plus(now, readAhead)
    const query = {
      from: instant(whole ? start : Math.max(line.from, Math.floor(range.from / readTogether) * readTogether)),
      to: this.#options.past?.until ?? instant(Math.min(last, Math.ceil(range.to / readTogether) * readTogether)),
      period: line.step,
      distribution: line.distribution,
    }
    return [...ofUnit].map(([unit, some]) => ({ line, unit, whole, ...range, query: { ...query, series: some } }))
  }

  /** Which steps are to be read again. Nothing: infinite. */
  #unread(line: Line, now: Instant): { readonly from: number; readonly to: number } {
    const { dirtyFrom, dirtyTo, from } = line
    if (this.#options.alone) return { from: Math.max(from, dirtyFrom), to: dirtyTo }
    const behind = minus(now, limits.alarmSeriesReadAgain)
    return {
      from: Math.max(from, Math.floor(Math.min(dirtyFrom, behind) / readTogether) * readTogether),
      to: Number.POSITIVE_INFINITY,
    }
  }

  #begins(line: Line, whole: boolean, to: number): void {
    const [oldest = Number.POSITIVE_INFINITY] = this.#appending
    // What is under way began after the last reading's end: how far that one reached says nothing any more.
    const isOver = whole || oldest > line.readEnded
    line.readTo = whole ? Number.NEGATIVE_INFINITY : isOver ? to : Math.max(line.readTo, to)
    line.readEnded = Number.POSITIVE_INFINITY
    if (whole) line.wholeEnded = Number.POSITIVE_INFINITY
  }

  /** Which series the metrics have. */
  async #resolve(lines: readonly Line[], now: Instant): Promise<EngineError | undefined> {
    const stale = [...new Set(lines.map(({ metric }) => this.#metrics.of(metric)))].filter(known =>
      this.#isStale(known, now),
    )
    let trouble: EngineError | undefined
    for (let at = 0; at < stale.length; at += limits.alarmMetricsFoundAtOnce) {
      const some = stale.slice(at, at + limits.alarmMetricsFoundAtOnce)
      const found = await this.#options.store.find(
        some.map(({ metric }) => metric),
        this.#since(now),
      )
      if (!found.ok) trouble ??= found.error
      else for (const [place, known] of some.entries()) this.#resolved(known, found.value[place] ?? [], now)
    }
    return trouble
  }

  #since(now: Instant): Instant {
    return this.#options.past?.since ?? minus(now, limits.alarmSeriesActive)
  }

  #resolved(known: Known, found: readonly Series[], now: Instant): void {
    const before = known.series
    // What was told meanwhile may not be listed yet.
    known.series = new Map([...(before ?? []), ...found.map(series => [series.id, series] as const)])
    known.checkedAt = now
    known.firstAt ??= now
    if (before !== undefined && known.series.size > before.size)
      for (const line of known.lines.values()) line.from = Number.POSITIVE_INFINITY
  }

  #isStale({ series, checkedAt, firstAt = checkedAt }: Known | Whole, now: Instant): boolean {
    if (series === undefined || checkedAt - firstAt <= underWay) return true
    return !this.#options.alone && now - checkedAt >= limits.alarmSeriesListedEvery
  }

  async #list(
    of: { readonly namespace: string; readonly metric: string },
    now: Instant,
  ): Promise<Result<readonly Series[], EngineError>> {
    const all: Series[] = []
    for (;;) {
      const last = all.at(-1)
      const page = await this.#options.store.list({
        ...of,
        activeSince: this.#since(now),
        ...(last === undefined ? {} : { after: last }),
        limit: limits.metricSeriesRead,
      })
      if (!page.ok) return page
      all.push(...page.value)
      if (page.value.length < limits.metricSeriesRead) return ok(all)
    }
  }

  /** Lets go of steps that no window will ask for, of lines that nobody asked for of late, and of what is too much. */
  tidy(now: Instant): void {
    let steps = 0
    const all: Line[] = []
    for (const known of this.#metrics.all()) {
      for (const [key, line] of known.lines) {
        if (now - line.usedAt > forgottenAfter) {
          known.lines.delete(key)
          continue
        }
        trim(line, now - line.back - keptBehind)
        steps += line.steps
        all.push(line)
      }
      if (known.lines.size === 0) this.#metrics.forget(known)
    }
    if (steps <= this.#options.keepSteps) return
    for (const line of all.sort((a, b) => b.steps - a.steps)) {
      if (steps <= this.#options.keepSteps) return
      steps -= line.steps
      line.units = new Map()
      line.from = Number.POSITIVE_INFINITY
    }
  }
}

interface Read {
  readonly line: Line
  readonly unit: string
  /** Which steps it is about; its question may reach further. */
  readonly from: number
  readonly to: number
  readonly whole: boolean
  readonly query: StatisticsQuery
}

/** Starts and ends of readings are put together by this (ms), so that many lines share a statement. */
const readTogether = 300_000
/** Samples may lie in the future, by hours. */
const readAhead = hours(24)
/** Where others write too, steps are read as a whole again after this (ms). */
const readWholeEvery = 3_600_000
/** A line that nobody asked for so long is let go (ms). */
const forgottenAfter = 7_200_000
/** What was under way when a metric was first looked at is durable after this (ms), and was told to nobody. */
const underWay = 60_000
/** An evaluation that is made up for looks back from then (ms). */
const keptBehind = 360_000

function join(all: Map<string, Series>, { series: { id, key }, from, fallback }: Touched): void {
  const there = all.get(id)
  if (there !== undefined && (there.fallback || !fallback)) return
  const at = instant(from)
  all.set(id, { ...key, id, sets: key.sets ?? [Object.keys(key.labels)], fallback, first: at, last: at })
}
