/** Search: lines as they are found, progress in between, and the work stops when the reader goes away. */
import { limits } from '../../limits.ts'
import type { ApiError, ApiLogSearch, ApiSearchLine } from '../../model/index.ts'
import type { LogCursor, SearchProgress } from '../../store/logs/index.ts'
import type { HttpApiDeps } from './deps.ts'
import { cursorText, eventReader, parseCursor } from './events.ts'
import { type Outlet, openOutlet } from './outlet.ts'
import { answer, asks, type Routes, refuse } from './routes.ts'
import { type ReadSelection, readSelection } from './selection.ts'
import { readShape, searchShape } from './shapes.ts'
import { engineTrouble, invalid, settingsTrouble } from './trouble.ts'
import { readUnmask } from './unmask.ts'

export const searchRoutes: Routes = (app, deps) => {
  app.post('/api/logs/search', asks, async (request, reply) => {
    const asked = readShape(searchShape, request.body)
    if (!asked.ok) return refuse(reply, asked.error)
    const after = asked.value.after === undefined ? undefined : parseCursor(asked.value.after)
    if (asked.value.after !== undefined && after === undefined) {
      return answer(reply, invalid('This is no place to go on from.', { field: 'after' }))
    }
    const unmask = await readUnmask(deps, request, asked.value)
    if (!unmask.ok) return refuse(reply, unmask.error)
    const read = await readSelection(deps, asked.value, deps.clock.now())
    if (!read.ok) return refuse(reply, read.error)
    const outlet = openOutlet()
    runSearch(deps, read.value, asked.value, after, outlet).catch(error => {
      deps.onFault?.(error, 'POST /api/logs/search')
      outlet.fail(error)
    })
    return reply.type('application/x-ndjson').send(outlet.stream)
  })
}

const lineOf = (line: ApiSearchLine): string => `${JSON.stringify(line)}\n`

async function runSearch(
  deps: HttpApiDeps,
  { groups, selection }: ReadSelection,
  asked: ApiLogSearch,
  begin: LogCursor | undefined,
  outlet: Outlet,
): Promise<void> {
  const begun = deps.clock.now()
  const events = eventReader(deps.settings.logs, groups)
  const order = asked.order === 'oldest' ? 'ascending' : 'descending'
  let after = begin
  let windowRows: number | undefined
  let left = asked.limit
  let room = limits.searchAnswerBytes
  const read = { rowsRead: 0, bytesRead: 0 }
  const onProgress = ({ rowsRead, bytesRead, searchedTo }: SearchProgress) =>
    outlet.offer(
      lineOf({
        type: 'progress',
        rowsRead: read.rowsRead + rowsRead,
        bytesRead: read.bytesRead + bytesRead,
        searchedTo,
      }),
    )
  const fail = async (error: ApiError['error']) => {
    await outlet.write(lineOf({ type: 'error', error }))
    outlet.end()
  }

  // The head of the answer goes out now, so that the reader sees that the work has begun.
  onProgress({ rowsRead: 0, bytesRead: 0, searchedTo: order === 'ascending' ? selection.from : selection.to })
  while (left > 0 && room > 0) {
    const page = await deps.logs.page(selection, {
      unmask: asked.unmask ?? false,
      order,
      limit: Math.min(left, limits.searchPieceEvents),
      maxBytes: limits.searchPieceBytes,
      showAfter: limits.searchPieceTime,
      signal: outlet.gone,
      onProgress,
      ...(after === undefined ? {} : { after }),
      ...(windowRows === undefined ? {} : { windowRows }),
    })
    if (!page.ok) return fail(engineTrouble(page.error).error.error)
    const found = await events.read(page.value.rows)
    if (!found.ok) return fail(settingsTrouble(found.error).error.error)
    read.rowsRead += page.value.rowsRead
    read.bytesRead += page.value.bytesRead
    left -= found.value.length
    room -= found.value.reduce((sum, event) => sum + event.message.length, 0)
    after = page.value.next
    windowRows = page.value.windowRows
    if (found.value.length > 0 && !(await outlet.write(lineOf({ type: 'events', events: found.value })))) return
    if (outlet.gone.aborted) return
    if (after === undefined) break
  }
  const next = after === undefined ? {} : { next: cursorText(after) }
  await outlet.write(lineOf({ type: 'done', ...next, ...read, elapsedMs: deps.clock.now() - begun }))
  outlet.end()
}
