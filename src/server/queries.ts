/** Logs Insights put together: the runner over the engine, the jobs with their record, and the clock of scheduled queries. */
import { randomUUID } from 'node:crypto'
import type { ApiQueryPorts } from '../api/http/index.ts'
import { cloudWatchPrices } from '../judge/costs/index.ts'
import type { Clock } from '../model/index.ts'
import type { Told } from '../query/index.ts'
import { openPromoter } from '../query/insights/promote/index.ts'
import { createInsightsRunner } from '../query/insights/run/index.ts'
import { createAsking, insightsWorld, openJobs } from '../query/jobs/index.ts'
import { startScheduler } from '../query/schedules/index.ts'
import { tellCompleteness } from './completeness.ts'
import type { MangruConfig } from './config.ts'
import type { MemoryPlan } from './memory.ts'
import { startPromotion } from './promotion-loop.ts'
import type { Stores } from './stores.ts'

export interface Queries extends ApiQueryPorts {
  /** Stops what runs and writes down that it was stopped; before the stores close. */
  stop(): Promise<void>
}

interface Beside {
  readonly clock: Clock
  readonly region: string
  /** What a reader of these groups should know beside an answer. */
  readonly notices: (groups: readonly string[]) => readonly Told[]
  readonly log: (line: string) => void
}

export async function openQueries(
  config: MangruConfig,
  memory: MemoryPlan,
  { settings, logSettings, engine, masks }: Stores,
  { clock, region, notices, log }: Beside,
): Promise<Queries> {
  const kept = settings.queries
  const { account } = config
  const world = insightsWorld({
    ...{ settings: logSettings, lookups: kept.lookups, clock, account, region },
    policies: settings.policies,
    maskOf: groupId => masks.of(groupId),
  })
  const promoter = await openPromoter({ engine, clock })
  // Answers are the same without columns, only later.
  if (!promoter.ok)
    log(`fields have no columns: ${'message' in promoter.error ? promoter.error.message : promoter.error.code}`)
  const stopPromotion = promoter.ok ? startPromotion(promoter.value, clock, log) : async () => undefined
  const fields = promoter.ok ? { fields: promoter.value.fields } : {}
  const runner = tellCompleteness(createInsightsRunner({ engine, world, clock, ...fields }), notices)
  const jobs = await openJobs({
    ...{ runner, runs: kept.runs, clock, newId: randomUUID, log },
    atOnce: memory.queriesAtOnce,
    shared: settings.kind === 'postgres',
  })
  const asking = createAsking({ jobs, runner, settings: logSettings, definitions: kept.definitions, clock, account })
  const { schedules } = kept
  const stopScheduler = startScheduler({ asking, schedules, clock, newId: randomUUID, log })
  return {
    ...{ asking, kept, newId: randomUUID },
    prices: cloudWatchPrices(config.priceRegion),
    stop: async () => {
      await Promise.all([stopScheduler(), stopPromotion()])
      await jobs.close()
    },
  }
}
