/** Alarms over several series: each series is a contributor with a state of its own, and the alarm is in ALARM when any of them is. */
import { createHash } from 'node:crypto'
import type { Instant } from '../../model/index.ts'
import { type Points, pointsOf } from './datapoint.ts'
import type { MetricAlarm, StateValue } from './definition.ts'
import { evaluateMetric, stateOf } from './metric.ts'
import { reasonDataOf, reasonOf } from './reason/index.ts'

/** `{ InstanceId: 'i-1' }` */
export type Attributes = Readonly<Record<string, string>>

export interface ContributorSeries {
  readonly attributes: Attributes
  readonly points: Points
}

export interface ContributorMemory {
  readonly attributes: Attributes
  readonly state: StateValue
  readonly reason: string
  readonly transitionedAt: Instant
}

/** By `contributorId`. */
export type Contributors = Readonly<Record<string, ContributorMemory>>

export interface ContributorTransition {
  readonly contributor: string
  readonly attributes: Attributes
  readonly at: Instant
  readonly from: StateValue
  readonly to: StateValue
  readonly reason: string
}

export interface ContributorsEvaluation {
  readonly state: StateValue
  readonly reason: string
  readonly reasonData: string
  readonly contributors: Contributors
  readonly transitions: readonly ContributorTransition[]
}

const ids = new WeakMap<Attributes, string>()

/** 16 hexadecimal digits, the same for the same attributes in any order. Worked out once for each object. */
export function contributorId(attributes: Attributes): string {
  const known = ids.get(attributes)
  if (known !== undefined) return known
  const sorted = Object.entries(attributes).toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  const id = createHash('sha256').update(JSON.stringify(sorted)).digest('hex').slice(0, 16)
  ids.set(attributes, id)
  return id
}

/** A new series begins in INSUFFICIENT_DATA; one that is gone goes to OK and is forgotten. `held` is the alarm's own state. */
export function evaluateContributors(
  alarm: MetricAlarm,
  series: readonly ContributorSeries[],
  before: Contributors,
  held: StateValue,
  at: Instant,
): ContributorsEvaluation {
  const contributors: Record<string, ContributorMemory> = {}
  const transitions: ContributorTransition[] = []
  for (const { attributes, points } of series) {
    const id = contributorId(attributes)
    const known = before[id]
    const from = known?.state ?? 'INSUFFICIENT_DATA'
    if (known !== undefined && stateOf(alarm, points, from, at) === from) {
      contributors[id] = known
      continue
    }
    const found = evaluateMetric(alarm, points, from, at)
    const reason = reasonOf(alarm, found)
    contributors[id] = { attributes, state: found.state, reason, transitionedAt: at }
    if (found.state !== from) transitions.push({ contributor: id, attributes, at, from, to: found.state, reason })
  }
  for (const [id, { attributes, state }] of Object.entries(before)) {
    if (id in contributors || state === 'OK') continue
    const reason = 'The series is no longer there.'
    transitions.push({ contributor: id, attributes, at, from: state, to: 'OK', reason })
  }
  return { ...together(alarm, Object.values(contributors), held, at), contributors, transitions }
}

function together(alarm: MetricAlarm, all: readonly ContributorMemory[], held: StateValue, at: Instant) {
  if (all.length === 0) {
    const found = evaluateMetric(alarm, pointsOf([]), held, at)
    return { state: found.state, reason: reasonOf(alarm, found), reasonData: reasonDataOf(alarm, found) }
  }
  const inState = (state: StateValue): number => all.filter(one => one.state === state).length
  const state: StateValue = inState('ALARM') > 0 ? 'ALARM' : inState('OK') > 0 ? 'OK' : 'INSUFFICIENT_DATA'
  const speaking = all.filter(one => one.state === state)
  const first = speaking.toSorted((a, b) => b.transitionedAt - a.transitionedAt)[0]
  const reason = `${speaking.length} of ${all.length} series in ${state}. The latest: ${first?.reason ?? ''}`
  const counts = {
    total: all.length,
    alarm: inState('ALARM'),
    ok: inState('OK'),
    insufficientData: inState('INSUFFICIENT_DATA'),
  }
  return { state, reason, reasonData: JSON.stringify({ version: '1.0', contributors: counts }) }
}
