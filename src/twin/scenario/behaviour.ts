/** What a program does with the machine: how long it takes to come up, what it needs idle and for each request, what it writes. */
import type { Bytes, Millis } from '../../model/index.ts'

/** Who writes a container's log: one of the writers of `logs/`. */
export type WriterName =
  | 'backend'
  | 'frontend'
  | 'database'
  | 'batch'
  | 'dns'
  | 'network'
  | 'proxy'
  | 'plain'
  | 'silent'

export interface Behaviour {
  readonly writer: WriterName
  readonly imageBytes: Bytes
  /** The first pull on a node. */
  readonly pull: Millis
  /** From its start until it is ready. */
  readonly startup: Millis
  /** Millicores when nobody asks anything. */
  readonly cpuIdle: number
  /** Millicore-seconds of one request. */
  readonly cpuPerRequest: number
  readonly memoryIdle: Bytes
  /** Bytes that one request a second keeps in use. */
  readonly memoryPerRate: number
  readonly receivedPerRequest: number
  readonly sentPerRequest: number
  /** Bytes a second to its disk. */
  readonly writes: number
  /** It ends by itself, after so long: batch work. */
  readonly runs?: { readonly least: Millis; readonly most: Millis }
}
