/** The interpreter's part of a query over events as they come: commands row by row first, then those that need all rows. */
import { limits } from '../../../limits.ts'
import { err, ok, type Result } from '../../../model/index.ts'
import {
  applyCommands,
  eventRow,
  eventShape,
  type InterpretContext,
  type InterpretError,
  isStreaming,
  type Row,
  stream,
  type Table,
} from '../interpret/index.ts'
import type { Command } from '../tree.ts'
import type { EventRow } from '../value.ts'

export class Pipeline {
  readonly #before
  readonly #after
  readonly #rest: readonly Command[]
  readonly #context: InterpretContext
  readonly #most: number
  readonly #rows: Row[] = []
  #bytes = 0
  /** Events that passed every filter so far. */
  matched = 0

  /** `most` is the most rows of the answer. */
  static make(commands: readonly Command[], context: InterpretContext, most: number): Result<Pipeline, InterpretError> {
    const blocking = commands.findIndex(command => !isStreaming(command))
    const leading = blocking < 0 ? commands : commands.slice(0, blocking)
    const filters = leading.findLastIndex(command => command.kind === 'filter' || command.kind === 'filterIndex') + 1
    const before = stream(leading.slice(0, filters), eventShape, context)
    if (!before.ok) return before
    const after = stream(leading.slice(filters), before.value.shape, context)
    if (!after.ok) return after
    return ok(new Pipeline(before.value, after.value, blocking < 0 ? [] : commands.slice(blocking), context, most))
  }

  private constructor(
    before: import('../interpret/index.ts').Stage,
    after: import('../interpret/index.ts').Stage,
    rest: readonly Command[],
    context: InterpretContext,
    most: number,
  ) {
    this.#before = before
    this.#after = after
    this.#rest = rest
    this.#context = context
    this.#most = most
  }

  /** No further event can change the answer's rows. */
  get done(): boolean {
    const enough = this.#rest.length === 0 && this.#rows.length >= this.#most
    return enough || (this.#before.done?.() ?? false) || (this.#after.done?.() ?? false)
  }

  push(event: EventRow): Result<void, InterpretError> {
    for (const passed of this.#before.push(eventRow(event))) {
      this.matched++
      for (const row of this.#after.push(passed)) {
        this.#rows.push(row)
        this.#bytes += event.message.length
      }
    }
    return this.#rows.length > limits.insightsHeldEvents || this.#bytes > limits.insightsHeldBytes
      ? err(tooMuch)
      : ok(undefined)
  }

  /** The rows so far, for a look while the query runs; null when they would say something else than the whole. */
  sofar(): Table | null {
    return this.#rest.length === 0 ? { shape: this.#after.shape, rows: this.#rows.slice(0, this.#most) } : null
  }

  result(): Result<Table, InterpretError> {
    return applyCommands(this.#rest, { shape: this.#after.shape, rows: this.#rows }, this.#context)
  }
}

const tooMuch: InterpretError = {
  code: 'over-limit',
  message: `A part of this query runs outside the database and may hold ${limits.insightsHeldEvents} events or ${limits.insightsHeldBytes / 1_048_576} MiB of them. Ask a shorter time range, or filter before it.`,
}
