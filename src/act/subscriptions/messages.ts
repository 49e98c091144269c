/** Messages as CloudWatch Logs delivers them: events of one stream each, within a bound of count and size. */
import { limits } from '../../limits.ts'
import type { Instant } from '../../model/index.ts'

export interface OutgoingEvent {
  /** Unique, and the same at every try: a receiver knows by it what it has already. */
  readonly id: string
  readonly stream: string
  readonly timestamp: Instant
  readonly arrived: Instant
  readonly message: string
}

/** What a sender sends. */
export interface Outgoing {
  readonly kind: 'data' | 'control'
  readonly owner: string
  readonly group: string
  readonly stream: string
  readonly filter: string
  readonly events: readonly OutgoingEvent[]
}

/** One list a stream, in the order in which each was met; its messages must go one after the other. */
export function splitByStream(events: readonly OutgoingEvent[]): readonly (readonly (readonly OutgoingEvent[])[])[] {
  return [...Map.groupBy(events, event => event.stream).values()].map(chunked)
}

function chunked(events: readonly OutgoingEvent[]): OutgoingEvent[][] {
  const chunks: OutgoingEvent[][] = []
  let chunk: OutgoingEvent[] = []
  let chars = 0
  for (const event of events) {
    const full =
      chunk.length >= limits.deliveryMessageEvents || chars + event.message.length > limits.deliveryMessageChars
    if (chunk.length > 0 && full) {
      chunks.push(chunk)
      chunk = []
      chars = 0
    }
    chunk.push(event)
    chars += event.message.length
  }
  if (chunk.length > 0) chunks.push(chunk)
  return chunks
}

export function controlMessage(owner: string, group: string, filter: string, now: Instant): Outgoing {
  const message = `CWL CONTROL MESSAGE: Checking health of destination of ${filter}`
  const event = { id: '', stream: '', timestamp: now, arrived: now, message }
  return { kind: 'control', owner, group, stream: '', filter, events: [event] }
}

/** The JSON of a message. `fieldsOf`: the fields of a space-delimited pattern; null: the pattern has none. */
export function messageText(
  { kind, owner, group, stream, filter, events }: Outgoing,
  fieldsOf: ((message: string) => Readonly<Record<string, string>>) | null,
): string {
  return JSON.stringify({
    messageType: kind === 'data' ? 'DATA_MESSAGE' : 'CONTROL_MESSAGE',
    owner: kind === 'data' ? owner : 'CloudwatchLogs',
    logGroup: kind === 'data' ? group : '',
    logStream: stream,
    subscriptionFilters: kind === 'data' ? [filter] : [],
    logEvents: events.map(({ id, timestamp, message }) =>
      fieldsOf === null || kind === 'control'
        ? { id, timestamp, message }
        : { id, timestamp, message, extractedFields: fieldsOf(message) },
    ),
  })
}

/** Names as in `extractedFields`: without the `$` that a metric filter writes before them. */
export const withoutDollar = (extracted: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(extracted).map(([name, value]) => [name.replace(/^\$/, ''), value]))
