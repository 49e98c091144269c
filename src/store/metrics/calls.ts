/**
 * Knows the calls of the last minutes, so that a writer who did not hear the answer may repeat its call without anything being counted
 * twice, a crash in between or not. What a call brought is stored together for each day: the first sample of a day bears the call's key,
 * and a repeat that nobody remembers looks for it there.
 */
import { limits } from '../../limits.ts'
import { type Clock, type Instant, ok, type Result } from '../../model/index.ts'
import type { AppendError } from '../commit/index.ts'
import { type Engine, type EngineError, type Sql, sql } from '../engine/index.ts'
import type { MetricCall, MetricWrite, WrittenSample } from './port.ts'
import { dayLength } from './roll-up.ts'
import { KnownSeries } from './series-book.ts'

type Answer = Result<void, AppendError>

/** A sample with the call that it is the first of, if it is. */
export interface MarkedSample extends WrittenSample {
  readonly mark?: bigint
}

export interface MetricCallsOptions {
  readonly engine: Engine
  readonly clock: Clock
  readonly append: (samples: readonly MarkedSample[]) => Promise<Answer>
}

interface Known {
  /** While somebody works on it. */
  working: Promise<Answer> | undefined
  /** Something of it may be stored though it was not answered so. */
  unsure: boolean
}

export class MetricCalls {
  readonly #options: MetricCallsOptions
  readonly #startedAt: Instant
  /** In two ages: what came in longest ago goes with the old one. */
  #young = new Map<bigint, Known>()
  #old = new Map<bigint, Known>()
  #turnedAt: Instant

  constructor(options: MetricCallsOptions) {
    this.#options = options
    this.#startedAt = options.clock.now()
    this.#turnedAt = this.#startedAt
  }

  async append({ samples, call }: MetricWrite): Promise<Answer> {
    if (samples.length === 0) return ok(undefined)
    // Without a name, and with the time of its arrival, a call cannot be told from another that says the same.
    if (call === undefined || (!call.named && samples.some(({ stamped }) => stamped === true)))
      return this.#options.append(samples)
    const known = this.#find(call.key)
    if (known === undefined) return this.#work(this.#note(call.key), samples, call, this.#mayBeStored(call))
    const before = await known.working
    if (before?.ok === true || (before === undefined && !known.unsure)) return ok(undefined)
    // It was refused before anything of it was taken, or another repeat is at it.
    if (this.#find(call.key) !== known || known.working !== undefined) return this.append({ samples, call })
    return this.#work(known, samples, call, true)
  }

  /** By a program that stopped, or by another one. */
  #mayBeStored(call: MetricCall): boolean {
    const age = this.#options.clock.now() - this.#startedAt
    if (call.repeats !== undefined) return call.repeats
    return age < (call.named ? limits.rememberedCallLife : limits.unheardCallLife)
  }

  async #work(
    known: Known,
    samples: readonly WrittenSample[],
    call: MetricCall,
    mayBeStored: boolean,
  ): Promise<Answer> {
    const working = this.#store(samples, call.key, mayBeStored)
    known.working = working
    const answer = await working
    known.working = undefined
    if (answer.ok) {
      known.unsure = false
      if (!call.named && !call.unheard()) this.#forget(call.key, known)
    } else if (answer.error.code === 'slow-down' || answer.error.code === 'closing') this.#forget(call.key, known)
    else known.unsure = true
    return answer
  }

  async #store(samples: readonly WrittenSample[], key: bigint, mayBeStored: boolean): Promise<Answer> {
    const parts = partsOf(samples)
    const stored = mayBeStored ? await this.#storedOf(parts, key) : ok([])
    if (!stored.ok) return { ok: false, error: { code: 'unavailable', message: said(stored.error) } }
    const missing = parts.filter((_, at) => stored.value[at] !== true)
    if (missing.length === 0) return ok(undefined)
    return this.#options.append(missing.flatMap(([first, ...rest]) => [{ ...first, mark: key }, ...rest]))
  }

  /** Which parts bear the call's key. */
  async #storedOf(parts: readonly Part[], key: bigint): Promise<Result<readonly boolean[], EngineError>> {
    const places = parts.map(
      ([first], at) => sql`SELECT ${at} FROM mangru.metric_samples WHERE ${placeOf(first)} AND call = ${key} LIMIT 1`,
    )
    const found = await this.#options.engine.query(sql.join(places, ' UNION ALL '))
    if (!found.ok) return found
    const there = new Set(found.value.rows.map(([at]) => Number(at)))
    return ok(parts.map((_, at) => there.has(at)))
  }

  #find(key: bigint): Known | undefined {
    return this.#young.get(key) ?? this.#old.get(key)
  }

  #note(key: bigint): Known {
    const now = this.#options.clock.now()
    const age = now - this.#turnedAt
    if (this.#young.size >= limits.rememberedCalls / 2 || age >= limits.rememberedCallLife || age < 0) {
      this.#old = this.#young
      this.#young = new Map()
      this.#turnedAt = now
    }
    const known: Known = { working: undefined, unsure: false }
    this.#young.set(key, known)
    return known
  }

  #forget(key: bigint, known: Known): void {
    if (this.#young.get(key) === known) this.#young.delete(key)
    if (this.#old.get(key) === known) this.#old.delete(key)
  }
}

const said = (error: EngineError): string => ('message' in error ? error.message : error.code)

type Part = readonly [WrittenSample, ...WrittenSample[]]

/** What is stored together or not at all: the samples of a day. Those that bear the time of their arrival are of one day, and theirs alone. */
function partsOf(samples: readonly WrittenSample[]): readonly Part[] {
  const parts = new Map<number, [WrittenSample, ...WrittenSample[]]>()
  for (const sample of samples) {
    const day = sample.stamped === true ? -1 : Math.floor(sample.at / dayLength)
    const part = parts.get(day)
    if (part === undefined) parts.set(day, [sample])
    else part.push(sample)
  }
  return [...parts.values()]
}

/** Where the table holds a sample of the call before, if there was one. */
function placeOf({ series, at, stamped }: WrittenSample): Sql {
  if (!(series instanceof KnownSeries)) throw new TypeError('a series of another store')
  const earliest = stamped === true ? at - limits.rememberedCallLife : at
  const time = (of: number): Sql => sql`fromUnixTimestamp64Milli(${Math.trunc(of)}, 'UTC')`
  return sql`name = ${series.name.name} AND series = ${BigInt(series.id)} AND ts >= ${time(earliest)} AND ts <= ${time(at)}`
}
