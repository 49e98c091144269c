/** Metric filters for the page and the command line: list, put, delete. */
import { z } from 'zod'
import { limits } from '../../limits.ts'
import { type ApiMetricFilter, type ApiMetricFilters, err, metricUnits, ok } from '../../model/index.ts'
import { type MetricFilterBook, type MetricFilterFault, readMetricFilter } from '../../query/metric-filter/index.ts'
import type { LogGroup, MetricFilter, SettingsError } from '../../store/settings/index.ts'
import type { HttpApiDeps } from './deps.ts'
import { previewMetricFilter } from './metric-filter-preview.ts'
import { answer, asks, goneSignal, operates, type Routes, refuse } from './routes.ts'
import { readShape } from './shapes.ts'
import { type Asked, invalid, noSuchGroup, refusal, settingsTrouble } from './trouble.ts'

const groupName = z.string().min(1).max(512)
const filterName = z.string().regex(/^[^:*\0]{1,512}$/, { message: 'A name has 1 to 512 characters, no : and no *.' })
const metricName = z.string().regex(/^[^:*$\0]{1,255}$/, { message: 'A name has 1 to 255 characters, no : * $.' })
const pattern = z.string().max(1_024)
const value = z.string().max(100)
const dimensions = z.record(z.string().min(1).max(255), z.string().max(255))
const time = z.number().int().min(0).max(limits.lastInstant)

const listShape = z.object({ group: groupName.exactOptional() })
const deleteShape = z.object({ group: groupName, name: filterName })
const filterShape = z.object({
  ...{ group: groupName, name: filterName, pattern, namespace: metricName, metric: metricName, value },
  defaultValue: z.number().exactOptional(),
  unit: z.enum(metricUnits as [string, ...string[]]).exactOptional(),
  dimensions: dimensions.exactOptional(),
})
const previewShape = z
  .object({ group: groupName, pattern, value, dimensions: dimensions.default({}), from: time, to: time })
  .refine(({ from, to }) => from < to, { message: 'The end must be later than the start.', path: ['to'] })

export const metricFilterRoutes: Routes = (app, deps) => {
  const { metricFilters } = deps
  if (metricFilters === undefined) return
  app.get('/api/logs/metric-filters', asks, async (request, reply) => {
    const asked = readShape(listShape, request.query)
    return asked.ok ? answer(reply, await list(deps, metricFilters, asked.value.group)) : refuse(reply, asked.error)
  })
  app.put('/api/logs/metric-filters', operates, async (request, reply) => {
    const asked = readShape(filterShape, request.body)
    return asked.ok ? answer(reply, await put(deps, metricFilters, asked.value)) : refuse(reply, asked.error)
  })
  app.delete('/api/logs/metric-filters', operates, async (request, reply) => {
    const asked = readShape(deleteShape, request.query)
    if (!asked.ok) return refuse(reply, asked.error)
    const removed = await remove(deps, metricFilters, asked.value)
    return removed.ok ? reply.code(204).send() : refuse(reply, removed.error)
  })
  app.post('/api/logs/metric-filters/preview', asks, async (request, reply) => {
    const asked = readShape(previewShape, request.body)
    if (!asked.ok) return refuse(reply, asked.error)
    const group = await findGroup(deps, asked.value.group)
    if (!group.ok) return refuse(reply, group.error)
    const read = readMetricFilter({ ...asked.value, defaultValue: null, selection: null })
    if (!read.ok) return refuse(reply, faultOf(read.error).error)
    const wish = { ...asked.value, group: group.value, filter: read.value }
    return answer(reply, await previewMetricFilter(deps, wish, goneSignal(request, reply)))
  })
}

async function findGroup({ settings }: HttpApiDeps, name: string): Promise<Asked<LogGroup>> {
  const found = await settings.logs.group(name)
  if (!found.ok) return settingsTrouble(found.error)
  return found.value === undefined ? noSuchGroup(name, 'group') : ok(found.value)
}

async function list(
  deps: HttpApiDeps,
  filters: MetricFilterBook,
  name: string | undefined,
): Promise<Asked<ApiMetricFilters>> {
  const group = name === undefined ? undefined : await findGroup(deps, name)
  if (group?.ok === false) return group
  const found = await filters.list({
    limit: limits.apiPageCount,
    ...(group === undefined ? {} : { groupId: group.value.id }),
  })
  return found.ok ? ok({ filters: found.value.map(one => shown(one, one.group)) }) : settingsTrouble(found.error)
}

async function put(
  deps: HttpApiDeps,
  filters: MetricFilterBook,
  wish: z.output<typeof filterShape>,
): Promise<Asked<ApiMetricFilter>> {
  const group = await findGroup(deps, wish.group)
  if (!group.ok) return group
  if (group.value.class !== 'STANDARD')
    return invalid(`Log groups of class ${group.value.class} have no metric filters.`, { field: 'group' })
  const { name, namespace, metric } = wish
  const written = {
    ...{ pattern: wish.pattern, value: wish.value, defaultValue: wish.defaultValue ?? null },
    ...{ dimensions: wish.dimensions ?? {}, selection: null },
  }
  const read = readMetricFilter(written)
  if (!read.ok) return faultOf(read.error)
  const kept = await filters.put({
    ...{ groupId: group.value.id, name, namespace, metric, ...written, unit: wish.unit ?? 'None' },
    ...{ systemFields: [], transformedLogs: false, region: deps.region, regexes: read.value.regexes },
    changedAt: deps.clock.now(),
  })
  if (kept.ok) return ok(shown(kept.value, wish.group))
  switch (kept.error.code) {
    case 'missing':
      return noSuchGroup(wish.group, 'group')
    case 'too-many':
      return refusal(422, 'over-limit', tooMany)
    default:
      return settingsTrouble(kept.error as SettingsError)
  }
}

const tooMany = `A log group may have ${limits.metricFilters} metric filters, ${limits.metricFiltersWithRegex} of them with a regular expression.`

async function remove(
  deps: HttpApiDeps,
  filters: MetricFilterBook,
  wish: { readonly group: string; readonly name: string },
): Promise<Asked<void>> {
  const group = await findGroup(deps, wish.group)
  if (!group.ok) return group
  const removed = await filters.remove(group.value.id, wish.name)
  if (removed.ok) return removed
  if (removed.error.code !== 'missing') return settingsTrouble(removed.error)
  return refusal(404, 'not-found', `There is no metric filter ${wish.name} in ${wish.group}.`, { field: 'name' })
}

function shown(filter: MetricFilter, group: string): ApiMetricFilter {
  const { name, pattern, namespace, metric, value, defaultValue, unit, dimensions, createdAt, stopped } = filter
  return {
    ...{ group, name, pattern, namespace, metric, value, unit, dimensions, createdAt },
    ...(defaultValue === null ? {} : { defaultValue }),
    ...(stopped === null ? {} : { stopped }),
  }
}

const faultOf = ({ field, message, from, to }: MetricFilterFault) =>
  err(invalid(message, { field, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }).error)
