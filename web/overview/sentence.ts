/** Is anything wrong, and since when? One sentence in the reader's language over all that is known: alarms, nodes, workloads. Pure. */
import type { ApiAlarm, ApiAlarms, ApiClusterStanding, Said } from '../../src/model/index.ts'
import { showCount, showExactTime, type Zone } from '../format/index.ts'
import type { Catalogue } from '../i18n/index.ts'

export interface Standing {
  readonly verdict: 'bad' | 'warn' | 'ok'
  readonly sentence: string
}

/** Alarms and workloads named in the sentence; the rest is counted. */
const named = 2

/** What the sentence is made of; what is absent is not there to be watched. */
export interface Known {
  /** Alarms in ALARM; where it does not hold all of them, since when is not claimed. */
  readonly firing?: ApiAlarms | undefined
  readonly cluster?: ApiClusterStanding | undefined
  /** What is there to be watched and could not be asked for: a watchtower that is blind must not say that all is well. */
  readonly blind?: readonly Blind[]
}
export type Blind = 'alarms' | 'cluster'

export function standingOf(words: Catalogue, known: Known, now: number, zone: Zone): Standing {
  const { verdict, sentence } = judged(words, known, now, zone)
  return { verdict, sentence: sentence.charAt(0).toUpperCase() + sentence.slice(1) }
}

function judged(words: Catalogue, { firing, cluster, blind = [] }: Known, now: number, zone: Zone): Standing {
  const { overview } = words
  const alarms = firing === undefined ? [] : alarmsSaid(words, firing, now, zone)
  const troubles = cluster === undefined ? [] : troublesSaid(words, cluster, now, zone)
  const wrong = [...alarms, ...troubles]
  const unread = blind.map(what => overview.unread[what])
  const noData = firing?.counts.INSUFFICIENT_DATA ?? 0
  const silent = noData > 0 ? [overview.noData(showCount(noData))] : []
  if (wrong.length > 0) {
    const asides = [...(alarms.length > 0 ? silent : []), ...unwatched(words, firing), ...unread]
    return { verdict: 'bad', sentence: `${[...wrong, ...asides].join('; ')}.` }
  }
  const well = cluster === undefined ? [] : wellSaid(words, cluster)
  if (unread.length > 0)
    return { verdict: 'warn', sentence: `${[...unread, ...silent, ...well, ...unwatched(words, firing)].join('; ')}.` }
  if (firing !== undefined && firing.total === 0)
    return { verdict: 'warn', sentence: `${[...well, overview.noAlarms].join('; ')}.` }
  if (noData > 0)
    return { verdict: 'warn', sentence: `${[overview.onlyNoData(noData, showCount(noData)), ...well].join('; ')}.` }
  const quiet = firing === undefined ? [] : [overview.quiet(firing.total, showCount(firing.total))]
  return { verdict: 'ok', sentence: `${overview.allWell([...quiet, ...well].join(', '))}.` }
}

const unwatched = ({ overview }: Catalogue, firing: ApiAlarms | undefined): readonly string[] =>
  firing !== undefined && firing.total === 0 ? [overview.noAlarms] : []

function alarmsSaid(words: Catalogue, firing: ApiAlarms, now: number, zone: Zone): readonly string[] {
  const { overview } = words
  const { alarms, counts } = firing
  if (counts.ALARM === 0) return []
  const complete = firing.next === undefined && alarms.length >= counts.ALARM
  const count = complete
    ? overview.firing(
        counts.ALARM,
        showCount(counts.ALARM),
        shortTime(Math.min(...alarms.map(alarm => alarm.since)), now, zone),
      )
    : overview.firingMany(showCount(counts.ALARM))
  const muted = alarms.filter(alarm => alarm.mutedBy.length > 0).length
  return [
    alarms.length === 0 ? count : overview.named(count, alarmNames(words, alarms, counts.ALARM)),
    ...(muted > 0 && complete ? [overview.someMuted(showCount(muted))] : []),
  ]
}

/** The newest first: what has just begun is what people ask about. */
const alarmNames = (words: Catalogue, alarms: readonly ApiAlarm[], total: number): string =>
  someNames(
    words,
    alarms.toSorted((a, b) => b.since - a.since).map(({ name }) => name),
    total,
  )

function someNames(words: Catalogue, names: readonly string[], total: number): string {
  const told = names.slice(0, named).join(', ')
  return total > named ? words.overview.andMore(told, showCount(total - named)) : told
}

function troublesSaid(words: Catalogue, standing: ApiClusterStanding, now: number, zone: Zone): readonly string[] {
  const { overview } = words
  const { cluster, nodes, workloads, pods, podsOnLostNodes, workloadsLeftOut, podsLeftOut } = standing
  if (cluster.state === 'away') return [overview.clusterAway(cluster.name)]
  const lost = cluster.nodes.total - cluster.nodes.ready
  const isPressed = ({ code }: Said) => code === 'node-pressure'
  const since = nodes.flatMap(({ why }) =>
    why.flatMap(one => (!isPressed(one) && Number(one.values.since) > 0 ? [Number(one.values.since)] : [])),
  )
  // Ready as they are; one that is both is told as lost.
  const pressed = nodes.filter(({ status, why }) => status.startsWith('Ready') && why.some(isPressed))
  const short = workloads.filter(({ tone }) => tone === 'bad')
  const shortCount = short.length + (short.length === workloads.length ? workloadsLeftOut : 0)
  const unwell = cluster.controlPlane?.checks.filter(({ passed }) => !passed) ?? []
  const several = (
    sentence: (count: number, shown: string) => string,
    names: readonly string[],
    count = names.length,
  ): readonly string[] =>
    count === 0 ? [] : [overview.named(sentence(count, showCount(count)), someNames(words, names, count))]
  return [
    ...(lost > 0
      ? [
          since.length > 0
            ? overview.nodesLostSince(lost, showCount(lost), shortTime(Math.min(...since), now, zone))
            : overview.nodesLost(lost, showCount(lost)),
        ]
      : []),
    ...(lost > 0 && podsOnLostNodes > 0 ? [overview.podsAffected(podsOnLostNodes, showCount(podsOnLostNodes))] : []),
    ...several(
      overview.nodesPressed,
      pressed.map(({ name }) => name),
    ),
    ...several(
      overview.workloadsShort,
      short.map(({ namespace, name }) => `${namespace}/${name}`),
      shortCount,
    ),
    ...several(
      overview.podsBad,
      pods.map(({ namespace, name }) => `${namespace}/${name}`),
      pods.length + podsLeftOut,
    ),
    ...(unwell.length > 0 ? [overview.controlPlaneUnwell(unwell.map(({ name }) => name).join(', '))] : []),
  ]
}

function wellSaid({ overview }: Catalogue, { cluster }: ApiClusterStanding): readonly string[] {
  if (cluster.state !== 'seen') return [overview.clusterWaiting]
  const { nodes, workloads } = cluster
  const all = workloads.good + workloads.waiting + workloads.bad + workloads.done
  return [
    overview.nodesReady(nodes.total, showCount(nodes.total)),
    ...(workloads.waiting > 0
      ? [overview.workloadsMoving(workloads.waiting, showCount(workloads.waiting))]
      : [overview.workloadsWell(all, showCount(all))]),
  ]
}

/** `03:08` today, `11-20 03:08` on another day of this year, with the year before that. */
export function shortTime(at: number, now: number, zone: Zone): string {
  const [then, today] = [showExactTime(at, zone), showExactTime(now, zone)]
  if (then.slice(0, 10) === today.slice(0, 10)) return then.slice(11, 16)
  return then.slice(0, 4) === today.slice(0, 4) ? then.slice(5, 16) : then.slice(0, 16)
}
