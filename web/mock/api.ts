/** `src/model/web-api.ts`, answered from memory over the invented cluster: for development and for tests of the page alone. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type {
  ApiContext,
  ApiFacets,
  ApiHistogram,
  ApiLogEvent,
  ApiLogGroup,
  ApiLogSearch,
  ApiLogSelection,
  ApiLogStream,
  ApiSearchLine,
  ApiSelf,
  ApiSession,
  LogLevel,
} from '../../src/model/index.ts'
import { logFieldNames } from '../../src/model/index.ts'
import { alarmHandlers } from './alarms.ts'
import { type Call, type Handler, pause, refuse, send } from './answer.ts'
import { costHandlers } from './costs.ts'
import { dashboardHandlers } from './dashboards.ts'
import { filterHandlers } from './filters.ts'
import { linesOfSecond, type MockGroup, mockGroups } from './lines.ts'
import { metricHandlers } from './metrics.ts'
import { queryHandlers } from './queries.ts'
import { chance } from './random.ts'
import { checkPattern, historyMs, matcher, secondsOf } from './selection.ts'
import { topicHandlers } from './topics.ts'

const startedAt = Date.now()
const groups = new Map(mockGroups.map(group => [group.name, group]))
const retention = new Map<string, number | null>([
  ['/demo/backend-app', 30],
  ['/demo/frontend', 7],
])
const user: ApiSession['user'] = { name: 'local', role: 'operator' }
let loggedIn = process.env.MOCK_LOGIN === undefined

const handlers: Record<string, Handler> = {
  'GET /api/session': ({ response }) => send(response, 200, session()),
  'POST /api/session': ({ body, response }) => {
    const { token, secretAccessKey } = body as { token?: string; secretAccessKey?: string }
    if ((token ?? secretAccessKey ?? '').startsWith('wrong'))
      return refuse(response, 401, 'unauthenticated', 'This key is not known here, or its secret is another one.')
    loggedIn = true
    send(response, 200, session())
  },
  'DELETE /api/session': ({ response }) => {
    loggedIn = process.env.MOCK_LOGIN === undefined
    response.writeHead(204).end()
  },
  'GET /api/logs/groups': ({ url, response }) => {
    const contains = url.searchParams.get('contains') ?? ''
    const after = url.searchParams.get('after') ?? ''
    const limit = Number(url.searchParams.get('limit') ?? 50)
    const found = [...groups.keys()].filter(name => name.includes(contains)).sort()
    const rest = found.filter(name => name > after)
    const page = rest.slice(0, limit)
    send(response, 200, {
      groups: page.map(name => describeGroup(groups.get(name)!)),
      total: found.length,
      ...(rest.length > limit ? { next: page.at(-1) } : {}),
    })
  },
  'POST /api/logs/groups': ({ body, response }) => {
    const { name, retentionDays } = body as { name: string; retentionDays?: number }
    if (groups.has(name)) return refuse(response, 409, 'already-exists', `The log group ${name} exists already.`)
    if (!/^[\w/.#-]{1,512}$/.test(name))
      return refuse(response, 400, 'invalid-request', 'A group name has letters, digits and _ / . # - only.', {
        field: 'name',
      })
    groups.set(name, { name, seed: groups.size + 1_000, perSecond: 0, workloads: [0] })
    retention.set(name, retentionDays ?? null)
    send(response, 201, describeGroup(groups.get(name)!))
  },
  'DELETE /api/logs/groups': ({ url, response }) => {
    groups.delete(url.searchParams.get('name') ?? '')
    response.writeHead(204).end()
  },
  'PUT /api/logs/groups/retention': ({ body, response }) => {
    const { name, retentionDays } = body as { name: string; retentionDays: number | null }
    const group = groups.get(name)
    if (!group) return refuse(response, 404, 'not-found', `There is no log group ${name}.`)
    retention.set(name, retentionDays)
    send(response, 200, describeGroup(group))
  },
  'GET /api/logs/streams': ({ url, response }) => {
    const group = groups.get(url.searchParams.get('group') ?? '')
    if (!group) return refuse(response, 404, 'not-found', 'There is no such log group.')
    const prefix = url.searchParams.get('prefix') ?? ''
    const streams = streamsOf(group).filter(stream => stream.name.startsWith(prefix))
    if (url.searchParams.get('order') === 'last-event') streams.sort((a, b) => (b.lastEvent ?? 0) - (a.lastEvent ?? 0))
    send(response, 200, { streams })
  },
  'POST /api/logs/search': search,
  'POST /api/logs/histogram': ({ body, response }) => {
    const selection = body as ApiLogSelection & { bars?: number }
    if (selection.groups.includes('/mock/failing'))
      return refuse(
        response,
        500,
        'engine-failed',
        'The engine gave up: memory limit of 600 MiB exceeded while sorting.',
      )
    send(response, 200, histogram(selection, selection.bars ?? 120))
  },
  'POST /api/logs/facets': ({ body, response }) => {
    const selection = body as ApiLogSelection & { top?: number }
    if (selection.groups.includes('/mock/failing')) return refuse(response, 500, 'engine-failed', 'The engine gave up.')
    send(response, 200, facets(selection, selection.top ?? 10))
  },
  'GET /api/logs/context': ({ url, response }) => {
    const group = groups.get(url.searchParams.get('group') ?? '')
    const id = url.searchParams.get('id') ?? ''
    if (!group) return refuse(response, 404, 'not-found', 'There is no such log group.')
    send(
      response,
      200,
      context(group, id, Number(url.searchParams.get('before')), Number(url.searchParams.get('after'))),
    )
  },
  'GET /api/logs/follow': follow,
  'GET /api/logs/download': ({ url, response }) => {
    const selection = JSON.parse(url.searchParams.get('selection') ?? '{}') as ApiLogSelection
    const events = [...selected(selection, 'newest')].flatMap(one => one.events)
    const format = url.searchParams.get('format') ?? 'ndjson'
    response.writeHead(200, {
      'content-type': format === 'csv' ? 'text/csv' : 'application/x-ndjson',
      'content-disposition': `attachment; filename="mangru-logs.${format}"`,
    })
    response.end(events.map(event => JSON.stringify(format === 'csv' ? event.message : event)).join('\n'))
  },
  'POST /api/logs/pattern': ({ body, response }) =>
    send(response, 200, checkPattern((body as { pattern: string }).pattern)),
  'GET /api/self': ({ response }) => send(response, 200, self()),
  ...queryHandlers,
  ...filterHandlers,
  ...costHandlers,
  ...alarmHandlers,
  ...dashboardHandlers,
  ...topicHandlers,
  ...metricHandlers,
}

/** Answers a request under `/api`; false when it is not one. */
export async function answerMock(request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  const url = new URL(request.url ?? '/', 'http://mock')
  if (!url.pathname.startsWith('/api/')) return false
  const handler =
    handlers[`${request.method} ${url.pathname}`] ??
    handlers[`${request.method} ${url.pathname.replace(/^\/api\/queries\/[^/]+/, '/api/queries/:id')}`]
  if (!handler) refuse(response, 404, 'not-found', `Nothing answers ${request.method} ${url.pathname}.`)
  else if (!loggedIn && url.pathname !== '/api/session') refuse(response, 401, 'unauthenticated', 'Please log in.')
  else {
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    await handler({ url, body: await readBody(request), response, gone: gone.signal })
  }
  return true
}

async function search({ body, response, gone }: Call): Promise<void> {
  const wanted = body as ApiLogSearch
  const check = checkPattern(wanted.pattern ?? '')
  if (!check.ok)
    return refuse(response, 400, 'invalid-request', check.message, { field: 'pattern', from: check.from, to: check.to })
  response.writeHead(200, { 'content-type': 'application/x-ndjson' })
  const write = (line: ApiSearchLine) => response.write(`${JSON.stringify(line)}\n`)
  const began = Date.now()
  let rowsRead = 0
  let events: ApiLogEvent[] = []
  const has = (name: string) => wanted.groups.includes(name)
  if (has('/mock/failing')) {
    write({
      type: 'error',
      error: { code: 'engine-failed', message: 'The engine gave up: memory limit of 600 MiB exceeded while sorting.' },
    })
    return void response.end()
  }
  if (has('/mock/slow'))
    for (let step = 1; step <= 60 && !gone.aborted; step += 1) {
      write({
        type: 'progress',
        rowsRead: step * 350_000,
        bytesRead: step * 82_000_000,
        searchedTo: wanted.to - ((wanted.to - wanted.from) * step) / 60,
      })
      await pause(300)
    }
  const matches = matcher(wanted)
  const after = wanted.after
  for (const { events: found } of selected(wanted, wanted.order)) {
    rowsRead += found.length
    for (const event of found) {
      if (after !== undefined && (wanted.order === 'newest' ? event.id >= after : event.id <= after)) continue
      if (matches(event)) events.push(event)
    }
    if (events.length >= wanted.limit) break
  }
  const more = events.length > wanted.limit || (events.length === wanted.limit && rowsRead > 0)
  events = events.slice(0, wanted.limit)
  for (let at = 0; at < events.length; at += 200) write({ type: 'events', events: events.slice(at, at + 200) })
  if (has('/mock/cut-off')) {
    // A broken stream drops what the page has not read yet: leave it time to read.
    await pause(1_000)
    return void response.destroy()
  }
  const next = events.at(-1)?.id
  write({
    type: 'done',
    rowsRead,
    bytesRead: rowsRead * 230,
    elapsedMs: Date.now() - began,
    ...(more && next !== undefined ? { next } : {}),
  })
  response.end()
}

async function follow({ url, response, gone }: Call): Promise<void> {
  const selection = JSON.parse(url.searchParams.get('selection') ?? '{}') as ApiLogSelection
  const matches = matcher(selection)
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.write(': hello\n\n')
  let from = Date.now()
  let second = 0
  let sent = 0
  while (!gone.aborted) {
    await pause(250)
    const now = Date.now()
    const events = [...selected({ ...selection, from, to: now }, 'oldest')].flatMap(one => one.events).filter(matches)
    from = now
    sent += events.length
    if (events.length > 0) response.write(`event: events\ndata: ${JSON.stringify(events)}\n\n`)
    second += 1
    if (second % 4 !== 0) continue
    response.write(
      `event: rate\ndata: ${JSON.stringify({ eventsPerSecond: sent, sampledOut: sent > 12 ? sent - 12 : 0 })}\n\n`,
    )
    sent = 0
  }
}

const selected = (selection: ApiLogSelection, order: 'newest' | 'oldest') =>
  secondsOf(chosen(selection), { from: selection.from, to: selection.to, now: Date.now() }, order)
const chosen = (selection: ApiLogSelection): MockGroup[] => selection.groups.flatMap(name => groups.get(name) ?? [])

function histogram(selection: ApiLogSelection, bars: number): ApiHistogram {
  const steps = [
    100, 200, 500, 1e3, 2e3, 5e3, 1e4, 15e3, 3e4, 6e4, 12e4, 3e5, 6e5, 9e5, 18e5, 36e5, 72e5, 144e5, 432e5, 864e5,
  ]
  const stepMs = steps.find(step => (selection.to - selection.from) / step <= bars) ?? 864e5
  const counts = new Map<number, Partial<Record<LogLevel, number>>>()
  const matches = matcher(selection)
  let rowsRead = 0
  let events = 0
  for (const { events: found } of selected(selection, 'oldest'))
    for (const event of found) {
      rowsRead += 1
      if (!matches(event)) continue
      events += 1
      const at = Math.floor(event.timestamp / stepMs) * stepMs
      const bar = counts.get(at) ?? {}
      bar[event.level] = (bar[event.level] ?? 0) + 1
      counts.set(at, bar)
    }
  return {
    from: selection.from,
    to: selection.to,
    stepMs,
    bars: [...counts].map(([at, bar]) => ({ at, counts: bar })),
    events,
    bytes: events * 230,
    rowsRead,
    elapsedMs: 12,
  }
}

function facets(selection: ApiLogSelection, top: number): ApiFacets {
  const matches = matcher(selection)
  const events = [...selected(selection, 'newest')].flatMap(one => one.events).filter(matches)
  return {
    facets: logFieldNames.map(field => {
      const counts = new Map<string, number>()
      for (const event of events) counts.set(event[field], (counts.get(event[field]) ?? 0) + 1)
      const values = [...counts].map(([value, found]) => ({ value, events: found }))
      return { field, values: values.sort((a, b) => b.events - a.events).slice(0, top) }
    }),
    elapsedMs: 9,
  }
}

function context(group: MockGroup, id: string, before: number, after: number): ApiContext {
  const at = Number(BigInt(id) / 10n ** 12n)
  const second = Math.floor(at / 1_000)
  const around: ApiLogEvent[] = []
  for (let step = second - 900; step <= second + 900; step += 1) around.push(...linesOfSecond(group, step))
  const stream = around.find(event => event.id === id)?.stream
  const same = around.filter(event => event.stream === stream && event.timestamp < Date.now())
  const place = same.findIndex(event => event.id === id)
  return { id, events: place < 0 ? [] : same.slice(Math.max(0, place - before), place + after + 1) }
}

function streamsOf(group: MockGroup): ApiLogStream[] {
  const now = Date.now()
  const seen = new Map<string, ApiLogEvent[]>()
  for (const { events } of secondsOf([group], { from: now - 600_000, to: now, now }, 'oldest'))
    for (const event of events) seen.set(event.stream, [...(seen.get(event.stream) ?? []), event])
  return [...seen].map(([name, events]) => ({
    name,
    createdAt: startedAt - historyMs,
    firstEvent: startedAt - historyMs,
    lastEvent: events.at(-1)!.timestamp,
    lastIngestion: events.at(-1)!.ingestionTime,
    events: events.length * 180,
    storedBytes: events.length * 180 * 230,
  }))
}

function describeGroup(group: MockGroup): ApiLogGroup {
  const age = (Date.now() - startedAt + historyMs) / 1_000
  return {
    name: group.name,
    arn: `arn:aws:logs:us-east-1:000000000000:log-group:${group.name}:*`,
    class: 'STANDARD',
    createdAt: startedAt - historyMs,
    retentionDays: retention.get(group.name) ?? null,
    deletionProtection: group.seed === 1,
    streams: group.perSecond === 0 ? 0 : group.workloads.length * 2 + (group.seed % 2),
    events: Math.round(group.perSecond * 0.6 * age),
    storedBytes: Math.round(group.perSecond * 0.6 * age * 230),
    bytesPerSecond: group.perSecond * 0.6 * 230,
  }
}

const session = (): ApiSession => ({
  loginRequired: process.env.MOCK_LOGIN !== undefined,
  user: loggedIn ? user : null,
  version: '0.1.0',
  demo: process.env.MOCK_DEMO !== 'no',
  cluster: 'demo',
  features: [
    'insights',
    'filters',
    'subscriptions',
    'costs',
    'exports',
    'ledger',
    'metrics',
    'alarms',
    'topics',
    'dashboards',
  ],
})

function self(): ApiSelf {
  const now = Date.now()
  const age = (now - startedAt) / 1_000 + 3_600
  const wave = 0.5 + 0.5 * Math.sin(now / 20_000)
  const named = [...groups.values()].filter(group => group.perSecond > 0).slice(0, 40)
  return {
    version: '0.1.0',
    startedAt: startedAt - 3_600_000,
    now,
    engine: { kind: 'chdb', alive: true, restarts: 1, residentBytes: 268e6 + wave * 9e6 },
    server: { residentBytes: 142e6, heapBytes: 61e6 },
    memoryLimit: 1_073_741_824,
    queue: { bytes: wave * 21e6, limit: 64 * 1_048_576, batches: Math.round(wave * 40) },
    ingest: {
      acceptedEvents: Math.round(age * 8.4),
      acceptedBytes: Math.round(age * 8.4 * 230),
      durableEvents: Math.round(age * 8.4) - 12,
      durableBytes: Math.round(age * 8.4 * 230) - 2_760,
      eventsPerSecond: 8.4 + wave,
      bytesPerSecond: 1_930 + wave * 230,
      throttledRequests: 3,
      commitP50: 212 + wave * 10,
      commitP99: 431 + wave * 90,
    },
    groups: named.map(group => ({
      name: group.name,
      accepted: Math.round(group.perSecond * age),
      durable: Math.round(group.perSecond * age) - (group.seed === 1 ? 12 : 0),
      rejectedTooOld: group.seed === 4 ? 112 : 0,
      rejectedTooNew: group.seed === 5 ? 3 : 0,
      rejectedExpired: Math.round(chance(group.seed) * 1.1),
      throttled: group.seed === 1 ? 3 : 0,
    })),
    disk: {
      path: '/var/lib/mangru',
      dataBytes: 3.1e9,
      freeBytes: 41.7e9,
      totalBytes: 64e9,
      daysLeft: 83.4,
      rows: 64_300_000,
      parts: 212,
    },
  }
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text === '' ? undefined : JSON.parse(text)
}
