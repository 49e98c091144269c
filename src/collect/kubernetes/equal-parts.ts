/**
 * What thousands of objects say in the same words is kept once: the containers' resources, probes and variables of a workload's pods, labels, tolerations, names
 * of images and nodes. Fifteen thousand pods so take a third of the memory. Shared parts are never written to.
 */
import { limits } from '../../limits.ts'

/** Parts that are likely to be the same in other objects, by the name that they stand under. */
const parts = new Set([
  ...['labels', 'annotations', 'matchLabels', 'nodeSelector', 'ownerReferences', 'tolerations', 'affinity', 'taints'],
  ...[
    'resources',
    'ports',
    'env',
    'envFrom',
    'args',
    'command',
    'securityContext',
    'lifecycle',
    'volumeMounts',
    'volumes',
  ],
  ...['livenessProbe', 'readinessProbe', 'startupProbe', 'topologySpreadConstraints', 'selector', 'source', 'nodeInfo'],
  ...['allocatable', 'capacity', 'images', 'hostIPs', 'state', 'lastState', 'projected', 'template'],
])
/** Of these lists, each item may be shared although the list is not. */
const lists = new Set([
  'conditions',
  'containers',
  'initContainers',
  'volumes',
  'volumeMounts',
  'ownerReferences',
  'sources',
])
/** Words that many objects bear. A name or a uid of its own is not among them. */
const words = new Set([
  ...['image', 'imageID', 'nodeName', 'hostIP', 'namespace', 'kind', 'apiVersion', 'type', 'reason', 'phase', 'status'],
  ...['serviceAccountName', 'serviceAccount', 'schedulerName', 'priorityClassName', 'qosClass', 'component', 'host'],
  ...[
    'creationTimestamp',
    'lastTransitionTime',
    'startTime',
    'startedAt',
    'finishedAt',
    'firstTimestamp',
    'lastTimestamp',
  ],
  ...[
    'message',
    'reportingComponent',
    'reportingInstance',
    'generateName',
    'imagePullPolicy',
    'terminationMessagePath',
  ],
])

export class SharedParts {
  #known = new Map<string, unknown>()

  /** The same object, whose parts may be those of others. */
  share<T extends object>(object: T): T {
    // Forgotten all at once: what lives on is only shared no more with what comes.
    if (this.#known.size > limits.sharedParts) this.#known = new Map()
    this.#within(object as Record<string, unknown>)
    return object
  }

  #within(record: Record<string, unknown>): void {
    for (const name in record) record[name] = this.#part(name, record[name])
  }

  #part(name: string, value: unknown): unknown {
    if (typeof value === 'string')
      return words.has(name) && value.length <= limits.sharedWordChars ? this.#once(value, value) : value
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) {
      for (let at = 0; at < value.length; at++) value[at] = this.#item(name, value[at])
    } else this.#within(value as Record<string, unknown>)
    return parts.has(name) ? this.#whole(value) : value
  }

  #item(list: string, item: unknown): unknown {
    if (typeof item !== 'object' || item === null || Array.isArray(item)) return item
    this.#within(item as Record<string, unknown>)
    return lists.has(list) ? this.#whole(item) : item
  }

  #whole(value: object): unknown {
    const text = JSON.stringify(value)
    return text.length > limits.sharedPartChars ? value : this.#once(text, value)
  }

  /** A part is known by its JSON, which no word is: words do not begin with a bracket. */
  #once<T>(key: string, value: T): T {
    const known = this.#known.get(key)
    if (known !== undefined && typeof known === typeof value) return known as T
    this.#known.set(key, value)
    return value
  }
}
