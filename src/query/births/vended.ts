/**
 * The metrics that the service itself publishes about logs, namespace AWS/Logs, a sample a minute from the account of what arrived. Others
 * who have something to tell (deliveries) note it here too.
 */
import { type Clock, type Instant, instant, minutes, ok, type Result } from '../../model/index.ts'
import type { EngineError } from '../../store/engine/index.ts'
import type { ArrivedVolume } from '../../store/logs/index.ts'
import type { MetricBlock, MetricStore } from '../../store/metrics/index.ts'
import { type GroupVolume, noVolume, type VolumeAccount } from './volume.ts'

/** What a delivery tells: AWS's names, per group, kind of destination and filter. */
export interface DeliveryNote {
  readonly metric: 'ForwardedBytes' | 'ForwardedLogEvents' | 'DeliveryErrors' | 'DeliveryThrottling'
  readonly group: string
  /** `Lambda`, `Kinesis`, `HTTP`, … */
  readonly destinationType: string
  readonly filter: string
}

export interface VendedMetrics {
  /** Adds to the current minute. Never blocks or throws. */
  note(what: DeliveryNote, count: number): void
  /** Writes the minutes that are over; `all`: the current one too. What could not be written waits for the next time. */
  write(all?: boolean): Promise<Result<void, EngineError>>
  /** The start of the last minute that was written, as far as the store tells; undefined: none lately. */
  lastWritten(since: Instant): Promise<Result<Instant | undefined, EngineError>>
}

const namespace = 'AWS/Logs'
const source = 'vended'

export function vendedMetrics(options: {
  readonly store: MetricStore
  readonly account: VolumeAccount
  readonly clock: Clock
}): VendedMetrics {
  const { store, account, clock } = options
  const notes = new Map<number, Map<string, { readonly what: DeliveryNote; count: number }>>()
  let pending: { readonly block: MetricBlock; readonly token: string } | undefined
  const series = (metric: string, unit: string, labels: Readonly<Record<string, string>>, sets?: readonly string[][]) =>
    store.series({ namespace, metric, unit, resolution: 60, source, labels, ...(sets && { sets }) })

  function addVolume(block: MetricBlock, { group, minute, ...volume }: GroupVolume): void {
    const labels = { LogGroupName: group }
    const both = [['LogGroupName'], []]
    const add = (metric: string, unit: string, value: number, sets?: string[][]) =>
      block.add(series(metric, unit, labels, sets), minute, { kind: 'value', value, weight: 1 })
    if (volume.events > 0) {
      add('IncomingLogEvents', 'None', volume.events, both)
      add('IncomingBytes', 'Bytes', volume.bytes, both)
    }
    if (volume.parsingErrors > 0) add('EMFParsingErrors', 'Count', volume.parsingErrors)
    if (volume.validationErrors > 0) add('EMFValidationErrors', 'Count', volume.validationErrors)
  }

  function addNotes(block: MetricBlock, before: Instant): void {
    for (const minute of [...notes.keys()].filter(minute => minute < before)) {
      for (const { what, count } of notes.get(minute)?.values() ?? []) {
        const labels = { LogGroupName: what.group, DestinationType: what.destinationType, FilterName: what.filter }
        const unit = what.metric === 'ForwardedBytes' ? 'Bytes' : 'None'
        block.add(series(what.metric, unit, labels), minute, { kind: 'value', value: count, weight: 1 })
      }
      notes.delete(minute)
    }
  }

  return {
    note(what, count) {
      const minute = startOfMinute(clock.now())
      const noted = notes.get(minute) ?? new Map<string, { readonly what: DeliveryNote; count: number }>()
      notes.set(minute, noted)
      const key = JSON.stringify(what)
      const known = noted.get(key)
      if (known === undefined) noted.set(key, { what, count })
      else known.count += count
    },
    async write(all = false) {
      if (pending !== undefined) {
        // The same block under the same token: nobody knows how far it came.
        const written = await store.append(pending.block, pending.token)
        if (!written.ok) return written
        pending = undefined
      }
      const now = clock.now()
      const before = all ? instant(Number.POSITIVE_INFINITY) : startOfMinute(now)
      const block = store.block()
      for (const volume of account.take(before)) addVolume(block, volume)
      addNotes(block, before)
      pending = { block, token: `vended ${now}` }
      const written = await store.append(block, pending.token)
      if (written.ok) pending = undefined
      return written
    },
    async lastWritten(since) {
      const found = await store.list({
        namespace,
        metric: 'IncomingLogEvents',
        source,
        activeSince: since,
        limit: 10_000,
      })
      if (!found.ok) return found
      const periods = await store.statistics({
        series: found.value,
        from: startOfMinute(since),
        to: clock.now(),
        period: minutes(1),
      })
      return periods.ok ? ok(periods.value.at(-1)?.at) : periods
    },
  }
}

const startOfMinute = (at: number): Instant => instant(Math.floor(at / 60_000) * 60_000)

/** Notes what arrived before a start and was not written: after the last minute that was. */
export function noteArrived(
  account: Pick<VolumeAccount, 'note'>,
  arrived: readonly ArrivedVolume[],
  lastWritten: Instant | undefined,
  nameOf: (groupId: number) => string | undefined,
): void {
  for (const { groupId, minute, events, bytes } of arrived) {
    const group = nameOf(groupId)
    if (group !== undefined && (lastWritten === undefined || minute > lastWritten))
      account.note(group, minute, { ...noVolume(), events, bytes })
  }
}
