/** The whole of a selection as a file, page by page: memory stays flat however long it is, and a slow reader slows the reading. */
import { limits } from '../../limits.ts'
import { type ApiLogEvent, ok } from '../../model/index.ts'
import type { LogCursor } from '../../store/logs/index.ts'
import { csvHead, csvLine } from './csv.ts'
import type { HttpApiDeps } from './deps.ts'
import { type EventReader, eventReader } from './events.ts'
import { type Outlet, openOutlet } from './outlet.ts'
import { answer, asks, type Routes, refuse } from './routes.ts'
import { type ReadSelection, readSelection } from './selection.ts'
import { downloadShape, readShape } from './shapes.ts'
import { type Asked, engineTrouble, refusal, settingsTrouble } from './trouble.ts'
import { readUnmask } from './unmask.ts'

export const downloadRoutes: Routes = (app, deps) => {
  let running = 0
  app.get('/api/logs/download', asks, async (request, reply) => {
    const asked = readShape(downloadShape, request.query)
    if (!asked.ok) return refuse(reply, asked.error)
    const { selection, format, order } = asked.value
    const unmask = await readUnmask(deps, request, selection)
    if (!unmask.ok) return refuse(reply, unmask.error)
    const read = await readSelection(deps, selection, deps.clock.now())
    if (!read.ok) return refuse(reply, read.error)
    if (running >= limits.downloads) return answer(reply, tooMany)
    running += 1
    const outlet = openOutlet()
    outlet.gone.addEventListener('abort', () => {
      running -= 1
    })
    const events = eventReader(deps.settings.logs, read.value.groups)
    const next = pages(deps, { ...read.value, unmask: unmask.value }, order, events, outlet.gone)
    // The first page comes before the head of the answer: an error has its status then.
    const first = await next(undefined).catch(error => {
      outlet.fail(error)
      throw error
    })
    if (!first.ok) {
      outlet.fail(new Error('not begun'))
      return refuse(reply, first.error)
    }
    pour(outlet, format, first.value, next).catch(error => {
      deps.onFault?.(error, 'GET /api/logs/download')
      outlet.fail(error)
    })
    const name =
      `logs ${fileTime(selection.from)} ${fileTime(Math.min(selection.to, deps.clock.now()))}.${format}`.replaceAll(
        ' ',
        '_',
      )
    return reply
      .type(format === 'csv' ? 'text/csv; charset=utf-8; header=present' : 'application/x-ndjson')
      .header('content-disposition', `attachment; filename="${name}"`)
      .header('cache-control', 'no-store')
      .send(outlet.stream)
  })
}

interface Page {
  readonly events: readonly ApiLogEvent[]
  readonly next: LogCursor | undefined
}
type NextPage = (after: LogCursor | undefined) => Promise<Asked<Page>>

function pages(
  deps: HttpApiDeps,
  { selection, unmask }: ReadSelection & { readonly unmask: boolean },
  order: 'newest' | 'oldest',
  events: EventReader,
  signal: AbortSignal,
): NextPage {
  return async after => {
    const page = await deps.logs.page(selection, {
      order: order === 'oldest' ? 'ascending' : 'descending',
      limit: limits.searchPieceEvents * 10,
      maxBytes: limits.searchPieceBytes * 4,
      unmask,
      signal,
      ...(after === undefined ? {} : { after }),
    })
    if (!page.ok) return engineTrouble(page.error)
    const read = await events.read(page.value.rows)
    return read.ok ? ok({ events: read.value, next: page.value.next }) : settingsTrouble(read.error)
  }
}

async function pour(outlet: Outlet, format: 'csv' | 'ndjson', first: Page, next: NextPage): Promise<void> {
  const lineOf = format === 'csv' ? csvLine : (event: ApiLogEvent) => `${JSON.stringify(event)}\n`
  if (format === 'csv') await outlet.write(csvHead)
  for (let page = first; ; ) {
    const text = page.events.map(lineOf).join('')
    if (text !== '' && !(await outlet.write(text))) return
    if (outlet.gone.aborted) return
    if (page.next === undefined) return outlet.end()
    const read = await next(page.next)
    if (!read.ok) return outlet.fail(new Error(read.error.error.message))
    page = read.value
  }
}

/** `20260120T100000Z`. */
const fileTime = (at: number): string => new Date(at).toISOString().replace(/[-:]|\.\d{3}/g, '')

const tooMany = refusal(429, 'slow-down', `${limits.downloads} downloads run already: wait for one of them.`)
