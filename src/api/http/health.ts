/** Mangru about itself: alive, ready, and the account on the self page. */
import { ok } from '../../model/index.ts'
import { answer, asks, isPublic, type Routes } from './routes.ts'

export const healthRoutes: Routes = (app, deps) => {
  const probe = { ...isPublic, method: ['GET', 'HEAD'] as ['GET', 'HEAD'] }
  app.route({ ...probe, url: '/healthz', handler: async () => ({ ok: true }) })
  app.route({
    ...probe,
    url: '/ready',
    handler: async (_request, reply) => {
      const ready = deps.ready()
      if (!ready.ok) reply.header('retry-after', '1')
      return reply.code(ready.ok ? 200 : 503).send(ready)
    },
  })
  app.get('/api/self', asks, async (_request, reply) => answer(reply, ok(await deps.self())))
}
