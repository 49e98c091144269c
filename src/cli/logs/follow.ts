/**
 * New lines as they come. A broken connection is taken up again: the live tail is opened first and what came in the meantime is
 * searched for afterwards, so nothing falls between the two; ids that were shown are not shown again.
 */
import { limits } from '../../limits.ts'
import type { ApiFollowRate, ApiLogEvent, ApiLogSelection, Clock, Instant, Result } from '../../model/index.ts'
import { err, instant, millis, minus, ok } from '../../model/index.ts'
import type { Api, ApiTrouble } from '../client/index.ts'
import { linesOf, serverEventsOf } from '../client/index.ts'
import { searchAll } from './search.ts'
import { rememberIds } from './seen.ts'

export interface Following {
  readonly api: Api
  readonly clock: Clock
  readonly selection: Omit<ApiLogSelection, 'from' | 'to'>
  /** Lines from here on are shown first; undefined: only new ones. */
  readonly since: Instant | undefined
  /** Ids of lines that were shown before. */
  readonly already?: readonly string[]
  readonly signal: AbortSignal
  show(events: readonly ApiLogEvent[]): Promise<void>
  sampledOut(events: number): void
  again(inSeconds: number): void
}

/** Returns when `signal` aborts, or with what no further try can mend. */
export async function follow(following: Following): Promise<Result<void, ApiTrouble>> {
  const { clock, signal } = following
  const seen = rememberIds(limits.followedIds)
  for (const id of following.already ?? []) seen.first(id)
  const show = async (events: readonly ApiLogEvent[]) => {
    const fresh = events.filter(event => seen.first(event.id))
    if (fresh.length > 0) await following.show(fresh)
  }
  let from = following.since
  let connected = false
  let failures = 0
  while (!signal.aborted) {
    const { trouble, caughtUp, opened } = await tail(following, from, show)
    if (signal.aborted) break
    connected ||= opened
    if (trouble !== undefined && (!connected || hopeless(trouble))) return err(trouble)
    // Only a tail that had caught up moves the point to go on from: a server that is away for an hour leaves no hole.
    if (caughtUp) from = instant(Math.max(from ?? 0, minus(clock.now(), limits.followLateness)))
    if (opened) failures = 0
    const pause = Math.min(limits.followPause, 1_000 * 2 ** failures++)
    following.again(pause / 1_000)
    await clock.sleep(millis(pause), signal)
  }
  return ok(undefined)
}

interface Tailed {
  readonly opened: boolean
  /** All that was there before the tail opened has been shown. */
  readonly caughtUp: boolean
  readonly trouble: ApiTrouble | undefined
}

/** One connection, from opening it to its end. Live lines are taken in meanwhile, and shown after those from before. */
async function tail(
  { api, selection, signal, sampledOut }: Following,
  from: Instant | undefined,
  show: (events: readonly ApiLogEvent[]) => Promise<void>,
): Promise<Tailed> {
  const ended = new AbortController()
  const either = AbortSignal.any([signal, ended.signal])
  const query = new URLSearchParams({ selection: JSON.stringify(selection) })
  const live = await api.ask(`/api/logs/follow?${query}`, { signal: either })
  if (!live.ok) return { opened: false, caughtUp: false, trouble: live.error }
  let caughtUp = from === undefined
  let waiting: ApiLogEvent[] = []

  const listen = async () => {
    for await (const { name, data } of serverEventsOf(linesOf(live.value.body ?? new ReadableStream()))) {
      if (name === 'events') {
        const events = JSON.parse(data) as ApiLogEvent[]
        if (caughtUp) await show(events)
        else waiting.push(...events)
        // Catching up takes too long to hold all that comes meanwhile: begin again from the same point.
        if (waiting.length > limits.followedIds / 2) return
      }
      const missed = name === 'rate' ? (JSON.parse(data) as ApiFollowRate).sampledOut : 0
      if (missed > 0) sampledOut(missed)
    }
  }
  const catchUp = async (): Promise<ApiTrouble | undefined> => {
    if (from === undefined) return undefined
    const search = { ...selection, from, to: limits.lastInstant, order: 'oldest' as const }
    const searched = await searchAll(api, search, Number.POSITIVE_INFINITY, either, show)
    if (!searched.ok) return searched.error
    while (waiting.length > 0) {
      const events = waiting
      waiting = []
      await show(events)
    }
    caughtUp = true
    return undefined
  }

  try {
    const listening = listen().finally(() => ended.abort())
    // Its end is awaited below; until then a failure must not count as unhandled.
    listening.catch(() => undefined)
    const trouble = await catchUp()
    if (trouble !== undefined) return { opened: true, caughtUp, trouble }
    await listening
    return { opened: true, caughtUp, trouble: undefined }
  } catch (error) {
    return { opened: true, caughtUp, trouble: { code: 'broken-answer', why: (error as Error).message } }
  } finally {
    ended.abort()
  }
}

const hopeless = (trouble: ApiTrouble): boolean =>
  trouble.code === 'refused' &&
  trouble.status >= 400 &&
  trouble.status < 500 &&
  trouble.status !== 408 &&
  trouble.status !== 429
