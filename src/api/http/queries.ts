/** Logs Insights: run with rows as they come, checked, shown as SQL, found again, stopped. */
import { scanCost } from '../../judge/costs/index.ts'
import { limits } from '../../limits.ts'
import {
  type ApiQueryAnswer,
  type ApiQueryCheck,
  type ApiQueryLine,
  type ApiQueryRequest,
  type ApiQueryRun,
  type ApiQuerySql,
  instant,
  ok,
} from '../../model/index.ts'
import {
  type CheckedQuery,
  type InsightsAnswer,
  type InsightsRow,
  type InsightsStatistics,
  told,
} from '../../query/insights/index.ts'
import type { JobEvent, JobState } from '../../query/jobs/index.ts'
import type { HttpApiDeps } from './deps.ts'
import { type Outlet, openOutlet } from './outlet.ts'
import { jobTrouble, malformed, questionTrouble, refusedFor, runTrouble } from './query-trouble.ts'
import { answer, asks, type Routes, refuse } from './routes.ts'
import { queriesShape, queryCheckShape, queryIdShape, queryRequestShape, readShape } from './shapes.ts'
import { type Asked, settingsTrouble } from './trouble.ts'
import { mayUnmask } from './unmask.ts'

export const queryRoutes: Routes = (app, deps) => {
  const { queries } = deps
  if (queries === undefined) return
  const { asking } = queries
  const { jobs } = asking

  app.post('/api/queries/run', asks, async (request, reply) => {
    const asked = readShape(queryRequestShape, request.body)
    if (!asked.ok) return refuse(reply, asked.error)
    const checked = await asking.check(asked.value.query)
    if (!checked.ok) return refuse(reply, malformed(checked.error).error)
    const caller = await deps.auth.verifyHttp(request.headers)
    const started = await asking.ask({
      ...questionOf(asked.value),
      caller: caller.ok ? caller.value.name : '',
      mayUnmask: await mayUnmask(deps, request),
    })
    if (!started.ok) return refuse(reply, questionTrouble(started.error).error)
    const outlet = openOutlet()
    followJob(deps, started.value, checked.value, outlet).catch(error => {
      deps.onFault?.(error, 'POST /api/queries/run')
      outlet.fail(error)
    })
    return reply.type('application/x-ndjson').send(outlet.stream)
  })

  app.post('/api/queries/check', asks, async (request, reply) => {
    const asked = readShape(queryCheckShape, request.body)
    if (!asked.ok) return refuse(reply, asked.error)
    const checked = await asking.check(asked.value.query)
    if (!checked.ok) return refuse(reply, malformed(checked.error).error)
    return reply.send({ notices: noticesOf(checked.value) } satisfies ApiQueryCheck)
  })

  app.post('/api/queries/sql', asks, async (request, reply) => {
    const asked = readShape(queryRequestShape, request.body)
    if (!asked.ok) return refuse(reply, asked.error)
    const explained = await asking.explain({ ...questionOf(asked.value), caller: '' })
    if (explained.ok) return reply.send({ statements: explained.value } satisfies ApiQuerySql)
    return refuse(reply, runTrouble(explained.error).error)
  })

  app.get('/api/queries', asks, async (request, reply) => {
    const asked = readShape(queriesShape, request.query)
    if (!asked.ok) return refuse(reply, asked.error)
    const found = await jobs.list({ limit: asked.value.limit })
    return found.ok ? reply.send(found.value.map(runOf)) : refuse(reply, settingsTrouble(found.error).error)
  })

  app.get('/api/queries/:id', asks, async (request, reply) => {
    const asked = readShape(queryIdShape, request.params)
    return asked.ok ? answer(reply, await runWithAnswer(deps, asked.value.id)) : refuse(reply, asked.error)
  })

  app.post('/api/queries/:id/stop', asks, async (request, reply) => {
    const asked = readShape(queryIdShape, request.params)
    if (!asked.ok) return refuse(reply, asked.error)
    const stopped = await jobs.stop(asked.value.id)
    return stopped.ok ? reply.code(204).send() : refuse(reply, jobTrouble(stopped.error).error)
  })
}

const questionOf = ({ query, groups, from, to, limit }: ApiQueryRequest) => ({
  ...{ text: query, groups, from: instant(from), to: instant(to) },
  ...(limit === undefined ? {} : { limit }),
})

const noticesOf = ({ notices }: CheckedQuery) =>
  notices.map(({ message, span, code, values }) => ({ message, ...span, said: { code, values } }))
const lineOf = (line: ApiQueryLine): string => `${JSON.stringify(line)}\n`

/** Tells a job's story until its end; a reader who goes away before it takes the job with him. */
async function followJob(deps: HttpApiDeps, started: JobState, checked: CheckedQuery, outlet: Outlet): Promise<void> {
  const { jobs } = (deps.queries as NonNullable<HttpApiDeps['queries']>).asking
  const { id, createdAt } = started
  const accepted = (position: number) => lineOf({ type: 'accepted', id, position, notices: noticesOf(checked) })
  const ended = Promise.withResolvers<Extract<JobEvent, { kind: 'ended' }>>()
  const unwatch = jobs.watch(id, event => {
    if (event.kind === 'waiting') outlet.offer(accepted(event.position))
    else if (event.kind === 'running') outlet.offer(accepted(0))
    else if (event.kind === 'ended') ended.resolve(event)
    else {
      const elapsed = deps.clock.now() - createdAt
      outlet.offer(lineOf({ type: 'partial', progress: event.progress, ...answerOf(deps, event.answer, elapsed) }))
    }
  })
  outlet.gone.addEventListener('abort', () => void jobs.stop(id))
  await outlet.write(accepted(started.position))
  const end = unwatch === undefined ? await endOnRecord(deps, id) : await ended.promise
  if (end.status === 'Complete') {
    await outlet.write(lineOf({ type: 'done', ...answerOf(deps, end.answer, end.at - (end.startedAt ?? end.at)) }))
  } else {
    const code = { Timeout: 'timeout', Cancelled: 'cancelled' }[end.status as string] ?? 'failed'
    const said = end.why === undefined ? {} : { said: end.why }
    await outlet.write(lineOf({ type: 'error', error: { code, message: end.message ?? end.status, ...said } }))
  }
  outlet.end()
}

/** Of a job that was over before anybody could watch. */
async function endOnRecord(deps: HttpApiDeps, id: string): Promise<Extract<JobEvent, { kind: 'ended' }>> {
  const { jobs } = (deps.queries as NonNullable<HttpApiDeps['queries']>).asking
  const state = await jobs.state(id)
  const rows = await jobs.rows(id, 0, limits.insightsLimitRows)
  if (!state.ok || state.value === undefined || !rows.ok) throw new Error('the record of a query is lost')
  const { status, columns, statistics, notices, said, why, message, startedAt, endedAt } = state.value
  return {
    ...{ kind: 'ended', status, message, startedAt, at: endedAt ?? deps.clock.now() },
    ...(why === undefined ? {} : { why }),
    answer: { columns, rows: rows.value, statistics, notices, ...(said === undefined ? {} : { said }) },
  }
}

async function runWithAnswer(deps: HttpApiDeps, id: string): Promise<Asked<ApiQueryRun>> {
  const { jobs } = (deps.queries as NonNullable<HttpApiDeps['queries']>).asking
  const found = await jobs.state(id)
  if (!found.ok) return settingsTrouble(found.error)
  if (found.value === undefined) return refusedFor(404, 'not-found', told('no-such-query'))
  const state = found.value
  if (state.dropped) return ok({ ...runOf(state), ...told('answer-dropped') })
  const rows = await jobs.rows(id, 0, limits.insightsLimitRows)
  if (!rows.ok) return settingsTrouble(rows.error)
  if (state.endedAt === null && state.rows === 0) return ok(runOf(state))
  const elapsed = (state.endedAt ?? deps.clock.now()) - (state.startedAt ?? state.createdAt)
  return ok({ ...runOf(state), answer: answerOf(deps, { ...state, rows: rows.value }, elapsed) })
}

const runOf = ({ id, details, groups, createdAt, status, message, why }: JobState): ApiQueryRun => ({
  ...{ id, query: details.text, groups, from: details.from, to: details.to, createdAt, status },
  ...(message === null ? {} : { message }),
  ...(why === undefined ? {} : { said: why }),
})

function answerOf(
  { queries }: HttpApiDeps,
  { columns, rows, statistics, notices, said }: Omit<InsightsAnswer, 'statistics'> & { statistics: InsightsStatistics },
  elapsedMs: number,
): ApiQueryAnswer {
  const { recordsScanned, recordsMatched, bytesScanned, logGroupsScanned } = statistics
  const prices = queries?.prices
  return {
    columns,
    rows: rows.map(row => rowOf(row, columns)),
    statistics: {
      ...{ recordsScanned, recordsMatched, bytesScanned, logGroupsScanned, elapsedMs },
      cloudWatchCost: prices === undefined ? 0 : scanCost(bytesScanned, prices),
    },
    notices,
    ...(said === undefined ? {} : { said }),
  }
}

function rowOf(row: InsightsRow, columns: readonly string[]): ApiQueryAnswer['rows'][number] {
  const values = new Map(row.map(({ field, value }) => [field, value]))
  const ptr = columns.includes('@ptr') ? undefined : values.get('@ptr')
  return { values: columns.map(name => values.get(name) ?? null), ...(ptr === undefined ? {} : { ptr }) }
}
