/** What would save most, in the order of what it saves. Pure; says nothing where nothing is worth a person's time. */
import { type HerePrices, keptDays, monthlyCost } from './costs.ts'
import type { CloudWatchPrices } from './prices.ts'

export interface GroupFacts {
  readonly name: string
  readonly class: string
  readonly retentionDays: number | null
  readonly events: number
  readonly bytes: number
  readonly windowDays: number
}
export interface WorkloadFacts {
  readonly group: string
  readonly namespace: string
  readonly workload: string
  readonly level: string
  readonly events: number
  readonly bytes: number
}
export interface Recommendation {
  readonly code: 'debug-lines' | 'no-retention' | 'long-retention'
  readonly group: string
  readonly namespace?: string
  readonly workload?: string
  readonly level?: string
  /** What these days of it cost: `herePerMonth` and `cloudWatchPerMonth` are for keeping so long. */
  readonly days: number
  readonly herePerMonth: number
  readonly cloudWatchPerMonth: number
  readonly retentionDays?: number
}

/** Lines that are for a developer's own desk. */
const chatter: readonly string[] = ['DEBUG', 'TRACE']
/** Less than this a month (dollars, at CloudWatch) is not worth a line. */
const worthSaying = 0.05
/** The notes' own answer to "how long": three months. */
const usualDays = 90
const longDays = 400

export function recommend(
  groups: readonly GroupFacts[],
  workloads: readonly WorkloadFacts[],
  prices: CloudWatchPrices,
  here: HerePrices,
): readonly Recommendation[] {
  const byName = new Map(groups.map(group => [group.name, group]))
  const found: Recommendation[] = []
  for (const group of groups) {
    if (group.retentionDays === null) found.push(ofGroup(group, 'no-retention', longDays, prices, here))
    else if (group.retentionDays > longDays)
      found.push(ofGroup(group, 'long-retention', group.retentionDays, prices, here))
  }
  for (const workload of workloads) {
    const group = byName.get(workload.group)
    if (group === undefined || !chatter.includes(workload.level)) continue
    const days = group.retentionDays ?? usualDays
    const cost = monthlyCost({ ...group, ...workload, retentionDays: days }, prices, here)
    const { namespace, level } = workload
    found.push({
      ...{ code: 'debug-lines', group: group.name, namespace, workload: workload.workload, level, days },
      ...{ herePerMonth: cost.here, cloudWatchPerMonth: cost.cloudWatch },
    })
  }
  return found
    .filter(one => one.cloudWatchPerMonth >= worthSaying)
    .sort((a, b) => b.cloudWatchPerMonth - a.cloudWatchPerMonth || b.herePerMonth - a.herePerMonth)
}

/** What keeping it longer than the usual costs a month, once that much is there. */
function ofGroup(
  group: GroupFacts,
  code: 'no-retention' | 'long-retention',
  days: number,
  prices: CloudWatchPrices,
  here: HerePrices,
): Recommendation {
  const long = monthlyCost({ ...group, retentionDays: days }, prices, here)
  const usual = monthlyCost({ ...group, retentionDays: keptDays(usualDays) }, prices, here)
  return {
    ...{ code, group: group.name, days, retentionDays: usualDays },
    herePerMonth: long.here - usual.here,
    cloudWatchPerMonth: long.cloudWatch - usual.cloudWatch,
  }
}
