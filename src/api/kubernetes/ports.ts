/** What the metrics APIs are given by whoever starts them. */
import type { Clock, Result } from '../../model/index.ts'
import type {
  AccessQuestion,
  ClusterError,
  FrontProxy,
  KindName,
  LiveUsage,
  ObjectOf,
} from '../../model/kubernetes/index.ts'
import type { MetricStore } from '../../store/metrics/index.ts'

/** The cluster that asks, as its inventory knows it. */
export interface AskingCluster {
  /** The names under which metrics may call it, at least one. */
  readonly names: readonly string[]
  objects<K extends KindName>(kind: K): readonly ObjectOf<K>[]
  object<K extends KindName>(kind: K, namespace: string, name: string): ObjectOf<K> | undefined
  sight(kind: KindName): { readonly state: 'waiting' | 'seen' | 'blind' }
}

export interface MetricsApiPorts {
  readonly cluster: AskingCluster
  readonly usage: LiveUsage
  readonly metrics: Pick<MetricStore, 'list' | 'statisticsOf'>
  readonly clock: Clock
  /** By what an API server is known; undefined: not known yet, so nobody is let in. */
  readonly frontProxy: () => FrontProxy | undefined
  /** Whether the caller may; trouble: it cannot be asked. */
  readonly review: (asked: AccessQuestion) => Promise<Result<boolean, ClusterError>>
  readonly onFault: (error: unknown, path: string) => void
}
