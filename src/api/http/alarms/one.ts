/** One alarm: /api/alarms/alarm reads it in full, puts and deletes it; /api/alarms/series is what it watches. */
import { actionsTrouble } from '../../../judge/alarms/index.ts'
import { limits } from '../../../limits.ts'
import { type ApiAlarm, type ApiAlarmDetail, type ApiAlarmSeries, instant, ok } from '../../../model/index.ts'
import type { AlarmPorts, AlarmRoutes } from '../alarm-ports.ts'
import { answer, asks, operates, refuse } from '../routes.ts'
import { readShape } from '../shapes.ts'
import { type Asked, invalid } from '../trouble.ts'
import { namedShape, putShape, seriesShape } from './shapes.ts'
import { deskTrouble, noSuchAlarm, putTrouble } from './trouble.ts'
import { alarmOf, detailOf } from './view.ts'

export const oneRoutes: AlarmRoutes = (app, ports) => {
  app.get('/api/alarms/alarm', asks, async (request, reply) => {
    const asked = readShape(namedShape, request.query)
    return asked.ok ? answer(reply, await detail(ports, asked.value.name)) : refuse(reply, asked.error)
  })
  app.put('/api/alarms/alarm', operates, async (request, reply) => {
    const asked = readShape(putShape, request.body)
    return asked.ok ? answer(reply, await put(ports, asked.value.alarm)) : refuse(reply, asked.error)
  })
  app.delete('/api/alarms/alarm', operates, async (request, reply) => {
    const asked = readShape(namedShape, request.query)
    if (!asked.ok) return refuse(reply, asked.error)
    const removed = await remove(ports, asked.value.name)
    return removed.ok ? reply.code(204).send() : refuse(reply, removed.error)
  })
  app.get('/api/alarms/series', asks, async (request, reply) => {
    const asked = readShape(seriesShape, request.query)
    return asked.ok ? answer(reply, await series(ports, asked.value)) : refuse(reply, asked.error)
  })
}

async function detail({ desk, deliveries }: AlarmPorts, name: string): Promise<Asked<ApiAlarmDetail>> {
  const found = await desk.detail(name)
  if (!found.ok) return deskTrouble(found.error)
  if (found.value === undefined) return noSuchAlarm(name)
  const told = deliveries === undefined ? ok([]) : await deliveries(name, limits.alarmDeliveriesShown)
  return told.ok ? ok(detailOf(found.value, told.value)) : told
}

async function put({ desk }: AlarmPorts, alarm: Readonly<Record<string, unknown>>): Promise<Asked<ApiAlarm>> {
  const { Tags, ...input } = alarm
  const trouble = actionsTrouble(input)
  if (trouble !== undefined) return invalid(trouble, { field: 'alarm' })
  const tags = tagsOf(Tags)
  if (tags === undefined)
    return invalid(`Tags must be a list of at most ${limits.tagsPerResource} keys and values.`, { field: 'alarm.Tags' })
  const kept = await desk.put(input, tags)
  return kept.ok ? ok(alarmOf(kept.value)) : putTrouble(kept.error, 'alarm')
}

/** As AWS writes them. Undefined: they are none. */
function tagsOf(list: unknown): Readonly<Record<string, string>> | undefined {
  if (list === undefined) return {}
  if (!Array.isArray(list) || list.length > limits.tagsPerResource) return undefined
  const tags = new Map<string, string>()
  for (const tag of list as readonly unknown[]) {
    const { Key, Value } = (tag ?? {}) as Readonly<Record<string, unknown>>
    if (typeof Key !== 'string' || !/^(?!aws:).{1,128}$/is.test(Key)) return undefined
    if (typeof Value !== 'string' || Value.length > 256) return undefined
    tags.set(Key, Value)
  }
  return Object.fromEntries(tags)
}

async function remove({ desk }: AlarmPorts, name: string): Promise<Asked<void>> {
  const removed = await desk.remove([name])
  if (!removed.ok) return putTrouble(removed.error, 'name')
  return removed.value.length === 0 ? noSuchAlarm(name) : ok(undefined)
}

async function series(
  { desk }: AlarmPorts,
  { name, from, to }: ReturnType<typeof seriesShape.parse>,
): Promise<Asked<ApiAlarmSeries>> {
  const found = await desk.series(name, instant(from), instant(to))
  if (!found.ok) return putTrouble(found.error, 'to')
  return found.value === undefined ? noSuchAlarm(name) : ok(found.value)
}
