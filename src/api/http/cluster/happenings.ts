/** What went wrong in a range, and what applications said: /api/cluster/troubles and /api/cluster/applications. */
import { z } from 'zod'
import { applicationsOf, troubleEvents, troublesOf } from '../../../judge/troubles/index.ts'
import { limits } from '../../../limits.ts'
import { type ApiClusterApplications, type ApiClusterTroubles, hours, instant, ok } from '../../../model/index.ts'
import { insightsGroup } from '../../../model/kubernetes/index.ts'
import type { SelectedGroup } from '../../../store/logs/index.ts'
import type { HttpApiDeps } from '../deps.ts'
import type { HappeningPorts } from '../happening-ports.ts'
import { answer, asks, goneSignal, type Routes, refuse } from '../routes.ts'
import { notBeforeOf } from '../selection.ts'
import { laterEnd, queryTime } from '../shape-parts.ts'
import { readShape } from '../shapes.ts'
import { type Asked, engineTrouble, settingsTrouble } from '../trouble.ts'
import { clusterAsked } from './chosen.ts'

type Deps = Pick<HttpApiDeps, 'settings' | 'clock'> & { readonly happenings: HappeningPorts }

const rangeShape = z
  .object({ from: queryTime, to: queryTime })
  .refine(laterEnd.test, laterEnd.words)
  .refine(({ from, to }) => to - from <= limits.happeningHours * hours(1), {
    message: `At most ${limits.happeningHours} hours can be counted at once.`,
    path: ['to'],
  })
type Range = z.output<typeof rangeShape>

export const happeningRoutes: Routes = (app, { clusters = [], happenings, settings, clock }) => {
  if (clusters.length === 0 || happenings === undefined) return
  const deps = { settings, clock, happenings }
  const add = <T>(
    path: string,
    count: (deps: Deps, cluster: string, range: Range, signal: AbortSignal) => Promise<Asked<T>>,
  ) =>
    app.get(path, asks, async (request, reply) => {
      const cluster = clusterAsked(clusters, request.query)
      if (!cluster.ok) return refuse(reply, cluster.error)
      const range = readShape(rangeShape, request.query)
      if (!range.ok) return refuse(reply, range.error)
      return answer(reply, await count(deps, cluster.value.name, range.value, goneSignal(request, reply)))
    })
  add('/api/cluster/troubles', clusterTroubles)
  add('/api/cluster/applications', clusterApplications)
}

async function clusterTroubles(
  deps: Deps,
  cluster: string,
  asked: Range,
  signal: AbortSignal,
): Promise<Asked<ApiClusterTroubles>> {
  const range = { from: instant(asked.from), to: instant(asked.to), limit: limits.troubleObjects }
  const eventsGroup = insightsGroup(cluster, 'events')
  const groups = await selected(deps, [eventsGroup])
  if (!groups.ok) return groups
  const [group] = groups.value
  const [events, ends] = await Promise.all([
    group === undefined
      ? ok([])
      : deps.happenings.events({ ...range, group: group.selected, wanted: troubleEvents }, signal),
    deps.happenings.ends({ ...range, cluster }, signal),
  ])
  if (!events.ok) return engineTrouble(events.error)
  if (!ends.ok) return engineTrouble(ends.error)
  const ended = ends.value.map(({ pod, ...end }) => ({ ...end, name: pod }))
  return ok({ ...troublesOf(events.value, ended, limits.troubleLines), eventsGroup })
}

async function clusterApplications(
  deps: Deps,
  cluster: string,
  { from, to }: Range,
  signal: AbortSignal,
): Promise<Asked<ApiClusterApplications>> {
  const groups = await selected(deps, [insightsGroup(cluster, 'application')])
  if (!groups.ok) return groups
  const range = { from: instant(from), to: instant(to) }
  const lines = await deps.happenings.lines({ ...range, groups: groups.value.map(one => one.selected) }, signal)
  if (!lines.ok) return engineTrouble(lines.error)
  return ok({
    ...applicationsOf(lines.value, limits.applicationLines),
    groups: groups.value.map(({ name }) => name),
  })
}

/** Groups that are not there have nothing to tell. */
async function selected(
  { settings, clock }: Pick<Deps, 'settings' | 'clock'>,
  names: readonly string[],
): Promise<Asked<readonly { readonly name: string; readonly selected: SelectedGroup }[]>> {
  const found: { readonly name: string; readonly selected: SelectedGroup }[] = []
  for (const name of names) {
    const group = await settings.logs.group(name)
    if (!group.ok) return settingsTrouble(group.error)
    if (group.value === undefined || group.value === null) continue
    found.push({ name, selected: { id: group.value.id, notBefore: notBeforeOf(group.value, clock.now()) } })
  }
  return ok(found)
}
