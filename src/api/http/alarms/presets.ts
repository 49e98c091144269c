/** Preset alarms of a cluster: which there could be, which are there, and what each would have done on what is stored. */
import type { AlarmDesk, AlarmView } from '../../../judge/alarm-desk/index.ts'
import {
  type AlarmPreset,
  type OfferedAlarm,
  offeredAlarms,
  presetAlarmInput,
  presetAlarmName,
  presetTag,
} from '../../../judge/preset-alarms/index.ts'
import { limits } from '../../../limits.ts'
import {
  type ApiAlarmPreset,
  type ApiAlarmPresets,
  type ApiPresetRehearsal,
  type ApiPresetsMade,
  days,
  type Instant,
  instant,
  minus,
  ok,
} from '../../../model/index.ts'
import type { HttpApiDeps } from '../deps.ts'
import { type Asked, refusal } from '../trouble.ts'
import { clusterMetrics, isManaged, metricsFrom, presetClusters } from './preset-clusters.ts'
import { deskTrouble, rehearsalTrouble } from './trouble.ts'

export type PresetDeps = Required<Pick<HttpApiDeps, 'alarms' | 'metrics'>> &
  Pick<HttpApiDeps, 'clusters' | 'clock' | 'account' | 'region'>

export interface PresetsAsked {
  readonly cluster?: string
  /** Absent: none is rehearsed. */
  readonly days?: number
  readonly language: 'en' | 'ko'
}

interface Offer {
  readonly cluster: string
  readonly managed: boolean
  readonly language: 'en' | 'ko'
  readonly offered: readonly OfferedAlarm[]
  /** By the id of the preset. */
  readonly made: ReadonlyMap<string, AlarmView>
}

export async function presetsOf(
  deps: PresetDeps,
  asked: PresetsAsked,
  signal: AbortSignal,
): Promise<Asked<ApiAlarmPresets>> {
  const clusters = await presetClusters(deps, deps.clusters ?? [])
  if (!clusters.ok) return clusters
  const cluster = asked.cluster ?? clusters.value[0]
  if (cluster === undefined) return ok({ cluster: null, clusters: [], managed: false, storedFrom: null, presets: [] })
  const offer = await offerOf(deps, cluster, asked.language)
  if (!offer.ok) return offer
  const to = instant(Math.floor(deps.clock.now() / 60_000) * 60_000)
  const storedFrom = await metricsFrom(deps, cluster, minus(to, days(limits.presetDays)), to)
  if (!storedFrom.ok) return storedFrom
  const presets: ApiAlarmPreset[] = []
  for (const one of offer.value.offered) {
    const from = asked.days === undefined ? null : later(storedFrom.value, minus(to, days(asked.days)))
    const told = await presetOf(deps, offer.value, one, from === null || from >= to ? null : { from, to }, signal)
    if (!told.ok) return told
    presets.push(told.value)
  }
  const { managed } = offer.value
  return ok({ cluster, clusters: clusters.value, managed, storedFrom: storedFrom.value, presets })
}

const later = (one: Instant | null, other: Instant): Instant | null =>
  one === null ? null : instant(Math.max(one, other))

async function offerOf(deps: PresetDeps, cluster: string, language: 'en' | 'ko'): Promise<Asked<Offer>> {
  const metrics = await clusterMetrics(deps, cluster)
  if (!metrics.ok) return metrics
  const watched = deps.clusters?.find(({ name }) => name === cluster)
  if (watched === undefined && metrics.value.size === 0) return noSuchCluster(cluster)
  const managed = isManaged(watched)
  const offered = offeredAlarms({ managed, metrics: metrics.value })
  const made = await madeOf(deps.alarms.desk, cluster, offered)
  return made.ok ? ok({ cluster, managed, language, offered, made: made.value }) : made
}

const noSuchCluster = (cluster: string) =>
  refusal(404, 'not-found', `No cluster ${cluster} is known: none is watched, and nobody sends metrics of one.`, {
    field: 'cluster',
  })

/** By name, in whichever language it was made. */
async function madeOf(
  desk: AlarmDesk,
  cluster: string,
  offered: readonly OfferedAlarm[],
): Promise<Asked<ReadonlyMap<string, AlarmView>>> {
  const names = offered.flatMap(({ preset }) => namesOf(preset, cluster))
  const found = await desk.list({ names, limit: names.length + 1 })
  if (!found.ok) return deskTrouble(found.error)
  const byName = new Map(found.value.alarms.map(alarm => [alarm.name, alarm]))
  return ok(
    new Map(
      offered.flatMap(({ preset }) => {
        const alarm = namesOf(preset, cluster)
          .map(name => byName.get(name))
          .find(one => one !== undefined)
        return alarm === undefined ? [] : [[preset.id, alarm] as const]
      }),
    ),
  )
}

const namesOf = (preset: AlarmPreset, cluster: string) =>
  (['en', 'ko'] as const).map(language => presetAlarmName(preset, cluster, language))

async function presetOf(
  deps: PresetDeps,
  { cluster, language, made }: Offer,
  { preset, watch, lacking }: OfferedAlarm,
  range: { readonly from: Instant; readonly to: Instant } | null,
  signal: AbortSignal,
): Promise<Asked<ApiAlarmPreset>> {
  const alarm = watch === undefined ? null : presetAlarmInput(preset, watch, cluster, { language })
  const there = made.get(preset.id)
  const rehearsal = alarm === null || range === null ? ok(null) : await rehearsed(deps, alarm, range, signal)
  if (!rehearsal.ok) return rehearsal
  return ok({
    ...{ id: preset.id, topic: preset.topic, title: preset.title, why: preset.why, suggested: preset.suggested },
    made: there === undefined ? null : { name: there.name, state: there.state },
    ...{ lacking, alarm, rehearsal: rehearsal.value },
  })
}

async function rehearsed(
  { alarms }: PresetDeps,
  alarm: Readonly<Record<string, unknown>>,
  { from, to }: { readonly from: Instant; readonly to: Instant },
  signal: AbortSignal,
): Promise<Asked<ApiPresetRehearsal>> {
  const over = (begin: Instant) =>
    alarms.desk.rehearse({ alarm, initialState: 'OK', from: begin / 1_000, to: to / 1_000 }, signal)
  const whole = await over(from)
  if (!whole.ok) return rehearsalTrouble(whole.error)
  const dayAgo = minus(to, days(1))
  const lastDay = from >= dayAgo ? whole : await over(dayAgo)
  if (!lastDay.ok) return rehearsalTrouble(lastDay.error)
  const { pages, longest, byHour, finalState } = whole.value
  return ok({ from, to, pages, pagesLastDay: lastDay.value.pages, longestMs: longest * 1_000, byHour, finalState })
}

export interface PresetsWanted {
  readonly cluster: string
  readonly presets: readonly string[] | 'all'
  readonly actions?: readonly string[]
  readonly language: 'en' | 'ko'
}

/** One that is there stays as somebody may have changed it. */
export async function makePresets(deps: PresetDeps, wanted: PresetsWanted): Promise<Asked<ApiPresetsMade>> {
  const { cluster, presets, actions, language } = wanted
  const offer = await offerOf(deps, cluster, language)
  if (!offer.ok) return offer
  const { offered, made: already } = offer.value
  const unknown = presets === 'all' ? undefined : presets.find(id => !offered.some(({ preset }) => preset.id === id))
  if (unknown !== undefined)
    return refusal(404, 'not-found', `There is no preset alarm ${unknown} for the cluster ${cluster}.`, {
      field: 'presets',
    })
  const chosen = offered.filter(({ preset, watch }) =>
    presets === 'all' ? preset.suggested && watch !== undefined : presets.includes(preset.id),
  )
  const made: string[] = []
  const there: string[] = []
  const refused: { id: string; message: string }[] = []
  for (const { preset, watch, lacking } of chosen) {
    const before = already.get(preset.id)
    if (before !== undefined) {
      there.push(before.name)
      continue
    }
    if (watch === undefined) {
      refused.push({ id: preset.id, message: `Nothing is stored of ${lacking.join(', ')}.` })
      continue
    }
    const input = presetAlarmInput(preset, watch, cluster, { language, ...(actions === undefined ? {} : { actions }) })
    const put = await deps.alarms.desk.put(input, { [presetTag]: preset.id })
    if (put.ok) made.push(put.value.name)
    else if (put.error.code === 'unavailable') return deskTrouble(put.error)
    else refused.push({ id: preset.id, message: put.error.message })
  }
  return ok({ made, there, refused })
}
