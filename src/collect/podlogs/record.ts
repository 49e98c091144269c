/** One line as the record that Fluent Bit sends of it, and the group and stream that it goes to. */
import {
  type ContainerStatus,
  controlPlaneGroup,
  controlPlaneStream,
  insightsGroup,
  type Pod,
} from '../../model/kubernetes/index.ts'
import type { PodLogLine } from './lines.ts'

/** One instance of a container: it has a log of its own. */
export interface LogSource {
  readonly namespace: string
  readonly pod: string
  readonly podId: string
  readonly node: string
  readonly container: string
  /** 64 hex digits. */
  readonly containerId: string
  readonly image: string
  /** `repo/web@sha256:…`, where it is told. */
  readonly imageId: string
}

export function sourceOf(pod: Pod, status: ContainerStatus, containerId: string): LogSource {
  return {
    namespace: pod.metadata.namespace ?? '',
    pod: pod.metadata.name,
    podId: pod.metadata.uid,
    node: pod.spec.nodeName ?? '',
    container: status.name,
    containerId,
    image: status.image ?? '',
    imageId: status.imageID ?? '',
  }
}

export interface LogPlace {
  readonly kind: 'application' | 'dataplane' | 'control-plane'
  readonly group: string
  readonly stream: string
}

/**
 * Where the logs of a container go; undefined: nowhere. As in AWS's own settings, what serves the node itself is the data plane, and Fluentd's own
 * words about its work are not collected, or each line would make another. A control plane that runs in pods stands where EKS puts its own.
 */
export function placeOf(cluster: string, source: LogSource): LogPlace | undefined {
  const { namespace, pod, container, containerId, node } = source
  if (/^fluentd/.test(pod)) return undefined
  const stream = controlPlaneStream(source)
  if (stream !== undefined) return { kind: 'control-plane', group: controlPlaneGroup(cluster), stream }
  const file = `${pod}_${namespace}_${container}-${containerId}.log`
  const group = (kind: string) => insightsGroup(cluster, kind)
  return /^(aws-node|kube-proxy)/.test(pod)
    ? {
        kind: 'dataplane',
        group: group('dataplane'),
        stream: `${node}-dataplane.tail.var.log.containers.${file}`,
      }
    : {
        kind: 'application',
        group: group('application'),
        stream: `${node}-application.var.log.containers.${file}`,
      }
}

/** As JSON text. A log tells no stream of its container apart, so all is `stdout`. Of a control plane the text alone, as EKS sends it. */
export function recordOf({ time, text, part }: PodLogLine, source: LogSource, kind: LogPlace['kind']): string {
  if (kind === 'control-plane') return text
  const line = { time, stream: 'stdout', _p: part, log: text }
  if (kind === 'dataplane') return JSON.stringify(line)
  const parsed = part === 'F' ? membersIn(text) : undefined
  return JSON.stringify({
    ...line,
    ...(parsed === undefined ? {} : { log_processed: parsed }),
    kubernetes: {
      pod_name: source.pod,
      namespace_name: source.namespace,
      pod_id: source.podId,
      host: source.node,
      container_name: source.container,
      docker_id: source.containerId,
      ...(source.imageId === '' ? {} : { container_hash: source.imageId }),
      container_image: source.image,
    },
  })
}

/** Only an object is merged, as Fluent Bit does it. */
function membersIn(text: string): object | undefined {
  const trimmed = text.trim()
  if (!trimmed.startsWith('{') || !trimmed.endsWith('}')) return undefined
  try {
    const value: unknown = JSON.parse(trimmed)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

/** What a line is known again by: where the record keeps no time of its own, milliseconds are all that there is. */
export const knownAs = ({ time, at, text }: KnownLine, kind: LogPlace['kind']): KnownLine =>
  kind === 'control-plane' ? { time: new Date(at).toISOString(), at, text } : { time, at, text }

export interface KnownLine {
  readonly time: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly text: string
}

/** The line that a record was made of, stored at a time; undefined: it is no such record. */
export function lineOfRecord(message: string, stored: number, kind: LogPlace['kind']): KnownLine | undefined {
  if (kind === 'control-plane') return { time: new Date(stored).toISOString(), at: stored, text: message }
  const record = membersIn(message) as { readonly time?: unknown; readonly log?: unknown } | undefined
  if (typeof record?.time !== 'string' || typeof record.log !== 'string') return undefined
  const at = Date.parse(record.time)
  return Number.isFinite(at) ? { time: record.time, at, text: record.log } : undefined
}
