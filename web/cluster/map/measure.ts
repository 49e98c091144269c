/** What a pod or a node is coloured by: a level between nothing and too much, with its number. Pure. */
import type { ApiAlarmState, ApiClusterNode, ApiClusterPod, ApiUsed } from '../../../src/model/index.ts'
import type { SpeakingAlarm } from '../alarms.ts'
import type { MapMeasure } from '../view.ts'

/** What the object itself tells, or the kubelet. */
export type FigureMeasure = Exclude<MapMeasure, 'alarm'>

/**
 * `level`: 0 to 4, as the legend has them, or a tone by status. `share`: how full the square is drawn. `unknown`: there is no number, `unbound`: there
 * is nothing to measure against.
 */
export interface Shade {
  readonly level: ShadeLevel
  /** 0 to 1. */
  readonly share: number
  /** A share of the request or limit, or a count; undefined where there is none. */
  readonly value?: number
}
export type ShadeLevel = 0 | 1 | 2 | 3 | 4 | 'good' | 'waiting' | 'bad' | 'done' | 'unknown' | 'unbound'

/** Where the levels above the first begin: shares of a request or limit, or restarts. */
export const shareSteps = [0.5, 0.8, 0.95, 1] as const
export const restartSteps = [1, 3, 10, 50] as const

export function podShade(pod: ApiClusterPod, used: ApiUsed | undefined, by: FigureMeasure): Shade {
  if (by === 'status') return { level: pod.tone, share: 1 }
  if (by === 'restarts') return { ...stepped(pod.restarts, restartSteps), share: 1 }
  if (pod.tone === 'done') return { level: 'done', share: 1 }
  const resource = by.startsWith('cpu') ? 'cpu' : 'memory'
  const bound = (by.endsWith('request') ? pod.requests : pod.limits)[resource]
  if (bound === null || bound === 0) return { level: 'unbound', share: 0 }
  if (used === undefined) return { level: 'unknown', share: 0 }
  return ofShare(used[resource] / bound)
}

/** Of what pods may have on it. */
export function nodeShade(node: ApiClusterNode, used: ApiUsed | undefined, by: FigureMeasure): Shade {
  if (by === 'status' || by === 'restarts') return { level: node.tone, share: 1 }
  const resource = by.startsWith('cpu') ? 'cpu' : 'memory'
  if (used === undefined || node.allocatable[resource] === 0) return { level: 'unknown', share: 0 }
  return ofShare(used[resource] / node.allocatable[resource])
}

/** By the worst of the alarms that speak of it; undefined: nobody told. */
export function alarmShade(alarms: readonly SpeakingAlarm[] | undefined): Shade {
  if (alarms === undefined) return { level: 'unknown', share: 0 }
  const [worst] = alarms
  return worst === undefined ? { level: 'unbound', share: 0 } : { level: alarmLevels[worst.state], share: 1 }
}
/** In the order of the legend. */
export const alarmLevels = { ALARM: 'bad', INSUFFICIENT_DATA: 'done', OK: 'good' } as const satisfies Readonly<
  Record<ApiAlarmState, ShadeLevel>
>

const ofShare = (value: number): Shade => ({
  ...stepped(value, shareSteps),
  share: Math.min(1, Math.max(0.06, value)),
})

function stepped(value: number, steps: readonly number[]): Pick<Shade, 'level' | 'value'> {
  const level = steps.filter(step => value >= step).length as 0 | 1 | 2 | 3 | 4
  return { level, value }
}
