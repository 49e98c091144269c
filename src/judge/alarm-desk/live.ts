/**
 * Alarms evaluated on time. Each look: who is due is found, what they watch is read together, all is decided in one pass, and memory, history and deeds are
 * kept in one transaction. What could not be kept did not happen, and is decided again at the next look.
 */
import { limits } from '../../limits.ts'
import { type Clock, type Instant, instant } from '../../model/index.ts'
import type { EngineError } from '../../store/engine/index.ts'
import type { MetricStore } from '../../store/metrics/index.ts'
import type { AlarmSettings, SettingsError } from '../../store/settings/index.ts'
import type { AlarmPlace } from './definition.ts'
import type { Draft } from './draft.ts'
import type { AlarmEntry } from './entry.ts'
import { couldBreach } from './foreseeing.ts'
import type { Line } from './line.ts'
import type { AlarmOwner } from './owner.ts'
import { type DueAlarm, Pass } from './pass.ts'
import { AlarmRoll } from './roll.ts'
import { lineKey, SeriesRoom } from './series-room.ts'
import { bandFrom, linesOf, type SharedPoints, watchedBy, wholesOf } from './watching.ts'

export interface LivePorts extends AlarmPlace {
  readonly settings: AlarmSettings
  readonly metrics: MetricStore
  readonly clock: Clock
  readonly owner: AlarmOwner
  /** Nobody else writes metrics or settings. */
  readonly alone: boolean
  /** Steps of series that are kept between evaluations (count). */
  readonly keepSteps: number
  readonly log: (line: string) => void
}

export interface LookReport {
  readonly evaluations: number
  /** Lines that the store was asked for. */
  readonly read: number
}

type Watched = Pick<DueAlarm, 'entry' | 'due'> & { readonly lines: readonly Line[] }

export class LiveAlarms {
  readonly #ports: LivePorts
  readonly room: SeriesRoom
  readonly roll: AlarmRoll
  #lane: Promise<unknown> = Promise.resolve()
  #expiredAt = instant(0)
  #tidiedAt = instant(0)
  #troubleAt = instant(0)
  readonly #deedsKept = new Set<() => void>()

  constructor(ports: LivePorts) {
    this.#ports = ports
    this.room = new SeriesRoom({
      store: ports.metrics,
      alone: ports.alone,
      keepSteps: ports.keepSteps,
      reachOf: metric => this.roll.book.reachOf(metric),
    })
    this.roll = new AlarmRoll({
      ...{ settings: ports.settings, clock: ports.clock, place: this.#place, room: this.room, log: ports.log },
      trouble: error => this.#trouble(error, ports.clock.now()),
    })
  }

  /** Calls whenever deeds were kept; give what it answers a call to hear no more. */
  onDeeds(listener: () => void): () => void {
    this.#deedsKept.add(listener)
    return () => this.#deedsKept.delete(listener)
  }
  deedsKept(): void {
    for (const listener of this.#deedsKept) listener()
  }

  /** What is decided and kept is one after the other: a person's word never falls between an evaluation and its keeping. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.#lane.then(work)
    this.#lane = turn.catch(() => undefined)
    return turn
  }

  /** One look at everything. Call it again and again, one call after the other. */
  async look(): Promise<LookReport> {
    const nothing = { evaluations: 0, read: 0 }
    const { clock, owner, alone } = this.#ports
    // Whoever the owner is: what waits to be heard takes memory.
    this.room.hear()
    if (!(await owner.holds())) {
      this.roll.letGo()
      return nothing
    }
    if (!this.roll.isOwner) {
      if (!(await this.inTurn(() => this.roll.begin()))) return nothing
    } else if (!alone) await this.inTurn(() => this.roll.refresh())
    const now = clock.now()
    const asked = this.room.asked
    let evaluations = 0
    let well = true
    const due: Pick<DueAlarm, 'entry' | 'due'>[] = []
    for (const entry of this.roll.book.all()) {
      const instants = entry.due(now)
      if (instants.length > 0) due.push({ entry, due: instants })
    }
    for (let from = 0; from < due.length; from += passSize) {
      const isLast = from + passSize >= due.length
      const mark = isLast && well ? instant(now - limits.alarmSettle) : undefined
      const done = await this.#pass(due.slice(from, from + passSize), [], now, mark)
      evaluations += done.evaluations
      well &&= done.well
    }
    this.room.hear()
    const foreseen = this.#foreseeable(now)
    if (due.length === 0 || foreseen.length > 0) await this.#pass([], foreseen, now, undefined)
    await this.#upkeep(now)
    return { evaluations, read: this.room.asked - asked }
  }

  async #pass(
    due: readonly Pick<DueAlarm, 'entry' | 'due'>[],
    foreseen: readonly AlarmEntry[],
    now: Instant,
    mark: Instant | undefined,
  ): Promise<{ readonly evaluations: number; readonly well: boolean }> {
    const { alarms, early } = await this.#read(due, foreseen, now)
    const shared = new WeakMap<Line, SharedPoints>()
    const all = alarms.length === due.length
    return this.inTurn(async () => {
      const disturbed = [...this.roll.disturbed]
      const pass = new Pass({
        ...{ book: this.roll.book, mutes: this.roll.mutes, now, disturbed: this.roll.disturbed },
        place: this.#place,
      })
      const isStill = ({ entry }: { readonly entry: AlarmEntry }) => this.roll.book.get(entry.name) === entry
      const watching = alarms.filter(isStill).map(one => ({ ...one, watched: this.#watched(one, now, shared) }))
      await pass.evaluate(watching, moment)
      if (!all) {
        const read = new Set(alarms.map(({ entry }) => entry))
        pass.fail(due.filter(one => !read.has(one.entry) && isStill(one)))
      }
      pass.foresee(
        early.filter(isStill).flatMap(one => {
          const watched = this.#watched(one, now, shared)
          return watched?.kind === 'one' && typeof watched.points !== 'function'
            ? [{ entry: one.entry, points: watched.points, onlyPositive: one.lines.every(isPositive) }]
            : []
        }),
      )
      pass.settle([...this.roll.waiting])
      const kept = await this.#keep([...pass.drafts.values()], all ? mark : undefined)
      if (!kept) for (const name of disturbed) this.roll.disturbed.add(name)
      return { evaluations: pass.evaluations, well: kept && all }
    })
  }

  get #place(): AlarmPlace {
    const { account, region } = this.#ports
    return { account, region }
  }

  #watched({ entry, lines }: Watched, now: Instant, shared: WeakMap<Line, SharedPoints>): DueAlarm['watched'] {
    const { definition } = entry
    if (definition.kind === 'composite') return undefined
    const watched = watchedBy(entry, definition, lines, this.#place, now, shared, this.roll.training)
    return watched.ok ? watched.value : undefined
  }

  /** Reads what the alarms watch, each line once. Those whose lines could not be read are left out: they are tried again. */
  async #read(
    due: readonly Pick<DueAlarm, 'entry' | 'due'>[],
    foreseen: readonly AlarmEntry[],
    now: Instant,
  ): Promise<{ readonly alarms: readonly Watched[]; readonly early: readonly Watched[] }> {
    const wholes = due.flatMap(({ entry: { definition } }) =>
      definition.kind === 'metric' ? wholesOf(definition) : [],
    )
    const listed = await this.room.loadWholes(wholes, now)
    if (!listed.ok) this.#trouble(listed.error, now)
    const wanted = new Map<Line, number>()
    const linesFor = ({ entry, due: instants }: Pick<DueAlarm, 'entry' | 'due'>): Watched => {
      const { definition } = entry
      if (definition.kind === 'composite') return { entry, due: instants, lines: [] }
      const lines = linesOf(definition, this.room, this.#place, now)
      const first = instants[0]?.at ?? now
      const from = Math.min(first - definition.back, bandFrom(entry, this.roll.training, now) ?? first)
      for (const line of lines) wanted.set(line, Math.min(wanted.get(line) ?? from, from))
      return { entry, due: instants, lines }
    }
    const alarms = due.map(linesFor)
    const early = foreseen.map(entry => linesFor({ entry, due: [] }))
    const trouble = await this.room.load(wanted, now)
    if (trouble !== undefined) this.#trouble(trouble, now)
    const isRead = ({ lines }: Watched): boolean => lines.every(({ failed }) => !failed)
    return { alarms: listed.ok ? alarms.filter(isRead) : [], early: early.filter(isRead) }
  }

  /** False: nothing was kept, so nothing happened. */
  async #keep(drafts: readonly Draft[], mark: Instant | undefined): Promise<boolean> {
    const { settings, owner } = this.#ports
    const changed = drafts.filter(draft => draft.changed)
    let refused: readonly string[] = []
    if (changed.length > 0 || mark !== undefined) {
      const kept = await settings.progress(
        changed.map(draft => draft.progress()),
        { ...(mark !== undefined && { mark }), ...(owner.name !== undefined && { owner: owner.name }) },
      )
      if (!kept.ok) {
        if (kept.error.code === 'not-owner') this.roll.letGo()
        else this.#trouble(kept.error, this.#ports.clock.now())
        return false
      }
      refused = kept.value.refused
    }
    const lost = new Set(refused)
    for (const draft of drafts) {
      const { entry, kept, evaluatedAt, values } = draft
      if (lost.has(entry.name)) continue
      entry.kept = kept
      if (evaluatedAt !== undefined)
        entry.evaluated(evaluatedAt, this.roll.book.size <= limits.alarmsWithRecentValues ? values : [])
      this.roll.settle(entry)
    }
    if (changed.some(({ deeds, entry }) => deeds.length > 0 && !lost.has(entry.name))) this.deedsKept()
    // Somebody changed them meanwhile.
    if (lost.size > 0) await this.roll.readAgain(drafts.flatMap(({ entry }) => (lost.has(entry.name) ? [entry] : [])))
    return true
  }

  /** Alarms on metrics that something came for, and whose next evaluation it may decide. */
  #foreseeable(now: Instant): readonly AlarmEntry[] {
    const found: AlarmEntry[] = []
    for (const known of [...this.room.hot]) {
      if (found.length >= limits.alarmsForeseenAtOnce) break
      this.room.hot.delete(known)
      for (const entry of this.roll.book.watching(known.name)) {
        const { definition, kept } = entry
        if (definition.kind === 'composite' || kept.memory.state === 'ALARM') continue
        const line = known.lines.get(lineKey(definition.step, definition.needs[0]?.distribution === true))
        if (line !== undefined && !couldBreach(entry, line, now)) continue
        // Its turn comes first: then it is looked at again.
        if (entry.next <= now) this.room.hot.add(known)
        else found.push(entry)
      }
    }
    return found
  }

  async #upkeep(now: Instant): Promise<void> {
    if (now - this.#tidiedAt >= tidyEvery) {
      this.#tidiedAt = now
      this.room.tidy(now)
    }
    if (now - this.#expiredAt < limits.alarmHistoryExpiryEvery) return
    this.#expiredAt = now
    const expired = await this.#ports.settings.expireHistory(instant(now - limits.alarmHistoryKept))
    if (!expired.ok) this.#trouble(expired.error, now)
  }

  #trouble(error: EngineError | SettingsError | undefined, now: Instant): void {
    if (error === undefined || now - this.#troubleAt < toldEvery) return
    this.#troubleAt = now
    this.#ports.log(`Alarms wait to be evaluated: ${'message' in error ? error.message : error.code}`)
  }
}

/** Nothing below nought was seen in what is held of it. */
const isPositive = ({ units }: Line): boolean => [...units.values()].every(steps => steps.every(({ min }) => min >= 0))

/** Lets others come to their turn. */
const moment = (): Promise<void> => new Promise(resolve => setImmediate(resolve))
/** Alarms that are read and decided together (count). */
const passSize = 5_000
const tidyEvery = 60_000
/** Trouble that goes on is told again after this (ms). */
const toldEvery = 60_000
