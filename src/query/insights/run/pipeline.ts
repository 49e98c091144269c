/**
 * The interpreter's part of a query over events as they come: commands row by row first, then one that gathers (stats, pattern) and
 * holds no rows, or all rows for a command that needs them together.
 */
import { limits } from '../../../limits.ts'
import { err, ok, type Result } from '../../../model/index.ts'
import {
  eventRow,
  eventShape,
  type Gathering,
  gather,
  type InterpretContext,
  type InterpretError,
  isStreaming,
  type Row,
  type Stage,
  stream,
  type Table,
} from '../interpret/index.ts'
import { told } from '../said/index.ts'
import { aggregatesIn } from '../sql/index.ts'
import type { Command } from '../tree.ts'
import type { EventRow } from '../value.ts'

export class Pipeline {
  readonly #before: Stage
  readonly #after: Stage
  readonly #gathering: Gathering | null
  readonly #most: number
  readonly #rows: Row[] = []
  #bytes = 0
  /** Events that passed every filter so far. */
  matched = 0
  /** Commands that work on the table when all events have been pushed. */
  readonly rest: readonly Command[]

  /** Events may come in any order: rows are gathered, and nothing before or in it looks at which came first. */
  readonly inAnyOrder: boolean

  /** `most` is the most rows of the answer. */
  static make(commands: readonly Command[], context: InterpretContext, most: number): Result<Pipeline, InterpretError> {
    const blocking = commands.findIndex(command => !isStreaming(command))
    const leading = blocking < 0 ? commands : commands.slice(0, blocking)
    const filters = leading.findLastIndex(command => command.kind === 'filter' || command.kind === 'filterIndex') + 1
    const before = stream(leading.slice(0, filters), eventShape, context)
    if (!before.ok) return before
    const after = stream(leading.slice(filters), before.value.shape, context)
    if (!after.ok) return after
    const next = blocking < 0 ? undefined : commands[blocking]
    const gathering = next === undefined ? null : gather(next, context)
    const rest = blocking < 0 ? [] : commands.slice(gathering === null ? blocking : blocking + 1)
    const inAnyOrder = gathering !== null && next !== undefined && [...leading, next].every(isOrderless)
    return ok(new Pipeline(before.value, after.value, gathering, rest, most, inAnyOrder))
  }

  private constructor(
    before: Stage,
    after: Stage,
    gathering: Gathering | null,
    rest: readonly Command[],
    most: number,
    inAnyOrder: boolean,
  ) {
    this.inAnyOrder = inAnyOrder
    this.#before = before
    this.#after = after
    this.#gathering = gathering
    this.rest = rest
    this.#most = most
  }

  /** No further event can change the answer's rows. */
  get done(): boolean {
    const enough = this.#isPlain && this.#rows.length >= this.#most
    return enough || (this.#before.done?.() ?? false) || (this.#after.done?.() ?? false)
  }

  /** Rows leave as they came, so the first ones are the answer. */
  get #isPlain(): boolean {
    return this.#gathering === null && this.rest.length === 0
  }

  push(event: EventRow): Result<void, InterpretError> {
    for (const passed of this.#before.push(eventRow(event))) {
      this.matched++
      for (const row of this.#after.push(passed)) {
        if (this.#gathering !== null) this.#gathering.push(row)
        else {
          this.#rows.push(row)
          this.#bytes += event.message.length
        }
      }
    }
    const held = this.#gathering?.held ?? this.#rows.length
    return held > limits.insightsHeldEvents || this.#bytes > limits.insightsHeldBytes ? err(tooMuch) : ok(undefined)
  }

  /** An event that came after the answer was done: only whether it would have passed counts. */
  count(event: EventRow): void {
    for (const _ of this.#before.push(eventRow(event))) this.matched++
  }

  /** The rows so far, for a look while the query runs; null when they would say something else than the whole. */
  sofar(): Table | null {
    return this.#isPlain ? { shape: this.#after.shape, rows: this.#rows.slice(0, this.#most) } : null
  }

  /** What `rest` works on. */
  table(): Table {
    return this.#gathering?.result() ?? { shape: this.#after.shape, rows: this.#rows }
  }
}

/** Of these the order of rows decides something; of stats only where it asks for the first or last of equal times. */
const ordered: ReadonlySet<Command['kind']> = new Set(['limit', 'dedup', 'accum', 'autoregress', 'filldown'])
const isOrderless = (command: Command): boolean =>
  command.kind === 'stats'
    ? command.aggregates.flatMap(one => aggregatesIn(one.expression)).every(({ name }) => !firstOrLast.has(name))
    : !ordered.has(command.kind)
const firstOrLast = new Set(['earliest', 'latest', 'rate'])

const tooMuch: InterpretError = {
  code: 'over-limit',
  ...told('holds-too-much', { events: limits.insightsHeldEvents, mebibytes: limits.insightsHeldBytes / 1_048_576 }),
}
