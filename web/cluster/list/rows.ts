/** From what the server tells to what stands in a row: cells as text with what they are sorted by, and what the filter may ask. Pure. */
import type {
  ApiClusterEvent,
  ApiClusterNode,
  ApiClusterObjectRow,
  ApiClusterPod,
  ApiClusterWorkload,
  ApiUsed,
  Said,
} from '../../../src/model/index.ts'
import type { ObjectFact } from '../../../src/model/kubernetes/index.ts'
import { showBytes, showCores, showCount, showDuration, showMoment } from '../../format/index.ts'
import type { Catalogue } from '../../i18n/index.ts'
import type { Zone } from '../../time/index.ts'
import { sayCluster } from '../say.ts'
import type { ObjectRef } from '../view.ts'
import { podFields } from './pod-filter.ts'

export type Column = keyof Catalogue['cluster']['columns']
export interface Cell {
  readonly text: string
  /** What the row is sorted by in this column, where that is not the text. */
  readonly order?: number
  /** In full, for those who point at it. */
  readonly title?: string
}
export interface Row {
  readonly key: string
  readonly tone: 'good' | 'waiting' | 'bad' | 'done'
  /** In the order of the columns. */
  readonly cells: readonly Cell[]
  readonly fields: Readonly<Record<string, string>>
  readonly labels: Readonly<Record<string, string>>
  /** What the drawer shows of it. */
  readonly object: ObjectRef
}
export interface Rows {
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
}

export interface Reader {
  readonly words: Catalogue
  readonly zone: Zone
  /** The moment that ages are counted to. */
  readonly now: number
  /** What is used right now; nothing is known of the past. */
  readonly node: (name: string) => ApiUsed | undefined
  readonly pod: (namespace: string, name: string) => ApiUsed | undefined
}

const cell = (text: string, order?: number): Cell => (order === undefined ? { text } : { text, order })
const count = (value: number): Cell => cell(showCount(value), value)
const none: Cell = { text: '–', order: -1 }
/** What is not used at all is listed last either way by being smallest. */
const cores = (value: number | undefined): Cell => (value === undefined ? none : cell(showCores(value), value))
const bytes = (value: number | undefined): Cell => (value === undefined ? none : cell(showBytes(value), value))
const why = ({ words, zone }: Reader, all: readonly Said[]): Cell =>
  cell(all.map(one => sayCluster(words, one, zone)).join(' · '))
function age({ words, now, zone }: Reader, since: number | null): Cell {
  if (since === null) return none
  const title = showMoment(since, zone)
  return { text: showDuration(Math.max(1_000, now - since), words.units), order: now - since, title }
}
/** `50 % · 2 GiB`: of what there is. */
const part = (used: number, all: number, shown: string): Cell =>
  all === 0 ? none : cell(`${Math.round((100 * used) / all)} % · ${shown}`, used / all)

export function nodeRows(reader: Reader, nodes: readonly ApiClusterNode[]): Rows {
  return {
    columns: ['name', 'status', 'why', 'group', 'type', 'pods', 'cpuUsed', 'cpu', 'memoryUsed', 'memory', 'age'],
    rows: nodes.map(node => {
      const { name, status, tone, labels, zone, instanceType: type, requested, allocatable } = node
      const group = node.group ?? ''
      const used = reader.node(name)
      return {
        ...{ key: name, tone, labels },
        object: { kind: 'Node', namespace: '', name },
        fields: { name, status, group, zone, type, roles: node.roles.join(','), version: node.version },
        cells: [
          ...[
            cell(name),
            cell(status),
            why(reader, node.why),
            cell(group || '–'),

            cell(type || '–'),
          ],
          cell(`${showCount(node.pods)} / ${showCount(allocatable.pods)}`, node.pods),
          cores(used?.cpu),
          part(requested.cpu, allocatable.cpu, showCores(allocatable.cpu)),
          bytes(used?.memory),
          part(requested.memory, allocatable.memory, showBytes(allocatable.memory)),
          age(reader, node.createdAt),
        ],
      }
    }),
  }
}

export function workloadRows(reader: Reader, workloads: readonly ApiClusterWorkload[]): Rows {
  return {
    columns: ['name', 'namespace', 'kind', 'status', 'ready', 'why', 'images', 'age'],
    rows: workloads.map(one => {
      const { name, namespace, kind, status, tone, labels, ready, desired } = one
      const images = one.images.map(image => image.split('/').at(-1)).join(', ')
      return {
        ...{ key: `${kind}/${namespace}/${name}`, tone, labels, object: { kind, namespace, name } },
        fields: { name, namespace, kind, status, image: one.images.join(',') },
        cells: [
          ...[cell(name), cell(namespace), cell(kind), cell(status)],
          kind === 'CronJob'
            ? none
            : cell(`${showCount(ready)} / ${showCount(desired)}`, desired === 0 ? 1 : ready / desired),
          ...[why(reader, one.why), { text: images, title: one.images.join('\n') }, age(reader, one.createdAt)],
        ],
      }
    }),
  }
}

export function podRows(reader: Reader, pods: readonly ApiClusterPod[]): Rows {
  return {
    columns: ['name', 'namespace', 'status', 'ready', 'restarts', 'cpuUsed', 'memoryUsed', 'why', 'node', 'age'],
    rows: pods.map(pod => {
      const { name, namespace, status, tone, labels, node, ready, containers } = pod
      const used = reader.pod(namespace, name)
      return {
        ...{ key: `${namespace}/${name}`, tone, labels, object: { kind: 'Pod', namespace, name } },
        fields: podFields(pod),
        cells: [
          ...[cell(name), cell(namespace), cell(status)],
          cell(`${showCount(ready)} / ${showCount(containers)}`, containers === 0 ? 1 : ready / containers),
          ...[count(pod.restarts), cores(used?.cpu), bytes(used?.memory), why(reader, pod.why), cell(node || '–')],
          age(reader, pod.createdAt),
        ],
      }
    }),
  }
}

export function eventRows(reader: Reader, events: readonly ApiClusterEvent[]): Rows {
  return {
    columns: ['seen', 'reason', 'object', 'message', 'times', 'source'],
    rows: events.map((event, at) => {
      const { kind, namespace, name } = event.object
      const seen = age(reader, event.at)
      return {
        ...{ key: String(at), labels: {}, object: event.object },
        tone: event.type === 'Warning' ? ('bad' as const) : ('good' as const),
        fields: { kind, namespace, name, type: event.type, reason: event.reason, source: event.source },
        cells: [
          { ...seen, text: reader.words.streams.ago(seen.text) },
          ...[cell(event.reason), cell([kind, namespace, name].filter(Boolean).join('/')), cell(event.message)],
          ...[count(event.count), cell(event.source)],
        ],
      }
    }),
  }
}

/** Numbers and shares of text are sorted as such. */
const factOrder = (value: string | number): number | undefined => (typeof value === 'number' ? value : undefined)

/** Of any kind: what its objects have to tell decides the columns. */
export function objectRows(reader: Reader, kind: string, objects: readonly ApiClusterObjectRow[]): Rows {
  const facts = [...new Set(objects.flatMap(({ facts: has }) => Object.keys(has) as ObjectFact[]))]
  const isNamespaced = objects.some(({ namespace }) => namespace !== '')
  const hasStatus = objects.some(({ status }) => status !== '')
  const hasWhy = objects.some(one => one.why.length > 0)
  const areGone = objects.some(({ goneAt }) => goneAt !== null)
  return {
    columns: [
      'name',
      ...(isNamespaced ? (['namespace'] as const) : []),
      ...(hasStatus ? (['status'] as const) : []),
      ...facts,
      ...(hasWhy ? (['why'] as const) : []),
      ...(areGone ? (['gone'] as const) : []),
      'age',
    ],
    rows: objects.map(one => {
      const { name, namespace, status, tone, labels, facts: has } = one
      const texts = Object.fromEntries(Object.entries(has).map(([fact, value]) => [fact, String(value)]))
      const gone = age(reader, one.goneAt)
      return {
        ...{ key: one.uid, tone: areGone ? 'done' : tone, labels, object: { kind, namespace, name } },
        fields: { ...texts, name, namespace, status },
        cells: [
          cell(name),
          ...(isNamespaced ? [cell(namespace)] : []),
          ...(hasStatus ? [cell(status)] : []),
          ...facts.map(fact => {
            const value = has[fact]
            return value === undefined ? none : cell(String(value), factOrder(value))
          }),
          ...(hasWhy ? [why(reader, one.why)] : []),
          ...(areGone ? [{ ...gone, text: reader.words.streams.ago(gone.text) }] : []),
          age(areGone && one.goneAt !== null ? { ...reader, now: one.goneAt } : reader, one.createdAt),
        ],
      }
    }),
  }
}
