/**
 * Actions of a composite alarm that wait for, or are held back by, a suppressor alarm. A state machine over three kinds of events; it
 * says when to act, and never twice for one change.
 */
import { type Instant, instant, plus } from '../../../model/index.ts'
import type { StateValue, SuppressorSettings } from '../definition.ts'

export interface Suppression {
  readonly suppressorInAlarm: boolean
  /** The change that was not acted on yet: what the state is now, and since when. */
  readonly pending?: { readonly state: StateValue; readonly at: Instant }
  /** Which period runs, and when it ends. */
  readonly running?: { readonly period: 'WaitPeriod' | 'ExtensionPeriod'; readonly until: Instant }
}

export type SuppressionEvent =
  | { readonly kind: 'changed'; readonly at: Instant; readonly state: StateValue }
  | { readonly kind: 'suppressor'; readonly at: Instant; readonly inAlarm: boolean }
  | { readonly kind: 'time'; readonly at: Instant }

/** Run the actions for the state entered at `since`. */
export interface Act {
  readonly at: Instant
  readonly state: StateValue
  readonly since: Instant
}

export interface SuppressionStep {
  readonly suppression: Suppression
  readonly acts: readonly Act[]
}

export const unsuppressed: Suppression = { suppressorInAlarm: false }

/** Events come in order of time; of those at one instant the suppressor's goes first. */
export function suppress(before: Suppression, event: SuppressionEvent, settings: SuppressorSettings): SuppressionStep {
  const elapsed = ended(before, event.at)
  const after = ended(next(elapsed.suppression, event, settings), event.at)
  return { suppression: after.suppression, acts: [...elapsed.acts, ...after.acts] }
}

/** What DescribeAlarms calls ActionsSuppressedBy: undefined when nothing is held back. */
export function suppressedBy(suppression: Suppression): 'Alarm' | 'WaitPeriod' | 'ExtensionPeriod' | undefined {
  if (suppression.pending === undefined) return undefined
  return suppression.suppressorInAlarm ? 'Alarm' : suppression.running?.period
}

/** When time alone will change something. */
export const wakesAt = (suppression: Suppression): Instant | undefined => suppression.running?.until

function next(before: Suppression, event: SuppressionEvent, { wait, extension }: SuppressorSettings): Suppression {
  const { suppressorInAlarm, pending } = before
  switch (event.kind) {
    case 'time':
      return before
    case 'changed': {
      const changed = { state: event.state, at: event.at }
      if (suppressorInAlarm) return { suppressorInAlarm, pending: changed }
      return { suppressorInAlarm, pending: changed, running: { period: 'WaitPeriod', until: plus(event.at, wait) } }
    }
    case 'suppressor': {
      if (event.inAlarm === suppressorInAlarm) return before
      if (event.inAlarm) return { suppressorInAlarm: true, ...(pending && { pending }) }
      if (pending === undefined) return { suppressorInAlarm: false }
      const running = { period: 'ExtensionPeriod', until: plus(event.at, extension) } as const
      return { suppressorInAlarm: false, pending, running }
    }
  }
}

/** A period that is over: its change is acted on. */
function ended(before: Suppression, now: Instant): SuppressionStep {
  const { pending, running, suppressorInAlarm } = before
  if (running === undefined || running.until > now) return { suppression: before, acts: [] }
  const acts = pending === undefined ? [] : [{ at: instant(running.until), state: pending.state, since: pending.at }]
  return { suppression: { suppressorInAlarm }, acts }
}
