/** One query over one time range: volume, plan, statements, and the interpreter's part, to a table. Runs inner queries the same way. */
import { limits } from '../../../limits.ts'
import { err, millis, ok, type Result } from '../../../model/index.ts'
import { type QueryOptions, type Sql, sql } from '../../../store/engine/index.ts'
import type { Cell } from '../../../store/logs/index.ts'
import type { InterpretContext, Table } from '../interpret/index.ts'
import type { InsightsError, InsightsGroup, InsightsStatistics } from '../port.ts'
import type { Told } from '../said/index.ts'
import { countSql, eventsSql, groupsSql, type Plan, plan, topGroups, topGroupsSql } from '../sql/index.ts'
import type { Command, Query } from '../tree.ts'
import { ColumnsUsed } from './columns-used.ts'
import { eventOf, eventPages, eventStream } from './event-pages.ts'
import { EventNames } from './event-rows.ts'
import { groupsTable, tooManyGroups } from './groups.ts'
import { withIndex } from './indexed.ts'
import { innerQueries } from './inner.ts'
import { leftOutBy, rowsBetween } from './left-out.ts'
import { Pipeline } from './pipeline.ts'
import { contextOf, extentOf, type InnerTables, overTime, type Question, surroundingsOf } from './question.ts'
import { ask, failed, type Session } from './session.ts'
import { applyTail } from './tail.ts'
import { type Extent, narrowed, readVolume, type Volume } from './volume.ts'

export interface Outcome {
  readonly table: Table
  readonly statistics: InsightsStatistics
  readonly notices: readonly Told[]
}

/** Told while it runs: rows that may still change, events read so far. */
export interface Report {
  partial(table: Table, read: number, volume: Volume): void
  progress(read: number, volume: Volume): void
}

export async function runQuery(
  session: Session,
  question: Question,
  report?: Report,
): Promise<Result<Outcome, InsightsError>> {
  const asked = await groupsOf(session, question)
  if (!asked.ok) return asked
  const { groups, notices } = await withIndex(session.world, question.query, asked.value)
  const outcome = await runOver(session, question, groups, report)
  return outcome.ok ? ok({ ...outcome.value, notices: [...notices, ...outcome.value.notices] }) : outcome
}

async function runOver(
  session: Session,
  question: Question,
  groups: readonly InsightsGroup[],
  report: Report | undefined,
): Promise<Result<Outcome, InsightsError>> {
  const extent = extentOf(question, groups)
  const volume = await readVolume(session.engine, extent, signalOf(session))
  if (!volume.ok) return failed(volume.error)
  const inner = await innerTables(session, question)
  if (!inner.ok) return inner
  const context = await contextOf(session, question, volume.value, inner.value)
  const columns = new ColumnsUsed(session.fields)
  const known = await surroundingsOf(session, question, extent, inner.value)
  if (!known.ok) return known
  const surroundings = { ...known.value, fields: columns }
  const { commands } = question.query
  const run = new Run(session, question, extent, volume.value, context, report)
  // The engine has the stored text alone. Over a group whose messages are masked every command sees the masked text, so that no expression
  // can take apart what a reader must not see.
  const isMasked = !question.unmask && groups.some(({ id }) => session.world.maskOf?.(id) !== undefined)
  if (isMasked) return run.run(plan(commands, surroundings, question.most, 'rows'))
  session.refused = false
  const outcome = await run.run(plan(commands, surroundings, question.most))
  // Looked at afterwards: what came in the meantime counts too.
  const doubtful = outcome.ok ? await columns.doubtful(session, run.rows()) : ok(false)
  if (!doubtful.ok) return failed(doubtful.error)
  if (outcome.ok && doubtful.value) return run.run(plan(commands, surroundings, question.most))
  if (outcome.ok || !session.refused) return outcome
  // What the engine does not take is no reason to fail: the interpreter does everything but the choice of groups and time.
  return run.run(plan(commands, surroundings, question.most, 'rows'))
}

const signalOf = ({ signal }: Session) => (signal === undefined ? {} : { signal })

async function groupsOf(session: Session, { query, groups }: Question) {
  return query.source === null ? ok(groups) : session.world.groups(query.source)
}

/** The answers of the queries inside this one, over the same time. */
async function innerTables(session: Session, question: Question): Promise<Result<InnerTables, InsightsError>> {
  const tables = new Map<Query, Table>()
  for (const query of innerQueries(question.query.commands)) {
    const answer = await runQuery(session, { ...question, query, most: limits.insightsHeldEvents })
    if (!answer.ok) return answer
    tables.set(query, answer.value.table)
  }
  return ok(tables)
}

class Run {
  readonly #session: Session
  readonly #question: Question
  readonly #extent: Extent
  readonly #volume: Volume
  readonly #context: InterpretContext
  readonly #report: Report | undefined
  #leftOut: readonly Cell[] = []

  constructor(
    session: Session,
    question: Question,
    extent: Extent,
    volume: Volume,
    context: InterpretContext,
    report: Report | undefined,
  ) {
    this.#session = session
    this.#question = question
    this.#extent = narrowed(extent)
    this.#volume = volume
    this.#context = context
    this.#report = report
  }

  async run(made: Plan): Promise<Result<Outcome, InsightsError>> {
    this.#leftOut = await leftOutBy(made.filter, this.#session, this.#extent, this.#volume)
    if (made.kind === 'groups') return this.#groups(made)
    return made.order === null ? this.#sorted(made) : this.#paged(made, made.order)
  }

  async #groups(made: Extract<Plan, { kind: 'groups' }>): Promise<Result<Outcome, InsightsError>> {
    await this.#newestGroups(made)
    const grouped = await this.#groupsIn(made, this.#read(), ({ rowsRead }) =>
      this.#report?.progress(rowsRead, this.#volume),
    )
    if (!grouped.ok) return grouped
    const table = await this.#after(made.commands, grouped.value.table)
    if (!table.ok) return table
    // Of no groups at all nothing tells how many events there were.
    const matched =
      grouped.value.matched === 0 && grouped.value.cut ? await this.#count(made) : ok(grouped.value.matched)
    return matched.ok ? ok(this.#outcome(table.value, matched.value)) : matched
  }

  /** The groups of some rows; with a limit behind them only those that it can show, since there may be millions. */
  async #groupsIn(
    made: Extract<Plan, { kind: 'groups' }>,
    rows: Sql,
    onProgress: NonNullable<QueryOptions['onProgress']> = () => {},
  ): Promise<Result<{ readonly table: Table; readonly matched: number; readonly cut: boolean }, InsightsError>> {
    const { surroundings } = made.filter.scope
    const top = topGroups(made.command, made.select, made.commands, surroundings, this.#question.most)
    const limited = made.commands.some(command => command.kind === 'limit')
    const first =
      top !== undefined && limited
        ? topGroupsSql(made.filter, made.select, top, rows)
        : groupsSql(made.filter, made.select, rows, limits.insightsGroups + 1)
    let answer = await ask(this.#session, first, { onProgress })
    let cut = top !== undefined && limited
    if (!cut && answer.ok && answer.value.rows.length > limits.insightsGroups) {
      if (top === undefined) return err(tooManyGroups)
      cut = true
      answer = await ask(this.#session, topGroupsSql(made.filter, made.select, top, rows), { onProgress })
    }
    if (!answer.ok) return failed(answer.error)
    const grouped = groupsTable(made.command, made.select, answer.value.rows, this.#context)
    return grouped.ok ? ok({ ...grouped.value, cut }) : grouped
  }

  /** The newest events alone first, so that something is there to look at. */
  async #newestGroups(made: Extract<Plan, { kind: 'groups' }>): Promise<void> {
    if (this.#report === undefined || this.#volume.records < limits.insightsPartialFrom) return
    // What another time would be asked for is not asked twice.
    if (made.commands.some(command => command.kind === 'logcompare')) return
    const [newest] = this.#volume.windows('newest', limits.searchFirstWindowRows)
    if (newest === undefined) return
    const rows = rowsBetween(this.#extent, newest.from, newest.to, this.#leftOut)
    const grouped = await this.#groupsIn(made, rows)
    const table = grouped.ok ? await this.#after(made.commands, grouped.value.table) : grouped
    if (table.ok) this.#report.partial(table.value, newest.rows, this.#volume)
  }

  #after(commands: readonly Command[], table: Table): Promise<Result<Table, InsightsError>> {
    const { query } = this.#question
    return applyTail(commands, table, this.#context, async (command, from, to) => {
      const before = query.commands.slice(0, query.commands.indexOf(command))
      const answer = await runQuery(this.#session, overTime(this.#question, before, from, to))
      return answer.ok ? ok(answer.value.table) : answer
    })
  }

  async #sorted(made: Extract<Plan, { kind: 'events' }>): Promise<Result<Outcome, InsightsError>> {
    const order = [...made.by, sql`ts DESC`, sql`batch DESC`, sql`idx DESC`]
    const answer = await ask(this.#session, eventsSql(made.filter, this.#read(), order, made.enough ?? 0), {
      onProgress: ({ rowsRead }) => this.#report?.progress(rowsRead, this.#volume),
    })
    if (!answer.ok) return failed(answer.error)
    const pipeline = Pipeline.make(made.commands, this.#context, this.#question.most)
    if (!pipeline.ok) return pipeline
    const names = new EventNames(this.#session.world, this.#extent.groups, this.#question.unmask)
    for (const row of await names.rows(answer.value.rows.map(eventOf))) {
      const pushed = pipeline.value.push(row)
      if (!pushed.ok) return pushed
    }
    const table = await this.#after(pipeline.value.rest, pipeline.value.table())
    if (!table.ok) return table
    const matched = await this.#count(made)
    return matched.ok ? ok(this.#outcome(table.value, matched.value)) : matched
  }

  async #paged(
    made: Extract<Plan, { kind: 'events' }>,
    order: 'newest' | 'oldest',
  ): Promise<Result<Outcome, InsightsError>> {
    const pipeline = Pipeline.make(made.commands, this.#context, this.#question.most)
    if (!pipeline.ok) return pipeline
    const work = pipeline.value
    const names = new EventNames(this.#session.world, this.#extent.groups, this.#question.unmask)
    if (work.inAnyOrder) return this.#gathered(made, work, names)
    let passed = 0
    let stopped = work.done
    const any = made.commands.some(command => command.kind === 'limit' && command.any)
    // What the engine cannot count is counted here, as far as it has been read.
    const countsHere = !any && !made.filter.isExact
    const wish = { filter: made.filter, order, enough: made.enough, leftOut: this.#leftOut }
    if (!stopped) {
      for await (const page of eventPages(this.#session, this.#extent, this.#volume, wish)) {
        if (!page.ok) return failed(page.error)
        for (let at = 0; at < page.value.events.length; at += limits.insightsSliceEvents) {
          if (work.done && !countsHere) break
          const slice = page.value.events.slice(at, at + limits.insightsSliceEvents)
          for (const row of await names.rows(slice)) {
            if (work.done) {
              if (!countsHere) break
              work.count(row)
              continue
            }
            const pushed = work.push(row)
            if (!pushed.ok) return pushed
          }
          await this.#session.clock.sleep(millis(0))
        }
        passed = page.value.passed
        const sofar = work.sofar()
        if (sofar !== null) this.#report?.partial(sofar, passed, this.#volume)
        if (work.done) {
          stopped = true
          break
        }
      }
    }
    const table = await this.#after(work.rest, work.table())
    if (!table.ok) return table
    if (!stopped) return ok(this.#outcome(table.value, work.matched))
    if (any || !made.filter.isExact) return ok(this.#outcome(table.value, work.matched, this.#volume.records - passed))
    const matched = await this.#count(made)
    return matched.ok ? ok(this.#outcome(table.value, matched.value)) : matched
  }

  async #gathered(
    { filter }: Extract<Plan, { kind: 'events' }>,
    work: Pipeline,
    names: EventNames,
  ): Promise<Result<Outcome, InsightsError>> {
    let read = 0
    for await (const events of eventStream(this.#session, this.#extent, { filter, leftOut: this.#leftOut })) {
      if (!events.ok) return failed(events.error)
      for (let at = 0; at < events.value.length; at += limits.insightsSliceEvents) {
        const slice = events.value.slice(at, at + limits.insightsSliceEvents)
        for (const row of await names.rows(slice)) {
          const pushed = work.push(row)
          if (!pushed.ok) return pushed
        }
        read += slice.length
        this.#report?.progress(read, this.#volume)
        // Others want the thread too.
        await this.#session.clock.sleep(millis(0))
        if (this.#session.signal?.aborted) return err({ code: 'cancelled' })
      }
    }
    const table = await this.#after(work.rest, work.table())
    return table.ok ? ok(this.#outcome(table.value, work.matched)) : table
  }

  /** Events that pass all filters, also those that no page has shown. */
  async #count({ filter }: Pick<Plan, 'filter'>): Promise<Result<number, InsightsError>> {
    if (filter.isExact && filter.exact.length === 0) return ok(this.#volume.records)
    const answer = await ask(this.#session, countSql(filter, this.#read()), {
      onProgress: ({ rowsRead }) => this.#report?.progress(rowsRead, this.#volume),
    })
    return answer.ok ? ok(Number(answer.value.rows[0]?.[0] ?? 0)) : failed(answer.error)
  }

  /** All that is asked. */
  rows(): Sql {
    return rowsBetween(this.#extent, this.#extent.from, this.#extent.to)
  }

  /** The part of it in which events may pass. */
  #read(): Sql {
    return rowsBetween(this.#extent, this.#extent.from, this.#extent.to, this.#leftOut)
  }

  #outcome(table: Table, recordsMatched: number, skipped = 0): Outcome {
    const { records, bytes } = this.#volume
    return {
      table: { ...table, rows: table.rows.slice(0, this.#question.most) },
      statistics: {
        recordsScanned: records,
        recordsMatched,
        bytesScanned: bytes,
        logGroupsScanned: this.#extent.groups.length,
        estimatedRecordsSkipped: skipped,
        estimatedBytesSkipped: records === 0 ? 0 : Math.round((bytes * skipped) / records),
      },
      notices: [],
    }
  }
}
