/**
 * Kubernetes objects as the API writes them, cut to what we use. Whatever comes from a cluster may lack anything: only what the API server
 * itself always sets is required here. Times are RFC 3339 text, as they come.
 */

/** Holds what we keep of an object's metadata; `managedFields` never gets this far. */
export interface ObjectMeta {
  readonly name: string
  /** Absent for what belongs to the whole cluster. */
  readonly namespace?: string
  readonly uid: string
  readonly resourceVersion: string
  readonly generation?: number
  readonly creationTimestamp?: string
  readonly deletionTimestamp?: string
  readonly labels?: Readonly<Record<string, string>>
  readonly annotations?: Readonly<Record<string, string>>
  readonly ownerReferences?: readonly OwnerReference[]
  /** Who wrote last of what was asked for (not its status), and when: `kubectl-edit`, `helm`. Kept of kinds that people write. */
  readonly changedBy?: { readonly program: string; readonly at: string }
}

export interface OwnerReference {
  readonly apiVersion: string
  readonly kind: string
  readonly name: string
  readonly uid: string
  readonly controller?: boolean
}

/** What every object has. */
export interface KubernetesObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: ObjectMeta
}

/** The conditions of nodes, pods, workloads: `status` is True, False or Unknown. */
export interface Condition {
  readonly type: string
  readonly status: string
  readonly reason?: string
  readonly message?: string
  readonly lastTransitionTime?: string
  readonly lastHeartbeatTime?: string
  readonly lastUpdateTime?: string
}

/** Amounts by resource (`cpu`, `memory`, `pods`, …), as quantities: `500m`, `64Mi`. See `readQuantity`. */
export type ResourceAmounts = Readonly<Record<string, string>>

export interface ResourceRequirements {
  readonly requests?: ResourceAmounts
  readonly limits?: ResourceAmounts
}

export interface LabelSelector {
  readonly matchLabels?: Readonly<Record<string, string>>
  readonly matchExpressions?: readonly {
    readonly key: string
    /** In, NotIn, Exists or DoesNotExist. */
    readonly operator: string
    readonly values?: readonly string[]
  }[]
}
