/**
 * What accepted log events give birth to: the values of metric filters, embedded metrics, and an account of what arrived. All of it follows
 * from the stored event and the filters alone, so that it can be made up for when a crash came in between.
 */
import { limits } from '../../limits.ts'
import { type Clock, type Instant, ok, type Result } from '../../model/index.ts'
import type { EngineError } from '../../store/engine/index.ts'
import type { BatchNumber, Births, BlockBirths, LogBatch, StoredEvent } from '../../store/logs/index.ts'
import { type MetricStore, type Origin, type Sample, type SeriesRef, wholeBatch } from '../../store/metrics/index.ts'
import { embeddedMark, readEmbeddedMetrics } from '../embedded-metrics/index.ts'
import type { ActiveFilter, GroupFilters, MetricFilterBook, Publish } from '../metric-filter/index.ts'
import { BirthKeeper, type BirthRow, type Joined } from './keeper.ts'
import { Tally } from './tally.ts'
import { minuteOf, noVolume, type Volume, type VolumeAccount } from './volume.ts'

export interface BirthOptions {
  readonly store: MetricStore
  readonly filters: Pick<MetricFilterBook, 'of'>
  readonly account: Pick<VolumeAccount, 'note'>
  readonly clock: Clock
}

export function logBirths(options: BirthOptions): Births {
  let last: Promise<unknown> = Promise.resolve()
  const keeper = new BirthKeeper(options.store)
  return {
    begin: () => new Block(options, keeper),
    repair(events, announced) {
      // One after the other: what is missing is looked up before it is added.
      const repaired = last.then(() => repair(options, events, announced))
      last = repaired.catch(() => undefined)
      return repaired
    },
  }
}

/** A minute of a filter with a default value: when its first event was, or that it holds a value. */
const published = -1

class Block implements BlockBirths {
  readonly #options: BirthOptions
  readonly #keeper: BirthKeeper
  #rows: BirthRow[] = []
  #joined: Joined | undefined
  readonly #minutes = new Map<ActiveFilter, Map<number, number>>()
  readonly #volumes: { readonly group: string; readonly at: Instant; readonly volume: Volume }[] = []

  constructor(options: BirthOptions, keeper: BirthKeeper) {
    this.#options = options
    this.#keeper = keeper
  }

  add(batch: LogBatch, number: BatchNumber, textBytes: number, written: readonly Uint8Array[]): number {
    const before = this.#rows.length
    const group = this.#options.filters.of(batch.groupId)
    const volume = { ...noVolume(), events: batch.messages.length, bytes: textBytes }
    for (const filter of group?.defaults ?? []) this.#noteMinutes(filter, batch.timestamps)
    if (group !== undefined) this.#filter(batch, number, group, written)
    if (batch.embeddedMetrics !== false) this.#embed(batch, number, volume)
    // A group without a name is nobody's: the server's own trials.
    if (batch.groupName !== '') this.#volumes.push({ group: batch.groupName, at: number.ingestionTime, volume })
    return bytesOf(this.#rows, before)
  }

  #filter(
    { messages, timestamps }: LogBatch,
    number: BatchNumber,
    group: GroupFilters,
    written: readonly Uint8Array[],
  ): void {
    const tally = new Tally<ActiveFilter>()
    const publish: Publish = (filter, series, value, index) =>
      tally.add(filter, series, minuteOf(timestamps[index] ?? 0), value)
    group.evaluate(messages, number.ingestionTime, publish, written)
    const origin = { ...number, index: wholeBatch }
    for (const { of, series, minute, sample } of tally.rows()) {
      this.#rows.push({ series, at: minute * 60_000, sample, origin })
      this.#minutes.get(of)?.set(minute, published)
    }
  }

  #embed({ messages, timestamps, embeddedMetrics }: LogBatch, number: BatchNumber, volume: Errors): void {
    for (let index = 0; index < messages.length; index++) {
      const message = messages[index] ?? ''
      if (!mayEmbed(message, embeddedMetrics)) continue
      const origin = { ...number, index }
      const event = { message, timestamp: timestamps[index] ?? 0 }
      const errors = embedded(this.#options, event, embeddedMetrics === true, number, (series, at, sample) =>
        this.#rows.push({ series, at, sample, origin }),
      )
      volume.parsingErrors += errors?.parsingErrors ?? 0
      volume.validationErrors += errors?.validationErrors ?? 0
    }
  }

  #noteMinutes(filter: ActiveFilter, timestamps: readonly number[]): void {
    const minutes = this.#minutes.get(filter) ?? new Map<number, number>()
    this.#minutes.set(filter, minutes)
    let last = Number.NaN
    for (const timestamp of timestamps) {
      const minute = minuteOf(timestamp)
      if (minute === last) continue
      last = minute
      if (!filter.settled.has(minute) && !minutes.has(minute)) minutes.set(minute, timestamp)
    }
  }

  async commit(token: string): Promise<Result<void, EngineError>> {
    if (this.#joined === undefined) {
      this.#addFallbacks()
      if (this.#rows.length > 0) this.#joined = this.#keeper.join(this.#rows, token)
      this.#rows = []
    }
    const kept = await this.#joined?.keep()
    if (kept?.ok === false) return kept
    for (const [{ settled }, minutes] of this.#minutes) settle(settled, minutes.keys())
    for (const { group, at, volume } of this.#volumes) this.#options.account.note(group, at, volume)
    return ok(undefined)
  }

  #addFallbacks(): void {
    for (const [{ filter, series }, minutes] of this.#minutes) {
      for (const at of minutes.values()) {
        if (at !== published && series !== undefined)
          this.#rows.push({ series, at, sample: { kind: 'fallback', value: filter.defaultValue ?? 0 } })
      }
    }
  }
}

/** About what a row takes while it waits, and each value of a distribution. */
const rowBytes = 256
const valueBytes = 32

function bytesOf(rows: readonly BirthRow[], from: number): number {
  let sum = (rows.length - from) * rowBytes
  for (let at = from; at < rows.length; at++) {
    const sample = rows[at]?.sample
    if (sample?.kind === 'distribution') sum += sample.values.length * valueBytes
  }
  return sum
}

/** Only spares writing a fallback again, so it may forget. */
function settle(settled: Set<number>, minutes: Iterable<number>): void {
  if (settled.size >= limits.settledMinutes) settled.clear()
  for (const minute of minutes) settled.add(minute)
}

type Errors = { parsingErrors: number; validationErrors: number }

interface EventText {
  readonly message: string
  readonly timestamp: number
}

function embedded(
  { store }: BirthOptions,
  { message, timestamp }: EventText,
  announced: boolean,
  { ingestionTime }: BatchNumber,
  add: (series: SeriesRef, at: number, sample: Sample) => void,
): Pick<Volume, 'parsingErrors' | 'validationErrors'> | undefined {
  const event = readEmbeddedMetrics(message, { announced, timestamp, now: ingestionTime })
  if (event === undefined) return undefined
  for (const { samples, ...key } of event.metrics) {
    const series = store.series({ ...key, source: '' })
    for (const sample of samples) add(series, event.at, sample)
  }
  return event
}

type Expected = Required<BirthRow>

/** `events` holds all events of a batch in a minute that give birth to anything, or none of them. */
async function repair(
  options: BirthOptions,
  events: readonly StoredEvent[],
  announced: boolean | undefined,
): Promise<Result<void, EngineError>> {
  const expected = [...filtered(options, events), ...events.flatMap(event => embeds(options, event, announced))]
  if (expected.length === 0) return ok(undefined)
  const numbers = new Set(expected.map(({ origin }) => numberText(origin)))
  const found = await options.store.bornOf([...numbers])
  if (!found.ok) return found
  const there = new Set(
    found.value.map(({ batch, index, series, minute }) => `${batch} ${index} ${series} ${minuteOf(minute)}`),
  )
  const block = options.store.block()
  for (const { series, at, sample, origin } of expected) {
    const name = `${numberText(origin)} ${origin.index} ${series.id} ${minuteOf(at)}`
    if (!there.has(name)) block.add(series, at, sample, origin)
  }
  const [first] = numbers
  return options.store.append(block, `repair ${first} ${options.clock.now()}`)
}

/** What the filters make of whole batches: the rows that `Block` makes of them. */
function filtered({ filters }: BirthOptions, events: readonly StoredEvent[]): readonly Expected[] {
  const byBatch = Map.groupBy(events, ({ groupId, batch }) => `${groupId} ${numberText(batch)}`)
  return [...byBatch.values()].flatMap(of => {
    const [first] = of
    const group = first === undefined ? undefined : filters.of(first.groupId)
    if (first === undefined || group === undefined) return []
    const { batch } = first
    const tally = new Tally<ActiveFilter>()
    const messages = of.map(({ message }) => message)
    group.evaluate(messages, batch.ingestionTime, (filter, series, value, index) => {
      if (filter.filter.changedAt <= batch.ingestionTime)
        tally.add(filter, series, minuteOf(of[index]?.timestamp ?? 0), value)
    })
    const origin = { high: batch.high, low: batch.low, index: wholeBatch }
    return tally.rows().map(({ series, minute, sample }) => ({ series, at: minute * 60_000, sample, origin }))
  })
}

function embeds(options: BirthOptions, event: StoredEvent, announced: boolean | undefined): readonly Expected[] {
  if (!mayEmbed(event.message, announced)) return []
  const { batch, index } = event
  const origin = { high: batch.high, low: batch.low, index }
  const expected: Expected[] = []
  embedded(options, event, announced === true, batch, (series, at, sample) =>
    expected.push({ series, at, sample, origin }),
  )
  return expected
}

/** `announced`: as `LogBatch.embeddedMetrics`. */
const mayEmbed = (message: string, announced: boolean | undefined): boolean =>
  announced === true || (announced === undefined && message.includes(embeddedMark))

const numberText = ({ high, low }: Pick<Origin, 'high' | 'low'>): string =>
  ((BigInt(high) << 32n) | BigInt(low)).toString()
