/** Nodes, namespaces, events, and what workloads lean on: services, configuration (names alone), volumes, policies, quotas. */
import type { Condition, KubernetesObject, LabelSelector, ResourceAmounts, ResourceRequirements } from './object.ts'

export interface Taint {
  readonly key: string
  readonly value?: string
  readonly effect: string
  readonly timeAdded?: string
}

export interface Node extends KubernetesObject {
  readonly kind: 'Node'
  readonly spec?: {
    readonly podCIDR?: string
    /** `aws:///eu-west-1a/i-0aa1…` on EC2. */
    readonly providerID?: string
    /** Cordoned. */
    readonly unschedulable?: boolean
    readonly taints?: readonly Taint[]
  }
  readonly status?: {
    readonly capacity?: ResourceAmounts
    readonly allocatable?: ResourceAmounts
    readonly conditions?: readonly Condition[]
    readonly addresses?: readonly { readonly type: string; readonly address: string }[]
    readonly nodeInfo?: Readonly<Record<string, string>>
  }
  /** Ours: its kubelet is late with its heartbeat. When it was heard last (ms since 1970), and for how many seconds it was not. */
  readonly silence?: { readonly since: number; readonly seconds: number }
}

/** A word that somebody renews for as long as they live: of the namespace kube-node-lease, each kubelet for its node. */
export interface Lease extends KubernetesObject {
  readonly kind: 'Lease'
  readonly spec?: {
    readonly holderIdentity?: string
    readonly leaseDurationSeconds?: number
    readonly renewTime?: string
  }
}

export interface Namespace extends KubernetesObject {
  readonly kind: 'Namespace'
  readonly status?: { readonly phase?: string; readonly conditions?: readonly Condition[] }
}

export interface Service extends KubernetesObject {
  readonly kind: 'Service'
  readonly spec?: {
    readonly type?: string
    readonly clusterIP?: string
    readonly externalName?: string
    readonly selector?: Readonly<Record<string, string>>
    readonly ports?: readonly {
      readonly name?: string
      readonly protocol?: string
      readonly port: number
      readonly targetPort?: number | string
      readonly nodePort?: number
    }[]
  }
  readonly status?: { readonly loadBalancer?: { readonly ingress?: readonly unknown[] } }
}

export interface EndpointSlice extends KubernetesObject {
  readonly kind: 'EndpointSlice'
  readonly addressType?: string
  readonly endpoints?:
    | readonly {
        readonly addresses?: readonly string[]
        readonly conditions?: { readonly ready?: boolean; readonly serving?: boolean; readonly terminating?: boolean }
        readonly nodeName?: string
        readonly zone?: string
        readonly targetRef?: { readonly kind?: string; readonly name?: string; readonly uid?: string }
      }[]
    | null
  readonly ports?: readonly { readonly name?: string; readonly port?: number; readonly protocol?: string }[] | null
}

export interface Ingress extends KubernetesObject {
  readonly kind: 'Ingress'
  readonly spec?: {
    readonly ingressClassName?: string
    readonly rules?: readonly {
      readonly host?: string
      readonly http?: { readonly paths?: readonly unknown[] }
    }[]
    readonly tls?: readonly { readonly hosts?: readonly string[]; readonly secretName?: string }[]
  }
  readonly status?: { readonly loadBalancer?: { readonly ingress?: readonly unknown[] } }
}

/** The names of what it holds; the values stay in the cluster. */
export interface ConfigMap extends KubernetesObject {
  readonly kind: 'ConfigMap'
  readonly immutable?: boolean
  readonly keys: readonly string[]
}

/** Its type and the names of what it holds; a value never reaches us, nor an annotation that could quote one. */
export interface Secret extends KubernetesObject {
  readonly kind: 'Secret'
  readonly type?: string
  readonly immutable?: boolean
  readonly keys: readonly string[]
}

export interface PersistentVolume extends KubernetesObject {
  readonly kind: 'PersistentVolume'
  readonly spec?: {
    readonly capacity?: ResourceAmounts
    readonly accessModes?: readonly string[]
    readonly storageClassName?: string
    readonly persistentVolumeReclaimPolicy?: string
    readonly claimRef?: { readonly namespace?: string; readonly name?: string }
    readonly csi?: { readonly driver?: string; readonly volumeHandle?: string }
  }
  readonly status?: { readonly phase?: string; readonly reason?: string; readonly message?: string }
}

export interface PersistentVolumeClaim extends KubernetesObject {
  readonly kind: 'PersistentVolumeClaim'
  readonly spec?: {
    readonly accessModes?: readonly string[]
    readonly storageClassName?: string
    readonly volumeName?: string
    readonly resources?: ResourceRequirements
  }
  readonly status?: {
    readonly phase?: string
    readonly capacity?: ResourceAmounts
    readonly conditions?: readonly Condition[]
  }
}

export interface StorageClass extends KubernetesObject {
  readonly kind: 'StorageClass'
  readonly provisioner?: string
  readonly reclaimPolicy?: string
  readonly volumeBindingMode?: string
  readonly allowVolumeExpansion?: boolean
}

export interface NetworkPolicy extends KubernetesObject {
  readonly kind: 'NetworkPolicy'
  readonly spec?: { readonly podSelector?: LabelSelector; readonly policyTypes?: readonly string[] }
}

export interface ResourceQuota extends KubernetesObject {
  readonly kind: 'ResourceQuota'
  readonly spec?: { readonly hard?: ResourceAmounts }
  readonly status?: { readonly hard?: ResourceAmounts; readonly used?: ResourceAmounts }
}

export interface LimitRange extends KubernetesObject {
  readonly kind: 'LimitRange'
  readonly spec?: { readonly limits?: readonly unknown[] }
}

/** Of core/v1: the form that every component still writes. */
export interface ClusterEvent extends KubernetesObject {
  readonly kind: 'Event'
  readonly involvedObject: {
    readonly apiVersion?: string
    readonly kind?: string
    readonly namespace?: string
    readonly name?: string
    readonly uid?: string
    readonly fieldPath?: string
  }
  /** Normal or Warning. */
  readonly type?: string
  readonly reason?: string
  readonly message?: string
  readonly source?: { readonly component?: string; readonly host?: string }
  readonly reportingComponent?: string
  readonly reportingInstance?: string
  readonly firstTimestamp?: string | null
  readonly lastTimestamp?: string | null
  readonly eventTime?: string | null
  readonly count?: number
  readonly series?: { readonly count?: number; readonly lastObservedTime?: string }
}
