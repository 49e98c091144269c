/** Log streams of a group, by name or with the one that spoke last first. */
import { limits } from '../../limits.ts'
import { type ApiLogStream, type ApiLogStreams, ok } from '../../model/index.ts'
import type { StreamStats } from '../../store/logs/index.ts'
import type { LogStream } from '../../store/settings/index.ts'
import type { HttpApiDeps } from './deps.ts'
import { answer, asks, type Routes, refuse } from './routes.ts'
import { readShape, streamsShape } from './shapes.ts'
import { type Asked, engineTrouble, invalid, noSuchGroup, refusal, settingsTrouble } from './trouble.ts'

export const streamRoutes: Routes = (app, deps) => {
  app.get('/api/logs/streams', asks, async (request, reply) => {
    const query = readShape(streamsShape, request.query)
    if (!query.ok) return refuse(reply, query.error)
    const group = await deps.settings.logs.group(query.value.group)
    if (!group.ok) return answer(reply, settingsTrouble(group.error))
    if (!group.value) return answer(reply, noSuchGroup(query.value.group, 'group'))
    const list = query.value.order === 'name' ? byName : byLastEvent
    return answer(reply, await list(deps, group.value.id, query.value))
  })
}

interface StreamsQuery {
  readonly prefix: string
  readonly after?: string
  readonly limit: number
}

async function byName(
  { settings, logs }: HttpApiDeps,
  groupId: number,
  query: StreamsQuery,
): Promise<Asked<ApiLogStreams>> {
  const after = query.after === undefined ? {} : { after: query.after }
  const found = await settings.logs.streams({ groupId, prefix: query.prefix, ...after, limit: query.limit + 1 })
  if (!found.ok) return settingsTrouble(found.error)
  const page = found.value.slice(0, query.limit)
  const stats = await logs.streamStats(
    groupId,
    page.map(stream => stream.id),
  )
  if (!stats.ok) return engineTrouble(stats.error)
  const next = page.at(-1)?.name
  return ok({
    streams: described(page, stats.value),
    ...(found.value.length > query.limit && next !== undefined ? { next } : {}),
  })
}

/** The order is the store's, the names are the settings': both are read in full and put together. */
async function byLastEvent(
  { settings, logs }: HttpApiDeps,
  groupId: number,
  query: StreamsQuery,
): Promise<Asked<ApiLogStreams>> {
  const after = query.after === undefined ? undefined : parsePlace(query.after)
  if (query.after !== undefined && after === undefined)
    return invalid('This is no place to go on from.', { field: 'after' })
  const found = await settings.logs.streams({ groupId, prefix: query.prefix, limit: limits.searchedStreams + 1 })
  if (!found.ok) return settingsTrouble(found.error)
  if (found.value.length > limits.searchedStreams) {
    const message = `More than ${limits.searchedStreams} streams cannot be ordered by their last event: give a prefix, or order by name.`
    return refusal(422, 'over-limit', message, { field: 'order' })
  }
  const stats = await logs.streamStats(groupId)
  if (!stats.ok) return engineTrouble(stats.error)
  const streams = [...described(found.value, stats.value)].sort(laterFirst)
  const begin = after === undefined ? 0 : streams.findIndex(stream => laterFirst(after, stream) < 0)
  const page = begin < 0 ? [] : streams.slice(begin, begin + query.limit)
  const last = page.at(-1)
  const more = begin >= 0 && begin + query.limit < streams.length && last
  return ok({ streams: page, ...(more ? { next: `${last.lastEvent ?? -1}~${last.name}` } : {}) })
}

type Place = Pick<ApiLogStream, 'name' | 'lastEvent'>

/** Those that never spoke come last; equal ones by name. */
function laterFirst(a: Place, b: Place): number {
  return (b.lastEvent ?? -1) - (a.lastEvent ?? -1) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)
}

function parsePlace(text: string): Place | undefined {
  const found = /^(-1|\d{1,15})~(.+)$/s.exec(text)
  return found ? { lastEvent: Number(found[1]), name: found[2] ?? '' } : undefined
}

function described(streams: readonly LogStream[], stats: readonly StreamStats[]): readonly ApiLogStream[] {
  const byId = new Map(stats.map(one => [one.streamId, one]))
  return streams.map(({ id, name, createdAt }) => {
    const one = byId.get(id)
    if (!one) return { name, createdAt, events: 0, storedBytes: 0 }
    const times = { firstEvent: one.first, lastEvent: one.last, lastIngestion: one.lastIngestion }
    return { name, createdAt, ...times, events: one.events, storedBytes: one.bytes }
  })
}
