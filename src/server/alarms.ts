/** The alarms of a running Mangru: evaluated by the world's clock, with the stores; one of several replicas evaluates them. */
import { randomUUID } from 'node:crypto'
import { defaultRegion } from '../api/cloudwatch/index.ts'
import { type AlarmDesk, alarmDesk, LiveAlarms, leasedOwner, soleOwner } from '../judge/alarm-desk/index.ts'
import { limits } from '../limits.ts'
import { between, type Clock, type Instant, type Millis } from '../model/index.ts'
import { systemClock } from './clock.ts'
import type { MangruConfig } from './config.ts'
import type { MemoryPlan } from './memory.ts'
import type { Stores } from './stores.ts'

export interface RunningAlarms {
  readonly desk: AlarmDesk
  /** Calls whenever there are new deeds in the settings; what it answers ends that. */
  onDeeds(listener: () => void): () => void
  /** Begins to evaluate. Call once all who are told are there. */
  begin(): void
  /** The longest that one round of evaluations took since this was last asked, or takes by now; null: there was none. */
  slowestRound(): Millis | null
  /** Lets a look that is under way come to its end. */
  stop(): Promise<void>
}

export function openAlarms(
  config: Pick<MangruConfig, 'account'>,
  memory: Pick<MemoryPlan, 'alarmSteps'>,
  { settings, keeping, engine }: Pick<Stores, 'settings' | 'keeping' | 'engine'>,
  log: (line: string) => void,
  clock: Clock = systemClock,
): RunningAlarms {
  const alone = settings.kind === 'sqlite' && engine.kind === 'chdb'
  const ports = {
    ...{ settings: settings.alarms, metrics: keeping.metrics, clock, log, alone },
    ...{ account: config.account, region: defaultRegion },
  }
  const owner = settings.kind === 'sqlite' ? soleOwner : leasedOwner(settings.alarms, clock, randomUUID())
  const live = new LiveAlarms({ ...ports, owner, keepSteps: memory.alarmSteps })
  keeping.metrics.watch(live.room)
  const stopping = new AbortController()
  let running: Promise<void> = Promise.resolve()
  let began: Instant | null = null
  let slowest: Millis | null = null
  const noted = (round: Instant) => {
    const took = between(round, clock.now())
    if (slowest === null || took > slowest) slowest = took
  }
  const go = async () => {
    while (!stopping.signal.aborted) {
      began = clock.now()
      try {
        await live.look()
      } catch (error) {
        log(`Alarms could not be evaluated: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
      }
      noted(began)
      began = null
      await clock.sleep(limits.alarmTick, stopping.signal)
    }
  }
  return {
    desk: alarmDesk({ ...ports, live }),
    onDeeds: listener => live.onDeeds(listener),
    begin: () => {
      running = go()
    },
    slowestRound: () => {
      if (began !== null) noted(began)
      const told = slowest
      slowest = null
      return told
    },
    stop: async () => {
      stopping.abort()
      await running
      await owner.release()
    },
  }
}
