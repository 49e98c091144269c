/** What to do when an alarm changed: printable, and with an id that is the same however often it is worked out. */
import type { Instant } from '../../../model/index.ts'
import type { Alarm, StateValue } from '../definition.ts'

export interface Deed {
  /** The same for the same alarm, change and action: who has carried it out once does not again. */
  readonly id: string
  readonly alarm: string
  /** The ARN to call. */
  readonly action: string
  readonly state: StateValue
  /** When the alarm entered the state. */
  readonly since: Instant
  /** One of several series of the alarm, when it is that which changed. */
  readonly contributor?: string
  /** It was held back by a mute rule until now. */
  readonly afterMute: boolean
}

export interface Occasion {
  readonly state: StateValue
  readonly since: Instant
  readonly contributor?: string
  readonly afterMute?: boolean
}

/** Nothing when actions are off. An ARN that stands twice in the list is called once. */
export function deedsOf(alarm: Alarm, occasion: Occasion): Deed[] {
  if (!alarm.actionsEnabled) return []
  const { state, since, contributor, afterMute = false } = occasion
  return [...new Set(alarm.actions[state])].map(action => ({
    id: idOf(alarm, action, state, since, contributor),
    alarm: alarm.name,
    action,
    state,
    since,
    ...(contributor !== undefined && { contributor }),
    afterMute,
  }))
}

/** Scaling policies are called again each minute for as long as the state lasts: those due at `at`, a later minute than the change's. */
export function repeatsOf(alarm: Alarm, occasion: Occasion, at: Instant): Deed[] {
  const minute = minuteOf(at)
  if (minute <= minuteOf(occasion.since)) return []
  return deedsOf(alarm, occasion)
    .filter(({ action }) => repeats(action))
    .map(deed => ({ ...deed, id: `${deed.id} ${new Date(minute * 60_000).toISOString()}` }))
}

/** Auto Scaling policies alone. */
export const repeats = (action: string): boolean => /^arn:[^:]*:autoscaling:/.test(action)

/** Who is told of each series of an alarm, and not just of the alarm. */
export const perContributor = (action: string): boolean => /^arn:[^:]*:(sns|lambda):/.test(action)

const minuteOf = (at: Instant): number => Math.floor(at / 60_000)

const idOf = (
  alarm: Alarm,
  action: string,
  state: StateValue,
  since: Instant,
  contributor: string | undefined,
): string =>
  [alarm.arn, state, new Date(since).toISOString(), action, ...(contributor === undefined ? [] : [contributor])].join(
    ' ',
  )
