/** Mute rules: list, put, delete. */
import { limits } from '../../../limits.ts'
import { type ApiMuteRule, type ApiMuteRules, instant, ok } from '../../../model/index.ts'
import type { AlarmPorts, AlarmRoutes } from '../alarm-ports.ts'
import { answer, asks, operates, refuse } from '../routes.ts'
import { readShape } from '../shapes.ts'
import { type Asked, invalid } from '../trouble.ts'
import { muteShape, namedShape } from './shapes.ts'
import { deskTrouble, noSuchMute, putTrouble } from './trouble.ts'
import { muteOf } from './view.ts'

export const muteRoutes: AlarmRoutes = (app, ports) => {
  app.get('/api/alarms/mutes', asks, async (_request, reply) => answer(reply, await list(ports)))
  app.put('/api/alarms/mutes', operates, async (request, reply) => {
    const asked = readShape(muteShape, request.body)
    return asked.ok ? answer(reply, await put(ports, asked.value)) : refuse(reply, asked.error)
  })
  app.delete('/api/alarms/mutes', operates, async (request, reply) => {
    const asked = readShape(namedShape, request.query)
    if (!asked.ok) return refuse(reply, asked.error)
    const removed = await remove(ports, asked.value.name)
    return removed.ok ? reply.code(204).send() : refuse(reply, removed.error)
  })
}

async function list({ desk }: AlarmPorts): Promise<Asked<ApiMuteRules>> {
  const found = await desk.mutes({ limit: limits.alarmMuteRules })
  return found.ok ? ok({ rules: found.value.map(muteOf) }) : deskTrouble(found.error)
}

async function put({ desk }: AlarmPorts, rule: ReturnType<typeof muteShape.parse>): Promise<Asked<ApiMuteRule>> {
  const { start, expire } = rule
  if (start !== undefined && expire !== undefined && start >= expire)
    return invalid('The end must be later than the start.', { field: 'expire' })
  const kept = await desk.putMute(
    {
      ...rule,
      alarms: [...new Set(rule.alarms)],
      start: start === undefined ? null : instant(start),
      expire: expire === undefined ? null : instant(expire),
    },
    {},
  )
  return kept.ok ? ok(muteOf(kept.value)) : putTrouble(kept.error, fieldOf(kept.error.message))
}

/** The desk's words name what is wrong. */
const fieldOf = (message: string): string => /^The (expression|duration|timezone) /.exec(message)?.[1] ?? 'alarms'

async function remove({ desk }: AlarmPorts, name: string): Promise<Asked<void>> {
  const removed = await desk.removeMute(name)
  if (removed.ok) return removed
  return removed.error.code === 'missing' ? noSuchMute(name) : deskTrouble(removed.error)
}
