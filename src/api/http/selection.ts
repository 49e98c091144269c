/** From the names that a person uses to the ids that the store keeps, with each group's retention as it is now. */
import { limits } from '../../limits.ts'
import { type ApiLogSelection, days, type Instant, instant, minus, ok } from '../../model/index.ts'
import { literalsOf } from '../../query/filter-pattern/index.ts'
import { type Sql, sql } from '../../store/engine/index.ts'
import { type LogSelection, logColumns, type SelectedGroup } from '../../store/logs/index.ts'
import type { LogGroup, LogSettings } from '../../store/settings/index.ts'
import { conditionsOf } from './conditions.ts'
import type { HttpApiDeps } from './deps.ts'
import {
  choosePods,
  clusterNamed,
  groupsOfPods,
  type PodChoice,
  type PodRange,
  podCondition,
} from './pod-logs/index.ts'
import { type Asked, noSuchGroup, refusal, settingsTrouble } from './trouble.ts'

export interface ReadSelection {
  readonly groups: ReadonlyMap<number, LogGroup>
  readonly selection: LogSelection
}

export type SelectionDeps = Pick<HttpApiDeps, 'settings' | 'clusters'>

export async function readSelection(
  deps: SelectionDeps,
  asked: ApiLogSelection,
  now: Instant,
): Promise<Asked<ReadSelection>> {
  const settings = deps.settings.logs
  const conditions = conditionsOf(asked)
  if (!conditions.ok) return conditions
  const { pattern } = conditions.value
  const chosen = await readPods(deps, asked, { from: asked.from, to: asked.to, now })
  if (!chosen.ok) return chosen
  const groups = await findGroups(settings, asked.groups, chosen.value?.groups)
  if (!groups.ok) return groups
  if (groups.value.length === 0) return noPodLogs(chosen.value?.groups ?? [])
  const narrowed = await narrowStreams(settings, groups.value, asked, now)
  if (!narrowed.ok) return narrowed
  const pods = chosen.value === undefined ? [] : [podCondition(chosen.value.choice)]
  const where = [...conditions.value.where, ...narrowed.value.where, ...pods]
  const selection: LogSelection = {
    groups: narrowed.value.groups,
    from: instant(asked.from),
    to: instant(asked.to),
    ...(where.length === 0 ? {} : { where: sql.and(where) }),
    ...(conditions.value.ofMessage && where.length === conditions.value.where.length ? { ofMessage: true } : {}),
    ...(pattern === undefined ? {} : { holds: literalsOf(pattern) }),
  }
  return ok({ groups: new Map(groups.value.map(group => [group.id, group])), selection })
}

export interface ReadPods {
  readonly choice: PodChoice
  readonly cluster: ReturnType<typeof clusterNamed>
  /** Where their logs are, or will be. */
  readonly groups: readonly string[]
}

/** Undefined: the selection goes by groups alone. */
export async function readPods(
  { settings, clusters }: SelectionDeps,
  { pods, groups }: Pick<ApiLogSelection, 'pods' | 'groups'>,
  range: PodRange,
): Promise<Asked<ReadPods | undefined>> {
  if (pods === undefined) return ok(undefined)
  const cluster = clusterNamed(clusters, pods.cluster)
  const choice = await choosePods(cluster, pods, range)
  if (!choice.ok) return choice
  const names = groups.length > 0 ? ok(groups) : await groupsOfPods(settings.logs, pods.cluster ?? cluster?.name)
  return names.ok ? ok({ choice: choice.value, cluster, groups: names.value }) : names
}

const noPodLogs = (groups: readonly string[]) =>
  refusal(
    404,
    'no-pod-logs',
    `No logs of pods are stored: there is no group ${groups.join(' or ') || 'of any cluster'}.`,
  )

/** All of them, in the order asked, each once. Of those that may be there or not, those that are. */
export async function findGroups(
  settings: LogSettings,
  names: readonly string[],
  perhaps: readonly string[] = [],
): Promise<Asked<readonly LogGroup[]>> {
  const groups: LogGroup[] = []
  if (names.length === 0) {
    for (const name of perhaps) {
      const found = await settings.group(name)
      if (!found.ok) return settingsTrouble(found.error)
      if (found.value !== undefined) groups.push(found.value)
    }
    return ok(groups)
  }
  for (const [at, name] of names.entries()) {
    const found = await settings.group(name)
    if (!found.ok) return settingsTrouble(found.error)
    if (!found.value) return noSuchGroup(name, `groups.${at}`)
    if (names.indexOf(name) === at) groups.push(found.value)
  }
  return ok(groups)
}

/** Rows before this have expired and are never shown. */
export const notBeforeOf = (group: LogGroup, now: Instant): Instant =>
  group.retentionDays === null ? instant(0) : minus(now, days(group.retentionDays))

interface Narrowed {
  readonly groups: readonly SelectedGroup[]
  readonly where: readonly Sql[]
}

async function narrowStreams(
  settings: LogSettings,
  groups: readonly LogGroup[],
  asked: ApiLogSelection,
  now: Instant,
): Promise<Asked<Narrowed>> {
  const wanted = wantedStreams(asked)
  const excluded = streamFilters(asked, true)
  const missing = new Set(asked.streams)
  const selected: SelectedGroup[] = []
  const excludedIds: number[] = []
  let room = limits.searchedStreams
  for (const group of groups) {
    const notBefore = notBeforeOf(group, now)
    const ids = await streamIds(settings, group.id, { wanted, prefix: asked.streamPrefix, room, missing })
    if (!ids.ok) return ids
    room -= ids.value?.length ?? 0
    selected.push(
      ids.value === undefined ? { id: group.id, notBefore } : { id: group.id, notBefore, streamIds: ids.value },
    )
    if (excluded.length > 0) {
      const found = await settings.streams({ groupId: group.id, names: excluded, limit: excluded.length })
      if (!found.ok) return settingsTrouble(found.error)
      excludedIds.push(...found.value.map(stream => stream.id))
    }
  }
  const [unknown] = missing
  if (unknown !== undefined) {
    const at = asked.streams?.indexOf(unknown) ?? 0
    return refusal(404, 'not-found', `There is no log stream ${unknown} in ${asked.groups.join(', ')}.`, {
      field: `streams.${at}`,
    })
  }
  const ids = sql.join(
    excludedIds.map(id => sql`${id}`),
    ', ',
  )
  return ok({ groups: selected, where: excludedIds.length === 0 ? [] : [sql`${logColumns.streamId} NOT IN (${ids})`] })
}

interface StreamWish {
  readonly wanted: readonly string[] | undefined
  readonly prefix: string | undefined
  /** How many may still be selected. */
  readonly room: number
  /** Named streams not seen in any group so far; those found here are taken out. */
  readonly missing: Set<string>
}

/** undefined: all of the group. */
async function streamIds(
  settings: LogSettings,
  groupId: number,
  { wanted, prefix, room, missing }: StreamWish,
): Promise<Asked<readonly number[] | undefined>> {
  if (wanted === undefined && !prefix) return ok(undefined)
  if (missing.size > 0) {
    const named = await settings.streams({ groupId, names: [...missing], limit: missing.size })
    if (!named.ok) return settingsTrouble(named.error)
    for (const stream of named.value) missing.delete(stream.name)
  }
  if (wanted?.length === 0) return ok([])
  const query = wanted === undefined ? { prefix: prefix ?? '' } : { names: wanted }
  const found = await settings.streams({ groupId, ...query, limit: wanted?.length ?? room + 1 })
  if (!found.ok) return settingsTrouble(found.error)
  if (found.value.length > room) {
    return refusal(
      422,
      'over-limit',
      `More than ${limits.searchedStreams} streams begin with "${prefix}": give a longer prefix.`,
      {
        field: 'streamPrefix',
      },
    )
  }
  return ok(found.value.map(stream => stream.id))
}

/** The names that satisfy `streams`, the prefix and each filter on `stream`; undefined: no names were given. */
export function wantedStreams(
  asked: Pick<ApiLogSelection, 'streams' | 'streamPrefix' | 'filters'>,
): readonly string[] | undefined {
  const sets = [...(asked.streams?.length ? [asked.streams] : []), ...streamFilters(asked, false).map(name => [name])]
  if (sets.length === 0) return undefined
  const [first = [], ...others] = sets
  const prefix = asked.streamPrefix ?? ''
  return [...new Set(first)].filter(name => name.startsWith(prefix) && others.every(set => set.includes(name)))
}

/** The streams that filters name (`excluded`: rule out). */
export const streamFilters = (asked: Pick<ApiLogSelection, 'filters'>, excluded: boolean): readonly string[] =>
  (asked.filters ?? [])
    .filter(one => one.field === 'stream' && (one.exclude ?? false) === excluded)
    .map(one => one.value)
