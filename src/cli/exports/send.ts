/** Puts events back by calls that the server takes: of one stream, one day and a few megabytes each. A call that is repeated stores nothing twice. */
import { hash } from 'node:crypto'
import { limits } from '../../limits.ts'
import { type ApiImported, type Clock, err, millis, ok, type Result } from '../../model/index.ts'
import type { Api, ApiTrouble } from '../client/index.ts'
import type { ImportEvent } from './read.ts'

/** UTF-16 units of one call's messages: in JSON each takes six bytes at most. */
const mostChars = Math.floor(limits.importBodyBytes / 8)

/** Calls that together hold all events; those of one stream in the order given, as far as their times allow. */
export function callsOf(events: readonly ImportEvent[]): readonly (readonly ImportEvent[])[] {
  const calls: ImportEvent[][] = []
  for (const of of Map.groupBy(events, ({ group, stream }) => `${group}\0${stream}`).values()) {
    let open: ImportEvent[] = []
    let chars = 0
    let from = 0
    for (const event of [...of].sort((a, b) => a.timestamp - b.timestamp)) {
      const full = open.length >= limits.putLogEventsCount || chars + event.message.length > mostChars
      if (open.length > 0 && (full || event.timestamp - from > limits.putLogEventsSpan)) {
        calls.push(open)
        open = []
      }
      if (open.length === 0) {
        chars = 0
        from = event.timestamp
      }
      open.push(event)
      chars += event.message.length
    }
    if (open.length > 0) calls.push(open)
  }
  return calls
}

export async function sendCall(
  { api, clock, signal }: { readonly api: Api; readonly clock: Clock; readonly signal: AbortSignal },
  group: string,
  events: readonly ImportEvent[],
  /** Where they come from: part of what makes the call the same one when it is repeated. */
  origin: string,
): Promise<Result<ApiImported, ApiTrouble>> {
  const [first] = events
  if (first === undefined) return ok({ imported: 0, expired: 0, repeated: 0 })
  const sent = events.map(({ timestamp, message }) => ({ timestamp, message }))
  const call = hash('sha256', `${origin}\n${JSON.stringify(sent)}`)
  const post = { group, stream: first.stream, call, events: sent }
  for (let attempt = 1; ; attempt++) {
    const answer = await api.json<ApiImported>('/api/logs/import', { post, signal })
    const busy = !answer.ok && answer.error.code === 'refused' && [429, 503].includes(answer.error.status)
    if (!busy || attempt >= tries || signal.aborted) return answer.ok ? answer : err(answer.error)
    await clock.sleep(millis(500 * Math.min(attempt, 10)), signal)
  }
}

const tries = 30
