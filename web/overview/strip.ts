/** What changed, on one strip of time: a lane for each kind of change, and one mark where several stand too close to be told apart. Pure. */
import type { ApiAlarmHistory, ApiClusterChange } from '../../src/model/index.ts'
import { changeOf } from '../alarms/history/change.ts'

export const lanes = ['alarm', 'node', 'rollout', 'scaled', 'config'] as const
export type Lane = (typeof lanes)[number]

export interface Happening {
  readonly lane: Lane
  readonly at: number
  readonly tone: 'good' | 'waiting' | 'bad' | 'done'
  readonly change?: ApiClusterChange
  readonly alarm?: { readonly name: string; readonly to: string }
}

export interface Mark {
  /** The first of them. */
  readonly at: number
  /** Of the strip's width, 0 to 1. */
  readonly place: number
  /** Of the gravest. */
  readonly tone: Happening['tone']
  /** Newest first, at least one. */
  readonly happenings: readonly [Happening, ...Happening[]]
}

const laneOf: Readonly<Record<ApiClusterChange['type'], Lane>> = {
  ...{ node: 'node', rollout: 'rollout', scaled: 'scaled' },
  ...{ config: 'config', created: 'config', deleted: 'config' },
}

/** Newest first. Alarms that went into ALARM or came back to OK; those that merely found data are no news here. */
export function happeningsOf(
  changes: readonly ApiClusterChange[],
  alarms: ApiAlarmHistory['items'],
  range: { readonly from: number; readonly to: number },
): readonly Happening[] {
  const all: Happening[] = [
    ...changes.map(change => ({
      lane: change.kind === 'Node' ? ('node' as const) : laneOf[change.type],
      at: change.at,
      tone: change.tone,
      change,
    })),
    ...alarms.flatMap((item): Happening[] => {
      const became = changeOf(item)
      if (became?.to !== 'ALARM' && became?.from !== 'ALARM') return []
      const tone = became.to === 'ALARM' ? 'bad' : 'good'
      return [{ lane: 'alarm', at: item.at, tone, alarm: { name: item.alarm, to: became.to ?? '' } }]
    }),
  ]
  return all.filter(({ at }) => at >= range.from && at <= range.to).sort((one, other) => other.at - one.at)
}

const gravity = ['done', 'good', 'waiting', 'bad'] as const

/** `room`: marks that can stand beside each other. Lanes without any are left out. */
export function stripOf(
  happenings: readonly Happening[],
  range: { readonly from: number; readonly to: number },
  room: number,
): readonly { readonly lane: Lane; readonly marks: readonly Mark[] }[] {
  const width = Math.max(1, range.to - range.from)
  const slotOf = ({ at }: Happening) => Math.min(room - 1, Math.floor(((at - range.from) / width) * room))
  return lanes.flatMap(lane => {
    const own = happenings.filter(one => one.lane === lane)
    if (own.length === 0) return []
    const marks = [...Map.groupBy(own, slotOf).values()].map((some): Mark => {
      const at = Math.min(...some.map(one => one.at))
      const tone = gravity[Math.max(...some.map(one => gravity.indexOf(one.tone)))] ?? 'done'
      return { at, place: (at - range.from) / width, tone, happenings: some as [Happening, ...Happening[]] }
    })
    return [{ lane, marks: marks.sort((one, other) => one.at - other.at) }]
  })
}
