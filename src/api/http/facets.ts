/** The most frequent values of each field, streams by name. */
import { type ApiFacets, logFieldNames, ok } from '../../model/index.ts'
import type { Facet } from '../../store/logs/index.ts'
import type { LogSettings } from '../../store/settings/index.ts'
import { answer, asks, goneSignal, type Routes, refuse } from './routes.ts'
import { readSelection } from './selection.ts'
import { facetsShape, readShape } from './shapes.ts'
import { type Asked, engineTrouble, settingsTrouble } from './trouble.ts'

export const facetRoutes: Routes = (app, deps) => {
  app.post('/api/logs/facets', asks, async (request, reply) => {
    const asked = readShape(facetsShape, request.body)
    if (!asked.ok) return refuse(reply, asked.error)
    const begun = deps.clock.now()
    const read = await readSelection(deps, asked.value, begun)
    if (!read.ok) return refuse(reply, read.error)
    const counted = await deps.logs.facets(read.value.selection, logFieldNames, asked.value.top, {
      signal: goneSignal(request, reply),
    })
    if (!counted.ok) return answer(reply, engineTrouble(counted.error))
    const facets = await named(deps.settings.logs, counted.value)
    return facets.ok
      ? answer(reply, ok<ApiFacets>({ facets: facets.value, elapsedMs: deps.clock.now() - begun }))
      : refuse(reply, facets.error)
  })
}

/** Streams of the same name in several groups count together; those that were deleted are left out. */
async function named(settings: LogSettings, facets: readonly Facet[]): Promise<Asked<ApiFacets['facets']>> {
  const streams = facets.find(facet => facet.field === 'stream')
  if (!streams) return ok(facets)
  const found = await settings.streamsById(streams.values.map(one => Number(one.value)))
  if (!found.ok) return settingsTrouble(found.error)
  const names = new Map(found.value.map(stream => [String(stream.id), stream.name]))
  const counts = new Map<string, number>()
  for (const { value, events } of streams.values) {
    const name = names.get(value)
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + events)
  }
  const values = [...counts]
    .map(([value, events]) => ({ value, events }))
    .sort((a, b) => b.events - a.events || (a.value < b.value ? -1 : 1))
  return ok(facets.map(facet => (facet.field === 'stream' ? { field: facet.field, values } : facet)))
}
