/**
 * What a record itself says about where it comes from, taken out once at ingest so that later questions read a small column
 * instead of parsing every line: the shapes of Fluent Bit, Fluentd and the CloudWatch agent under Container Insights, and plain
 * JSON loggers. A record that says nothing falls back on its stream's name, which Fluent Bit and Fluentd make from the pod's.
 */
import type { LogFields, LogLevel } from '../../model/index.ts'
import { levelOfText, levelOfValue } from './level.ts'

type Record_ = { readonly [name: string]: unknown }

const isRecord = (value: unknown): value is Record_ =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** A name longer than any Kubernetes name is no name of an object: it stays in the message and out of the column. */
const longestName = 253
const name = (value: unknown): string => {
  const found = text(value)
  return found.length > longestName ? '' : found
}

export interface Place {
  readonly namespace: string
  readonly pod: string
  readonly container: string
  readonly node: string
}
export const nowhere: Place = { namespace: '', pod: '', container: '', node: '' }

const podFile = /(?:^|\.)([a-z0-9][a-z0-9.-]*)_([a-z0-9][a-z0-9-]*)_([a-z0-9][a-z0-9-]*)-[0-9a-f]{12,64}(?:\.log)?$/
const markers = ['-application.var.log.containers.', '-dataplane.tail.var.log.containers.'] as const

/** `HOST-application.var.log.containers.POD_NAMESPACE_CONTAINER-ID.log`, the same of the data plane, and Fluentd's `POD_NAMESPACE_CONTAINER-ID`. */
export function placeOfStream(stream: string): Place {
  const marker = markers.find(one => stream.includes(one)) ?? ''
  const at = marker === '' ? -1 : stream.indexOf(marker)
  const node = at > 0 ? stream.slice(0, at) : ''
  const found = podFile.exec(at >= 0 ? stream.slice(at + marker.length) : stream)
  if (found === null) return nowhere
  return { namespace: name(found[2]), pod: name(found[1]), container: name(found[3]), node: name(node) }
}

/** Of messages of one stream. Holds nothing but where the stream's name says that they are from. */
export function fieldsOfStream(stream: string): (message: string) => LogFields {
  const place = placeOfStream(stream)
  return message => fieldsOf(message, place)
}

/** The fields of one message of a stream whose own place is `stream`. Never throws, whatever the message is. */
export function fieldsOf(message: string, stream: Place): LogFields {
  const isObject = message.charCodeAt(0) === 0x7b
  const plain = isObject ? levelOfPlainJson(message) : undefined
  if (plain !== undefined) return { ...stream, level: plain }
  const record = isObject ? parse(message) : undefined
  if (record === undefined) return { ...stream, level: levelOfText(message) }
  const kubernetes = isRecord(record.kubernetes) ? record.kubernetes : undefined
  const level = levelOfRecord(record)
  if (kubernetes === undefined && record['k8s.pod.name'] === undefined) {
    return { ...stream, node: stream.node || nodeOfHost(record), level }
  }
  const of = kubernetes ?? {}
  return {
    namespace: name(of.namespace_name) || name(record['k8s.namespace.name']) || stream.namespace,
    pod: name(of.pod_name) || name(record['k8s.pod.name']) || stream.pod,
    container: name(of.container_name) || name(record['k8s.container.name']) || stream.container,
    node: name(of.host) || name(record['k8s.node.name']) || stream.node,
    level,
  }
}

/** Signs that a record says more than its level. They begin with rare letters: a search that stops at each quote costs thrice. */
const placeSigns = ['kubernetes"', 'k8s.', '_unit"', '_instance_id"', 'NodeName"'] as const
const levelKey = 'level":"'

/**
 * Most JSON loggers write `"level":"…"` at the root and nothing about their place: seen without parsing the whole record. A quote
 * inside a string is escaped, so the key cannot be part of one; a brace before it might open an inner object, which is for the
 * parser to tell.
 */
function levelOfPlainJson(message: string): LogLevel | undefined {
  const at = message.indexOf(levelKey)
  if (at < 1 || message.charCodeAt(at - 1) !== 0x22) return undefined
  const brace = message.indexOf('{', 1)
  if (brace >= 0 && brace < at) return undefined
  for (const sign of placeSigns) if (message.includes(sign)) return undefined
  const from = at + levelKey.length
  const to = message.indexOf('"', from)
  const level = levelOfValue(message.slice(from, to))
  return level === '' ? undefined : level
}

/** dataplane records say `hostname`, host records `host`; performance events `NodeName`. Only beside a sign that they are such. */
function nodeOfHost(record: Record_): string {
  if (record.systemd_unit !== undefined || record.ec2_instance_id !== undefined) {
    return name(record.hostname) || name(record.host)
  }
  return name(record.NodeName)
}

function parse(message: string): Record_ | undefined {
  try {
    const value: unknown = JSON.parse(message)
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}

function levelOfRecord(record: Record_): LogLevel {
  const own = levelOfMembers(record)
  if (own !== '') return own
  const parsed = record.log_processed
  if (isRecord(parsed)) {
    const level = levelOfMembers(parsed)
    if (level !== '') return level
  }
  const line = text(record.log) || text(record.message) || text(record.msg)
  if (line === '') return ''
  const inner = line.charCodeAt(0) === 0x7b ? parse(line) : undefined
  return inner === undefined ? levelOfText(line) : levelOfMembers(inner)
}

function levelOfMembers(record: Record_): LogLevel {
  return (
    levelOfValue(record.level) ||
    levelOfValue(record.severity) ||
    levelOfValue(record.lvl) ||
    levelOfValue(record['log.level']) ||
    levelOfValue(record.severity_text) ||
    levelOfValue(record.levelname) ||
    (isRecord(record.log) ? levelOfValue(record.log.level) : '')
  )
}
