/** One alarm under evaluation: its definition, what it remembers, and when it is due. */
import { limits } from '../../limits.ts'
import { type Instant, instant, type Result } from '../../model/index.ts'
import type { StoredAlarm } from '../../store/settings/index.ts'
import {
  type BandsOn,
  type DueEvaluation,
  evaluateFrom,
  evaluationStep,
  firstEvaluation,
  nextEvaluation,
  repeats,
} from '../alarms/index.ts'
import { type AlarmPlace, type Definition, type MetricDefinition, readDefinition } from './definition.ts'
import { type Kept, readKept } from './kept.ts'
import type { Trainings } from './training.ts'

const nothing: readonly DueEvaluation[] = []
/** How far an evaluation may lie ahead of the clock (ms). */
const clockStep = 60_000

export interface RecentValue {
  readonly at: Instant
  readonly value: number
}

export class AlarmEntry {
  /** As it was put; what it remembers is `kept` alone, so that it is held once. */
  readonly stored: Omit<StoredAlarm, 'memory' | 'state'>
  readonly definition: Definition
  kept: Kept
  /** Evaluated up to here; undefined: never. */
  last: Instant | undefined
  /** To be evaluated at this very instant first: it is new or was changed. */
  first: Instant | undefined
  /** When it is next evaluated; composites are when what they stand on changes. */
  next = Number.POSITIVE_INFINITY
  /** Something in it is called again each minute while a state lasts. */
  readonly repeats: boolean
  /** Newest values that evaluations saw, oldest first. */
  recent: RecentValue[] = []
  bands: { readonly on: BandsOn; readonly learntAt: Instant; readonly training: Trainings } | undefined

  constructor(stored: StoredAlarm, definition: Definition, kept: Kept) {
    const { memory: _, state: __, ...put } = stored
    this.stored = put
    this.definition = definition
    this.kept = kept
    this.last = kept.memory.evaluatedAt
    this.repeats = Object.values(definition.read.alarm.actions).some(arns => arns.some(repeats))
    this.#plan()
  }

  get name(): string {
    return this.stored.name
  }

  /** Refuses an input that no longer reads. */
  static read(stored: StoredAlarm, place: AlarmPlace): Result<AlarmEntry, { readonly message: string }> {
    const definition = readDefinition(JSON.parse(stored.input), { ...place, region: stored.region })
    if (!definition.ok) return definition
    return { ok: true, value: new AlarmEntry(stored, definition.value, readKept(stored.memory)) }
  }

  /** Takes over from one that stood before it, or begins: new ones at once, changed ones at the next whole step. */
  begin(before: AlarmEntry | undefined, now: Instant): void {
    const { definition } = this
    if (definition.kind === 'composite') return
    if (before === undefined) {
      if (this.last === undefined) this.first = lastStep(definition, now)
    } else {
      this.last = later(before.last, this.last)
      this.recent = before.recent
      this.first = this.last === undefined ? lastStep(definition, now) : firstEvaluation(definition.read.alarm, now)
    }
    this.#plan()
  }

  /** Known to have been evaluated up to `mark`, whatever its memory says. */
  evaluatedTo(mark: Instant): void {
    if (this.last === undefined || this.last >= mark) return
    this.last = mark
    this.#plan()
  }

  evaluated(at: Instant, values: readonly RecentValue[]): void {
    this.last = at
    this.first = undefined
    this.#plan()
    if (values.length > 0) this.recent = [...this.recent, ...values].slice(-limits.alarmRecentValues)
  }

  due(now: Instant): readonly DueEvaluation[] {
    // The clock was set back: what is to come by it has come already.
    if (this.last !== undefined && this.last > now + clockStep) {
      this.last = now
      this.#plan()
    }
    if (this.definition.kind === 'composite' || this.next > now - limits.alarmSettle) return nothing
    if (this.first !== undefined) return [{ at: this.first, silent: false }]
    return evaluateFrom(this.definition.read.alarm, this.last, now)
  }

  #plan(): void {
    if (this.definition.kind === 'composite') return
    if (this.first !== undefined) this.next = this.first
    else
      this.next =
        this.last === undefined ? Number.NEGATIVE_INFINITY : nextEvaluation(this.definition.read.alarm, this.last)
  }
}

function lastStep({ read }: MetricDefinition, now: Instant): Instant {
  const step = evaluationStep(read.alarm)
  return instant(Math.floor((now - limits.alarmSettle) / step) * step)
}

const later = (a: Instant | undefined, b: Instant | undefined): Instant | undefined =>
  a === undefined || b === undefined ? (a ?? b) : instant(Math.max(a, b))
