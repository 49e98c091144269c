/**
 * The canary: every ten seconds a line of our own goes the whole way, in by the log store's door and out by a search, and must come back as
 * it went. Its lines belong to group 0, which no name leads to, and lie on the first day of 1970, which no event of a caller can:
 * so nobody meets them and dropping them costs nothing.
 */
import { limits } from '../limits.ts'
import { type ApiLedger, bytes, type Clock, type Instant, instant, type Millis, millis } from '../model/index.ts'
import { type Engine, sql } from '../store/engine/index.ts'
import { type LogStore, ownGroup } from '../store/logs/index.ts'

export interface CanaryPorts {
  readonly logs: Pick<LogStore, 'append' | 'page'>
  readonly engine: Pick<Engine, 'run'>
  readonly clock: Clock
}

export interface Canary {
  record(): ApiLedger['canary']
  stop(): Promise<void>
}

const day = 86_400_000

/** `log` is told when it stops singing, and when it sings again. */
export function startCanary({ logs, engine, clock }: CanaryPorts, log: (line: string) => void): Canary {
  const stopped = new AbortController()
  const record = new CanaryRecord()
  const running = (async () => {
    let cleared: Instant | undefined
    for (let round = 0; ; round += 1) {
      await clock.sleep(limits.canaryEvery, stopped.signal)
      if (stopped.signal.aborted) return
      const now = clock.now()
      if (cleared === undefined || now - cleared >= day || now < cleared) {
        // What an earlier day left. Trouble shows in the round itself.
        await engine.run(sql`ALTER TABLE mangru.logs DROP PARTITION ${'1970-01-01'}`)
        cleared = now
      }
      const failure = await sing(logs, clock, `canary ${round} of ${now}`, stopped.signal)
      if (stopped.signal.aborted) return
      const before = record.silent
      record.note(clock.now(), millis(clock.now() - now), failure)
      if (failure !== undefined && !before) log(`the canary does not come back: ${failure}`)
      if (failure === undefined && before) log('the canary comes back again')
    }
  })()
  return {
    record: () => record.read(),
    stop: () => {
      stopped.abort()
      return running
    },
  }
}

/** Undefined when the line came back, else why not. */
async function sing(
  logs: CanaryPorts['logs'],
  clock: Clock,
  message: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const at = instant(clock.now() % day)
  const written = await logs.append({
    ...{ groupId: ownGroup, streamId: 0, groupName: '', streamName: '' },
    ...{ timestamps: [at], messages: [message], embeddedMetrics: false },
  })
  if (!written.ok) return `it could not be written (${said(written.error)})`
  const read = await logs.page(
    { groups: [{ id: ownGroup, notBefore: instant(0) }], from: at, to: instant(at + 1) },
    { order: 'descending', limit: limits.canaryLines, maxBytes: bytes(limits.canaryLines * 256), signal },
  )
  if (!read.ok) return `it could not be read (${said(read.error)})`
  return read.value.rows.some(row => row.message === message) ? undefined : 'it was written and not found'
}

const said = (error: { readonly code: string; readonly message?: string }): string => error.message ?? error.code

/** How it went: the last ones in detail, all in number. */
export class CanaryRecord {
  readonly #times: Millis[] = []
  #written = 0
  #failed = 0
  #lastOk: Instant | null = null
  #lastMs: Millis | null = null
  #lastFailure: string | null = null
  #silent = false

  /** The last one did not come back. */
  get silent(): boolean {
    return this.#silent
  }

  note(at: Instant, took: Millis, failure: string | undefined): void {
    this.#written += 1
    this.#silent = failure !== undefined
    if (failure !== undefined) {
      this.#failed += 1
      this.#lastFailure = failure
      return
    }
    this.#lastOk = at
    this.#lastMs = took
    this.#times.push(took)
    if (this.#times.length > limits.canaryTimes) this.#times.shift()
  }

  read(): ApiLedger['canary'] {
    const sorted = this.#times.toSorted((a, b) => a - b)
    return {
      lastOk: this.#lastOk,
      lastMs: this.#lastMs,
      p99Ms: sorted[Math.ceil(sorted.length * 0.99) - 1] ?? null,
      written: this.#written,
      failed: this.#failed,
      lastFailure: this.#lastFailure,
    }
  }
}
