/** Dashboards for the page and the command line: those that are kept, and the presets. */
import { z } from 'zod'
import { limits } from '../../limits.ts'
import { presetBody, presets } from '../../model/dashboard/presets/index.ts'
import { type ApiDashboard, type ApiDashboardEntry, type ApiDashboards, ok } from '../../model/index.ts'
import { checkDashboard, type DashboardCheck } from '../../query/dashboards/index.ts'
import type { DashboardEntry, DashboardSettings } from '../../store/settings/index.ts'
import type { HttpApiDeps } from './deps.ts'
import { answer, asks, operates, type Routes, refuse } from './routes.ts'
import { readShape } from './shapes.ts'
import { type Asked, invalid, refusal, settingsTrouble } from './trouble.ts'

const name = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,255}$/, { message: 'A name has 1 to 255 letters, digits, dashes and underscores.' })
const listShape = z.object({ prefix: z.string().max(255).default('') })
const language = z.enum(['en', 'ko']).default('en')
const oneShape = z.object({ name: z.string().min(1).max(255), language })
const namedShape = z.object({ name })
const putShape = z.object({ name, body: z.string(), version: z.number().int().min(0).exactOptional() })

export const dashboardRoutes: Routes = (app, deps) => {
  const { dashboards } = deps
  if (dashboards === undefined) return

  app.get('/api/dashboards', asks, async (request, reply) => {
    const asked = readShape(listShape, request.query)
    return asked.ok ? answer(reply, await list(deps, dashboards, asked.value.prefix)) : refuse(reply, asked.error)
  })

  app.get('/api/dashboards/dashboard', asks, async (request, reply) => {
    const asked = readShape(oneShape, request.query)
    return asked.ok ? answer(reply, await one(deps, dashboards, asked.value)) : refuse(reply, asked.error)
  })

  app.put(
    '/api/dashboards/dashboard',
    { ...operates, bodyLimit: limits.dashboardRequestBytes },
    async (request, reply) => {
      const asked = readShape(putShape, request.body)
      return asked.ok ? answer(reply, await put(deps, dashboards, asked.value)) : refuse(reply, asked.error)
    },
  )

  app.delete('/api/dashboards/dashboard', operates, async (request, reply) => {
    const asked = readShape(namedShape, request.query)
    if (!asked.ok) return refuse(reply, asked.error)
    const removed = await dashboards.remove([asked.value.name])
    if (removed.ok) return reply.code(204).send()
    return refuse(
      reply,
      (removed.error.code === 'missing' ? noSuch(asked.value.name) : settingsTrouble(removed.error)).error,
    )
  })
}

const noSuch = (wanted: string) => refusal(404, 'not-found', `There is no dashboard ${wanted}.`, { field: 'name' })

async function list(deps: HttpApiDeps, dashboards: DashboardSettings, prefix: string): Promise<Asked<ApiDashboards>> {
  const found = await dashboards.dashboards({ prefix, limit: limits.dashboards })
  if (!found.ok) return settingsTrouble(found.error)
  return ok({ dashboards: found.value.map(entryOf), presets: presetEntries(deps) })
}

const entryOf = ({ name, bytes, widgets, changedAt }: DashboardEntry): ApiDashboardEntry => ({
  ...{ name, preset: false, changedAt, bytes, widgets },
})

function presetEntries(deps: HttpApiDeps): readonly ApiDashboardEntry[] {
  return presets.map(({ name, title, build }) => {
    const body = build(presetOptions(deps, 'en'))
    const widgets = Array.isArray(body.widgets) ? body.widgets.length : 0
    return { name, title, preset: true, changedAt: null, bytes: Buffer.byteLength(JSON.stringify(body)), widgets }
  })
}

/** CloudWatch's price of most regions, where nobody says another (US dollars). */
const usualPrice = 0.5

const presetOptions = ({ region, costs }: HttpApiDeps, of: 'en' | 'ko') => ({
  language: of,
  region,
  dollarsPerGiB: costs?.prices.ingestPerGiB ?? usualPrice,
})

async function one(
  deps: HttpApiDeps,
  dashboards: DashboardSettings,
  wish: z.output<typeof oneShape>,
): Promise<Asked<ApiDashboard>> {
  const preset = presetBody(wish.name, presetOptions(deps, wish.language))
  if (preset !== null)
    return ok({ name: wish.name, preset: true, body: preset, version: 0, changedAt: null, warnings: [] })
  const found = await dashboards.dashboard(wish.name)
  if (!found.ok) return settingsTrouble(found.error)
  if (found.value === undefined) return noSuch(wish.name)
  const { name, body, version, changedAt } = found.value
  return ok({ name, preset: false, body, version, changedAt, warnings: checkDashboard(body).warnings })
}

async function put(
  { clock }: HttpApiDeps,
  dashboards: DashboardSettings,
  { name, body, version }: z.output<typeof putShape>,
): Promise<Asked<ApiDashboard>> {
  const { errors, warnings, widgets } = checkDashboard(body)
  if (errors.length > 0) return invalid(said(errors), { field: 'body' })
  const kept = await dashboards.put({ name, body, widgets, changedAt: clock.now() }, version)
  if (kept.ok) {
    const { version, changedAt } = kept.value
    return ok({ name, preset: false, body, version, changedAt, warnings })
  }
  switch (kept.error.code) {
    case 'changed':
      return refusal(409, 'changed', `The dashboard ${name} was changed by somebody else in the meantime.`, {
        field: 'version',
      })
    case 'too-many':
      return refusal(422, 'over-limit', `There can be ${limits.dashboards} dashboards.`)
    default:
      return settingsTrouble(kept.error)
  }
}

/** The first few, with their places. */
function said(errors: DashboardCheck['errors']): string {
  const shown = errors.slice(0, 10).map(({ path, message }) => (path === '' ? message : `${path}: ${message}`))
  const more = errors.length - shown.length
  return [...shown, ...(more > 0 ? [`… and ${more} more`] : [])].join('\n')
}
