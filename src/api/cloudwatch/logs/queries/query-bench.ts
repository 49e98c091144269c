/** For tests: the operations on queries over settings in memory, a store in memory and a runner that the test leads. */
import type { Clock, Instant } from '../../../../model/index.ts'
import type { InsightsRunner } from '../../../../query/insights/index.ts'
import { createAsking, openJobs, type QueryJobs } from '../../../../query/jobs/index.ts'
import { startScheduler } from '../../../../query/schedules/index.ts'
import { openSqlite, type Settings } from '../../../../store/settings/index.ts'
import type { AwsCall } from '../../protocol/index.ts'
import { MemoryLogStore, ordinaryCall } from '../fakes.ts'
import { createLogsService } from '../service.ts'
import type { QueryPorts } from './ports.ts'

/** A clock that the test steps. */
interface BenchClock extends Clock {
  step(length: number): Promise<void>
}

export class QueryBench<C extends BenchClock, R extends InsightsRunner> {
  readonly clock: C
  readonly runner: R
  readonly store
  readonly settings: Settings
  readonly jobs: QueryJobs
  readonly ports: QueryPorts
  readonly service
  readonly log: string[]
  readonly #stopScheduler

  private constructor(settings: Settings, jobs: QueryJobs, parts: Parts<C, R>) {
    this.settings = settings
    this.jobs = jobs
    this.clock = parts.clock
    this.runner = parts.runner
    this.log = parts.log
    this.store = new MemoryLogStore(this.clock)
    const { clock, newId, log } = parts
    const asking = createAsking({
      ...{ jobs, runner: this.runner, settings: settings.logs, definitions: settings.queries.definitions, clock },
      account: '000000000000',
    })
    this.ports = {
      ...{ settings: settings.logs, logs: this.store, clock },
      queries: { asking, kept: settings.queries, newId },
    }
    this.service = createLogsService(this.ports)
    const { schedules } = settings.queries
    this.#stopScheduler = startScheduler({ asking, schedules, clock, newId, log: line => void log.push(line) })
  }

  static async open<C extends BenchClock, R extends InsightsRunner>(clock: C, runner: R): Promise<QueryBench<C, R>> {
    const opened = await openSqlite(':memory:')
    if (!opened.ok) throw new Error(opened.error.message)
    const log: string[] = []
    let ids = 0
    const newId = () => `00000000-0000-4000-8000-${String(ids++).padStart(12, '0')}`
    const { runs } = opened.value.queries
    const jobs = await openJobs({
      ...{ runner, runs, clock, newId, atOnce: 2, shared: false },
      log: line => void log.push(line),
    })
    return new QueryBench(opened.value, jobs, { clock, runner, newId, log })
  }

  get now(): Instant {
    return this.clock.now()
  }

  /** The answer as a client sees it; an error with its type and its own members. */
  // biome-ignore lint/suspicious/noExplicitAny: answers are looked into freely by tests
  async call(name: string, input: unknown = {}, call: Partial<AwsCall> = {}): Promise<any> {
    const answer = await this.service.operations.get(name)!.run(input, { ...ordinaryCall(), ...call })
    const { ok } = answer
    const value = ok
      ? answer.value
      : { __type: answer.error.type, message: answer.error.message, ...answer.error.members }
    return JSON.parse(JSON.stringify(value))
  }

  /** Makes the groups with a stream `s`. */
  async given(...groups: string[]): Promise<void> {
    for (const logGroupName of groups) {
      await this.call('CreateLogGroup', { logGroupName })
      await this.call('CreateLogStream', { logGroupName, logStreamName: 's' })
    }
  }

  put(logGroupName: string, ...events: (readonly [at: number, message: string])[]) {
    const logEvents = events.map(([timestamp, message]) => ({ timestamp, message }))
    return this.call('PutLogEvents', { logGroupName, logStreamName: 's', logEvents })
  }

  /** Starts a query over the last hour; gives its id. */
  async start(queryString: string, over: object = {}): Promise<string> {
    const end = Math.floor(this.now / 1_000)
    const given = { logGroupName: '/g', startTime: end - 3_600, endTime: end, queryString, ...over }
    const { queryId, message } = await this.call('StartQuery', given)
    if (queryId === undefined) throw new Error(message)
    return queryId
  }

  /** Waits until a query's end is on record. */
  async ended(queryId: string): Promise<void> {
    // Packing a large answer takes real time, more of it on a busy machine.
    for (let n = 0; n < 2_000; n++) {
      const run = await this.settings.queries.runs.run(queryId)
      if (run.ok && run.value?.end) return
      await this.clock.step(0)
      await new Promise(rested => setTimeout(rested, n < 100 ? 0 : 5))
    }
    throw new Error('not ended')
  }

  step(length: number): Promise<void> {
    return this.clock.step(length)
  }

  async close(): Promise<void> {
    await this.#stopScheduler()
    await this.jobs.close()
    await this.settings.close()
  }
}

interface Parts<C, R> {
  readonly clock: C
  readonly runner: R
  readonly newId: () => string
  readonly log: string[]
}
