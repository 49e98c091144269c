/** What the cluster is read from: handed in by whoever starts us. */
import type { ApiClusterTrouble, Instant, Said } from '../../model/index.ts'
import type {
  ChosenKind,
  ClusterError,
  KindName,
  LiveUsage,
  ObjectOf,
  PromisedGroup,
  ServerHealth,
} from '../../model/kubernetes/index.ts'
import type { ObjectStore } from '../../store/objects/index.ts'

export interface ClusterPort {
  readonly name: string
  readonly address: string
  readonly demo: boolean
  /** Why it cannot be asked at all, as when its kubeconfig cannot be read; null: nothing stands in the way. */
  readonly trouble: ApiClusterTrouble | null
  /** All that is there now. */
  objects<K extends KindName>(kind: K): readonly ObjectOf<K>[]
  object<K extends KindName>(kind: K, namespace: string, name: string): ObjectOf<K> | undefined
  sight(
    kind: KindName,
  ):
    | { readonly state: 'waiting' }
    | { readonly state: 'seen'; readonly since: Instant }
    | { readonly state: 'blind'; readonly since: Instant; readonly error: ClusterError }
  /** Custom resources that are looked at too; absent: none. */
  readonly chosen?: readonly ChosenKind[]
  leftOut(kind: KindName): number
  /** Tells at once of every change of any object of a kind, until the answer is called. Absent: nothing of it ever changes. */
  readonly listen?: (tell: (kind: KindName) => void) => () => void
  /** The last answer of its control plane; null: none yet. */
  health():
    | { readonly at: Instant; readonly answer: ServerHealth }
    | { readonly at: Instant; readonly error: ClusterError }
    | null
  /** What is used right now; absent: nobody asks the kubelets. */
  readonly usage?: LiveUsage
  /** What was promised of groups of nodes, as last told; `unknown`: why more is not. */
  promised(): { readonly groups: readonly PromisedGroup[]; readonly unknown: Said | null }
  readonly versions: Pick<ObjectStore, 'asAt' | 'changed' | 'history' | 'ended' | 'first'>
}
