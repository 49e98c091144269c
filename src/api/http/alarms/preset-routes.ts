/** /api/alarms/presets: readers see and rehearse, operators make. */
import { z } from 'zod'
import { actionsTrouble } from '../../../judge/alarms/index.ts'
import { limits } from '../../../limits.ts'
import { answer, asks, goneSignal, operates, type Routes, refuse } from '../routes.ts'
import { readShape } from '../shapes.ts'
import { invalid } from '../trouble.ts'
import { makePresets, type PresetDeps, presetsOf } from './presets.ts'

const cluster = z.string().min(1).max(limits.clusterWordChars)
const askedShape = z.object({
  cluster: cluster.exactOptional(),
  days: z.coerce.number().int().min(1).max(limits.presetDays).exactOptional(),
  language: z.enum(['en', 'ko']).default('en'),
})
const wantedShape = z.object({
  cluster,
  presets: z.union([z.literal('all'), z.array(z.string().max(64)).min(1).max(limits.alarmsPerCall)]),
  actions: z.array(z.string().min(1).max(1_024)).max(5).exactOptional(),
  language: z.enum(['en', 'ko']).default('en'),
})

export const presetRoutes: Routes = (app, { alarms, metrics, clusters = [], clock, account, region }) => {
  if (alarms === undefined || metrics === undefined) return
  const deps: PresetDeps = { alarms, metrics, clusters, clock, account, region }
  app.get('/api/alarms/presets', asks, async (request, reply) => {
    const asked = readShape(askedShape, request.query)
    if (!asked.ok) return refuse(reply, asked.error)
    return answer(reply, await presetsOf(deps, asked.value, goneSignal(request, reply)))
  })
  app.post('/api/alarms/presets', operates, async (request, reply) => {
    const wanted = readShape(wantedShape, request.body)
    if (!wanted.ok) return refuse(reply, wanted.error)
    const trouble = actionsTrouble({ AlarmActions: wanted.value.actions ?? [] })
    if (trouble !== undefined) return refuse(reply, invalid(trouble, { field: 'actions' }).error)
    return answer(reply, await makePresets(deps, wanted.value))
  })
}
