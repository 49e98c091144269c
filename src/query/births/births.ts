/**
 * What accepted log events give birth to: the values of metric filters, embedded metrics, and an account of what arrived. All of it follows
 * from the stored event and the filters alone, so that it can be made up for when a crash came in between.
 */
import { limits } from '../../limits.ts'
import { type Clock, type Instant, ok, type Result } from '../../model/index.ts'
import type { EngineError } from '../../store/engine/index.ts'
import type { BatchNumber, Births, BlockBirths, LogBatch, StoredEvent } from '../../store/logs/index.ts'
import type { MetricBlock, MetricStore, Origin, Sample, SeriesRef } from '../../store/metrics/index.ts'
import { readEmbeddedMetrics } from '../embedded-metrics/index.ts'
import type { ActiveFilter, MetricFilterBook } from '../metric-filter/index.ts'
import { minuteOf, noVolume, type Volume, type VolumeAccount } from './volume.ts'

export interface BirthOptions {
  readonly store: MetricStore
  readonly filters: Pick<MetricFilterBook, 'of'>
  readonly account: Pick<VolumeAccount, 'note'>
  readonly clock: Clock
}

export function logBirths(options: BirthOptions): Births {
  let last: Promise<unknown> = Promise.resolve()
  return {
    begin: () => new Block(options),
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
  readonly #block: MetricBlock
  readonly #minutes = new Map<ActiveFilter, Map<number, number>>()
  readonly #volumes: { readonly group: string; readonly at: Instant; readonly volume: Volume }[] = []
  #fallbacksAdded = false

  constructor(options: BirthOptions) {
    this.#options = options
    this.#block = options.store.block()
  }

  add(batch: LogBatch, number: BatchNumber, textBytes: number): number {
    const before = this.#block.bytes
    const group = this.#options.filters.of(batch.groupId)
    const volume = { ...noVolume(), events: batch.messages.length, bytes: textBytes }
    for (const filter of group?.defaults ?? []) this.#noteMinutes(filter, batch.timestamps)
    const mayEmbed = batch.embeddedMetrics !== false
    if (group !== undefined || mayEmbed) {
      for (let index = 0; index < batch.messages.length; index++) {
        const event = { message: batch.messages[index] ?? '', timestamp: batch.timestamps[index] ?? 0 }
        const origin = { high: number.high, low: number.low, index }
        group?.evaluate(event.message, number.ingestionTime, (filter, series, value) => {
          this.#block.add(series, event.timestamp, { kind: 'value', value, weight: 1 }, origin)
          this.#minutes.get(filter)?.set(minuteOf(event.timestamp), published)
        })
        if (!mayEmbed) continue
        const errors = embedded(this.#options, event, batch.embeddedMetrics === true, number, (series, at, sample) =>
          this.#block.add(series, at, sample, origin),
        )
        volume.parsingErrors += errors?.parsingErrors ?? 0
        volume.validationErrors += errors?.validationErrors ?? 0
      }
    }
    // A group without a name is nobody's: the server's own trials.
    if (batch.groupName !== '') this.#volumes.push({ group: batch.groupName, at: number.ingestionTime, volume })
    return this.#block.bytes - before
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
    if (!this.#fallbacksAdded) this.#addFallbacks()
    this.#fallbacksAdded = true
    const kept = await this.#options.store.append(this.#block, token)
    if (!kept.ok) return kept
    for (const [{ settled }, minutes] of this.#minutes) settle(settled, minutes.keys())
    for (const { group, at, volume } of this.#volumes) this.#options.account.note(group, at, volume)
    return ok(undefined)
  }

  #addFallbacks(): void {
    for (const [{ filter, series }, minutes] of this.#minutes) {
      for (const at of minutes.values()) {
        if (at !== published && series !== undefined)
          this.#block.add(series, at, { kind: 'fallback', value: filter.defaultValue ?? 0 })
      }
    }
  }
}

/** Only spares writing a fallback again, so it may forget. */
function settle(settled: Set<number>, minutes: Iterable<number>): void {
  if (settled.size >= limits.settledMinutes) settled.clear()
  for (const minute of minutes) settled.add(minute)
}

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

interface Missing {
  readonly series: SeriesRef
  readonly at: number
  readonly sample: Sample
  readonly origin: Origin
}

async function repair(
  options: BirthOptions,
  events: readonly StoredEvent[],
  announced: boolean | undefined,
): Promise<Result<void, EngineError>> {
  const expected = events.flatMap(event => birthsOf(options, event, announced))
  if (expected.length === 0) return ok(undefined)
  const numbers = new Set(expected.map(({ origin }) => numberText(origin)))
  const found = await options.store.bornOf([...numbers])
  if (!found.ok) return found
  const there = new Set(found.value.map(({ batch, index, series }) => `${batch} ${index} ${series}`))
  const block = options.store.block()
  for (const { series, at, sample, origin } of expected) {
    if (!there.has(`${numberText(origin)} ${origin.index} ${series.id}`)) block.add(series, at, sample, origin)
  }
  const [first] = numbers
  return options.store.append(block, `repair ${first} ${options.clock.now()}`)
}

function birthsOf(options: BirthOptions, event: StoredEvent, announced: boolean | undefined): readonly Missing[] {
  const { batch, index, timestamp, message } = event
  const origin = { high: batch.high, low: batch.low, index }
  const missing: Missing[] = []
  options.filters.of(event.groupId)?.evaluate(message, batch.ingestionTime, ({ filter }, series, value) => {
    if (filter.changedAt <= batch.ingestionTime)
      missing.push({ series, at: timestamp, sample: { kind: 'value', value, weight: 1 }, origin })
  })
  if (announced !== false)
    embedded(options, event, announced === true, batch, (series, at, sample) =>
      missing.push({ series, at, sample, origin }),
    )
  return missing
}

const numberText = ({ high, low }: Origin): string => ((BigInt(high) << 32n) | BigInt(low)).toString()
