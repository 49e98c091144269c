/** States by hand, and actions on and off. */
import { type ApiAlarm, ok } from '../../../model/index.ts'
import type { AlarmPorts, AlarmRoutes } from '../alarm-ports.ts'
import { answer, operates, refuse } from '../routes.ts'
import { readShape } from '../shapes.ts'
import type { Asked } from '../trouble.ts'
import { actionsShape, stateShape } from './shapes.ts'
import { deskTrouble, noSuchAlarm } from './trouble.ts'
import { alarmOf } from './view.ts'

export const changeRoutes: AlarmRoutes = (app, ports) => {
  app.post('/api/alarms/state', operates, async (request, reply) => {
    const asked = readShape(stateShape, request.body)
    return asked.ok ? answer(reply, await setState(ports, asked.value)) : refuse(reply, asked.error)
  })
  app.post('/api/alarms/actions', operates, async (request, reply) => {
    const asked = readShape(actionsShape, request.body)
    if (!asked.ok) return refuse(reply, asked.error)
    const done = await ports.desk.setActions([...new Set(asked.value.names)], asked.value.enabled)
    return done.ok ? reply.code(204).send() : refuse(reply, deskTrouble(done.error).error)
  })
}

async function setState(
  { desk }: AlarmPorts,
  { name, state, reason }: ReturnType<typeof stateShape.parse>,
): Promise<Asked<ApiAlarm>> {
  const set = await desk.setState(name, state, reason, '')
  if (set.ok) return ok(alarmOf(set.value))
  return set.error.code === 'missing' ? noSuchAlarm(name) : deskTrouble(set.error)
}
