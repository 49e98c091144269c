/** Our own HTTP API and the page as one handler: the doors that every request passes, then the routes. */
import type { IncomingMessage, RequestListener } from 'node:http'
import { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest, fastify } from 'fastify'
import { limits } from '../../limits.ts'
import { allows } from '../auth/index.ts'
import { alarmRoutes } from './alarms/index.ts'
import { auditRoutes } from './audit.ts'
import { clusterRoutes, happeningRoutes } from './cluster/index.ts'
import { signalRoutes } from './cluster/signals.ts'
import { clusterUsageRoutes } from './cluster/usage.ts'
import { clusterLogRoutes } from './cluster-logs.ts'
import { contextRoutes } from './context.ts'
import { costRoutes } from './costs.ts'
import { dashboardRoutes } from './dashboards.ts'
import type { HttpApiDeps } from './deps.ts'
import { downloadRoutes } from './download.ts'
import { createEventStreams } from './event-streams.ts'
import { exportRoutes } from './exports.ts'
import { facetRoutes } from './facets.ts'
import { followRoutes } from './follow.ts'
import { groupRoutes } from './groups.ts'
import { isLoopbackHost, isOurOwn, safetyHeaders, strangeHostText } from './guard.ts'
import { healthRoutes } from './health.ts'
import { histogramRoutes } from './histogram.ts'
import { importRoutes } from './import.ts'
import { ledgerRoutes } from './ledger.ts'
import { metricFilterRoutes } from './metric-filters.ts'
import { metricRoutes } from './metrics.ts'
import { servePage } from './page.ts'
import { patternRoutes } from './pattern.ts'
import { queryRoutes } from './queries.ts'
import { savedQueryRoutes } from './queries-saved.ts'
import { refuse } from './routes.ts'
import { searchRoutes } from './search.ts'
import { authTrouble, sessionRoutes } from './session.ts'
import { streamRoutes } from './streams.ts'
import { subscriptionRoutes } from './subscriptions.ts'
import { topicRoutes } from './topics.ts'
import { type ApiTrouble, invalid, refusal } from './trouble.ts'

export interface HttpApi {
  /** For `http.createServer` and `https.createServer`, behind whoever tells AWS calls apart. */
  readonly handle: RequestListener
  readonly app: FastifyInstance
  /** Ends followers, and what pages are told of clusters: neither would ever end by itself. */
  endStreams(): void
  close(): Promise<void>
}

export async function createHttpApi(deps: HttpApiDeps): Promise<HttpApi> {
  const app = fastify({
    bodyLimit: limits.apiBodyBytes,
    exposeHeadRoutes: false,
    forceCloseConnections: false,
    frameworkErrors: (error, _request, reply) => refuse(reply, troubleOf(error)),
  })
  acceptJsonOnly(app)
  guard(app, deps)
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    if ((error.statusCode ?? 500) >= 500) deps.onFault?.(error, `${request.method} ${pathOf(request)}`)
    return error.statusCode === 413 ? refuseLarge(request, reply) : refuse(reply, troubleOf(error))
  })
  const followers = createEventStreams(deps, limits.followers)
  const signals = createEventStreams(deps, limits.clusterWatchers)
  const endStreams = () => {
    followers.endAll()
    signals.endAll()
  }
  const routes = [
    ...[sessionRoutes, groupRoutes, streamRoutes, searchRoutes, histogramRoutes, facetRoutes],
    ...[metricFilterRoutes, subscriptionRoutes, exportRoutes, importRoutes],
    ...[contextRoutes, followRoutes(followers), downloadRoutes, patternRoutes, healthRoutes, costRoutes, ledgerRoutes],
    ...[queryRoutes, savedQueryRoutes, alarmRoutes, metricRoutes, dashboardRoutes],
    ...[topicRoutes, clusterRoutes, happeningRoutes, clusterUsageRoutes, clusterLogRoutes, auditRoutes],
    signalRoutes(signals),
  ]
  for (const add of routes) add(app, deps)
  await servePage(app, deps.webRoot)
  await app.ready()
  return {
    handle: (request, response) => app.routing(request, response),
    app,
    endStreams,
    close: async () => {
      endStreams()
      await app.close()
    },
  }
}

/** A form of another site can send text, but not JSON without asking first. */
function acceptJsonOnly(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'string' }, app.getDefaultJsonParser('error', 'error'))
}

function guard(app: FastifyInstance, deps: HttpApiDeps): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(safetyHeaders)
    const path = pathOf(request)
    if (path === '/healthz' || path === '/ready') return
    if (deps.auth.mode === 'open' && !isLoopbackHost(request.headers.host)) return refuse(reply, strangeHost.error)
    if (!/^\/api(\/|$)/.test(path)) return
    reply.header('cache-control', 'no-store')
    if (!isOurOwn(request.headers)) return refuse(reply, strangePage.error)
    // What no route of the API takes is nobody's secret: it is answered by the page's files, with a 404.
    const { url, config } = request.routeOptions
    const need = url?.startsWith('/api/') ? (config.need ?? 'operate') : 'nothing'
    if (need === 'nothing') return
    const caller = await deps.auth.verifyHttp(request.headers)
    if (!caller.ok) return refuse(reply, authTrouble(caller.error).error)
    if (!allows(caller.value.role, need)) {
      return refuse(
        reply,
        refusal(403, 'forbidden', `The role ${caller.value.role} of ${caller.value.name} does not allow this.`).error,
      )
    }
  })
}

/** A client that is cut off while it sends sees a broken connection instead of our answer, so the body is read to its end first. */
async function refuseLarge(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  if (await drained(request.raw)) reply.removeHeader('connection')
  const most = request.routeOptions.bodyLimit ?? limits.apiBodyBytes
  return refuse(reply, refusal(413, 'over-limit', `A request here may have ${most} bytes.`).error)
}

/** False: it was too long even for that, or broke off. */
function drained(body: IncomingMessage): Promise<boolean> {
  return new Promise(resolve => {
    let length = 0
    if (body.complete) resolve(true)
    body.on('data', (piece: Buffer | string) => {
      length += piece.length
      if (length > limits.awsDrainBytes) resolve(false)
    })
    body.once('end', () => resolve(true))
    body.once('close', () => resolve(false))
    body.resume()
  })
}

const pathOf = (request: FastifyRequest): string => request.url.split('?', 1)[0] ?? '/'

const strangeHost = refusal(403, 'forbidden', strangeHostText)
const strangePage = refusal(403, 'forbidden', 'This request comes from a page of another site.')

function troubleOf(error: FastifyError): ApiTrouble {
  switch (error.statusCode) {
    // The page's files say this of a path that climbs out of them.
    case 403:
      return refusal(404, 'not-found', 'Nothing is at this path.').error
    case 415:
      return refusal(415, 'invalid-request', 'The body must be application/json.').error
    default: {
      const status = error.statusCode ?? 500
      if (status < 500) return invalid(error.message).error
      return refusal(500, 'internal', 'Mangru failed at this request; its log says more.').error
    }
  }
}
