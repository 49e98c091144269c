/**
 * Runs scheduled queries by the server's clock. A run that was missed while no server was there is made up for once, not once for each
 * time that passed. What became of each run is on record, so a restart forgets nothing.
 */
import { limits } from '../../limits.ts'
import { type Clock, type Instant, instant, minus } from '../../model/index.ts'
import type { QueryRunStatus, ScheduledQuery, ScheduleSettings, Trigger } from '../../store/settings/port.ts'
import { type Asking, explainQuestion } from '../jobs/index.ts'
import { nextTime, parseSchedule } from './expression.ts'

export interface SchedulerOptions {
  readonly asking: Asking
  readonly schedules: ScheduleSettings
  readonly clock: Clock
  /** A UUID, never the same twice. */
  readonly newId: () => string
  readonly log: (line: string) => void
}

/** Runs until it is stopped; stopping waits for the round under way. */
export function startScheduler(options: SchedulerOptions): () => Promise<void> {
  const { clock, log } = options
  const stopping = new AbortController()
  const run = async () => {
    while (!stopping.signal.aborted) {
      try {
        await runDue(options)
        await followUp(options)
      } catch (error) {
        log(`scheduled queries: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
      }
      await clock.sleep(limits.scheduleEvery, stopping.signal)
    }
  }
  const running = run()
  return () => {
    stopping.abort()
    return running
  }
}

/** When a query with these settings runs next; null: never. Counted from `now` on. */
export function dueAfter(query: Pick<ScheduledQuery, 'createdAt' | 'details'>, now: Instant): Instant | null {
  const { expression, timezone, startTime, endTime } = query.details
  const schedule = parseSchedule(expression, timezone)
  if (typeof schedule === 'string') return null
  const start = startTime === undefined ? query.createdAt : instant(startTime * 1_000)
  return nextTime(schedule, now, start, endTime === undefined ? undefined : instant(endTime * 1_000))
}

async function runDue(options: SchedulerOptions): Promise<void> {
  const { schedules, clock, log } = options
  const due = await schedules.due(clock.now(), limits.queriesUnderWay)
  if (!due.ok) return log(`scheduled queries: ${due.error.message}`)
  for (const query of due.value) {
    const dueAt = query.dueAt as Instant
    const next = dueAfter(query, instant(Math.max(clock.now(), dueAt)))
    const claimed = await schedules.claim(query.id, dueAt, next)
    if (claimed.ok && claimed.value) await trigger(options, query, dueAt, next)
    else if (!claimed.ok) log(`scheduled query ${query.name}: ${claimed.error.message}`)
  }
}

async function trigger(
  { asking, schedules, newId, log }: SchedulerOptions,
  query: ScheduledQuery,
  dueAt: Instant,
  next: Instant | null,
): Promise<void> {
  const { text, groups, startTimeOffset, roleArn } = query.details
  const back = startTimeOffset === undefined ? (next === null ? hour : next - dueAt) : startTimeOffset * 1_000
  const asked = await asking.ask({
    text,
    groups,
    from: instant(Math.max(0, dueAt - back)),
    to: dueAt,
    caller: roleArn,
    schedule: query.name,
  })
  const kept = await schedules.triggered(
    asked.ok
      ? { scheduleId: query.id, queryId: asked.value.id, at: dueAt, status: 'Running', message: null }
      : {
          scheduleId: query.id,
          queryId: newId(),
          at: dueAt,
          status: asked.error.code === 'malformed' ? 'InvalidQuery' : 'Failed',
          message: explainQuestion(asked.error),
        },
  )
  if (!kept.ok) log(`scheduled query ${query.name}: ${kept.error.message}`)
}

const hour = 3_600_000

/** Writes down the ends of runs, also of those that were under way at a crash. */
async function followUp({ asking, schedules, clock, log }: SchedulerOptions): Promise<void> {
  const open = await schedules.openTriggers(10 * limits.queriesUnderWay)
  if (!open.ok) return log(`scheduled queries: ${open.error.message}`)
  for (const one of open.value) {
    const state = await asking.jobs.state(one.queryId)
    if (!state.ok) continue
    const ended = state.value === undefined ? 'Failed' : endOf[state.value.status]
    if (ended === undefined) continue
    const message = state.value === undefined ? 'Its run is not on record any more.' : state.value.message
    await schedules.triggered({ ...one, status: ended, message })
  }
  await schedules.forgetTriggers(minus(clock.now(), limits.triggerLife))
}

const endOf: Readonly<Record<QueryRunStatus, Trigger['status'] | undefined>> = {
  Scheduled: undefined,
  Running: undefined,
  Complete: 'Complete',
  Failed: 'Failed',
  Cancelled: 'Failed',
  Timeout: 'Timeout',
}
