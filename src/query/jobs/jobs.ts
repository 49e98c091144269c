/**
 * Runs queries as jobs: so many at once, each for so long, with what they found so far to be seen, and their answers on record.
 * Jobs that are under way live in memory; the record has them from their first moment, so that none is forgotten by a crash.
 */
import { limits } from '../../limits.ts'
import { type Clock, err, type Instant, minus, ok, plus } from '../../model/index.ts'
import type { QueryRunStatus, RunSettings } from '../../store/settings/port.ts'
import {
  type InsightsAnswer,
  type InsightsError,
  type InsightsRunner,
  inEnglish,
  said,
  type Told,
  told,
} from '../insights/index.ts'
import { pagesOf, rowsIn } from './answer-pages.ts'
import { endingOf, type Job, newJob, stateOf, stateOfRun, tell } from './job.ts'
import type { QueryJobs } from './port.ts'
import { emptyQueue, enter, leave, type Moved, positionOf } from './queue.ts'

export interface JobsOptions {
  readonly runner: InsightsRunner
  readonly runs: RunSettings
  readonly clock: Clock
  /** A UUID, never the same twice. */
  readonly newId: () => string
  /** Queries that run at the same time. */
  readonly atOnce: number
  /** Other replicas write to the same settings: jobs are held by word from time to time, and may be stopped from elsewhere. */
  readonly shared: boolean
  /** Bugs of a run, and answers that could not be kept. */
  readonly log: (line: string) => void
}

const lostText = told('query-lost').message

export async function openJobs(options: JobsOptions): Promise<QueryJobs> {
  const jobs = new Jobs(options)
  await jobs.open()
  return jobs
}

class Jobs implements QueryJobs {
  readonly #options: JobsOptions
  readonly #owner: string
  #queue
  #jobs = new Map<string, Job>()
  /** Ended jobs whose answers could not be kept, oldest first. */
  readonly #unkept = new Map<string, Job>()
  /** Bytes. */
  #keptSinceTidy = 0
  readonly #working = new Set<Promise<void>>()
  readonly #closing = new AbortController()
  #upkeep: Promise<void> = Promise.resolve()

  constructor(options: JobsOptions) {
    this.#options = options
    this.#owner = options.newId()
    this.#queue = emptyQueue(options.atOnce, limits.queriesUnderWay)
  }

  async open(): Promise<void> {
    const { runs, clock, shared } = this.#options
    // Who holds the file alone knows that nothing of it is under way.
    this.#note(await runs.failLost(clock.now(), lostText, !shared))
    this.#upkeep = this.#keepUp()
  }

  submit: QueryJobs['submit'] = async given => {
    const { runs, clock, newId } = this.#options
    if (this.#closing.signal.aborted) return err({ code: 'closing' })
    const job = newJob(newId(), given, clock.now())
    // Its place is taken before the record is asked, or a crowd would pass the bound.
    const entered = enter(this.#queue, job.id)
    if (!entered.ok) return err({ code: 'too-many' })
    this.#queue = entered.value.queue
    this.#jobs.set(job.id, job)
    const { id, createdAt, status } = job
    const begun = await runs.begin(
      { id, createdAt, status, groups: given.groups, details: given.details },
      this.#owner,
      plus(createdAt, limits.queryHold),
    )
    if (!begun.ok) {
      this.#jobs.delete(id)
      this.#move(leave(this.#queue, id))
      return begun
    }
    job.recorded = true
    if (job.endedAt !== null) this.#leaveWaiting(job)
    else if (this.#queue.running.has(id)) this.#start(id)
    return ok(stateOf(job, this.#positionOf(id)))
  }

  state: QueryJobs['state'] = async id => {
    const job = this.#known(id)
    if (job !== undefined) return ok(stateOf(job, this.#positionOf(id)))
    const run = await this.#options.runs.run(id)
    return run.ok ? ok(run.value && stateOfRun(run.value)) : run
  }

  rows: QueryJobs['rows'] = async (id, from, count) => {
    const job = this.#known(id)
    if (job !== undefined) return ok(job.answer.rows.slice(from, from + count))
    const pages = await this.#options.runs.pages(id, from, from + count)
    return pages.ok ? ok(await rowsIn(pages.value, from, from + count)) : pages
  }

  stop: QueryJobs['stop'] = async id => {
    const job = this.#known(id)
    if (job === undefined) return this.#stopElsewhere(id)
    if (job.endedAt !== null || job.stopper.signal.aborted) return err({ code: 'ended' })
    this.#stopHere(job, 'Cancelled', told('query-stopped'))
    return ok(undefined)
  }

  list: QueryJobs['list'] = async query => {
    const found = await this.#options.runs.runs(query)
    if (!found.ok) return found
    const states = found.value.map(run => {
      const job = this.#known(run.id)
      return job === undefined ? stateOfRun(run) : stateOf(job, this.#positionOf(run.id))
    })
    // The record may be a moment behind what is known here.
    return ok(query.status === undefined ? states : states.filter(({ status }) => status === query.status))
  }

  watch: QueryJobs['watch'] = (id, listener) => {
    const job = this.#jobs.get(id)
    if (job === undefined || job.endedAt !== null) return undefined
    job.listeners.add(listener)
    return () => job.listeners.delete(listener)
  }

  close: QueryJobs['close'] = async () => {
    this.#closing.abort()
    for (const job of this.#jobs.values()) {
      if (job.endedAt === null) this.#stopHere(job, 'Cancelled', told('query-stopped-by-server'))
    }
    while (this.#working.size > 0) await Promise.all(this.#working)
    await this.#upkeep
  }

  #known(id: string): Job | undefined {
    return this.#jobs.get(id) ?? this.#unkept.get(id)
  }

  #positionOf(id: string): number {
    return positionOf(this.#queue, id)
  }

  #move(moved: Moved): void {
    const waiting = this.#queue.waiting
    this.#queue = moved.queue
    for (const id of moved.starts) this.#start(id)
    if (waiting.length === this.#queue.waiting.length) return
    for (const [at, id] of this.#queue.waiting.entries()) {
      const job = this.#jobs.get(id)
      if (job !== undefined) tell(job, { kind: 'waiting', position: at + 1 })
    }
  }

  #start(id: string): void {
    const job = this.#jobs.get(id)
    if (job?.status !== 'Scheduled' || !job.recorded) return
    job.status = 'Running'
    job.startedAt = this.#options.clock.now()
    tell(job, { kind: 'running' })
    this.#work(this.#run(job))
  }

  #work(work: Promise<void>): void {
    const done = work.finally(() => this.#working.delete(done))
    this.#working.add(done)
  }

  async #run(job: Job): Promise<void> {
    const { clock, runner, runs, log } = this.#options
    const over = new AbortController()
    const patience = clock.sleep(limits.queryTime, over.signal).then(() => {
      if (!over.signal.aborted) this.#giveUp(job, 'Timeout', told('ran-long', { minutes: limits.queryTime / 60_000 }))
    })
    const recorded = runs.started(job.id)
    let outcome: Awaited<ReturnType<InsightsRunner['run']>>
    try {
      outcome = await runner.run(job.job.request, {
        signal: job.stopper.signal,
        onPartial: ({ progress, ...answer }) => this.#partial(job, answer, progress),
      })
    } catch (error) {
      log(`query ${job.id} failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
      outcome = err({ code: 'failed', ...told('query-failed-inside') })
    }
    over.abort()
    await patience
    this.#note(await recorded)
    if (outcome.ok) this.#end(job, 'Complete', null, outcome.value)
    else this.#end(job, ...endOf(outcome.error))
    await this.#record(job)
    this.#move(leave(this.#queue, job.id))
  }

  #partial(job: Job, answer: InsightsAnswer, progress: number | null): void {
    if (job.endedAt !== null) return
    job.answer = answer
    job.progress = progress
    tell(job, { kind: 'partial', answer, progress })
  }

  /** One that waits is gone at once; one that runs shows as ended, and keeps its place until the engine has let go. */
  #stopHere(job: Job, status: QueryRunStatus, why: Why): void {
    const waits = job.status === 'Scheduled' && job.recorded
    this.#giveUp(job, status, why)
    if (waits) this.#leaveWaiting(job)
  }

  #leaveWaiting(job: Job): void {
    this.#move(leave(this.#queue, job.id))
    this.#work(this.#record(job))
  }

  #giveUp(job: Job, status: QueryRunStatus, why: Why): void {
    this.#end(job, status, why)
    job.stopper.abort()
  }

  /** The first end counts. */
  #end(job: Job, status: QueryRunStatus, why: Why | null, answer?: InsightsAnswer): void {
    if (job.endedAt !== null) return
    const at = this.#options.clock.now()
    if (answer !== undefined) job.answer = answer
    job.status = status
    job.message = why?.message ?? null
    job.why = why?.said
    job.endedAt = at
    job.progress = null
    const ending = { message: job.message, ...(job.why === undefined ? {} : { why: job.why }) }
    tell(job, { kind: 'ended', status, answer: job.answer, ...ending, startedAt: job.startedAt, at })
    job.listeners.clear()
  }

  /** Until its answer is on record it is answered from memory. */
  async #record(job: Job): Promise<void> {
    const { runs, log } = this.#options
    const kept = await this.#keep(job)
    this.#jobs.delete(job.id)
    if (kept.ok) {
      if (this.#keptSinceTidy > limits.keptAnswerBytes / 32) await this.#tidy()
      return
    }
    const { message } = kept.error
    log(`the answer of query ${job.id} could not be kept: ${message}`)
    const why = said('answer-not-kept', { why: message })
    this.#note(
      await runs.ended(job.id, 'Failed', {
        ...endingOf(job),
        message: inEnglish(why),
        why,
        rows: 0,
      }),
    )
    this.#unkept.set(job.id, job)
    if (this.#unkept.size > limits.unkeptAnswers) this.#unkept.delete(this.#unkept.keys().next().value ?? '')
  }

  async #keep(job: Job) {
    const { runs } = this.#options
    for await (const page of pagesOf(job.answer.rows)) {
      const kept = await runs.keepPage(job.id, page)
      if (!kept.ok) return kept
      this.#keptSinceTidy += page.body.byteLength
    }
    return runs.ended(job.id, job.status, endingOf(job))
  }

  async #stopElsewhere(id: string): ReturnType<QueryJobs['stop']> {
    const { runs, shared } = this.#options
    const run = await runs.run(id)
    if (!run.ok) return run
    if (run.value === undefined) return err({ code: 'missing' })
    if (run.value.end !== null || !shared) return err({ code: 'ended' })
    const asked = await runs.askToStop(id)
    if (asked.ok) return asked
    return err(asked.error.code === 'missing' ? { code: 'ended' } : asked.error)
  }

  async #keepUp(): Promise<void> {
    const { clock, runs, shared } = this.#options
    const { signal } = this.#closing
    let tidied: Instant | undefined
    while (!signal.aborted) {
      const now = clock.now()
      if (shared && this.#jobs.size > 0) {
        const stops = this.#note(await runs.hold(this.#owner, plus(now, limits.queryHold)))
        for (const id of stops ?? []) await this.stop(id)
      }
      if (tidied === undefined || now - tidied >= limits.queryTidyEvery) {
        tidied = now
        if (shared) this.#note(await runs.failLost(now, lostText, false))
        await this.#tidy()
      }
      await clock.sleep(shared ? limits.queryHoldEvery : limits.queryTidyEvery, signal)
    }
  }

  async #tidy(): Promise<void> {
    this.#keptSinceTidy = 0
    const { clock, runs } = this.#options
    this.#note(await runs.tidy(minus(clock.now(), limits.queryRunLife), limits.keptAnswerBytes))
  }

  /** The value; trouble goes to the log. */
  #note<T>(result: { ok: true; value: T } | { ok: false; error: { message: string } }): T | undefined {
    if (result.ok) return result.value
    this.#options.log(`the record of queries: ${result.error.message}`)
    return undefined
  }
}

type Why = Pick<Told, 'message'> & Partial<Told>

function endOf(error: InsightsError): [QueryRunStatus, Why] {
  switch (error.code) {
    case 'cancelled':
      return ['Cancelled', told('query-stopped')]
    case 'timeout':
      return ['Timeout', error]
    default:
      return ['Failed', error]
  }
}
