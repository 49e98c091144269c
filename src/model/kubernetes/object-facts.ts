/** What each kind is asked about, as short text for a list: a Service's ports, a claim's size, an autoscaler's target. Pure; anything may be missing. */
import type { AnyObject } from './kinds.ts'
import type { LabelSelector, ResourceAmounts } from './object.ts'
import { readyAddresses } from './object-words.ts'

/** Names of what a list tells of a kind. */
export type ObjectFact =
  | 'type'
  | 'address'
  | 'ports'
  | 'endpoints'
  | 'hosts'
  | 'class'
  | 'keys'
  | 'capacity'
  | 'access'
  | 'claim'
  | 'volume'
  | 'target'
  | 'replicas'
  | 'bounds'
  | 'allowed'
  | 'healthy'
  | 'used'
  | 'selector'
  | 'provisioner'
  | 'owner'
  | 'schedule'

export type ObjectFacts = Readonly<Partial<Record<ObjectFact, string | number>>>

/** `endpoints`: addresses that are ready behind a Service; undefined: nobody counted. */
export function objectFacts(object: AnyObject, endpoints?: number): ObjectFacts {
  const facts: Record<string, string | number | undefined> = { ...factsOf(object), endpoints }
  if (object.kind === 'EndpointSlice') facts.endpoints = readyAddresses(object)
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined && value !== ''))
}

function factsOf(object: AnyObject): ObjectFacts {
  switch (object.kind) {
    case 'Service': {
      const { type = 'ClusterIP', clusterIP = '', externalName, ports = [] } = object.spec ?? {}
      const address = externalName || (clusterIP === 'None' ? '' : clusterIP)
      const shown = ports.map(
        ({ port, nodePort, protocol = 'TCP' }) => `${port}${nodePort ? `:${nodePort}` : ''}/${protocol}`,
      )
      return { type, address, ports: list(shown) }
    }
    case 'EndpointSlice': {
      const shown = (object.ports ?? []).map(({ port, protocol = 'TCP' }) => `${port ?? '*'}/${protocol}`)
      return {
        type: object.addressType ?? '',
        address: list((object.endpoints ?? []).flatMap(({ addresses = [] }) => addresses)),
        ports: list(shown),
        ...ownerOf(object),
      }
    }
    case 'Ingress': {
      const hosts = (object.spec?.rules ?? []).map(({ host }) => host || '*')
      const addresses = (object.status?.loadBalancer?.ingress ?? []).map(one => {
        const { hostname, ip } = (one ?? {}) as { readonly hostname?: unknown; readonly ip?: unknown }
        return String(hostname ?? ip ?? '')
      })
      return { hosts: list(hosts), class: object.spec?.ingressClassName ?? '', address: list(addresses) }
    }
    case 'ConfigMap':
      return { keys: list(object.keys ?? []) }
    case 'Secret':
      return { type: object.type ?? '', keys: list(object.keys ?? []) }
    case 'PersistentVolume': {
      const { capacity, accessModes = [], storageClassName = '', claimRef } = object.spec ?? {}
      const claim = claimRef?.name ? `${claimRef.namespace ?? ''}/${claimRef.name}` : ''
      return { capacity: capacity?.storage ?? '', access: list(accessModes), class: storageClassName, claim }
    }
    case 'PersistentVolumeClaim': {
      const { accessModes = [], storageClassName = '', volumeName = '', resources } = object.spec ?? {}
      const capacity = object.status?.capacity?.storage ?? resources?.requests?.storage ?? ''
      return { capacity, access: list(accessModes), class: storageClassName, volume: volumeName }
    }
    case 'StorageClass':
      return { provisioner: object.provisioner ?? '', type: object.volumeBindingMode ?? '' }
    case 'NetworkPolicy':
      return { selector: selectorText(object.spec?.podSelector), type: list(object.spec?.policyTypes ?? []) }
    case 'ResourceQuota':
      return { used: usedText(object.status?.used ?? {}, object.status?.hard ?? object.spec?.hard ?? {}) }
    case 'HorizontalPodAutoscaler': {
      const { scaleTargetRef, minReplicas = 1, maxReplicas } = object.spec
      const { currentReplicas = 0, desiredReplicas = currentReplicas } = object.status ?? {}
      return {
        target: `${scaleTargetRef?.kind ?? ''}/${scaleTargetRef?.name ?? ''}`,
        replicas: currentReplicas === desiredReplicas ? currentReplicas : `${currentReplicas} → ${desiredReplicas}`,
        bounds: `${minReplicas}–${maxReplicas}`,
      }
    }
    case 'PodDisruptionBudget': {
      const { minAvailable, maxUnavailable, selector } = object.spec ?? {}
      const { disruptionsAllowed = 0, currentHealthy = 0, desiredHealthy = 0 } = object.status ?? {}
      const bounds = minAvailable !== undefined ? `≥ ${minAvailable}` : `≤ ${maxUnavailable ?? ''} −`
      return {
        bounds: minAvailable === undefined && maxUnavailable === undefined ? '' : bounds,
        allowed: disruptionsAllowed,
        healthy: `${currentHealthy} / ${desiredHealthy}`,
        selector: selectorText(selector),
      }
    }
    case 'ReplicaSet':
      return { replicas: `${object.status?.readyReplicas ?? 0} / ${object.spec.replicas ?? 1}`, ...ownerOf(object) }
    case 'Job':
      return { replicas: `${object.status?.succeeded ?? 0} / ${object.spec.completions ?? 1}`, ...ownerOf(object) }
    case 'CronJob':
      return { schedule: object.spec.schedule ?? '' }
    case 'Pod':
      return ownerOf(object)
    default:
      return {}
  }
}

const list = (texts: readonly string[]): string => [...new Set(texts.filter(Boolean))].join(', ')

function ownerOf({ metadata }: AnyObject): ObjectFacts {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller) ?? metadata.ownerReferences?.[0]
  return owner === undefined ? {} : { owner: `${owner.kind}/${owner.name}` }
}

/** As it is written for kubectl: `app=web,tier in (a,b)`; `*` chooses all. */
export function selectorText(selector: LabelSelector | undefined): string {
  if (selector === undefined) return ''
  const labels = Object.entries(selector.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`)
  const rest = (selector.matchExpressions ?? []).map(({ key, operator, values = [] }) => {
    if (operator === 'Exists') return key
    if (operator === 'DoesNotExist') return `!${key}`
    return `${key} ${operator === 'NotIn' ? 'notin' : 'in'} (${values.join(',')})`
  })
  return [...labels, ...rest].join(',') || '*'
}

const usedText = (used: ResourceAmounts, hard: ResourceAmounts): string =>
  Object.keys(hard)
    .sort()
    .map(name => `${name} ${used[name] ?? '0'} / ${hard[name]}`)
    .join(', ')
