/** Opens what keeps things, in order: settings, engine, schema, log store. Each failure is one sentence that says what to do. */
import { randomUUID } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { limits } from '../limits.ts'
import { type Clock, err, millis, ok, type Result } from '../model/index.ts'
import { type MaskBook, maskLogs, openMaskBook } from '../query/masking/index.ts'
import { type Engine, explainOpenError, migrate, openChdb, openClickHouse } from '../store/engine/index.ts'
import { type EngineLogStore, openLogStore } from '../store/logs/index.ts'
import { storeMigrations } from '../store/schema/index.ts'
import { type CachedLogSettings, cacheLogSettings, openSettings, type Settings } from '../store/settings/index.ts'
import type { MangruConfig } from './config.ts'
import { tellInsertTrouble } from './insert-trouble.ts'
import type { MemoryPlan } from './memory.ts'
import { keepMetrics, type MetricKeeping } from './metric-keeping.ts'

export interface Stores {
  readonly settings: Settings
  /** The same settings of logs with a memory in front, for everything that serves. */
  readonly logSettings: CachedLogSettings
  readonly engine: Engine
  /** As readers get it: masked. */
  readonly logs: EngineLogStore
  /** What data protection policies mask. */
  readonly masks: MaskBook
  readonly keeping: Omit<MetricKeeping, 'begin' | 'stop'>
  close(): Promise<void>
}

export interface StartError {
  readonly message: string
  readonly detail?: string
}

/** `log` is for what the operator must know, `detail` for the curious. */
export async function openStores(
  config: MangruConfig,
  memory: MemoryPlan,
  clock: Clock,
  log: (line: string) => void,
  detail: (line: string) => void,
): Promise<Result<Stores, StartError>> {
  const made = await makeDataDir(config.dataDir)
  if (!made.ok) return made
  const settings = await openSettings(config.settings, config.dataDir)
  if (!settings.ok) return err({ message: settings.error.message })
  const opened = await openEngine(config, memory, clock, detail)
  if (!opened.ok) {
    await settings.value.close()
    return opened
  }
  const engine = ok(tellInsertTrouble(opened.value, clock, log))
  const closing = async () => {
    await engine.value.close()
    await settings.value.close()
  }
  const migrated = await migrate(engine.value, storeMigrations)
  if (!migrated.ok) {
    await closing()
    return err({ message: 'message' in migrated.error ? migrated.error.message : migrated.error.code })
  }
  const keeping = await keepMetrics({
    engine: engine.value,
    settings: settings.value,
    clock,
    account: config.account,
    queueBytes: memory.metricQueue,
    days: config.metricDays,
    name: randomUUID(),
    log,
  })
  if (!keeping.ok) {
    await closing()
    return err({ message: keeping.error.message })
  }
  const logs = await openLogStore({
    engine: engine.value,
    clock,
    births: keeping.value.births,
    onBirthsLost: error =>
      log(`Metrics of stored log events were lost: ${'message' in error ? error.message : error.code}`),
    queueBytes: memory.queue,
    // A cluster's memory is its own operator's.
    ...(engine.value.kind === 'chdb' ? { memory: config.memory } : {}),
  })
  if (!logs.ok) {
    await closing()
    return err({ message: 'message' in logs.error ? logs.error.message : logs.error.code })
  }
  const logSettings = cacheLogSettings(settings.value.logs, {
    clock,
    ttl: settings.value.kind === 'sqlite' ? 'forever' : millis(1_000),
    maxEntries: limits.cachedStreams,
  })
  const masks = await openMaskBook(settings.value.policies)
  if (!masks.ok) {
    await logs.value.close()
    await closing()
    return err({ message: masks.error.message })
  }
  const stopRefresh = settings.value.kind === 'postgres' ? startRefresh(masks.value, clock) : async () => undefined
  keeping.value.begin(logs.value.lastBatch)
  return ok({
    settings: settings.value,
    logSettings,
    engine: engine.value,
    logs: maskLogs(logs.value, masks.value),
    masks: masks.value,
    keeping: keeping.value,
    close: async () => {
      await stopRefresh()
      await logs.value.close()
      await keeping.value.stop()
      await closing()
    },
  })
}

/** What other replicas change. */
function startRefresh(masks: MaskBook, clock: Clock): () => Promise<void> {
  const stopping = new AbortController()
  const over = (async () => {
    while (!stopping.signal.aborted) {
      await clock.sleep(limits.maskRefresh, stopping.signal)
      if (!stopping.signal.aborted) await masks.refresh()
    }
  })()
  return () => {
    stopping.abort()
    return over
  }
}

async function makeDataDir(dir: string): Promise<Result<void, StartError>> {
  try {
    // Logs hold what applications say: nobody else on the machine reads them.
    await mkdir(dir, { recursive: true, mode: 0o700 })
    return ok(undefined)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'ENOSPC')
      return err({ message: `The disk that holds ${dir} is full. Free some space there and start again.` })
    return err({ message: `The data directory ${dir} cannot be made (${message}). Choose another one with --data.` })
  }
}

async function openEngine(
  config: MangruConfig,
  memory: MemoryPlan,
  clock: Clock,
  log: (line: string) => void,
): Promise<Result<Engine, StartError>> {
  const opened =
    config.engine === 'chdb'
      ? await openChdb({ dir: join(config.dataDir, 'engine'), memory: memory.engine, clock, log })
      : await openClickHouse({ url: config.engine, clock })
  return opened.ok ? opened : err({ message: explainOpenError(opened.error) })
}
