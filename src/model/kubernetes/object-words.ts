/** Any object's status in words, and what its kind is asked about: one row of a list, whatever the kind. Pure; anything may be missing. */
import type { Said } from '../said.ts'
import { chosenWords } from './chosen-words.ts'
import type {
  EndpointSlice,
  Ingress,
  PersistentVolume,
  PersistentVolumeClaim,
  ResourceQuota,
  Service,
} from './cluster-objects.ts'
import { type AnyObject, isKindName } from './kinds.ts'
import { nodeWords } from './node-words.ts'
import { podWords } from './pod-words.ts'
import { readQuantity } from './quantity.ts'
import type { Tone, Words } from './words.ts'
import type { HorizontalPodAutoscaler, PodDisruptionBudget } from './workload-objects.ts'
import { workloadWords } from './workload-words.ts'

/** `ready`: how many addresses are ready behind a Service, by its name; only Services ask. */
export function objectWords(object: AnyObject, ready?: (service: Service) => number | undefined): Words {
  switch (object.kind) {
    case 'Pod':
      return podWords(object)
    case 'Node':
      return nodeWords(object)
    case 'Deployment':
    case 'StatefulSet':
    case 'DaemonSet':
    case 'ReplicaSet':
    case 'Job':
    case 'CronJob':
      return workloadWords(object)
    case 'Service':
      return serviceWords(object, ready?.(object))
    case 'EndpointSlice':
      return sliceWords(object)
    case 'Ingress':
      return ingressWords(object)
    case 'PersistentVolume':
    case 'PersistentVolumeClaim':
      return volumeWords(object)
    case 'ResourceQuota':
      return quotaWords(object)
    case 'HorizontalPodAutoscaler':
      return autoscalerWords(object)
    case 'PodDisruptionBudget':
      return budgetWords(object)
    case 'Namespace':
      return object.status?.phase === 'Terminating' ? words('Terminating', 'waiting') : words('Active', 'good')
    case 'Event':
      return words(object.type ?? '', object.type === 'Warning' ? 'bad' : 'good')
    default:
      if (!isKindName(object.kind)) return chosenWords(object)
      return object.metadata.deletionTimestamp === undefined ? words('', 'good') : words('Terminating', 'waiting')
  }
}

const words = (status: string, tone: Tone, why: readonly Said[] = []): Words => ({ status, tone, why })

function serviceWords({ spec, status }: Service, ready: number | undefined): Words {
  const type = spec?.type ?? 'ClusterIP'
  // Without a selector somebody else writes its addresses, or it is but another name.
  const chooses = type !== 'ExternalName' && Object.keys(spec?.selector ?? {}).length > 0
  if (chooses && ready === 0) return words('No endpoints', 'bad', [{ code: 'service-without-endpoints', values: {} }])
  if (type === 'LoadBalancer' && (status?.loadBalancer?.ingress ?? []).length === 0)
    return words('Pending', 'waiting', [{ code: 'no-address-yet', values: {} }])
  return words('Serving', 'good')
}

/** Those that take connections; what says nothing of itself does. */
export const readyAddresses = ({ endpoints }: EndpointSlice): number =>
  (endpoints ?? []).filter(({ conditions }) => conditions?.ready !== false).length

function sliceWords(slice: EndpointSlice): Words {
  const all = (slice.endpoints ?? []).length
  const ready = readyAddresses(slice)
  if (all === 0) return words('Empty', 'waiting')
  if (ready === all) return words('Ready', 'good')
  return words(ready === 0 ? 'None ready' : 'Partly ready', ready === 0 ? 'bad' : 'waiting')
}

const ingressWords = ({ status }: Ingress): Words =>
  (status?.loadBalancer?.ingress ?? []).length > 0
    ? words('Serving', 'good')
    : words('Pending', 'waiting', [{ code: 'no-address-yet', values: {} }])

function volumeWords({ status }: PersistentVolume | PersistentVolumeClaim): Words {
  const phase = status?.phase ?? 'Pending'
  const message = status !== undefined && 'message' in status ? (status.message ?? '') : ''
  const why = message === '' ? [] : [{ code: 'volume-says', values: { message } }]
  if (phase === 'Failed' || phase === 'Lost') return words(phase, 'bad', why)
  return words(phase, phase === 'Bound' || phase === 'Available' ? 'good' : 'waiting', why)
}

function quotaWords({ status }: ResourceQuota): Words {
  const { hard = {}, used = {} } = status ?? {}
  const full = Object.keys(hard).filter(name => {
    const most = readQuantity(hard[name] ?? '')
    return most !== undefined && most > 0 && (readQuantity(used[name] ?? '0') ?? 0) >= most
  })
  if (full.length === 0) return words('Within', 'good')
  return words('Full', 'bad', [{ code: 'quota-full', values: { resources: full.sort().join(', ') } }])
}

function autoscalerWords({ status, spec }: HorizontalPodAutoscaler): Words {
  const failing = (status?.conditions ?? []).find(
    ({ type, status: is }) => (type === 'ScalingActive' || type === 'AbleToScale') && is === 'False',
  )
  // Switched off by nobody but its owner: the workload has no replicas.
  if (failing?.reason === 'ScalingDisabled') return words('Disabled', 'done')
  if (failing !== undefined) {
    const values = { reason: failing.reason ?? '', message: failing.message ?? '' }
    return words('Failing', 'bad', [{ code: 'autoscaler-failing', values }])
  }
  const { currentReplicas = 0, desiredReplicas = currentReplicas } = status ?? {}
  const atMost = currentReplicas >= spec.maxReplicas
  if (currentReplicas !== desiredReplicas)
    return words('Scaling', 'waiting', [
      { code: 'autoscaler-scaling', values: { from: currentReplicas, to: desiredReplicas } },
    ])
  if (atMost)
    return words('At its maximum', 'waiting', [{ code: 'autoscaler-full', values: { max: spec.maxReplicas } }])
  return words('Holding', 'good')
}

function budgetWords({ status }: PodDisruptionBudget): Words {
  const { currentHealthy = 0, desiredHealthy = 0, disruptionsAllowed = 0, expectedPods = 0 } = status ?? {}
  const values = { healthy: currentHealthy, desired: desiredHealthy }
  if (currentHealthy < desiredHealthy) return words('Violated', 'bad', [{ code: 'budget-violated', values }])
  if (disruptionsAllowed === 0 && expectedPods > 0)
    return words('No disruption', 'waiting', [{ code: 'budget-tight', values }])
  return words('Kept', 'good')
}
