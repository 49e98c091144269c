/** One job in memory, and the state that others see of it. */
import type { Instant, Said } from '../../model/index.ts'
import type { QueryRun, QueryRunEnd, QueryRunStatus } from '../../store/settings/port.ts'
import type { InsightsAnswer, InsightsStatistics } from '../insights/index.ts'
import type { JobEvent, JobState, NewJob } from './port.ts'

export interface Job {
  readonly id: string
  readonly job: NewJob
  readonly createdAt: Instant
  readonly stopper: AbortController
  readonly listeners: Set<(event: JobEvent) => void>
  /** It is on record; before that it neither starts nor ends there. */
  recorded: boolean
  status: QueryRunStatus
  startedAt: Instant | null
  endedAt: Instant | null
  message: string | null
  why: Said | undefined
  /** The whole answer once it has ended. */
  answer: InsightsAnswer
  progress: number | null
}

export const noStatistics: InsightsStatistics = {
  recordsScanned: 0,
  recordsMatched: 0,
  bytesScanned: 0,
  logGroupsScanned: 0,
  estimatedRecordsSkipped: 0,
  estimatedBytesSkipped: 0,
}
const noAnswer: InsightsAnswer = { columns: [], rows: [], statistics: noStatistics, notices: [] }

export const newJob = (id: string, job: NewJob, createdAt: Instant): Job => ({
  id,
  job,
  createdAt,
  stopper: new AbortController(),
  listeners: new Set(),
  recorded: false,
  status: 'Scheduled',
  startedAt: null,
  endedAt: null,
  message: null,
  why: undefined,
  answer: noAnswer,
  progress: null,
})

export const stateOf = (job: Job, position: number): JobState => ({
  id: job.id,
  status: job.status,
  position,
  createdAt: job.createdAt,
  startedAt: job.startedAt,
  endedAt: job.endedAt,
  message: job.message,
  groups: job.job.groups,
  details: job.job.details,
  columns: job.answer.columns,
  rows: job.answer.rows.length,
  notices: job.answer.notices,
  ...saidOf({ said: job.answer.said, why: job.why }),
  statistics: job.answer.statistics,
  progress: job.progress,
  dropped: false,
})

/** Of a run on record: one that ended here or elsewhere, or one that another replica runs. */
export const stateOfRun = (run: QueryRun): JobState => ({
  id: run.id,
  status: run.status,
  position: 0,
  createdAt: run.createdAt,
  startedAt: run.end?.startedAt ?? null,
  endedAt: run.end?.at ?? null,
  message: run.end?.message ?? null,
  groups: run.groups,
  details: run.details,
  columns: run.end?.columns ?? [],
  rows: run.dropped ? 0 : (run.end?.rows ?? 0),
  notices: run.end?.notices ?? [],
  ...saidOf(run.end ?? {}),
  statistics: { ...noStatistics, ...run.end?.statistics },
  progress: null,
  dropped: run.dropped,
})

/** Only what there is. */
const saidOf = ({ said, why }: { readonly said?: readonly Said[] | undefined; readonly why?: Said | undefined }) => ({
  ...(said === undefined ? {} : { said }),
  ...(why === undefined ? {} : { why }),
})

export function tell(job: Job, event: JobEvent): void {
  for (const listener of [...job.listeners]) listener(event)
}

/** What the record says of one that has ended. */
export const endingOf = (job: Job): QueryRunEnd => ({
  at: job.endedAt ?? job.createdAt,
  startedAt: job.startedAt,
  message: job.message,
  columns: job.answer.columns,
  rows: job.answer.rows.length,
  notices: job.answer.notices,
  statistics: { ...job.answer.statistics },
  ...saidOf({ said: job.answer.said, why: job.why }),
})
