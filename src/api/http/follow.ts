/** Lines as they become durable, by server-sent events: at most four frames a second, fewer to a slow reader, who is told. */
import { limits } from '../../limits.ts'
import { type ApiLogSelection, type Instant, minus, ok } from '../../model/index.ts'
import type { Tail } from '../../query/tail/index.ts'
import { conditionsOf } from './conditions.ts'
import type { HttpApiDeps } from './deps.ts'
import type { EventStreams } from './event-streams.ts'
import { FollowBuffer } from './follow-buffer.ts'
import type { Outlet } from './outlet.ts'
import { podPredicate } from './pod-logs/index.ts'
import { answer, asks, type Routes, refuse } from './routes.ts'
import { findGroups, type ReadPods, readPods, streamFilters, wantedStreams } from './selection.ts'
import { followShape, readShape } from './shapes.ts'
import { type Asked, refusal } from './trouble.ts'

export const followRoutes =
  (streams: EventStreams): Routes =>
  (app, deps) => {
    app.get('/api/logs/follow', asks, async (request, reply) => {
      const asked = readShape(followShape, request.query)
      if (!asked.ok) return refuse(reply, asked.error)
      const { selection } = asked.value
      const chosen = await readPods(deps, selection, followRange(deps.clock.now()))
      if (!chosen.ok) return refuse(reply, chosen.error)
      const groups = await findGroups(deps.settings.logs, selection.groups)
      if (!groups.ok) return refuse(reply, groups.error)
      const followed = followedOf(
        { ...selection, groups: chosen.value?.groups ?? selection.groups },
        podsOf(chosen.value),
      )
      if (!followed.ok) return refuse(reply, followed.error)
      if (streams.isFull()) return answer(reply, tooMany)
      const buffer = new FollowBuffer()
      const stop = deps.tails.open({
        ...followed.value,
        take: (event, fields) => buffer.take(event, fields),
        passed: (tried, untried) => buffer.passed(tried, untried),
      })
      return streams.open(request, reply, { stop, feed: (outlet, mayStay) => feed(outlet, buffer, deps, mayStay) })
    })
  }

/** Pods that ended a while ago are still known: their last lines may be on their way. */
export const followRange = (now: Instant) => ({ from: minus(now, limits.followedPast), to: now, now })

type OfPod = ReturnType<typeof podPredicate>

const podsOf = (chosen: ReadPods | undefined): OfPod | undefined =>
  chosen && podPredicate(chosen.choice, chosen.cluster)

/** `ofPod`: what it says of pods, once it is known which. */
export function followedOf(
  asked: Omit<ApiLogSelection, 'from' | 'to'>,
  ofPod?: OfPod,
): Asked<Pick<Tail, 'groups' | 'hasStream' | 'pattern' | 'also'>> {
  const conditions = conditionsOf(asked)
  if (!conditions.ok) return conditions
  const { pattern, also } = conditions.value
  const names = wantedStreams(asked)
  const wanted = names && new Set(names)
  const excluded = new Set(streamFilters(asked, true))
  const prefix = asked.streamPrefix ?? ''
  return ok({
    groups: asked.groups,
    hasStream: (_group, stream) =>
      stream.startsWith(prefix) && !excluded.has(stream) && (wanted === undefined || wanted.has(stream)),
    ...(pattern === undefined ? {} : { pattern }),
    // Fields are taken out of a message only when a filter asks for them.
    ...(ofPod !== undefined
      ? { also: (fields, message) => ofPod(fields, message) && also(fields, message) }
      : asked.filters?.some(({ field }) => field !== 'stream')
        ? { also }
        : {}),
  })
}

const ticksPerRate = 1_000 / limits.followFrameTime
const ticksPerHeartbeat = 15 * ticksPerRate

async function feed(
  outlet: Outlet,
  buffer: FollowBuffer,
  { clock, logs }: HttpApiDeps,
  mayStay: () => Promise<boolean>,
): Promise<void> {
  // Nobody looks for this tail at what was taken before: a reader who asks for that once he follows must find it.
  await logs.caughtUp()
  outlet.offer(': following\n\n')
  let counted = clock.now()
  for (let tick = 1; ; tick += 1) {
    await clock.sleep(limits.followFrameTime, outlet.gone)
    if (outlet.gone.aborted) return
    // While the reader is behind nothing is taken out: the buffer keeps the newest and counts the rest.
    if (outlet.stream.writableNeedDrain) continue
    const events = buffer.frame()
    if (events.length > 0) outlet.offer(eventText('events', events))
    if (tick % ticksPerHeartbeat === 0) outlet.offer(': still here\n\n')
    if (tick % ticksPerRate !== 0 || outlet.stream.writableNeedDrain) continue
    const now = clock.now()
    outlet.offer(eventText('rate', buffer.rate(Math.max(1, now - counted))))
    counted = now
    if (!(await mayStay())) return outlet.end()
  }
}

/** JSON has no line feeds of its own, so one `data:` line carries it. */
const eventText = (name: 'events' | 'rate', data: unknown): string =>
  `event: ${name}\ndata: ${JSON.stringify(data)}\n\n`

const tooMany = refusal(503, 'slow-down', `${limits.followers} pages follow logs already: close one of them.`)
