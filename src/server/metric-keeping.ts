/**
 * What keeps metrics, put together: the store, the metric filters, what log events give birth to, and what the service publishes of itself
 * each minute.
 */
import { limits } from '../limits.ts'
import { type Bytes, type Clock, err, type Instant, instant, millis, minus, ok, type Result } from '../model/index.ts'
import {
  logBirths,
  noteArrived,
  recoverBirths,
  type VendedMetrics,
  VolumeAccount,
  vendedMetrics,
} from '../query/births/index.ts'
import { type MetricFilterBook, openMetricFilterBook } from '../query/metric-filter/index.ts'
import type { Engine, EngineError } from '../store/engine/index.ts'
import { type Births, recentVolume } from '../store/logs/index.ts'
import {
  type MetricDays,
  type MetricWriter,
  metricStore,
  openMetricWriter,
  type WatchedMetricStore,
  watchedMetricStore,
} from '../store/metrics/index.ts'
import type { LogGroup, LogSettings, Settings, SettingsError } from '../store/settings/index.ts'

export interface MetricKeeping {
  readonly metrics: WatchedMetricStore
  readonly metricWriter: MetricWriter
  readonly metricFilters: MetricFilterBook
  readonly births: Births
  /** For others who have something to tell about logs. */
  readonly vended: VendedMetrics
  /** Begins what goes on beside the service, once the logs are open. */
  begin(lastBatch: bigint): void
  /** Writes what is left. The logs must be closed, the engine must not. */
  stop(): Promise<void>
}

export interface KeepingOptions {
  readonly engine: Engine
  readonly settings: Settings
  readonly clock: Clock
  /** 12 digits. */
  readonly account: string
  /** Samples that may wait for the engine. */
  readonly queueBytes: Bytes
  readonly days: MetricDays
  /** A text that no other program has. */
  readonly name: string
  readonly log: (line: string) => void
}

export async function keepMetrics(options: KeepingOptions): Promise<Result<MetricKeeping, SettingsError>> {
  const { engine, settings, clock, account, queueBytes, days, name, log } = options
  const metrics = watchedMetricStore(metricStore(engine))
  const metricWriter = openMetricWriter({ engine, store: metrics, clock, queueBytes, name })
  const filters = await openMetricFilterBook({ settings: settings.metricFilters, store: metrics, account, clock, log })
  if (!filters.ok) return filters
  const volumes = new VolumeAccount()
  const births = logBirths({ store: metrics, filters: filters.value, account: volumes, clock })
  const vended = vendedMetrics({ store: metrics, account: volumes, clock })
  const stopped = new AbortController()
  const running: Promise<void>[] = []

  const everyMinute = async () => {
    while (!stopped.signal.aborted) {
      await clock.sleep(untilMinute(clock.now()), stopped.signal)
      if (stopped.signal.aborted) return
      const written = await vended.write()
      if (!written.ok) log(`The metrics of AWS/Logs wait to be written: ${said(written.error)}`)
    }
  }
  /** Not at once: a start has better things to do. */
  const everyHour = async () => {
    await clock.sleep(millis(limits.metricRetireEvery / 60), stopped.signal)
    while (!stopped.signal.aborted) {
      const retired = await metrics.retire(clock.now(), days, stopped.signal)
      if (!retired.ok && retired.error.code !== 'cancelled')
        log(`Old metrics could not be rolled up: ${said(retired.error)}`)
      await clock.sleep(limits.metricRetireEvery, stopped.signal)
    }
  }
  /** What other replicas change. */
  const everySecond = async () => {
    while (!stopped.signal.aborted) {
      await clock.sleep(limits.metricFilterRefresh, stopped.signal)
      if (!stopped.signal.aborted) await filters.value.refresh()
    }
  }
  /** Until it is done, since nobody else makes up for it: the engine may be away just then. */
  const insist = async (trouble: string, work: () => Promise<Result<unknown, EngineError | SettingsError>>) => {
    for (let tried = 0; ; tried += 1) {
      const done = await work()
      if (done.ok) return
      if (tried === 0) log(`${trouble}: ${said(done.error)}`)
      if (stopped.signal.aborted) return
      await clock.sleep(limits.makeUpPause, stopped.signal)
    }
  }
  const afterStart = async (lastBatch: bigint) => {
    await insist('What log events gave birth to before the start could not be checked, and is tried again', () =>
      recover(options, births, filters.value, lastBatch),
    )
    await insist('What arrived before the start could not be counted, and is tried again', () =>
      noteBefore(options, vended, volumes, lastBatch),
    )
  }

  return ok({
    metrics,
    metricWriter,
    metricFilters: filters.value,
    births,
    vended,
    begin(lastBatch) {
      running.push(afterStart(lastBatch).then(everyMinute), everyHour())
      if (settings.kind === 'postgres') running.push(everySecond())
    },
    async stop() {
      stopped.abort()
      await Promise.all([...running, metricWriter.close()])
      const written = await vended.write(true)
      if (!written.ok) log(`The last metrics of AWS/Logs could not be written: ${said(written.error)}`)
    },
  })
}

const untilMinute = (now: Instant) => millis(60_000 - (now % 60_000) + 500)
const said = (error: EngineError | SettingsError): string => ('message' in error ? error.message : error.code)

async function recover(
  { engine, settings }: KeepingOptions,
  births: Births,
  filters: MetricFilterBook,
  lastBatch: bigint,
): Promise<Result<number, EngineError | SettingsError>> {
  const rare = await allGroups(settings.logs, group => group.class !== 'STANDARD')
  if (!rare.ok) return rare
  return recoverBirths({ engine, births, filters, lastBatch, withoutMetrics: rare.value.map(group => group.id) })
}

/** The account of the minutes before a crash is made anew from what is stored. */
async function noteBefore(
  { engine, settings }: KeepingOptions,
  vended: VendedMetrics,
  account: VolumeAccount,
  lastBatch: bigint,
): Promise<Result<void, EngineError | SettingsError>> {
  const since = minus(instant(Number(lastBatch >> 22n)), limits.volumeWindow)
  const [last, arrived] = await Promise.all([vended.lastWritten(since), recentVolume(engine, since, lastBatch)])
  if (!last.ok) return last
  if (!arrived.ok) return arrived
  if (arrived.value.length === 0) return ok(undefined)
  const wanted = new Set(arrived.value.map(({ groupId }) => groupId))
  const groups = await allGroups(settings.logs, group => wanted.has(group.id))
  if (!groups.ok) return groups
  const names = new Map(groups.value.map(({ id, name }) => [id, name]))
  noteArrived(account, arrived.value, last.value, id => names.get(id))
  return ok(undefined)
}

async function allGroups(
  settings: LogSettings,
  keep: (group: LogGroup) => boolean,
): Promise<Result<readonly LogGroup[], SettingsError>> {
  const kept: LogGroup[] = []
  let after: string | undefined
  for (;;) {
    const page = await settings.groups({ limit: 1_000, ...(after === undefined ? {} : { after }) })
    if (!page.ok) return err(page.error)
    kept.push(...page.value.filter(keep))
    after = page.value.at(-1)?.name
    if (page.value.length < 1_000 || after === undefined) return ok(kept)
  }
}
