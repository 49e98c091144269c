/** `src/model/web-api-filters.ts` from memory: metric filters with a true preview over the invented lines, and deliveries in every state. */
import type {
  ApiMetricFilter,
  ApiMetricFilterPreview,
  ApiSubscription,
  ApiSubscriptionChange,
} from '../../src/model/index.ts'
import {
  compilePredicate,
  compileSelectors,
  parseFilterPattern,
  parseSelector,
} from '../../src/query/filter-pattern/index.ts'
import { done, type Handler, refuse, send } from './answer.ts'
import { mockGroups } from './lines.ts'
import { secondsOf } from './selection.ts'

const startedAt = Date.now()
const filters = new Map<string, ApiMetricFilter>()
const key = (one: { readonly group: string; readonly name: string }) => `${one.group}\n${one.name}`
const keep = (filter: ApiMetricFilter) => filters.set(key(filter), { createdAt: startedAt, ...filter })
keep({
  group: '/demo/backend-app',
  name: 'errors',
  pattern: '{ $.level = "ERROR" }',
  namespace: 'Demo/Backend',
  metric: 'Errors',
  value: '1',
  defaultValue: 0,
  unit: 'Count',
})
keep({
  group: '/demo/backend-app',
  name: 'latency',
  pattern: '{ $.http.ms = * }',
  namespace: 'Demo/Backend',
  metric: 'Latency',
  value: '$.http.ms',
  unit: 'Milliseconds',
  dimensions: { Path: '$.http.path' },
})

const subscription = (part: Partial<ApiSubscription> & ApiSubscriptionChange): ApiSubscription => ({
  createdAt: startedAt - 86_400_000,
  state: 'waiting',
  deliveredEvents: 0,
  deliveredBytes: 0,
  waitingEvents: 0,
  waitingBytes: 0,
  lostEvents: 0,
  oldestWaiting: null,
  lastDelivery: null,
  lastError: null,
  nextTry: null,
  ...part,
})
const subscriptions = new Map(
  [
    subscription({
      group: '/demo/backend-app',
      name: 'to-collector',
      pattern: '{ $.level = "ERROR" }',
      destination: 'https://collector.example/logs',
      state: 'delivering',
      deliveredEvents: 48_211,
      deliveredBytes: 11_204_113,
      lastDelivery: startedAt - 2_000,
    }),
    subscription({
      group: '/demo/frontend',
      name: 'archive',
      pattern: '',
      destination: 'file:frontend',
      state: 'waiting',
      deliveredEvents: 1_004_201,
      deliveredBytes: 204_113_204,
      lastDelivery: startedAt - 61_000,
    }),
    subscription({
      group: '/aws/containerinsights/demo/application',
      name: 'other-site',
      pattern: 'ERROR',
      destination: 'mangru+https://mangru.second.example/group/%2Fdemo%2Fapplication',
      state: 'retrying',
      deliveredEvents: 912,
      deliveredBytes: 210_004,
      waitingEvents: 318,
      waitingBytes: 81_204,
      oldestWaiting: startedAt - 340_000,
      lastDelivery: startedAt - 345_000,
      lastError: { at: startedAt - 20_000, message: 'mangru.second.example answered 503 Service Unavailable.' },
      nextTry: startedAt + 42_000,
    }),
    subscription({
      group: '/aws/containerinsights/demo/host',
      name: 'lambda-alerts',
      pattern: '"CrashLoopBackOff"',
      destination: 'arn:aws:lambda:us-east-1:000000000000:function:alerts',
      state: 'failing',
      waitingEvents: 5_120,
      waitingBytes: 1_304_113,
      lostEvents: 204,
      oldestWaiting: startedAt - 86_000_000,
      lastError: { at: startedAt - 300_000, message: 'The name alerts.internal could not be resolved.' },
      nextTry: startedAt + 600_000,
    }),
  ].map(one => [key(one), one]),
)
const allowed = ['collector.example', '*.second.example', 'file: (folder deliveries)']

export const filterHandlers: Record<string, Handler> = {
  'GET /api/logs/metric-filters': ({ url, response }) => {
    const group = url.searchParams.get('group')
    send(response, 200, { filters: [...filters.values()].filter(one => group === null || one.group === group) })
  },
  'PUT /api/logs/metric-filters': ({ body, response }) => {
    const filter = body as ApiMetricFilter
    const pattern = parseFilterPattern(filter.pattern)
    if (!pattern.ok) return refuse(response, 400, 'invalid-request', pattern.error.message, { field: 'pattern' })
    keep(filter)
    send(response, 200, filters.get(key(filter)))
  },
  'DELETE /api/logs/metric-filters': ({ url, response }) => {
    filters.delete(key({ group: url.searchParams.get('group') ?? '', name: url.searchParams.get('name') ?? '' }))
    done(response)
  },
  'POST /api/logs/metric-filters/preview': ({ body, response }) => {
    const question = body as Parameters<typeof preview>[0]
    const answer = preview(question)
    if (typeof answer === 'string') return refuse(response, 400, 'invalid-request', answer, { field: 'pattern' })
    send(response, 200, answer)
  },
  'GET /api/logs/subscriptions': ({ url, response }) => {
    const group = url.searchParams.get('group')
    send(response, 200, {
      subscriptions: [...subscriptions.values()].filter(one => group === null || one.group === group),
      allowed,
    })
  },
  'PUT /api/logs/subscriptions': ({ body, response }) => {
    const change = body as ApiSubscriptionChange
    if (!/^(file:|mangru\+https:|https:|arn:)/.test(change.destination))
      return refuse(
        response,
        400,
        'invalid-request',
        'A destination is https://…, file:NAME, mangru+https://… or an ARN.',
        {
          field: 'destination',
        },
      )
    if (/169\.254|localhost|127\./.test(change.destination))
      return refuse(response, 403, 'forbidden', 'The operator does not allow deliveries to this host.', {
        field: 'destination',
      })
    const whole = subscription({ ...subscriptions.get(key(change)), ...change })
    subscriptions.set(key(whole), whole)
    send(response, 200, whole)
  },
  'DELETE /api/logs/subscriptions': ({ url, response }) => {
    subscriptions.delete(key({ group: url.searchParams.get('group') ?? '', name: url.searchParams.get('name') ?? '' }))
    done(response)
  },
}

interface Question {
  readonly group: string
  readonly pattern: string
  readonly value: string
  readonly dimensions?: Readonly<Record<string, string>>
  readonly from: number
  readonly to: number
}

function preview(question: Question): ApiMetricFilterPreview | string {
  const pattern = parseFilterPattern(question.pattern)
  if (!pattern.ok) return pattern.error.message
  const names = Object.keys(question.dimensions ?? {})
  const written = [question.value, ...names.map(name => question.dimensions![name]!)]
  const selectors = written.map(text => (text.startsWith('$') ? parseSelector(text) : undefined))
  const broken = selectors.find(one => one && !one.ok)
  if (broken && !broken.ok) return broken.error
  const find = compileSelectors(selectors.flatMap(one => (one?.ok ? [one.value] : [])))
  const matches = compilePredicate(pattern.value)
  const groups = mockGroups.filter(group => group.name === question.group)
  const stepMs = Math.max(1_000, Math.ceil((question.to - question.from) / 60 / 1_000) * 1_000)
  const bars = new Map<number, { matched: number; sum: number }>()
  const samples: ApiMetricFilterPreview['samples'][number][] = []
  let [scanned, matched, withoutValue] = [0, 0, 0]
  for (const { events } of secondsOf(groups, { from: question.from, to: question.to, now: Date.now() }, 'newest'))
    for (const event of events) {
      scanned += 1
      if (!matches(event.message)) continue
      matched += 1
      const found = [...find(event.message)]
      const [value, ...dimensions] = written.map(text => (text.startsWith('$') ? (found.shift() ?? null) : text))
      const number = value === null || value === undefined || Number.isNaN(Number(value)) ? null : Number(value)
      if (number === null || dimensions.includes(null)) withoutValue += 1
      const at = Math.floor(event.timestamp / stepMs) * stepMs
      const bar = bars.get(at) ?? { matched: 0, sum: 0 }
      bars.set(at, { matched: bar.matched + 1, sum: bar.sum + (number ?? 0) })
      if (samples.length < 10)
        samples.push({
          timestamp: event.timestamp,
          message: event.message,
          value: number,
          dimensions: Object.fromEntries(
            names.flatMap((name, index) => {
              const text = dimensions[index]
              return text === null || text === undefined ? [] : [[name, text]]
            }),
          ),
        })
    }
  return {
    scanned,
    matched,
    withoutValue,
    stepMs,
    bars: [...bars].map(([at, bar]) => ({ at, ...bar })).sort((a, b) => a.at - b.at),
    samples,
  }
}
