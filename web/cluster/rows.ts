/** From what the server tells to what stands in a row: cells as text, so that they can be filtered and shown alike. Pure. */
import type {
  ApiClusterEvents,
  ApiClusterNodes,
  ApiClusterPods,
  ApiClusterWorkloads,
  Said,
} from '../../src/model/index.ts'
import { showBytes, showCount, showDuration } from '../format/index.ts'
import type { Catalogue } from '../i18n/index.ts'
import type { Zone } from '../time/index.ts'
import { sayCluster } from './say.ts'

export type Column = keyof Catalogue['cluster']['columns']
export interface Row {
  readonly key: string
  readonly tone: 'good' | 'waiting' | 'bad' | 'done'
  /** In the order of the columns. */
  readonly cells: readonly string[]
}
export interface Rows {
  readonly columns: readonly Column[]
  readonly rows: readonly Row[]
  /** Of all, also those that the server left out of its answer. */
  readonly total: number
}

export interface Reader {
  readonly words: Catalogue
  readonly zone: Zone
  readonly now: number
}

const why = ({ words, zone }: Reader, all: readonly Said[]): string =>
  all.map(one => sayCluster(words, one, zone)).join(' · ')
const age = ({ words, now }: Reader, since: number | null): string =>
  since === null ? '–' : showDuration(Math.max(1_000, now - since), words.units)
const part = (used: number, all: number): string => (all === 0 ? '–' : `${Math.round((100 * used) / all)} %`)

export function nodeTable(reader: Reader, { nodes, total }: ApiClusterNodes): Rows {
  return {
    columns: ['name', 'status', 'why', 'group', 'type', 'pods', 'cpu', 'memory', 'age'],
    total,
    rows: nodes.map(node => ({
      ...{ key: node.name, tone: node.tone },
      cells: [
        ...[node.name, node.status, why(reader, node.why), node.group ?? '–', node.instanceType || '–'],
        `${showCount(node.pods)} / ${showCount(node.allocatable.pods)}`,
        part(node.requested.cpu, node.allocatable.cpu),
        `${part(node.requested.memory, node.allocatable.memory)} · ${showBytes(node.allocatable.memory)}`,
        age(reader, node.createdAt),
      ],
    })),
  }
}

export function workloadTable(reader: Reader, { workloads, total }: ApiClusterWorkloads): Rows {
  return {
    columns: ['name', 'namespace', 'kind', 'status', 'ready', 'why', 'age'],
    total,
    rows: workloads.map(one => ({
      ...{ key: `${one.kind}/${one.namespace}/${one.name}`, tone: one.tone },
      cells: [
        ...[one.name, one.namespace, one.kind, one.status],
        one.kind === 'CronJob' ? '–' : `${showCount(one.ready)} / ${showCount(one.desired)}`,
        ...[why(reader, one.why), age(reader, one.createdAt)],
      ],
    })),
  }
}

export function podTable(reader: Reader, { pods, total }: ApiClusterPods): Rows {
  return {
    columns: ['name', 'namespace', 'status', 'ready', 'restarts', 'why', 'node', 'age'],
    total,
    rows: pods.map(pod => ({
      ...{ key: `${pod.namespace}/${pod.name}`, tone: pod.tone },
      cells: [
        ...[pod.name, pod.namespace, pod.status, `${showCount(pod.ready)} / ${showCount(pod.containers)}`],
        ...[showCount(pod.restarts), why(reader, pod.why), pod.node || '–', age(reader, pod.createdAt)],
      ],
    })),
  }
}

export function eventTable(reader: Reader, { events, total }: ApiClusterEvents): Rows {
  return {
    columns: ['seen', 'reason', 'object', 'message'],
    total,
    rows: events.map((event, at) => ({
      ...{ key: String(at), tone: event.type === 'Warning' ? ('bad' as const) : ('good' as const) },
      cells: [
        reader.words.streams.ago(age(reader, event.at)),
        event.count > 1 ? `${event.reason} ×${showCount(event.count)}` : event.reason,
        [event.object.kind, event.object.namespace, event.object.name].filter(Boolean).join('/'),
        event.message,
      ],
    })),
  }
}
