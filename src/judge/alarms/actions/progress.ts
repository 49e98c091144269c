/**
 * From one evaluation to the next: what an alarm remembers, which change goes on record, which deeds are due. The shell keeps the memory
 * and the deeds in one transaction; a restart goes on from there.
 */
import type { Instant } from '../../../model/index.ts'
import type { Alarm, StateValue } from '../definition.ts'
import { type Deed, deedsOf, perContributor, repeatsOf } from './deeds.ts'
import { type Act, type Suppression, type SuppressionEvent, suppress, unsuppressed } from './suppression.ts'

export interface AlarmMemory {
  readonly state: StateValue
  readonly reason: string
  readonly reasonData: string
  /** Of the state or its reason. */
  readonly updatedAt: Instant
  readonly transitionedAt: Instant
  readonly evaluatedAt?: Instant
  /** The state that actions last ran for, or would have. */
  readonly told: StateValue
  /** Something changed meanwhile and nobody was told, because of a mute rule or while catching up. */
  readonly owed?: Quiet
  /** Of composite alarms with a suppressor. */
  readonly suppression?: Suppression
}

/** Why nobody is told now: what becomes of it is told when the quiet ends. */
export type Quiet = 'mute' | 'catch-up'

export interface Finding {
  readonly state: StateValue
  readonly reason: string
  readonly reasonData: string
}

export interface Transition {
  readonly at: Instant
  readonly from: StateValue
  readonly to: StateValue
  readonly reason: string
  readonly reasonData: string
}

export interface Progress {
  readonly memory: AlarmMemory
  readonly transition?: Transition
  readonly deeds: readonly Deed[]
}

export interface Circumstances {
  readonly at: Instant
  readonly quiet?: Quiet | undefined
  /** Of the suppressor, where the alarm has one. */
  readonly suppressorInAlarm?: boolean | undefined
  /** Of an alarm over several series: which of them changed. Topics and functions are then told of each, and not of the alarm. */
  readonly contributors?: readonly ContributorChange[] | undefined
}

export interface ContributorChange {
  readonly contributor: string
  readonly at: Instant
  readonly to: StateValue
}

/** A new alarm, before its first evaluation. */
export const newMemory = (at: Instant): AlarmMemory => ({
  state: 'INSUFFICIENT_DATA',
  reason: 'Unchecked: Initial alarm creation',
  reasonData: '',
  updatedAt: at,
  transitionedAt: at,
  told: 'INSUFFICIENT_DATA',
})

/** `found`: what an evaluation, or a person by SetAlarmState, says now; undefined when only time has passed. */
export function advance(alarm: Alarm, before: AlarmMemory, found: Finding | undefined, now: Circumstances): Progress {
  const { at } = now
  const transition = transitionOf(before, found, at)
  const memory: AlarmMemory = {
    ...before,
    ...(found && { evaluatedAt: at }),
    ...(transition && {
      state: transition.to,
      reason: transition.reason,
      reasonData: transition.reasonData,
      updatedAt: at,
      transitionedAt: at,
    }),
  }
  const { acts, suppression } = actsOf(alarm, memory, transition, now)
  const told = tell(alarm, { ...memory, ...(suppression && { suppression }) }, acts, now)
  return { ...told, ...(transition && { transition }) }
}

function transitionOf(before: AlarmMemory, found: Finding | undefined, at: Instant): Transition | undefined {
  if (found === undefined || found.state === before.state) return undefined
  return { at, from: before.state, to: found.state, reason: found.reason, reasonData: found.reasonData }
}

function actsOf(
  alarm: Alarm,
  { suppression = unsuppressed }: AlarmMemory,
  transition: Transition | undefined,
  { at, suppressorInAlarm }: Circumstances,
): { acts: readonly Act[]; suppression?: Suppression } {
  const settings = alarm.kind === 'composite' ? alarm.suppressor : undefined
  if (settings === undefined) return { acts: transition ? [{ at, state: transition.to, since: at }] : [] }
  const events: SuppressionEvent[] = [
    { kind: 'time', at },
    ...(suppressorInAlarm === undefined ? [] : [{ kind: 'suppressor' as const, at, inAlarm: suppressorInAlarm }]),
    ...(transition ? [{ kind: 'changed' as const, at, state: transition.to }] : []),
  ]
  const acts: Act[] = []
  let now = suppression
  for (const event of events) {
    const step = suppress(now, event, settings)
    acts.push(...step.acts)
    now = step.suppression
  }
  return { acts, suppression: now }
}

function tell(alarm: Alarm, memory: AlarmMemory, acts: readonly Act[], { at, quiet, contributors }: Circumstances) {
  const { owed: _, ...paid } = memory
  if (quiet !== undefined) {
    const state = acts.at(-1)?.state ?? memory.state
    const owes = memory.owed !== undefined || acts.length > 0
    return { memory: owes && state !== memory.told ? { ...memory, owed: memory.owed ?? quiet } : paid, deeds: [] }
  }
  const deeds = [
    ...acts
      .flatMap(act => deedsOf(alarm, act))
      .filter(({ action }) => contributors === undefined || !perContributor(action)),
    ...(contributors ?? []).flatMap(change => deedsOfContributor(alarm, change)),
  ]
  const last = acts.at(-1)
  if (last !== undefined) return { memory: { ...paid, told: last.state }, deeds }
  if (memory.owed !== undefined) {
    const owed = payOwed(alarm, memory, paid)
    return { ...owed, deeds: [...owed.deeds, ...deeds] }
  }
  const held = memory.suppression?.pending !== undefined
  const occasion = { state: memory.state, since: memory.transitionedAt }
  return { memory, deeds: held ? [] : [...deeds, ...repeatsOf(alarm, occasion, at)] }
}

const deedsOfContributor = (alarm: Alarm, { contributor, at, to }: ContributorChange): Deed[] =>
  deedsOf(alarm, { state: to, since: at, contributor }).filter(({ action }) => perContributor(action))

function payOwed(alarm: Alarm, memory: AlarmMemory, paid: AlarmMemory) {
  const { state, transitionedAt: since, told, suppression, owed } = memory
  // A suppressor that holds the change back will let it go itself.
  if (state === told || suppression?.pending !== undefined) return { memory: paid, deeds: [] }
  return { memory: { ...paid, told: state }, deeds: deedsOf(alarm, { state, since, afterMute: owed === 'mute' }) }
}
