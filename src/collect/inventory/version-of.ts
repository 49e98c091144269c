/** An object as text that stays the same while nothing changes that anybody would call a change: heartbeats and resource versions are left out. */
import { createHash } from 'node:crypto'
import type { AnyObject } from '../../model/kubernetes/index.ts'

export interface Written {
  readonly body: string
  /** The first 64 bits of the body's SHA-256. */
  readonly digest: bigint
}

const beats = new Set(['resourceVersion', 'lastHeartbeatTime', 'lastProbeTime', 'renewTime', 'reconciledAt'])
/** Kubernetes' own bookkeeping, renewed every few seconds by a leader or an autoscaler that changes nothing. */
const beatingNotes = new Set([
  'control-plane.alpha.kubernetes.io/leader',
  'endpoints.kubernetes.io/last-change-trigger-time',
  'cluster-autoscaler.kubernetes.io/last-updated',
])

/** Most objects have none of these, and need not be looked through name by name. */
const anyBeat = new RegExp(`"(${[...beats, ...beatingNotes].map(name => name.replaceAll('.', '\\.')).join('|')})":`)

export function written(object: AnyObject): Written {
  const { resourceVersion: _beat, ...metadata } = object.metadata
  const plain = JSON.stringify({ ...object, metadata })
  const body = anyBeat.test(plain) ? withoutBeats(object) : plain
  return { body, digest: createHash('sha256').update(body).digest().readBigUInt64BE() }
}

const withoutBeats = (object: AnyObject): string =>
  JSON.stringify(object, (name, value: unknown) => (beats.has(name) || beatingNotes.has(name) ? undefined : value))
