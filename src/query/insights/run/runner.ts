/** The runner: a checked query over the engine, with partial answers while it runs, to printed rows. */
import { limits } from '../../../limits.ts'
import { type Clock, ok, type Result, type Said } from '../../../model/index.ts'
import type { Engine } from '../../../store/engine/index.ts'
import { answerOf, type Table } from '../interpret/index.ts'
import type {
  InsightsAnswer,
  InsightsError,
  InsightsRequest,
  InsightsRunner,
  InsightsStatistics,
  InsightsWorld,
  RunOptions,
} from '../port.ts'
import { type FieldSource, noPromotedFields } from '../sql/index.ts'
import type { Notice, Query } from '../tree.ts'
import { explainQuery } from './explain.ts'
import type { Question } from './question.ts'
import { type Report, runQuery } from './run-query.ts'
import type { Session } from './session.ts'
import type { Volume } from './volume.ts'

export interface RunnerOptions {
  readonly engine: Engine
  readonly world: InsightsWorld
  readonly clock: Clock
  /** Columns that hold fields of messages; none unless given. */
  readonly fields?: FieldSource
}

export function createInsightsRunner(options: RunnerOptions): InsightsRunner {
  const ports = { ...options, fields: options.fields ?? noPromotedFields }
  return {
    async run(request, runOptions = {}) {
      const session: Session = { ...ports, signal: runOptions.signal, refused: false }
      const question = questionOf(request)
      const notices = {
        notices: request.checked.notices.map(one => one.message),
        said: request.checked.notices.map(saidOf),
      }
      const report = reportTo(runOptions, request, ports.clock, ports.world.region, notices)
      const outcome = await runQuery(session, question, report)
      if (runOptions.signal?.aborted) return { ok: false, error: { code: 'cancelled' } }
      if (!outcome.ok) return outcome
      const { table, statistics, notices: more } = outcome.value
      const told = {
        notices: [...notices.notices, ...more.map(({ message }) => message)],
        said: [...notices.said, ...more.map(({ said }) => said)],
      }
      return ok({ ...answerOf(table, ports.world.region), statistics, ...told })
    },
    explain: (request): Promise<Result<readonly string[], InsightsError>> =>
      explainQuery({ ...ports, signal: undefined, refused: false }, questionOf(request)),
  }
}

const questionOf = ({ checked, groups, from, to, startedAt, limit, unmask = false }: InsightsRequest): Question => ({
  query: checked.query,
  groups,
  from,
  to,
  startedAt,
  unmask,
  most: Math.min(limit, rowsOf(checked.query)),
})

/** What the text itself allows: its last `limit`. Without one the request's alone counts, which knows the default. */
export function rowsOf({ commands }: Query): number {
  const last = commands.findLast(command => command.kind === 'limit')
  return Math.min(last?.rows ?? limits.insightsLimitRows, limits.insightsLimitRows)
}

/** Passes partial answers on, at most one each `insightsPartialStep`. */
function reportTo(
  { onPartial }: RunOptions,
  { groups }: InsightsRequest,
  clock: Clock,
  region: string,
  notices: Pick<InsightsAnswer, 'notices' | 'said'>,
): Report | undefined {
  if (onPartial === undefined) return undefined
  let last = Number.NEGATIVE_INFINITY
  let shown: Pick<InsightsAnswer, 'columns' | 'rows'> = { columns: [], rows: [] }
  const tell = (read: number, volume: Volume): void => {
    if (clock.now() - last < limits.insightsPartialStep) return
    last = clock.now()
    const statistics = statisticsSoFar(read, volume, groups.length)
    const progress = volume.records === 0 ? null : Math.min(1, read / volume.records)
    onPartial({ ...shown, statistics, ...notices, progress })
  }
  return {
    partial(table: Table, read, volume) {
      if (clock.now() - last < limits.insightsPartialStep) return
      shown = answerOf(table, region)
      tell(read, volume)
    },
    progress: tell,
  }
}

const saidOf = ({ code, values }: Notice): Said => ({ code, values })

const statisticsSoFar = (read: number, volume: Volume, groups: number): InsightsStatistics => ({
  recordsScanned: Math.min(read, volume.records),
  recordsMatched: 0,
  bytesScanned: Math.round((volume.bytes * Math.min(read, volume.records)) / Math.max(1, volume.records)),
  logGroupsScanned: groups,
  estimatedRecordsSkipped: 0,
  estimatedBytesSkipped: 0,
})
