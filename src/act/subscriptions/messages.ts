/** Messages as CloudWatch Logs delivers them: events of one stream each, within a bound of count and size. */
import { limits } from '../../limits.ts'
import type { Instant } from '../../model/index.ts'
import { bytesAt, Events, listed, type Piece } from './events.ts'

/** What a sender sends. */
export interface Outgoing {
  readonly kind: 'data' | 'control'
  readonly owner: string
  readonly group: string
  readonly stream: string
  readonly filter: string
  readonly events: Events
}

/** Of each stream, in the order in which they were met, the events of its messages, which must go one after the other. */
export function splitByStream(pieces: readonly Piece[]): readonly (readonly Events[])[] {
  return [...Map.groupBy(pieces, ({ source }) => source.stream).values()].map(chunked)
}

function chunked(pieces: readonly Piece[]): readonly Events[] {
  const chunks: Events[] = []
  let chunk: Piece[] = []
  let [count, bytes] = [0, 0]
  const close = () => {
    if (chunk.length > 0) chunks.push(new Events(chunk))
    chunk = []
    count = 0
    bytes = 0
  }
  for (const { source, from, to } of pieces) {
    let begun = from
    for (let place = from; place < to; place++) {
      const more = bytesAt(source, place)
      if (count > 0 && (count >= limits.deliveryMessageEvents || bytes + more > limits.deliveryMessageBytes)) {
        if (begun < place) chunk.push({ source, from: begun, to: place })
        close()
        begun = place
      }
      count += 1
      bytes += more
    }
    chunk.push({ source, from: begun, to })
  }
  close()
  return chunks
}

export function controlMessage(owner: string, group: string, filter: string, now: Instant): Outgoing {
  const message = `CWL CONTROL MESSAGE: Checking health of destination of ${filter}`
  const event = { id: '', stream: '', timestamp: now, arrived: now, message }
  return { kind: 'control', owner, group, stream: '', filter, events: new Events(listed([event])) }
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
    logEvents: Array.from(events, ({ id, timestamp, message }) =>
      fieldsOf === null || kind === 'control'
        ? { id, timestamp, message }
        : { id, timestamp, message, extractedFields: fieldsOf(message) },
    ),
  })
}

/** Names as in `extractedFields`: without the `$` that a metric filter writes before them. */
export const withoutDollar = (extracted: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(extracted).map(([name, value]) => [name.replace(/^\$/, ''), value]))
