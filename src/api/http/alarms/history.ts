/** GET /api/alarms/history: of one alarm or of all, newest first. */
import { type ApiAlarmHistory, instant, ok } from '../../../model/index.ts'
import type { AlarmPorts, AlarmRoutes } from '../alarm-ports.ts'
import { answer, asks, refuse } from '../routes.ts'
import { readShape } from '../shapes.ts'
import type { Asked } from '../trouble.ts'
import { historyShape } from './shapes.ts'
import { deskTrouble } from './trouble.ts'
import { parsed } from './view.ts'

type Item = ApiAlarmHistory['items'][number]

export const historyRoutes: AlarmRoutes = (app, ports) => {
  app.get('/api/alarms/history', asks, async (request, reply) => {
    const asked = readShape(historyShape, request.query)
    return asked.ok ? answer(reply, await history(ports, asked.value)) : refuse(reply, asked.error)
  })
}

async function history(
  { desk }: AlarmPorts,
  { name, type, from, to, after, limit }: ReturnType<typeof historyShape.parse>,
): Promise<Asked<ApiAlarmHistory>> {
  const [at, id] = (after ?? '').split('-').map(Number)
  const found = await desk.history({
    limit: limit + 1,
    ...(name === undefined ? {} : { alarm: name }),
    ...(type === undefined ? {} : { type }),
    ...(from === undefined ? {} : { from: instant(from) }),
    ...(to === undefined ? {} : { to: instant(to) }),
    ...(after === undefined ? {} : { after: { at: instant(at ?? 0), id: id ?? 0 } }),
  })
  if (!found.ok) return deskTrouble(found.error)
  const page = found.value.slice(0, limit)
  const last = page.at(-1)
  return ok({
    items: page.map(({ at, alarm, kind, type, summary, data }) => ({
      ...{ at, alarm, kind, type: type as Item['type'], summary },
      data: parsed(data),
    })),
    ...(found.value.length > limit && last !== undefined ? { next: `${last.at}-${last.id}` } : {}),
  })
}
