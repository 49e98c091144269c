/**
 * From what the API sends to what we keep: secrets lose their values, bookkeeping and huge annotations go, and what is not of the shape that its
 * name promises is left out, so that nobody behind this has to doubt an array.
 */
import { limits } from '../../limits.ts'
import { apiVersionOf, isKindName, type KindName, type ObjectOf, resources } from '../../model/kubernetes/index.ts'

/** Undefined: this is no object of Kubernetes (no name, uid or version). */
export function tidyObject<K extends KindName>(kind: K, raw: unknown): ObjectOf<K> | undefined {
  if (!isRecord(raw)) return undefined
  const metadata = tidyMeta(raw.metadata, written.has(kind) || !isKindName(kind))
  if (metadata === undefined) return undefined
  const { metadata: _replaced, kind: kindSaid, apiVersion: _version, ...rest } = raw
  if (!isKindName(kind)) {
    const identity = { apiVersion: String(raw.apiVersion ?? ''), kind, kindSaid: String(kindSaid ?? '') }
    return { ...identity, metadata, ...chosenBody(rest) } as unknown as ObjectOf<K>
  }
  const hidden = kind === 'Secret' || kind === 'ConfigMap'
  const body = hidden ? withoutValues(rest) : rest
  const tidied = tidyRecord(body)
  const promised: Least = leastOf[kind] ?? {}
  for (const [name, least] of Object.entries(promised)) {
    tidied[name] = filled(least, tidied[name])
  }
  const identity = { apiVersion: apiVersionOf(resources[kind]), kind, metadata }
  return { ...identity, ...tidied } as unknown as ObjectOf<K>
}

/**
 * Of a custom resource everything is kept as it comes: nobody knows what its names mean. But conditions are objects wherever they are shown, and variables of
 * containers are hidden as they are in pods.
 */
function chosenBody(raw: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept = withoutVariables(raw) as Record<string, unknown>
  if (!isRecord(kept.status) || !('conditions' in kept.status)) return kept
  const { conditions, ...status } = kept.status
  return {
    ...kept,
    status: Array.isArray(conditions) ? { ...status, conditions: conditions.filter(isRecord) } : status,
  }
}

/** What lies deeper than `limits.chosenObjectDepth` is `…`. */
function withoutVariables(value: unknown, depth = 0, name = ''): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (depth > limits.chosenObjectDepth) return '…'
  if (!Array.isArray(value))
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutVariables(part, depth + 1, key)]))
  return value.map(part => {
    const kept = withoutVariables(part, depth + 1)
    return name === 'env' && isRecord(kept) ? hiddenVariable(kept) : kept
  })
}

/** What our types promise of a kind, when its object lacks it. */
const template = { spec: { containers: [] } }
const withTemplate = { spec: { selector: {}, template } }
type Least = Readonly<Record<string, Readonly<Record<string, unknown>>>>
const leastOf: Partial<Readonly<Record<KindName, Least>>> = {
  Pod: { spec: { containers: [] } },
  Deployment: withTemplate,
  ReplicaSet: { spec: { selector: {} } },
  StatefulSet: withTemplate,
  DaemonSet: withTemplate,
  Job: { spec: { template } },
  CronJob: { spec: { schedule: '', jobTemplate: { spec: { template } } } },
  HorizontalPodAutoscaler: { spec: { scaleTargetRef: { kind: '', name: '' }, maxReplicas: 0 } },
  PodDisruptionBudget: { spec: {} },
  Event: { involvedObject: {} },
}

/** What was sent, and the least that is promised where it is missing or of another shape; all the way down. */
function filled(least: Readonly<Record<string, unknown>>, value: unknown): Record<string, unknown> {
  const given = recordOf(value)
  const kept: Record<string, unknown> = { ...given }
  for (const [name, promised] of Object.entries(least)) {
    const is = given[name]
    if (isRecord(promised)) kept[name] = filled(promised, is)
    else if (typeof is !== typeof promised || Array.isArray(is) !== Array.isArray(promised)) kept[name] = promised
  }
  return kept
}

/** Kinds that people write, of which it is kept who did. */
const written: ReadonlySet<KindName> = new Set([
  ...(['Node', 'Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'ConfigMap', 'Secret', 'Service'] as const),
  ...(['Ingress', 'NetworkPolicy', 'HorizontalPodAutoscaler', 'PodDisruptionBudget'] as const),
  ...(['ResourceQuota', 'LimitRange'] as const),
])

function tidyMeta(raw: unknown, whoWrote: boolean): Record<string, unknown> | undefined {
  if (!isRecord(raw)) return undefined
  const { managedFields: bulk, selfLink: _old, generateName: _made, changedBy: _ours, ...rest } = raw
  for (const name of ['name', 'uid', 'resourceVersion']) if (typeof rest[name] !== 'string') return undefined
  const tidied = tidyRecord(rest)
  for (const name of words) if (typeof tidied[name] !== 'string') delete tidied[name]
  const changedBy = whoWrote && !beats(tidied.annotations) ? lastWriter(bulk) : undefined
  return changedBy === undefined ? tidied : { ...tidied, changedBy }
}

const words = ['namespace', 'creationTimestamp', 'deletionTimestamp']

/** Renewed every few seconds by a leader or an autoscaler, which changes nothing. */
const beats = (annotations: unknown): boolean =>
  isRecord(annotations) &&
  ('control-plane.alpha.kubernetes.io/leader' in annotations ||
    'cluster-autoscaler.kubernetes.io/last-updated' in annotations)

/** Who wrote last of what was asked for. */
function lastWriter(fields: unknown): { readonly program: string; readonly at: string } | undefined {
  let last: { readonly program: string; readonly at: string } | undefined
  for (const field of Array.isArray(fields) ? fields : []) {
    if (!isRecord(field) || field.subresource === 'status') continue
    const { manager, time } = field
    if (typeof manager !== 'string' || typeof time !== 'string') continue
    if (last === undefined || time >= last.at) last = { program: manager.slice(0, limits.clusterWordChars), at: time }
  }
  return last
}

function withoutValues(raw: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { data, binaryData, stringData, ...rest } = raw
  const keys = [data, binaryData, stringData].flatMap(held => (isRecord(held) ? Object.keys(held) : []))
  return { ...rest, keys: [...new Set(keys)].sort() }
}

/** By these names stand lists of objects wherever they stand. */
const lists = new Set([
  ...['containers', 'initContainers', 'containerStatuses', 'initContainerStatuses', 'conditions', 'ownerReferences'],
  ...['taints', 'tolerations', 'addresses', 'volumes', 'endpoints', 'ports', 'rules', 'tls', 'env', 'matchExpressions'],
  'ingress',
])
/** Of these, some are lists of words. */
const listsOfWords = new Set(['accessModes', 'policyTypes', 'keys', 'args', 'command', 'hosts', 'values'])
const maps = new Set(['labels', 'annotations', 'matchLabels', 'nodeSelector', 'capacity', 'allocatable', 'nodeInfo'])
const amounts = new Set(['requests', 'limits', 'hard', 'used'])
const records = new Set(['spec', 'status', 'metadata', 'template', 'jobTemplate', 'state', 'lastState', 'resources'])

function tidyRecord(raw: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(raw)) {
    const tidied = tidyMember(name, value)
    if (tidied !== undefined) kept[name] = tidied
  }
  return kept
}

function tidyMember(name: string, value: unknown): unknown {
  if (value === null || value === undefined) return undefined
  if (lists.has(name)) {
    if (!Array.isArray(value)) return undefined
    // Addresses of endpoints and hosts are words; everywhere else an element is an object.
    const elements = value.filter(part => isRecord(part) || (name === 'addresses' && typeof part === 'string'))
    switch (name) {
      case 'env':
        return elements.map(tidyVariable)
      case 'conditions':
        return elements.map(tidyCondition)
      case 'endpoints':
        return elements.map(tidyEndpoint)
      default:
        return elements.map(tidyValue)
    }
  }
  if (listsOfWords.has(name)) return Array.isArray(value) ? value.filter(part => typeof part === 'string') : undefined
  // `limits` of a LimitRange is a list.
  if (maps.has(name) || (amounts.has(name) && !Array.isArray(value)))
    return isRecord(value) ? tidyMap(name, value) : undefined
  if (records.has(name)) return isRecord(value) ? tidyRecord(value) : undefined
  return tidyValue(value)
}

const tidyValue = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.filter(part => part !== null).map(tidyValue)
  return isRecord(value) ? tidyRecord(value) : value
}

function tidyMap(name: string, raw: Readonly<Record<string, unknown>>): Record<string, string> {
  const kept: Record<string, string> = {}
  for (const [key, value] of Object.entries(raw)) {
    // It quotes the whole object, a secret's values too.
    if (key === 'kubectl.kubernetes.io/last-applied-configuration') continue
    if (typeof value !== 'string' && typeof value !== 'number') continue
    const text = String(value)
    const most = limits.clusterAnnotationChars
    kept[key] = name === 'annotations' && text.length > most ? `${text.slice(0, most)}…` : text
  }
  return kept
}

/** Here `status` is a word, where it is a record everywhere else. */
function tidyCondition(condition: unknown): unknown {
  const { status, ...rest } = condition as Record<string, unknown>
  return { ...tidyRecord(rest), ...(typeof status === 'string' ? { status } : {}) }
}

/** Of an endpoint `conditions` are a record, where they are a list everywhere else. */
function tidyEndpoint(endpoint: unknown): unknown {
  const { conditions, ...rest } = endpoint as Record<string, unknown>
  return { ...tidyRecord(rest), ...(isRecord(conditions) ? { conditions: tidyRecord(conditions) } : {}) }
}

const tellsSecret = /pass(word|wd|phrase)?|secret|token|credential|private|api_?key|access_?key|auth/i

function hiddenVariable(variable: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { name, value } = variable
  const hides = typeof value === 'string' && typeof name === 'string' && tellsSecret.test(name)
  return hides ? { name, value: '(hidden)' } : variable
}

const tidyVariable = (variable: unknown): unknown => tidyValue(hiddenVariable(variable as Record<string, unknown>))

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const recordOf = (value: unknown): Record<string, unknown> => (isRecord(value) ? value : {})
