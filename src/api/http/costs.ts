/** What the logs cost, here and at CloudWatch: by group, by workload, and what would save most. */
import {
  type CloudWatchPrices,
  type HerePrices,
  kindOf,
  monthlyCost,
  recommend,
  shareVolumes,
  type WorkloadVolume,
} from '../../judge/costs/index.ts'
import { limits } from '../../limits.ts'
import { type ApiGroupCost, type ApiLogCosts, days, type Instant, minus, ok } from '../../model/index.ts'
import type { GroupStats } from '../../store/logs/index.ts'
import type { LogGroup } from '../../store/settings/index.ts'
import type { CostPorts } from './cost-ports.ts'
import type { HttpApiDeps } from './deps.ts'
import { answer, asks, goneSignal, type Routes, refuse } from './routes.ts'
import { notBeforeOf } from './selection.ts'
import { costsShape, readShape } from './shapes.ts'
import { type Asked, engineTrouble, settingsTrouble } from './trouble.ts'

export const costRoutes: Routes = (app, deps) => {
  const { costs } = deps
  if (costs === undefined) return
  app.get('/api/logs/costs', asks, async (request, reply) => {
    const query = readShape(costsShape, request.query)
    if (!query.ok) return refuse(reply, query.error)
    return answer(reply, await readCosts(deps, costs, query.value.days, goneSignal(request, reply)))
  })
}

async function readCosts(
  deps: HttpApiDeps,
  ports: CostPorts,
  windowDays: number,
  signal: AbortSignal,
): Promise<Asked<ApiLogCosts>> {
  const to = deps.clock.now()
  const from = minus(to, days(windowDays))
  const groups = await deps.settings.logs.groups({ limit: limits.costGroups })
  if (!groups.ok) return settingsTrouble(groups.error)
  const selected = groups.value.map(group => ({ id: group.id, notBefore: notBeforeOf(group, to) }))
  const [stats, volumes, diskPerByte] = await Promise.all([
    deps.logs.groupStats(groups.value.map(group => group.id)),
    ports.volumes(selected, from, to, signal),
    ports.diskPerByte(),
  ])
  if (!stats.ok) return engineTrouble(stats.error)
  if (!volumes.ok) return engineTrouble(volumes.error)
  const here = { dollarsPerGiBMonth: ports.dollarsPerGiBMonth, diskPerByte }
  const shares = shareVolumes(volumes.value.volumes, volumes.value.pods)
  return ok({
    from,
    to,
    here: { dollarsPerGiBMonth: here.dollarsPerGiBMonth, bytesOnDiskPerByte: diskPerByte },
    cloudWatch: {
      region: ports.prices.region,
      asOf: ports.prices.asOf,
      ingestPerGiB: ports.prices.ingestPerGiB,
      storePerGiBMonth: ports.prices.storePerGiBMonth,
      scanPerGiB: ports.prices.scanPerGiB,
    },
    ...priced(groups.value, stats.value, shares, windowOf(to, windowDays), ports.prices, here),
  })
}

/** A group that is younger than the window has had less time to write. */
const windowOf = (now: Instant, most: number) => (group: LogGroup) =>
  Math.min(most, Math.max((now - group.createdAt) / days(1), leastWindow))
/** An hour: less says nothing about a month. */
const leastWindow = 1 / 24

function priced(
  groups: readonly LogGroup[],
  stats: readonly GroupStats[],
  shares: readonly WorkloadVolume[],
  windowOf: (group: LogGroup) => number,
  prices: CloudWatchPrices,
  here: HerePrices,
): Pick<ApiLogCosts, 'groups' | 'workloads' | 'recommendations'> {
  const stored = new Map(stats.map(one => [one.groupId, one]))
  const byId = new Map(groups.map(group => [group.id, group]))
  const byGroup = Map.groupBy(shares, share => share.groupId)
  const facts = groups.map(group => {
    const written = byGroup.get(group.id) ?? []
    return {
      ...{ name: group.name, class: group.class, retentionDays: group.retentionDays, windowDays: windowOf(group) },
      events: written.reduce((sum, one) => sum + one.events, 0),
      bytes: written.reduce((sum, one) => sum + one.bytes, 0),
    }
  })
  const workloads = shares.flatMap(share => {
    const group = byId.get(share.groupId)
    return group === undefined ? [] : [{ ...share, group, windowDays: windowOf(group) }]
  })
  return {
    groups: facts
      .map((fact, at): ApiGroupCost => {
        const has = stored.get(groups[at]?.id ?? 0)
        const cost = monthlyCost(fact, prices, here)
        return {
          ...{ name: fact.name, retentionDays: fact.retentionDays, kind: kindOf(fact.name) },
          storedBytes: has?.bytes ?? 0,
          diskBytes: Math.round((has?.bytes ?? 0) * here.diskPerByte),
          events: has?.events ?? 0,
          bytesPerDay: Math.round(fact.bytes / fact.windowDays),
          ...{ herePerMonth: cost.here, cloudWatchPerMonth: cost.cloudWatch },
        }
      })
      .sort((a, b) => b.cloudWatchPerMonth - a.cloudWatchPerMonth || (a.name < b.name ? -1 : 1)),
    workloads: workloads.slice(0, limits.costWorkloads).map(({ group, windowDays, ...share }) => {
      const volume = { ...share, windowDays, retentionDays: group.retentionDays, class: group.class }
      const cost = monthlyCost(volume, prices, here)
      const { namespace, workload, level, events, bytes } = share
      return { namespace, workload, level, events, bytes, herePerMonth: cost.here, cloudWatchPerMonth: cost.cloudWatch }
    }),
    recommendations: recommend(
      facts,
      workloads.map(({ group, ...share }) => ({ ...share, group: group.name })),
      prices,
      here,
    ).slice(0, limits.costRecommendations),
  }
}
