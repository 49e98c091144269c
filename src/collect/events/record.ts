/** One event of the cluster as a log line: searchable, alarmable, and kept longer than the hour for which a cluster remembers it. */
import { type Instant, instant } from '../../model/index.ts'
import type { ClusterEvent } from '../../model/kubernetes/index.ts'

/** A stream for each namespace; what happens to nodes and the like, the cluster itself files under `default`. */
export const streamOf = ({ metadata, involvedObject }: ClusterEvent): string =>
  metadata.namespace ?? involvedObject.namespace ?? 'default'

/** When it last happened; undefined: it does not say. */
export function timeOf(event: ClusterEvent): Instant | undefined {
  const { series, lastTimestamp, eventTime, firstTimestamp, metadata } = event
  const told = [series?.lastObservedTime, lastTimestamp, eventTime, firstTimestamp, metadata.creationTimestamp]
  const time = told.map(text => Date.parse(text ?? '')).find(Number.isFinite)
  return time === undefined ? undefined : instant(time)
}

/** Another time that it happened is another of these, though it is the same object in the cluster. */
export const happeningOf = (event: Pick<ClusterEvent, 'metadata'>, at: Instant): string =>
  `${event.metadata.uid} ${event.metadata.resourceVersion} ${at}`

export function recordOf(event: ClusterEvent, at: Instant): string {
  const { involvedObject: object, type, reason, message, source, series } = event
  const namespace = object.namespace ?? event.metadata.namespace
  const host = object.kind === 'Node' ? object.name : source?.host
  return JSON.stringify({
    time: new Date(at).toISOString(),
    level: type === 'Warning' ? 'WARN' : 'INFO',
    type: type ?? 'Normal',
    reason,
    message,
    count: series?.count ?? event.count ?? 1,
    first_time: event.firstTimestamp ?? undefined,
    object: {
      kind: object.kind,
      namespace: object.namespace,
      name: object.name,
      uid: object.uid,
      field: object.fieldPath,
    },
    component: source?.component || event.reportingComponent || undefined,
    kubernetes: { namespace_name: namespace, pod_name: object.kind === 'Pod' ? object.name : undefined, host },
    event: { name: event.metadata.name, uid: event.metadata.uid, resource_version: event.metadata.resourceVersion },
  })
}

/** Which happening a stored line tells of; undefined: none. */
export function happeningOfRecord(message: string, at: Instant): string | undefined {
  try {
    const { event } = JSON.parse(message) as {
      readonly event?: { readonly uid?: unknown; readonly resource_version?: unknown }
    }
    if (typeof event?.uid !== 'string' || typeof event.resource_version !== 'string') return undefined
    const metadata = { name: '', uid: event.uid, resourceVersion: event.resource_version }
    return happeningOf({ metadata }, at)
  } catch {
    return undefined
  }
}
