/** GET /api/alarms: alarms in the order of names, and how many are in each state. */
import { type ApiAlarms, ok } from '../../../model/index.ts'
import type { AlarmPorts, AlarmRoutes } from '../alarm-ports.ts'
import { answer, asks, refuse } from '../routes.ts'
import { readShape } from '../shapes.ts'
import type { Asked } from '../trouble.ts'
import { listShape } from './shapes.ts'
import { deskTrouble } from './trouble.ts'
import { alarmOf } from './view.ts'

export const listRoutes: AlarmRoutes = (app, ports) => {
  app.get('/api/alarms', asks, async (request, reply) => {
    const asked = readShape(listShape, request.query)
    return asked.ok ? answer(reply, await list(ports, asked.value)) : refuse(reply, asked.error)
  })
}

async function list(
  { desk }: AlarmPorts,
  { state, kind, contains, after, limit }: ReturnType<typeof listShape.parse>,
): Promise<Asked<ApiAlarms>> {
  const [found, counts] = await Promise.all([
    desk.list({
      limit,
      ...(state === undefined ? {} : { state }),
      ...(kind === undefined ? {} : { kinds: [kind] }),
      ...(contains === undefined ? {} : { contains }),
      ...(after === undefined ? {} : { after }),
    }),
    desk.counts(),
  ])
  if (!found.ok) return deskTrouble(found.error)
  if (!counts.ok) return deskTrouble(counts.error)
  const { alarms, next } = found.value
  return ok({
    alarms: alarms.map(alarmOf),
    counts: counts.value,
    total: Object.values(counts.value).reduce((sum, count) => sum + count, 0),
    ...(next === undefined ? {} : { next }),
  })
}
