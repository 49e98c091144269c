/** Metrics for the page and the command line: which there are, and what queries of them answer. */
import { z } from 'zod'
import { limits } from '../../limits.ts'
import {
  type ApiMetric,
  type ApiMetricData,
  type ApiMetricDataLine,
  type ApiMetricNamespaces,
  type ApiMetricSeries,
  type ApiMetricSets,
  type ApiMetrics,
  instant,
  millis,
  minus,
  ok,
} from '../../model/index.ts'
import {
  type AnsweredSeries,
  answerMetricData,
  type FoundMetric,
  gatheredStore,
  listMetricsPage,
  type MetricDataError,
  type MetricPosition,
} from '../../query/metric-data/index.ts'
import { readDataQueries } from '../../query/metric-math/data/index.ts'
import { readTimezone } from '../../query/metric-math/index.ts'
import type { MetricStore, SetCount } from '../../store/metrics/index.ts'
import type { HttpApiDeps } from './deps.ts'
import { openOutlet } from './outlet.ts'
import { answer, asks, goneSignal, type Routes, refuse } from './routes.ts'
import { readShape } from './shapes.ts'
import { type Asked, engineTrouble, invalid, refusal } from './trouble.ts'

const text = z.string().min(1).max(1_024)
const time = z.number().int().min(0).max(limits.lastInstant)
const several = (most: number) =>
  z
    .union([z.array(text).max(most), text])
    .transform(one => (typeof one === 'string' ? [one] : one))
    .default([])

const setsShape = z.object({ namespace: text })
const listShape = z.object({
  namespace: text.exactOptional(),
  metric: text.exactOptional(),
  dimension: several(limits.metricDimensions),
  exact: z
    .enum(['true', 'false'])
    .transform(word => word === 'true')
    .default(false),
  contains: z.string().max(255).exactOptional(),
  after: z.string().max(65_536).exactOptional(),
  limit: z.coerce.number().int().min(1).max(limits.apiPageCount).default(limits.metricPage),
})
const dataShape = z
  .object({ queries: z.array(z.unknown()).min(1), from: time, to: time, timezone: z.string().max(5).default('+0000') })
  .refine(({ from, to }) => from < to, { message: 'The end must be later than the start.', path: ['to'] })
const manyShape = z.object({ questions: z.array(z.unknown()).min(1).max(limits.apiMetricQuestions) })

export const metricRoutes: Routes = (app, deps) => {
  const { metrics } = deps
  if (metrics === undefined) return
  app.get('/api/metrics/namespaces', asks, async (_request, reply) => answer(reply, await namespaces(deps, metrics)))
  app.get('/api/metrics/sets', asks, async (request, reply) => {
    const asked = readShape(setsShape, request.query)
    return asked.ok ? answer(reply, await sets(deps, metrics, asked.value.namespace)) : refuse(reply, asked.error)
  })
  app.get('/api/metrics/list', asks, async (request, reply) => {
    const asked = readShape(listShape, request.query)
    return asked.ok ? answer(reply, await list(deps, metrics, asked.value)) : refuse(reply, asked.error)
  })
  app.post('/api/metrics/data', asks, async (request, reply) => {
    const asked = readShape(dataShape, request.body)
    if (!asked.ok) return refuse(reply, asked.error)
    return answer(reply, await data(deps, metrics, asked.value, goneSignal(request, reply)))
  })
  app.post('/api/metrics/data/many', asks, async (request, reply) => {
    const asked = readShape(manyShape, request.body)
    if (!asked.ok) return refuse(reply, asked.error)
    const outlet = openOutlet()
    const store = gatheredStore(metrics, outlet.gone)
    const tell = async (question: unknown, at: number): Promise<void> => {
      const read = readShape(dataShape, question)
      const told = read.ok ? await data(deps, store, read.value, outlet.gone) : read
      const line: ApiMetricDataLine = told.ok ? { at, data: told.value } : { at, ...told.error }
      await outlet.write(`${JSON.stringify(line)}\n`)
    }
    Promise.all(asked.value.questions.map(tell)).then(outlet.end, error => {
      deps.onFault?.(error, 'POST /api/metrics/data/many')
      outlet.fail(error)
    })
    return reply.type('application/x-ndjson').send(outlet.stream)
  })
}

/** Metrics disappear two weeks after their last sample, as CloudWatch's do. */
const since = ({ clock }: HttpApiDeps) => minus(clock.now(), millis(limits.metricAge))

async function namespaces(deps: HttpApiDeps, metrics: MetricStore): Promise<Asked<ApiMetricNamespaces>> {
  const found = await metrics.namespaces(since(deps))
  return found.ok ? ok({ namespaces: found.value }) : engineTrouble(found.error)
}

async function sets(deps: HttpApiDeps, metrics: MetricStore, namespace: string): Promise<Asked<ApiMetricSets>> {
  const found = await metrics.sets({ namespace, activeSince: since(deps), limit: limits.metricSets + 1 })
  if (!found.ok) return engineTrouble(found.error)
  const told = found.value.slice(0, limits.metricSets)
  return ok({ sets: told.toSorted(byNames), more: found.value.length > told.length })
}

/** Those with few dimensions first. */
const byNames = (a: SetCount, b: SetCount): number =>
  a.names.length - b.names.length || (String(a.names) < String(b.names) ? -1 : 1)

async function list(
  deps: HttpApiDeps,
  metrics: MetricStore,
  { dimension, after, limit, ...asked }: z.output<typeof listShape>,
): Promise<Asked<ApiMetrics>> {
  const position = after === undefined ? undefined : readPosition(after)
  if (position === null) return invalid('This is no `next` of a page of metrics.', { field: 'after' })
  const page = await listMetricsPage(metrics, {
    ...asked,
    dimensions: dimension.map(dimensionOf),
    activeSince: since(deps),
    ...(position === undefined ? {} : { after: position }),
    limit,
  })
  if (!page.ok) return engineTrouble(page.error)
  const { next } = page.value
  return ok({ metrics: page.value.metrics.map(shown), ...(next === undefined ? {} : { next: JSON.stringify(next) }) })
}

/** `name` or `name=value`; a name may hold no `=`, a value may. */
function dimensionOf(written: string): { readonly name: string; readonly value?: string } {
  const at = written.indexOf('=')
  return at < 0 ? { name: written } : { name: written.slice(0, at), value: written.slice(at + 1) }
}

function readPosition(written: string): MetricPosition | null {
  try {
    return z.tuple([z.string(), z.string(), z.string()]).parse(JSON.parse(written))
  } catch {
    return null
  }
}

const shown = ({ namespace, metric, dimensions, series }: FoundMetric): ApiMetric => ({
  namespace,
  metric,
  dimensions: Object.entries(dimensions)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => ({ name, value })),
  unit: series.reduce((newest, one) => (one.last > newest.last ? one : newest)).unit,
  last: Math.max(...series.map(one => one.last)),
})

async function data(
  { clock, account, region, bands }: HttpApiDeps,
  store: Pick<MetricStore, 'find' | 'list' | 'statisticsOf'>,
  { queries, from, to, timezone }: z.output<typeof dataShape>,
  signal: AbortSignal,
): Promise<Asked<ApiMetricData>> {
  const minutes = readTimezone(timezone)
  if (minutes === null) return invalid('A time zone is like +0900.', { field: 'timezone' })
  const read = readDataQueries(queries, 'queries')
  if (!read.ok) return invalid(read.error.message, { field: 'queries' })
  const now = clock.now()
  const answered = await answerMetricData(
    { store, account, region, ...(bands && { bands }) },
    { queries: read.value, start: instant(from), end: instant(to), now, timezone: minutes, signal },
  )
  if (!answered.ok) return troubleOf(answered.error)
  const series = answered.value.series.map(seriesOf)
  const points = series.reduce((sum, { at }) => sum + at.length, 0)
  if (points > limits.apiMetricPoints)
    return refusal(422, 'over-limit', `One answer may have ${limits.apiMetricPoints} points; ask for longer periods.`)
  return ok({ series, rowsRead: answered.value.rowsRead, tookMs: clock.now() - now })
}

/** The place is that in the expression of the query whose id stands in `field`. */
function troubleOf(error: MetricDataError): ReturnType<typeof refusal> {
  if (error.kind === 'engine') return engineTrouble(error.error)
  const { message, problem } = error
  if (problem?.id == null) return invalid(message, { field: 'queries' })
  const span = problem.error?.span
  return invalid(message, { field: `queries.${problem.id}`, ...(span ? { from: span.from, to: span.to } : {}) })
}

function seriesOf({ id, label, values, grid, unit, units }: AnsweredSeries): ApiMetricSeries {
  const at: number[] = []
  const there: number[] = []
  for (const [place, value] of values.entries()) {
    if (Number.isNaN(value)) continue
    at.push(grid.start + place * grid.step)
    there.push(value)
  }
  const told = `Multiple units returned: '[${units.join(', ')}]'`
  const messages = units.length > 1 ? [{ code: 'MultipleUnits', message: told }] : []
  return { id, label, periodMs: grid.step, unit, at, values: there, messages }
}
