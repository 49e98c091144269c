/**
 * The reference interpreter: what a query means, over all events in memory, slow and obvious. Tests hold the engine's SQL to it, and
 * the tail of a query that cannot become SQL runs by the same commands.
 */
import { limits } from '../../../limits.ts'
import type { Result } from '../../../model/index.ts'
import type { QueryMoment } from '../functions/index.ts'
import type { InsightsRow } from '../port.ts'
import type { Command, Query, Source } from '../tree.ts'
import type { EventRow } from '../value.ts'
import { answerOf } from './answer.ts'
import { applied, caught } from './apply.ts'
import type { InterpretContext, InterpretError } from './context.ts'
import { eventRow, eventShape, type Table } from './table.ts'

/** Where a query runs: account-wide facts, its time range (`from` and `to`, both inclusive), and the groups that it asks. */
export interface InterpretWorld extends QueryMoment {
  readonly region: string
  /** Names of the groups that are asked without SOURCE. */
  readonly groups: readonly string[]
  /** The most rows of the answer. */
  readonly limit: number
  /** Names of the groups that a SOURCE means. */
  sourceGroups(source: Source): readonly string[]
  lookupTable(name: string): readonly (readonly string[])[] | undefined
}

export interface InterpretAnswer {
  readonly columns: readonly string[]
  readonly rows: readonly InsightsRow[]
  readonly statistics: {
    readonly recordsScanned: number
    readonly recordsMatched: number
    readonly bytesScanned: number
  }
}

/** `events` is everything that is kept, of all groups and times, in the order of the store: oldest first. */
export function interpret(
  query: Query,
  events: readonly EventRow[],
  world: InterpretWorld,
): Result<InterpretAnswer, InterpretError> {
  return caught(() => {
    const whole = new Run(query, events, world)
    const { matched, table } = whole.run()
    const most = Math.min(world.limit, rowsOf(query))
    const answer = answerOf({ ...table, rows: table.rows.slice(0, most) }, world.region)
    const { records, bytes } = whole.scanned()
    return { ...answer, statistics: { recordsScanned: records, recordsMatched: matched, bytesScanned: bytes } }
  })
}

/** What the text itself allows: its last `limit`, else the default. */
function rowsOf({ commands }: Query): number {
  const last = commands.findLast(command => command.kind === 'limit')
  return last === undefined ? limits.insightsDefaultRows : Math.min(last.rows, limits.insightsLimitRows)
}

/** One query over one time range. */
class Run {
  readonly #query: Query
  readonly #events: readonly EventRow[]
  readonly #world: InterpretWorld
  readonly #inner = new Map<Query, Table>()

  constructor(query: Query, events: readonly EventRow[], world: InterpretWorld) {
    this.#query = query
    this.#events = events
    this.#world = world
  }

  run(): { readonly table: Table; readonly matched: number } {
    const { commands } = this.#query
    let table = this.#start()
    let matched = table.rows.length
    for (const [at, command] of commands.entries()) {
      table = applied(command, table, this.#context(commands.slice(0, at)))
      if (isFilter(command) && table.shape.kind === 'events') matched = table.rows.length
    }
    return { table, matched }
  }

  /** The newest event first. */
  #start(): Table {
    const asked = this.#asked()
    const rows = [...asked].reverse().sort((a, b) => b.timestamp - a.timestamp)
    return { shape: eventShape, rows: rows.map(eventRow) }
  }

  #asked(): readonly EventRow[] {
    const { source } = this.#query
    const groups = new Set(source === null ? this.#world.groups : this.#world.sourceGroups(source))
    const { from, to } = this.#world
    return this.#events.filter(
      ({ timestamp, log }) => timestamp >= from && timestamp <= to && groups.has(log.slice(log.indexOf(':') + 1)),
    )
  }

  scanned(): { readonly records: number; readonly bytes: number } {
    const asked = this.#asked()
    return { records: asked.length, bytes: asked.reduce((sum, event) => sum + Buffer.byteLength(event.message), 0) }
  }

  #context(before: readonly Command[]): InterpretContext {
    const world = this.#world
    return {
      startedAt: world.startedAt,
      from: world.from,
      to: world.to,
      region: world.region,
      lookupTable: name => world.lookupTable(name),
      inner: query => this.#answerOf(query),
      earlier: (from, to) =>
        new Run({ ...this.#query, commands: before }, this.#events, { ...world, from, to }).run().table,
      scanned: () => this.scanned(),
    }
  }

  #answerOf(query: Query): Table {
    const known = this.#inner.get(query)
    if (known !== undefined) return known
    const { table } = new Run(query, this.#events, this.#world).run()
    this.#inner.set(query, table)
    return table
  }
}

const isFilter = (command: Command): boolean => command.kind === 'filter' || command.kind === 'filterIndex'
