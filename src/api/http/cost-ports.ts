/** What the costs are made of, beside the log store: handed in by whoever starts us. */
import type { CloudWatchPrices } from '../../judge/costs/index.ts'
import type { Instant, Result } from '../../model/index.ts'
import type { EngineError } from '../../store/engine/index.ts'
import type { PodVolumes, SelectedGroup } from '../../store/logs/index.ts'

export interface CostPorts {
  readonly prices: CloudWatchPrices
  /** Dollars for a GiB of this machine's disk in a month. */
  readonly dollarsPerGiBMonth: number
  /** Bytes on disk for each byte of message, as it is now. */
  readonly diskPerByte: () => Promise<number>
  readonly volumes: (
    groups: readonly SelectedGroup[],
    from: Instant,
    to: Instant,
    signal: AbortSignal,
  ) => Promise<Result<PodVolumes, EngineError>>
}
