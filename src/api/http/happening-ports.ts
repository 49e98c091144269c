/** What counts of lines and of versions are read from: handed in by whoever starts us. */
import type { Instant, Result } from '../../model/index.ts'
import type { EngineError } from '../../store/engine/index.ts'
import type { EventCount, EventWanted, PodLevels, SelectedGroup } from '../../store/logs/index.ts'
import type { ContainerEnds } from '../../store/objects/index.ts'

interface Range {
  readonly from: Instant
  readonly to: Instant
}
interface BoundedRange extends Range {
  readonly limit: number
}

export interface HappeningPorts {
  events(
    asked: BoundedRange & { readonly group: SelectedGroup; readonly wanted: readonly EventWanted[] },
    signal: AbortSignal,
  ): Promise<Result<readonly EventCount[], EngineError>>
  ends(
    asked: BoundedRange & { readonly cluster: string },
    signal: AbortSignal,
  ): Promise<Result<readonly ContainerEnds[], EngineError>>
  lines(
    asked: Range & { readonly groups: readonly SelectedGroup[] },
    signal: AbortSignal,
  ): Promise<Result<readonly PodLevels[], EngineError>>
}
