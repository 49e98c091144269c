/** Who am I, log in, log out. Open to everybody: it is how one comes in. */
import { type ApiFeature, type ApiSession, ok } from '../../model/index.ts'
import type { AuthError, Caller } from '../auth/index.ts'
import type { HttpApiDeps } from './deps.ts'
import { answer, isPublic, type Routes, refuse } from './routes.ts'
import { loginShape, readShape } from './shapes.ts'
import { refusal } from './trouble.ts'

export const sessionRoutes: Routes = (app, deps) => {
  app.get('/api/session', isPublic, async (request, reply) => {
    const caller = await deps.auth.verifyHttp(request.headers)
    if (!caller.ok && caller.error.code === 'unavailable') return answer(reply, authTrouble(caller.error))
    return answer(reply, ok(sessionOf(deps, caller.ok ? caller.value : null)))
  })
  app.post('/api/session', isPublic, async (request, reply) => {
    const input = readShape(loginShape, request.body)
    if (!input.ok) return refuse(reply, input.error)
    const login = await deps.auth.login(input.value, request.protocol === 'https')
    if (!login.ok) return answer(reply, authTrouble(login.error))
    reply.header('set-cookie', login.value.cookie)
    return answer(reply, ok(sessionOf(deps, login.value.caller)))
  })
  app.delete('/api/session', isPublic, async (request, reply) =>
    reply
      .header('set-cookie', [...deps.auth.logout(request.headers, request.protocol === 'https')])
      .code(204)
      .send(),
  )
}

export const authTrouble = ({ code, message }: AuthError) => refusal(code === 'unavailable' ? 503 : 401, code, message)

function sessionOf(deps: HttpApiDeps, caller: Caller | null): ApiSession {
  const { auth, version, demo, clusters } = deps
  return {
    loginRequired: auth.mode === 'required',
    user: caller === null ? null : { name: caller.name, role: caller.role },
    version,
    demo,
    cluster: clusters?.[0]?.name ?? null,
    features: featuresOf(deps),
  }
}

function featuresOf(deps: HttpApiDeps): readonly ApiFeature[] {
  const ports: Readonly<Partial<Record<ApiFeature, unknown>>> = {
    insights: deps.queries,
    filters: deps.metricFilters,
    subscriptions: deps.subscriptions,
    costs: deps.costs,
    exports: deps.exports,
    ledger: deps.ledger,
    metrics: deps.metrics,
    dashboards: deps.dashboards,
    alarms: deps.alarms,
    topics: deps.topics,
    cluster: deps.clusters?.[0],
  }
  return (Object.keys(ports) as ApiFeature[]).filter(feature => ports[feature] !== undefined)
}
