/** New lines on their way to the store: written together, and not before it is sure whose they are. */
import { limits } from '../../limits.ts'
import { between, type Clock, type Instant, instant, millis, plus } from '../../model/index.ts'
import type { LogLine, LogWriter } from '../log-writer/index.ts'
import type { PodLogLine } from './lines.ts'
import type { ReadRequest } from './read-request.ts'
import { knownAs, recordOf } from './record.ts'

export class Gathered {
  readonly #request: ReadRequest
  readonly #writer: LogWriter
  #lines: LogLine[] = []
  #chars = 0
  #since: Instant | undefined
  readonly #clock: Clock
  /** Until then the cluster may not have told yet that another instance answered; undefined: it is known. */
  #sureFrom: Instant | undefined
  replaced = false

  constructor(request: ReadRequest, writer: LogWriter, { clock, opened }: { clock: Clock; opened: Instant }) {
    this.#request = request
    this.#writer = writer
    this.#clock = clock
    this.#sureFrom = request.previous ? undefined : plus(opened, limits.podLogFlushEvery)
  }

  /** Since when there are lines that are not written; undefined: there are none. */
  get since(): Instant | undefined {
    return this.#since
  }

  get full(): boolean {
    return this.#lines.length >= limits.podLogBatchLines || this.#chars >= limits.podLogBatchChars
  }

  take(lines: readonly PodLogLine[], now: Instant): void {
    const { source, place, known } = this.#request
    for (const line of lines) {
      if (known.seen.repeats(knownAs(line, place.kind))) continue
      const message = recordOf(line, source, place.kind)
      this.#lines.push({ at: instant(line.at), message })
      this.#chars += message.length
      this.#since ??= now
    }
  }

  /** Whether there is any sense in reading on. */
  async write(): Promise<boolean> {
    const { place, stopped } = this.#request
    if (this.#lines.length > 0 && !(await this.#isSure())) return false
    const lines = this.#lines
    this.#lines = []
    this.#chars = 0
    this.#since = undefined
    if (lines.length === 0) return !stopped.aborted
    const written = await this.#writer.write({ group: place.group, stream: place.stream, lines }, stopped)
    return written.ok || written.error.code === 'deleted'
  }

  async #isSure(): Promise<boolean> {
    if (this.replaced) return false
    if (this.#sureFrom === undefined) return true
    const { stopped, isStill } = this.#request
    const wait = between(this.#clock.now(), this.#sureFrom)
    if (wait > 0) await this.#clock.sleep(millis(Math.min(wait, limits.podLogFlushEvery)), stopped)
    this.#sureFrom = undefined
    this.replaced = !isStill()
    return !this.replaced
  }
}
