/**
 * What an alarm comes to in one pass, before it is kept: memory, history, and deeds with all that their messages need. Pure but for the draft itself, which
 * is thrown away when it cannot be kept.
 */
import { type AlarmMessage, type AlarmMessageState, type Instant, instant } from '../../model/index.ts'
import type { AlarmProgress, NewDeed } from '../../store/settings/index.ts'
import {
  advance,
  type Circumstances,
  type ContributorTransition,
  type Deed,
  type EvaluatedPeriod,
  type Finding,
} from '../alarms/index.ts'
import type { AlarmPlace } from './definition.ts'
import type { AlarmEntry, RecentValue } from './entry.ts'
import { type Kept, messageState, printKept } from './kept.ts'
import { contributorUpdate, type HistoryLine, stateUpdate } from './words.ts'

/** What an evaluation says, with what it rests on. */
export interface Verdict extends Finding {
  /** Newest first; of one series. */
  readonly periods?: readonly EvaluatedPeriod[]
  readonly contributors?: Kept['contributors']
  readonly contributorTransitions?: readonly ContributorTransition[]
}

export class Draft {
  readonly entry: AlarmEntry
  readonly #place: AlarmPlace
  kept: Kept
  readonly history: HistoryLine[] = []
  readonly deeds: Omit<NewDeed, 'alarm'>[] = []
  /** Must be written: not just the time of its evaluation is another. */
  changed = false
  /** Its state is another. */
  transitioned = false
  evaluatedAt: Instant | undefined
  /** What its evaluations saw in their newest periods. */
  readonly values: RecentValue[] = []

  constructor(entry: AlarmEntry, place: AlarmPlace) {
    this.entry = entry
    this.#place = place
    this.kept = entry.kept
  }

  /** `verdict`: undefined when only time has passed. `now`: when the deeds are kept. */
  advance(verdict: Verdict | undefined, circumstances: Omit<Circumstances, 'contributors'>, now: Instant): void {
    const { kept: before } = this
    const { alarm } = this.entry.definition.read
    const changes = verdict?.contributorTransitions
    const progress = advance(alarm, before.memory, verdict, {
      ...circumstances,
      ...(changes && { contributors: changes }),
    })
    const { transition, memory, deeds } = progress
    this.kept = {
      ...before,
      memory,
      ...(verdict?.contributors && { contributors: verdict.contributors }),
      ...(transition && { before: messageState(before) }),
    }
    if (transition !== undefined) {
      this.transitioned = true
      this.history.push(stateUpdate(transition, messageState(before)))
    }
    for (const change of changes ?? []) this.history.push(contributorUpdate(change))
    for (const deed of deeds) this.deeds.push(this.#deed(deed, verdict, changes, now))
    this.changed ||=
      transition !== undefined ||
      deeds.length > 0 ||
      (changes?.length ?? 0) > 0 ||
      before.memory.evaluatedAt === undefined ||
      before.memory.owed !== memory.owed ||
      before.memory.told !== memory.told ||
      JSON.stringify(before.memory.suppression) !== JSON.stringify(memory.suppression) ||
      countOf(before.contributors) !== countOf(this.kept.contributors)
  }

  #deed(
    { id, action, state, since, contributor, afterMute }: Deed,
    verdict: Verdict | undefined,
    changes: readonly ContributorTransition[] | undefined,
    now: Instant,
  ): Omit<NewDeed, 'alarm'> {
    const { stored, definition } = this.entry
    const { alarm } = definition.read
    const { memory } = this.kept
    const input = JSON.parse(stored.input) as Readonly<Record<string, unknown>>
    const change = changes?.find(one => one.contributor === contributor)
    const told: AlarmMessageState = change
      ? { value: change.to, reason: change.reason, reasonData: '', at: change.at }
      : { ...messageState(this.kept), value: state, at: since }
    const message: AlarmMessage = {
      ...{ account: this.#place.account, region: stored.region },
      action,
      alarm: {
        name: alarm.name,
        arn: alarm.arn,
        kind: alarm.kind,
        description: typeof input.AlarmDescription === 'string' ? input.AlarmDescription : '',
        input,
        changedAt: stored.changedAt,
      },
      now: told,
      before: change
        ? { value: change.from, reason: '', reasonData: '', at: change.at }
        : (this.kept.before ?? { ...told, value: 'INSUFFICIENT_DATA', reason: '', reasonData: '' }),
      afterMute,
      ...(change && { contributor: { id: change.contributor, attributes: change.attributes } }),
      ...(alarm.kind === 'composite' && { triggers: triggersIn(memory.reasonData) }),
      ...seenBy(alarm, verdict?.periods),
    }
    return { id, action, at: now, message: JSON.stringify(message) }
  }

  saw(at: Instant, value: number | undefined): void {
    this.evaluatedAt = at
    if (value !== undefined) this.values.push({ at, value })
  }

  progress(): AlarmProgress {
    const { stored } = this.entry
    const { history, deeds, kept } = this
    return {
      ...{ name: stored.name, version: stored.version, state: kept.memory.state, memory: printKept(kept) },
      ...{ history, deeds },
    }
  }
}

const countOf = (contributors: Kept['contributors']): number => Object.keys(contributors ?? {}).length

function seenBy(
  alarm: AlarmEntry['definition']['read']['alarm'],
  periods: readonly EvaluatedPeriod[] | undefined,
): Pick<AlarmMessage, 'seen'> {
  if (alarm.kind === 'composite' || periods === undefined) return {}
  const points = periods.flatMap(({ point }) => (point === undefined ? [] : [{ at: point.at, value: point.value }]))
  return {
    seen: {
      label: alarm.statistic ?? alarm.name,
      threshold: alarm.threshold ?? null,
      period: alarm.period,
      points: points.reverse(),
    },
  }
}

/** `evaluateComposite` writes them. */
function triggersIn(reasonData: string): NonNullable<AlarmMessage['triggers']> {
  if (reasonData === '') return []
  try {
    const { triggeringAlarms = [] } = JSON.parse(reasonData) as {
      triggeringAlarms?: readonly { arn: string; state: { value: string; timestamp: string } }[]
    }
    return triggeringAlarms.map(({ arn, state: { value, timestamp } }) => ({
      arn,
      value,
      at: instant(Date.parse(timestamp)),
    }))
  } catch {
    // What SetAlarmState was given need not be ours.
    return []
  }
}
