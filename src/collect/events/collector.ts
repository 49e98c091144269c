/** Writes the cluster's events as log lines, each time that one happens once: also over a restart, since what is stored already is known again. */
import { limits } from '../../limits.ts'
import { bytes, type Clock, type Instant, instant } from '../../model/index.ts'
import { type Cluster, type ClusterEvent, insightsGroup } from '../../model/kubernetes/index.ts'
import type { LogCursor, LogStore } from '../../store/logs/port.ts'
import type { LogSettings } from '../../store/settings/port.ts'
import type { LogLine, LogWriter } from '../log-writer/index.ts'
import { happeningOf, happeningOfRecord, recordOf, streamOf, timeOf } from './record.ts'

export interface EventLinePorts {
  readonly cluster: Pick<Cluster, 'name'>
  /** As they are now; undefined as long as they were not seen. */
  readonly events: () => readonly ClusterEvent[] | undefined
  readonly settings: Pick<LogSettings, 'group'>
  readonly logs: Pick<LogStore, 'page'>
  readonly writer: LogWriter
  readonly clock: Clock
}

export interface EventLines {
  stop(): Promise<void>
}

export function startEventLines(ports: EventLinePorts): EventLines {
  const { cluster, clock, writer } = ports
  const stopped = new AbortController()
  // Beside the groups that AWS's own agents make for a cluster; they make none for events.
  const group = insightsGroup(cluster.name, 'events')
  let known: Set<string> | undefined

  async function look(): Promise<void> {
    const all = ports.events()
    if (all === undefined) return
    const now = clock.now()
    const dated = all.flatMap(event => {
      const at = timeOf(event)
      // Nothing older or newer is taken by a group.
      return at === undefined || at < now - limits.logEventAge || at > now + limits.logEventLead ? [] : [{ event, at }]
    })
    known ??= await knownFrom(ports, group, dated, stopped.signal)
    if (known === undefined) return
    const before = known
    const [fresh, had] = [dated.filter(one => !before.has(nameOf(one))), dated.filter(one => before.has(nameOf(one)))]
    // What the cluster has let go of will not come again.
    const still = new Set(had.map(nameOf))
    known = still
    const streams = Map.groupBy(fresh, ({ event }) => streamOf(event))
    for (const [stream, some] of streams) {
      const lines = some.map(({ event, at }): LogLine => ({ at, message: recordOf(event, at) }))
      const written = await writer.write({ group, stream, lines }, stopped.signal)
      if (written.ok) for (const one of some) still.add(nameOf(one))
    }
  }

  const running = (async () => {
    while (!stopped.signal.aborted) {
      await look()
      await clock.sleep(limits.clusterEventLook, stopped.signal)
    }
  })()
  return {
    stop: () => {
      stopped.abort()
      return running
    },
  }
}

const nameOf = ({ event, at }: { readonly event: ClusterEvent; readonly at: Instant }) => happeningOf(event, at)

/** What is stored of these events; undefined: it cannot be read just now. */
async function knownFrom(
  { settings, logs }: EventLinePorts,
  groupName: string,
  events: readonly { readonly at: Instant }[],
  signal: AbortSignal,
): Promise<Set<string> | undefined> {
  const known = new Set<string>()
  const group = await settings.group(groupName)
  if (!group.ok) return undefined
  if (group.value === undefined || events.length === 0) return known
  const [from, to] = events.reduce<[number, number]>(
    ([first, last], { at }) => [Math.min(first, at), Math.max(last, at)],
    [Number.POSITIVE_INFINITY, 0],
  )
  let after: LogCursor | undefined
  do {
    const page = await logs.page(
      { groups: [{ id: group.value.id, notBefore: instant(0) }], from: instant(from), to: instant(to + 1) },
      {
        ...{ order: 'ascending', limit: limits.putLogEventsCount, maxBytes: bytes(limits.putLogEventsBytes), signal },
        unmask: true,
        ...(after === undefined ? {} : { after }),
      },
    )
    if (!page.ok) return undefined
    for (const row of page.value.rows) {
      const happening = happeningOfRecord(row.message, row.cursor.timestamp)
      if (happening !== undefined) known.add(happening)
    }
    after = page.value.next
  } while (after !== undefined && !signal.aborted)
  return known
}
