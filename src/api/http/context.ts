/** What was said just before and after an event, in its own stream. */
import { limits } from '../../limits.ts'
import { type ApiContext, instant, ok } from '../../model/index.ts'
import {
  type LogCursor,
  type LogRow,
  type LogSelection,
  parseEventId,
  type SelectedGroup,
} from '../../store/logs/index.ts'
import type { HttpApiDeps } from './deps.ts'
import { eventReader } from './events.ts'
import { answer, asks, goneSignal, type Routes, refuse } from './routes.ts'
import { notBeforeOf } from './selection.ts'
import { contextShape, readShape } from './shapes.ts'
import { type Asked, engineTrouble, noSuchGroup, refusal, settingsTrouble } from './trouble.ts'

export const contextRoutes: Routes = (app, deps) => {
  app.get('/api/logs/context', asks, async (request, reply) => {
    const asked = readShape(contextShape, request.query)
    return asked.ok
      ? answer(reply, await contextOf(deps, asked.value, goneSignal(request, reply)))
      : refuse(reply, asked.error)
  })
}

interface ContextQuery {
  readonly group: string
  readonly id: string
  readonly before: number
  readonly after: number
}

async function contextOf(deps: HttpApiDeps, asked: ContextQuery, signal: AbortSignal): Promise<Asked<ApiContext>> {
  const group = await deps.settings.logs.group(asked.group)
  if (!group.ok) return settingsTrouble(group.error)
  if (!group.value) return noSuchGroup(asked.group, 'group')
  const place = parseEventId(asked.id)
  if (place?.groupId !== group.value.id) return goneOrNever
  const { cursor } = place
  const selected: SelectedGroup = { id: group.value.id, notBefore: notBeforeOf(group.value, deps.clock.now()) }
  const at: LogSelection = { groups: [selected], from: cursor.timestamp, to: instant(cursor.timestamp + 1) }
  const itself = await pageOf(deps, at, { order: 'ascending', limit: 1, after: before(cursor), signal })
  if (!itself.ok) return itself
  const [row] = itself.value
  if (!row || !same(row.cursor, cursor)) return goneOrNever

  const stream = [{ ...selected, streamIds: [row.streamId] }]
  const earlier: LogSelection = { groups: stream, from: instant(0), to: instant(cursor.timestamp + 1) }
  const later: LogSelection = { groups: stream, from: cursor.timestamp, to: instant(limits.lastInstant) }
  const [back, forth] = await Promise.all([
    pageOf(deps, earlier, { order: 'descending', limit: asked.before, after: cursor, signal }),
    pageOf(deps, later, { order: 'ascending', limit: asked.after, after: cursor, signal }),
  ])
  if (!back.ok) return back
  if (!forth.ok) return forth
  const reader = eventReader(deps.settings.logs, new Map([[group.value.id, group.value]]))
  const events = await reader.read([...back.value.toReversed(), row, ...forth.value])
  return events.ok ? ok({ events: events.value, id: asked.id }) : settingsTrouble(events.error)
}

interface Piece {
  readonly order: 'ascending' | 'descending'
  readonly limit: number
  readonly after: LogCursor
  readonly signal: AbortSignal
}

async function pageOf(deps: HttpApiDeps, selection: LogSelection, piece: Piece): Promise<Asked<readonly LogRow[]>> {
  if (piece.limit === 0) return ok([])
  const page = await deps.logs.page(selection, { ...piece, maxBytes: limits.searchPieceBytes * 4 })
  return page.ok ? ok(page.value.rows) : engineTrouble(page.error)
}

/** The place just before, so that "strictly after it" begins with the event itself. */
const before = (cursor: LogCursor): LogCursor =>
  cursor.index > 0
    ? { ...cursor, index: cursor.index - 1 }
    : { ...cursor, batch: String(BigInt(cursor.batch) === 0n ? 0n : BigInt(cursor.batch) - 1n), index: 65_535 }

const same = (a: LogCursor, b: LogCursor): boolean =>
  a.timestamp === b.timestamp && a.batch === b.batch && a.index === b.index

const goneOrNever = refusal(404, 'not-found', 'This event is not there: it has expired, was deleted, or never was.', {
  field: 'id',
})
