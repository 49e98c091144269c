/** What logs cost a month, here and at CloudWatch. Pure. A month is 30 days, GB are 2^30 bytes, money is US dollars. */
import { type CloudWatchPrices, eventOverhead, storedCompression } from './prices.ts'

export interface HerePrices {
  /** Of the disk that the engine writes to. */
  readonly dollarsPerGiBMonth: number
  /** Bytes on disk for each byte of message. */
  readonly diskPerByte: number
}

/** Something that keeps writing: a group, or a workload in it. */
export interface Volume {
  /** Written in the window. */
  readonly events: number
  readonly bytes: number
  readonly windowDays: number
  /** null: for ever; then a month's worth is counted as kept, and more each month. */
  readonly retentionDays: number | null
  readonly class: string
}

export interface MonthlyCost {
  readonly here: number
  readonly cloudWatch: number
}

const gibibyte = 2 ** 30
const month = 30

/** As it goes on when nothing changes: what is sent in a month, and what then is kept. */
export function monthlyCost(volume: Volume, prices: CloudWatchPrices, here: HerePrices): MonthlyCost {
  const perDay = volume.bytes / volume.windowDays
  const billedPerDay = (volume.bytes + volume.events * eventOverhead) / volume.windowDays
  const kept = keptDays(volume.retentionDays)
  const ingest = volume.class === 'INFREQUENT_ACCESS' ? prices.ingestInfrequentPerGiB : prices.ingestPerGiB
  return {
    here: ((perDay * kept * here.diskPerByte) / gibibyte) * here.dollarsPerGiBMonth,
    cloudWatch:
      ((billedPerDay * month) / gibibyte) * ingest +
      ((billedPerDay * kept * storedCompression) / gibibyte) * prices.storePerGiBMonth,
  }
}

/** How much of the past lies on disk once retention and writing are in balance. */
export const keptDays = (retentionDays: number | null): number => retentionDays ?? month

/** What Logs Insights would charge for reading so many bytes. */
export const scanCost = (bytes: number, prices: CloudWatchPrices): number => (bytes / gibibyte) * prices.scanPerGiB

/** What a group is for, by the names that Container Insights gives. */
export function kindOf(group: string): 'application' | 'host' | 'dataplane' | 'performance' | 'other' {
  const end = /^\/aws\/containerinsights\/[^/]+\/(application|host|dataplane|performance)$/.exec(group)?.[1]
  return (end as 'application' | undefined) ?? 'other'
}
