/** `src/model/web-api-queries.ts` from memory: the real language, run by its reference interpreter over the invented lines. */
import type {
  ApiLogEvent,
  ApiQueryAnswer,
  ApiQueryLine,
  ApiQueryRequest,
  ApiQueryRun,
  ApiSavedQuery,
} from '../../src/model/index.ts'
import type { EventRow } from '../../src/query/insights/index.ts'
import { interpret } from '../../src/query/insights/interpret/index.ts'
import { checkInsights, expandSaved, printQuery } from '../../src/query/insights/language/index.ts'
import { type Call, done, type Handler, pause, refuse, send } from './answer.ts'
import { mockGroups } from './lines.ts'
import { secondsOf } from './selection.ts'

const account = '000000000000'
/** The interpreter is slow on purpose: longer ranges are cut, and the answer says so. */
const longest = 2 * 3_600_000
const runs = new Map<string, ApiQueryRun>()
const saved = new Map<string, ApiSavedQuery>()
const keep = (name: string, query: string, parameters: ApiSavedQuery['parameters'] = []) =>
  saved.set(name, { id: name, name, query, groups: ['/demo/backend-app'], parameters, changedAt: Date.now() })
keep('backend/errors', 'filter level = "ERROR"\n| stats count(*) as errors by bin(5m)')
keep('backend/slow/calls', 'filter http.ms > {{least}}\n| fields @timestamp, http.path, http.ms\n| sort http.ms desc', [
  { name: 'least', defaultValue: '120', description: 'Milliseconds from which a call is slow' },
])
keep('all kinds of lines', 'pattern @message')

export const queryHandlers: Record<string, Handler> = {
  'POST /api/queries/run': run,
  'GET /api/queries': ({ response, url }) =>
    send(
      response,
      200,
      [...runs.values()]
        .reverse()
        .slice(0, Number(url.searchParams.get('limit') ?? 100))
        .map(({ answer: _answer, ...rest }) => rest),
    ),
  'GET /api/queries/:id': ({ response, url }) => {
    const found = runs.get(url.pathname.split('/').at(-1)!)
    if (found) send(response, 200, found)
    else refuse(response, 404, 'not-found', 'There is no such query; answers are kept for 7 days.')
  },
  'POST /api/queries/sql': ({ body, response }) => {
    const checked = compile((body as ApiQueryRequest).query)
    if (!checked.ok) return refuse(response, 400, 'malformed-query', checked.error.message)
    send(response, 200, {
      statements: [
        `-- ${printQuery(checked.value.query)}\nSELECT timestamp, message\nFROM log_events\nWHERE group_id IN (4) AND timestamp >= 1795230720000\nORDER BY timestamp DESC\nLIMIT 10000`,
      ],
    })
  },
  'GET /api/queries/record': ({ url, response }) => {
    const event = eventOf(url.searchParams.get('ptr') ?? '')
    if (!event) return refuse(response, 404, 'not-found', 'This event is not there: it has expired, or never was.')
    send(response, 200, { fields: fieldsOf(event) })
  },
  'GET /api/queries/fields': ({ url, response }) => {
    const at = Math.min(Number(url.searchParams.get('at') ?? Date.now()), Date.now())
    const events = eventsOf(url.searchParams.getAll('group'), at - 120_000, at).slice(-400)
    const found = new Map<string, Map<string, number>>()
    for (const event of events)
      for (const [name, value] of Object.entries(fieldsOf(event))) {
        const values = found.get(name) ?? new Map<string, number>()
        values.set(value.slice(0, 80), (values.get(value.slice(0, 80)) ?? 0) + 1)
        found.set(name, values)
      }
    send(response, 200, {
      fields: [...found]
        .map(([name, values]) => ({
          name,
          percent: Math.round((100 * [...values.values()].reduce((sum, one) => sum + one, 0)) / events.length),
          values: [...values]
            .sort((a, b) => b[1] - a[1])
            .slice(0, 8)
            .map(([value]) => value),
        }))
        .sort((a, b) => b.percent - a.percent || a.name.localeCompare(b.name)),
    })
  },
  'GET /api/queries/saved': ({ response }) =>
    send(response, 200, { queries: [...saved.values()].sort((a, b) => a.name.localeCompare(b.name)) }),
  'PUT /api/queries/saved': ({ body, response }) => {
    const change = body as Omit<ApiSavedQuery, 'id' | 'changedAt'> & { id?: string }
    if (change.name.trim() === '') return refuse(response, 400, 'invalid-request', 'A saved query needs a name.')
    const whole: ApiSavedQuery = { ...change, id: change.id ?? `saved-${saved.size + 1}`, changedAt: Date.now() }
    saved.set(whole.id, whole)
    send(response, 200, whole)
  },
  'DELETE /api/queries/saved': ({ url, response }) => {
    saved.delete(url.searchParams.get('id') ?? '')
    done(response)
  },
}

function compile(text: string) {
  const byName = new Map(
    [...saved.values()].map(one => [
      one.name,
      {
        text: one.query,
        parameters: one.parameters.map(({ name, defaultValue }) => ({ name, defaultValue: defaultValue ?? null })),
      },
    ]),
  )
  const whole = expandSaved(text, byName)
  return whole.ok ? checkInsights(whole.value) : whole
}

async function run({ body, response, gone }: Call): Promise<void> {
  const request = body as ApiQueryRequest
  const checked = compile(request.query)
  if (!checked.ok)
    return refuse(response, 400, 'malformed-query', checked.error.message, {
      from: checked.error.span.from,
      to: checked.error.span.to,
    })
  response.writeHead(200, { 'content-type': 'application/x-ndjson' })
  const write = (line: ApiQueryLine) => response.write(`${JSON.stringify(line)}\n`)
  const id = `run-${runs.size + 1}`
  const createdAt = Date.now()
  const keepRun = (status: ApiQueryRun['status'], answer?: ApiQueryAnswer) =>
    runs.set(id, { ...request, id, createdAt, status, ...(answer ? { answer } : {}) })
  const has = (name: string) => request.groups.includes(name)
  if (has('/mock/slow')) {
    write({ type: 'accepted', id, position: 2, notices: [] })
    await pause(1_200)
  }
  write({
    type: 'accepted',
    id,
    position: 0,
    notices: checked.value.notices.map(({ message, span, code, values }) => ({
      message,
      ...span,
      said: { code, values },
    })),
  })
  keepRun('Running')
  if (has('/mock/failing')) {
    keepRun('Failed')
    write({
      type: 'error',
      error: {
        code: 'over-limit',
        message: 'This query groups by more than 1,000,000 different values. Use fewer keys, or a shorter time range.',
      },
    })
    return void response.end()
  }
  const { query } = checked.value
  const from = Math.max(request.from, request.to - longest)
  const groups = request.groups.length > 0 ? request.groups : ['/demo/backend-app', '/demo/frontend']
  const answer = (until: number, cut: boolean): ApiQueryAnswer | string => {
    const events = eventsOf(groups, from, until).map(rowOf)
    const found = interpret(query, events, {
      account,
      region: 'us-east-1',
      startedAt: createdAt,
      from,
      to: until,
      groups,
      limit: request.limit ?? 10_000,
      sourceGroups: () => groups,
      lookupTable: () => undefined,
    } as Parameters<typeof interpret>[2])
    if (!found.ok) return 'message' in found.error ? found.error.message : 'The query failed.'
    const { columns, rows, statistics } = found.value
    return {
      columns,
      rows: rows.map(row => {
        const values = new Map(row.map(cell => [cell.field, cell.value]))
        const ptr = values.get('@ptr')
        return {
          values: columns.map(name => values.get(name) ?? null),
          ...(ptr === undefined ? {} : { ptr }),
        }
      }),
      statistics: {
        ...statistics,
        logGroupsScanned: groups.length,
        elapsedMs: Date.now() - createdAt,
        cloudWatchCost: (statistics.bytesScanned / 2 ** 30) * 0.005,
      },
      notices: [
        ...(request.from < from ? ['This mock looks at the last two hours of the range only.'] : []),
        ...(cut ? ['Lines of the last seconds may still be on their way.'] : []),
      ],
    }
  }
  const trouble = (message: string) => {
    keepRun('Failed')
    write({ type: 'error', error: { code: 'failed', message } })
    response.end()
  }
  if (has('/mock/slow'))
    for (let step = 1; step <= 30 && !gone.aborted; step += 1) {
      const part = answer(from + ((request.to - from) * step) / 30, false)
      if (typeof part === 'string') return trouble(part)
      write({ type: 'partial', progress: step / 30, ...part })
      await pause(400)
    }
  if (gone.aborted) return void keepRun('Cancelled')
  if (has('/mock/cut-off')) {
    const part = answer(request.to, false)
    if (typeof part !== 'string') write({ type: 'partial', progress: 0.5, ...part })
    await pause(1_000)
    return void response.destroy()
  }
  const whole = answer(request.to, request.to > Date.now() - 1_000)
  if (typeof whole === 'string') return trouble(whole)
  keepRun('Complete', whole)
  write({ type: 'done', ...whole })
  response.end()
}

function eventsOf(names: readonly string[], from: number, to: number): ApiLogEvent[] {
  const groups = mockGroups.filter(group => names.includes(group.name))
  return [...secondsOf(groups, { from, to: to + 1, now: Date.now() }, 'oldest')].flatMap(one => one.events)
}

const ptrOf = (event: ApiLogEvent): string => `${event.group}|${event.id}`
function eventOf(ptr: string): ApiLogEvent | undefined {
  const [group, id] = ptr.split('|')
  const group_ = mockGroups.find(one => one.name === group)
  if (!group_ || id === undefined) return undefined
  const at = Number(BigInt(id) / 10n ** 12n)
  return eventsOf([group_.name], at, at).find(event => event.id === id)
}

const rowOf = (event: ApiLogEvent): EventRow => ({
  timestamp: event.timestamp,
  ingestionTime: event.ingestionTime,
  message: event.message,
  stream: event.stream,
  log: `${account}:${event.group}`,
  ptr: ptrOf(event),
})

function fieldsOf(event: ApiLogEvent): Record<string, string> {
  const fields: Record<string, string> = {
    '@timestamp': new Date(event.timestamp).toISOString().replace('T', ' ').replace('Z', ''),
    '@message': event.message,
    '@logStream': event.stream,
    '@log': `${account}:${event.group}`,
  }
  const walk = (value: unknown, path: string) => {
    if (typeof value === 'object' && value !== null)
      for (const [name, child] of Object.entries(value)) walk(child, path === '' ? name : `${path}.${name}`)
    else if (path !== '') fields[path] = String(value)
  }
  if (event.message.startsWith('{')) walk(JSON.parse(event.message), '')
  return fields
}
