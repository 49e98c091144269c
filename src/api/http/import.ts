/**
 * Lines put back that were exported, with the times they had: PutLogEvents takes nothing older than 14 days. They are stored as any other, so
 * followers and subscriptions of the group see them; embedded metrics are not taken out of them again.
 */
import { hash } from 'node:crypto'
import { z } from 'zod'
import { limits } from '../../limits.ts'
import { type ApiImported, ok } from '../../model/index.ts'
import type { LogGroup, LogStream } from '../../store/settings/index.ts'
import type { HttpApiDeps } from './deps.ts'
import { answer, operates, type Routes, refuse } from './routes.ts'
import { notBeforeOf } from './selection.ts'
import { newGroupShape, readShape } from './shapes.ts'
import { type Asked, invalid, refusal, settingsTrouble } from './trouble.ts'

const importShape = z.object({
  group: newGroupShape.shape.name,
  stream: z.string().regex(/^[^:*\0]{1,512}$/, { message: 'A stream has 1 to 512 characters, no : and no *.' }),
  /** The same for a repeat of this call: its events are not stored twice. */
  call: z.string().min(1).max(256).exactOptional(),
  events: z
    .array(
      z.object({
        timestamp: z.number().int().min(0).max(limits.lastInstant),
        message: z.string().min(1).max(limits.putLogEventsBytes),
      }),
    )
    .min(1)
    .max(limits.putLogEventsCount),
})
type Import = z.output<typeof importShape>

export const importRoutes: Routes = (app, deps) => {
  app.post('/api/logs/import', { ...operates, bodyLimit: limits.importBodyBytes }, async (request, reply) => {
    const asked = readShape(importShape, request.body)
    return asked.ok ? answer(reply, await take(deps, asked.value)) : refuse(reply, asked.error)
  })
}

async function take(deps: HttpApiDeps, asked: Import): Promise<Asked<ApiImported>> {
  const events = [...asked.events].sort((a, b) => a.timestamp - b.timestamp)
  const [first, last] = [events[0]?.timestamp ?? 0, events.at(-1)?.timestamp ?? 0]
  if (last - first > limits.putLogEventsSpan) {
    return invalid('The events of one call may not span more than 24 hours.', { field: 'events' })
  }
  const place = await placeOf(deps, asked)
  if (!place.ok) return place
  const { group, stream } = place.value
  const notBefore = notBeforeOf(group, deps.clock.now())
  const kept = events.filter(({ timestamp }) => timestamp >= notBefore)
  const expired = events.length - kept.length
  if (kept.length === 0) return ok({ imported: 0, expired, repeated: 0 })
  const appended = await deps.logs.append({
    ...{ groupId: group.id, streamId: stream.id, groupName: group.name, streamName: stream.name },
    timestamps: kept.map(({ timestamp }) => timestamp),
    messages: kept.map(({ message }) => message),
    embeddedMetrics: false,
    ...(asked.call === undefined ? {} : { call: { key: callKey(stream, asked.call), unheard: () => false } }),
  })
  if (appended.ok) {
    const { repeated = 0 } = appended.value
    return ok({ imported: kept.length - repeated, expired, repeated })
  }
  switch (appended.error.code) {
    case 'slow-down':
      return refusal(429, 'slow-down', 'More is written than can be stored just now: try again.')
    case 'disk-full':
      return refusal(507, 'disk-full', appended.error.message)
    case 'unavailable':
      return refusal(503, 'unavailable', appended.error.message)
    case 'closing':
      return refusal(503, 'unavailable', 'Mangru is stopping.')
  }
}

/** Odd: a name that the caller gives to one call alone. */
const callKey = ({ id }: LogStream, call: string): bigint =>
  hash('sha256', `${id} import ${call}`, 'buffer').readBigUInt64BE() | 1n

/** Group and stream, made when they are not there. */
async function placeOf(
  { settings: { logs }, clock }: HttpApiDeps,
  { group: name, stream: streamName }: Import,
): Promise<Asked<{ readonly group: LogGroup; readonly stream: LogStream }>> {
  const now = clock.now()
  const found = await logs.group(name)
  if (!found.ok) return settingsTrouble(found.error)
  if (found.value === undefined) {
    const look = { class: 'STANDARD', deletionProtection: false, kmsKeyId: null, tags: {} } as const
    const made = await logs.create({ name, createdAt: now, ...look })
    if (!made.ok && made.error.code !== 'exists') return settingsTrouble(made.error)
  }
  const group = found.value === undefined ? await logs.group(name) : found
  if (!group.ok) return settingsTrouble(group.error)
  if (group.value === undefined) return gone
  const wanted = streamName.toWellFormed()
  const there = await logs.stream(group.value.id, wanted)
  if (!there.ok) return settingsTrouble(there.error)
  if (there.value === undefined) {
    const made = await logs.createStream(group.value.id, wanted, now)
    if (!made.ok && made.error.code === 'missing') return gone
    if (!made.ok && 'message' in made.error) return settingsTrouble(made.error)
  }
  const stream = there.value === undefined ? await logs.stream(group.value.id, wanted) : there
  if (!stream.ok) return settingsTrouble(stream.error)
  return stream.value === undefined ? gone : ok({ group: group.value, stream: stream.value })
}

const gone = refusal(409, 'gone', 'The log group or stream was deleted in this moment.')
