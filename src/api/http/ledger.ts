/** The ledger of no loss, a page at a time: newest sources first. */
import { limits } from '../../limits.ts'
import { ok } from '../../model/index.ts'
import { answer, asks, type Routes, refuse } from './routes.ts'
import { ledgerShape, readShape } from './shapes.ts'

export const ledgerRoutes: Routes = (app, { ledger }) => {
  if (ledger === undefined) return
  app.get('/api/self/ledger', asks, async (request, reply) => {
    const query = readShape(ledgerShape, request.query)
    if (!query.ok) return refuse(reply, query.error)
    const { group, after, limit } = query.value
    const page = { skip: after ?? 0, limit: limit ?? limits.ledgerPage }
    return answer(reply, ok(await ledger(group === undefined ? page : { ...page, group })))
  })
}
