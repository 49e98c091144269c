/** What exports need of the rest of the house. */
import type { Clock, Instant } from '../../model/index.ts'
import type { LogStore } from '../../store/logs/index.ts'
import type { ExportSettings, LogSettings } from '../../store/settings/index.ts'
import type { Allowed } from '../subscriptions/index.ts'
import type { ResolveHost } from '../subscriptions/senders/index.ts'
import type { BucketCredentials } from './places/index.ts'

export interface ExportPorts {
  readonly settings: ExportSettings
  readonly logSettings: Pick<LogSettings, 'streams' | 'streamsById' | 'groupsById'>
  /** Messages come masked unless a page is asked otherwise. */
  readonly logs: Pick<LogStore, 'page' | 'streamStats'>
  readonly clock: Clock
  readonly allowed: Allowed
  /** Signs for S3 in this region. */
  readonly sign: (
    request: {
      readonly method: string
      readonly url: string
      readonly headers: Readonly<Record<string, string>>
      readonly body: Uint8Array
    },
    credentials: BucketCredentials,
    region: string,
    now: Instant,
  ) => Record<string, string>
  /** The standard AWS ones; absent: there are none. */
  readonly credentials?: BucketCredentials
  readonly region: string
  /** A UUID, never the same twice. */
  readonly newId: () => string
  /** Other replicas have the same settings. */
  readonly shared: boolean
  readonly resolve?: ResolveHost
  readonly log: (line: string) => void
}
