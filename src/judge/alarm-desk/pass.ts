/**
 * One pass over the alarms that are due: every decision at one time, instant by instant, children before composites. It decides over what was read
 * before and touches nothing but its drafts.
 */
import { limits } from '../../limits.ts'
import { type Instant, instant } from '../../model/index.ts'
import {
  type ChildState,
  type DueEvaluation,
  evaluateComposite,
  evaluateContributors,
  evaluateMetric,
  foresee,
  type Points,
  pointsAt,
  reasonDataOf,
  reasonOf,
  stateOf,
  type Watched,
  wakesAt,
  windowAt,
  windowEnd,
} from '../alarms/index.ts'
import { type AlarmBook, standsOn } from './book.ts'
import { type AlarmPlace, type CompositeDefinition, type MetricDefinition, nameIn } from './definition.ts'
import { Draft, type Verdict } from './draft.ts'
import type { AlarmEntry } from './entry.ts'
import type { Mutes } from './mutes.ts'

export interface PassOptions {
  readonly book: AlarmBook
  readonly mutes: Mutes
  readonly place: AlarmPlace
  readonly now: Instant
  /** Composites that must be looked at; the pass takes out those that it looked at. */
  readonly disturbed: Set<string>
}

export interface DueAlarm {
  readonly entry: AlarmEntry
  readonly due: readonly DueEvaluation[]
  /** Undefined: it cannot be watched. */
  readonly watched: Watched | undefined
}

export class Pass {
  readonly drafts = new Map<AlarmEntry, Draft>()
  readonly #options: PassOptions
  evaluations = 0

  constructor(options: PassOptions) {
    this.#options = options
  }

  /** Every so many evaluations it waits a moment, so that others come to their turn. */
  async evaluate(alarms: readonly DueAlarm[], moment: () => Promise<void>): Promise<void> {
    const byInstant = new Map<Instant, { readonly alarm: DueAlarm; readonly silent: boolean }[]>()
    for (const alarm of alarms)
      for (const { at, silent } of alarm.due) {
        const there = byInstant.get(at)
        if (there === undefined) byInstant.set(at, [{ alarm, silent }])
        else there.push({ alarm, silent })
      }
    for (const [at, some] of [...byInstant].sort(([a], [b]) => a - b)) {
      let silently = false
      for (const { alarm, silent } of some) {
        this.#metric(alarm, at, silent)
        silently ||= silent
        if (++this.evaluations % 2_000 === 0) await moment()
      }
      this.#composites(at, silently)
    }
  }

  /** Alarms that could not be read for longer than a short pause: their state is an old one, and says so. */
  fail(alarms: readonly { readonly entry: AlarmEntry; readonly due: readonly DueEvaluation[] }[]): void {
    for (const { entry, due } of alarms) {
      const [first] = due
      if (first === undefined || this.#options.now - first.at <= limits.alarmPause) continue
      const draft = this.#draft(entry)
      if (draft.kept.evaluationState === 'EVALUATION_FAILURE') continue
      draft.kept = { ...draft.kept, evaluationState: 'EVALUATION_FAILURE' }
      draft.changed = true
    }
  }

  /** Alarms whose next evaluation is certain already. */
  foresee(
    alarms: readonly { readonly entry: AlarmEntry; readonly points: Points; readonly onlyPositive: boolean }[],
  ): void {
    const { now } = this.#options
    for (const { entry, points, onlyPositive } of alarms) {
      const { definition } = entry
      const draft = this.#draft(entry)
      if (definition.kind === 'composite' || draft.kept.memory.state === 'ALARM') continue
      const { alarm } = definition.read
      const found = foresee(alarm, points, draft.kept.memory.state, now, onlyPositive)
      if (found === undefined) continue
      const seen = { ...found, at: now }
      const verdict = { ...worded(definition, seen), periods: found.periods }
      draft.advance(verdict, { at: now, quiet: this.#quiet(entry, now) }, now)
      draft.saw(now, found.periods[0]?.point?.value)
      if (draft.transitioned) this.#disturbParents(entry.name)
    }
  }

  /** What time alone changes: muted and suppressed deeds come due, composites are looked at that something happened to. */
  settle(waiting: Iterable<AlarmEntry>): void {
    const { now, disturbed } = this.#options
    for (const entry of waiting) {
      const { memory } = this.#draft(entry).kept
      const wakes = memory.suppression && wakesAt(memory.suppression)
      const isOwed = memory.owed !== undefined && this.#quiet(entry, now) === undefined
      if (!isOwed && (wakes === undefined || wakes > now)) continue
      if (entry.definition.kind === 'composite') disturbed.add(entry.name)
      else this.#draft(entry).advance(undefined, { at: now }, now)
    }
    this.#composites(now, false)
  }

  #draft(entry: AlarmEntry): Draft {
    let draft = this.drafts.get(entry)
    if (draft === undefined) {
      draft = new Draft(entry, this.#options.place)
      this.drafts.set(entry, draft)
    }
    return draft
  }

  #quiet({ name }: AlarmEntry, at: Instant): 'mute' | undefined {
    return this.#options.mutes.of(name, at).length > 0 ? 'mute' : undefined
  }

  #metric({ entry, watched }: DueAlarm, at: Instant, silent: boolean): void {
    const { definition } = entry
    if (definition.kind === 'composite') return
    const draft = this.#draft(entry)
    const isFirst = draft.kept.memory.evaluatedAt === undefined
    draft.evaluatedAt = at
    if (watched === undefined) {
      if (draft.kept.evaluationState === 'EVALUATION_ERROR') return
      draft.kept = { ...draft.kept, evaluationState: 'EVALUATION_ERROR' }
      draft.changed = true
      return
    }
    if (draft.kept.evaluationState !== undefined) {
      const { evaluationState: _, ...well } = draft.kept
      draft.kept = well
      draft.changed = true
    }
    const verdict = watched.kind === 'one' ? one(definition, watched, draft, at) : many(definition, watched, draft, at)
    const { memory } = draft.kept
    // Most evaluations change nothing, and nothing is due.
    if (verdict === undefined && !isFirst && memory.owed === undefined && !entry.repeats) return
    const quiet = silent ? 'catch-up' : this.#quiet(entry, at)
    // Of a new alarm the first evaluation is at the whole step before; its history begins with its making.
    const then = instant(Math.max(at, memory.updatedAt))
    draft.advance(verdict ?? memory, { at: then, quiet }, this.#options.now)
    if (draft.transitioned || isFirst) this.#disturbParents(entry.name)
  }

  #disturbParents(name: string): void {
    for (const parent of this.#options.book.parentsOf(name)) this.#options.disturbed.add(parent)
  }

  #composites(at: Instant, silent: boolean): void {
    const { book, disturbed, now } = this.#options
    if (disturbed.size === 0) return
    for (const name of book.order) {
      if (!disturbed.delete(name)) continue
      const entry = book.get(name)
      if (entry?.definition.kind !== 'composite') continue
      const draft = this.#draft(entry)
      const before = draft.kept.memory
      const { alarm, rule } = entry.definition.read
      const found = evaluateComposite(rule, child => this.#child(child), before.state)
      // What a person set may be younger than the instant that is evaluated.
      const changes = standsOn(entry.definition).map(child => this.#child(child)?.transitionedAt ?? at)
      const then = instant(Math.max(at, before.updatedAt, ...changes))
      const quiet = silent ? ('catch-up' as const) : this.#quiet(entry, then)
      const suppressorInAlarm = this.#inAlarm(entry.definition)
      const isFirst = before.evaluatedAt === undefined
      const circumstances = { at: then, quiet, ...(alarm.suppressor === undefined ? {} : { suppressorInAlarm }) }
      draft.advance(found, circumstances, now)
      draft.evaluatedAt = then
      if (draft.kept.memory.state !== before.state || isFirst) this.#disturbParents(name)
    }
    // Those in a ring are not evaluated.
    disturbed.clear()
  }

  #inAlarm({ read: { alarm } }: CompositeDefinition): boolean {
    return alarm.suppressor !== undefined && this.#child(alarm.suppressor.alarm)?.state === 'ALARM'
  }

  #child(nameOrArn: string): ChildState | undefined {
    const entry = this.#options.book.get(nameIn(nameOrArn))
    if (entry === undefined) return undefined
    const { memory } = (this.drafts.get(entry) ?? entry).kept
    return {
      arn: entry.definition.read.alarm.arn,
      state: memory.state,
      transitionedAt: memory.transitionedAt,
      ...(memory.evaluatedAt === undefined && { unchecked: true }),
    }
  }
}

const worded = ({ read: { alarm } }: MetricDefinition, found: ReturnType<typeof evaluateMetric>) => ({
  state: found.state,
  reason: reasonOf(alarm, found),
  reasonData: reasonDataOf(alarm, found),
})

/** Undefined: as before. */
function one(
  definition: MetricDefinition,
  watched: Watched & { readonly kind: 'one' },
  draft: Draft,
  at: Instant,
): Verdict | undefined {
  const { alarm } = definition.read
  const { state: held } = draft.kept.memory
  const points = pointsAt(watched.points)(at)
  draft.saw(at, newestOf(alarm, points, at))
  if (stateOf(alarm, points, held, at) === held) return undefined
  const found = evaluateMetric(alarm, points, held, at)
  return { ...worded(definition, found), periods: found.periods }
}

function many(
  { read: { alarm } }: MetricDefinition,
  watched: Watched & { readonly kind: 'many' },
  draft: Draft,
  at: Instant,
): Verdict {
  const { contributors = {}, memory } = draft.kept
  const series = watched.series(at)
  const { transitions, ...found } = evaluateContributors(alarm, series, contributors, memory.state, at)
  const values = series.flatMap(({ points }) => newestOf(alarm, points, at) ?? [])
  draft.saw(at, values.length === 0 ? undefined : Math.max(...values))
  return { ...found, contributorTransitions: transitions }
}

/** The value of the newest period. */
function newestOf(alarm: MetricDefinition['read']['alarm'], points: Points, at: Instant): number | undefined {
  const end = windowEnd(alarm, at)
  const start = alarm.window.kind === 'sliding' ? instant(end - alarm.period) : windowAt(alarm, at)[0]?.start
  return start && points.at(start, end)?.value
}
