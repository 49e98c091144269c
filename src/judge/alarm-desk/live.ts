/**
 * Alarms evaluated on time. Each look: who is due is found, what they watch is read together, all is decided in one pass, and memory, history and deeds are
 * kept in one transaction. What could not be kept did not happen, and is decided again at the next look.
 */
import { limits } from '../../limits.ts'
import { type Clock, type Instant, instant } from '../../model/index.ts'
import type { EngineError } from '../../store/engine/index.ts'
import type { MetricStore } from '../../store/metrics/index.ts'
import type { AlarmSettings, SettingsError, StoredAlarm, StoredMuteRule } from '../../store/settings/index.ts'
import { AlarmBook } from './book.ts'
import type { AlarmPlace } from './definition.ts'
import type { Draft } from './draft.ts'
import { AlarmEntry } from './entry.ts'
import { couldBreach } from './foreseeing.ts'
import { Mutes } from './mutes.ts'
import type { AlarmOwner } from './owner.ts'
import { type DueAlarm, Pass } from './pass.ts'
import { type Line, SeriesRoom } from './series-room.ts'
import { type Trainings, trainingIn } from './training.ts'
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
  readonly book = new AlarmBook()
  readonly room: SeriesRoom
  #mutes = new Mutes([])
  #training: Trainings = new Map()
  /** Composites that something happened to. */
  readonly #disturbed = new Set<string>()
  /** Alarms with deeds that wait for a mute rule's or a suppressor's end. */
  readonly #waiting = new Set<AlarmEntry>()
  /** The newest version that is known here; undefined: the alarms are somebody else's. */
  #version: number | undefined
  #lane: Promise<unknown> = Promise.resolve()
  #expiredAt = instant(0)
  #tidiedAt = instant(0)
  #troubleAt = instant(0)
  readonly #deedsKept = new Set<() => void>()

  constructor(ports: LivePorts) {
    this.#ports = ports
    this.room = new SeriesRoom({ store: ports.metrics, alone: ports.alone, keepSteps: ports.keepSteps })
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

  /** This process evaluates, and knows all alarms. */
  get isOwner(): boolean {
    return this.#version !== undefined
  }

  /** How bands are learnt, by their detectors. */
  get training(): Trainings {
    return this.#training
  }

  mutedBy(alarm: string, at: Instant): readonly string[] {
    return this.#mutes.of(alarm, at)
  }

  /** One look at everything. Call it again and again, one call after the other. */
  async look(): Promise<LookReport> {
    const nothing = { evaluations: 0, read: 0 }
    const { clock, owner, alone } = this.#ports
    if (!(await owner.holds())) {
      this.#letGo()
      return nothing
    }
    if (this.#version === undefined) {
      if (!(await this.#begin())) return nothing
    } else if (!alone) await this.refresh()
    const now = clock.now()
    const asked = this.room.asked
    let evaluations = 0
    let well = true
    const due: Pick<DueAlarm, 'entry' | 'due'>[] = []
    for (const entry of this.book.all()) {
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
      const disturbed = [...this.#disturbed]
      const pass = new Pass({
        ...{ book: this.book, mutes: this.#mutes, now, disturbed: this.#disturbed },
        place: this.#place,
      })
      const isStill = ({ entry }: { readonly entry: AlarmEntry }) => this.book.get(entry.name) === entry
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
      pass.settle([...this.#waiting])
      const kept = await this.#keep([...pass.drafts.values()], all ? mark : undefined)
      if (!kept) for (const name of disturbed) this.#disturbed.add(name)
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
    const watched = watchedBy(entry, definition, lines, this.#place, now, shared, this.#training)
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
      const from = Math.min(first - definition.back, bandFrom(entry, this.#training, now) ?? first)
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
        if (kept.error.code === 'not-owner') this.#letGo()
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
        entry.evaluated(evaluatedAt, this.book.size <= limits.alarmsWithRecentValues ? values : [])
      if (kept.memory.owed !== undefined || kept.memory.suppression?.running !== undefined) this.#waiting.add(entry)
      else this.#waiting.delete(entry)
    }
    if (changed.some(({ deeds, entry }) => deeds.length > 0 && !lost.has(entry.name))) this.deedsKept()
    // Somebody changed them meanwhile.
    if (lost.size > 0 && this.#version !== undefined) {
      const known = drafts.flatMap(({ entry }) => (lost.has(entry.name) ? [entry.stored.version] : []))
      this.#version = Math.min(this.#version, ...known)
      await this.refresh()
    }
    return true
  }

  // Definitions.

  /** A definition that was kept just now, by this process. */
  take(stored: StoredAlarm): void {
    if (this.#version === undefined) return
    if (stored.version === this.#version + 1) this.#version = stored.version
    const read = AlarmEntry.read(stored, this.#place)
    const before = this.book.get(stored.name)
    if (!read.ok) {
      this.#ports.log(`The alarm ${stored.name} cannot be evaluated: ${read.error.message}`)
      this.drop([stored.name])
      return
    }
    read.value.begin(before, this.#ports.clock.now())
    this.#put(read.value, before)
  }

  /** A state that a person set: evaluations go on from there. */
  set(stored: StoredAlarm): void {
    const before = this.book.get(stored.name)
    if (before === undefined) {
      this.take(stored)
      return
    }
    if (this.#version !== undefined && stored.version === this.#version + 1) this.#version = stored.version
    const read = AlarmEntry.read(stored, this.#place)
    if (!read.ok) return
    read.value.recent = before.recent
    read.value.bands = before.bands
    if (before.last !== undefined) read.value.evaluatedTo(before.last)
    this.#put(read.value, before)
  }

  #put(entry: AlarmEntry, before: AlarmEntry | undefined): void {
    if (before !== undefined) this.#waiting.delete(before)
    this.book.set(entry)
    // From now on the store tells what comes for its series.
    if (entry.definition.kind === 'metric') linesOf(entry.definition, this.room, this.#place, this.#ports.clock.now())
    const { memory } = entry.kept
    if (memory.owed !== undefined || memory.suppression?.running !== undefined) this.#waiting.add(entry)
    this.#disturb(entry.name)
  }

  #disturb(name: string): void {
    this.#disturbed.add(name)
    for (const parent of this.book.parentsOf(name)) this.#disturbed.add(parent)
  }

  drop(names: readonly string[], version?: number): void {
    if (version !== undefined && this.#version !== undefined && version === this.#version + 1) this.#version = version
    for (const name of names) {
      this.#disturb(name)
      const entry = this.book.delete(name)
      if (entry !== undefined) this.#waiting.delete(entry)
    }
  }

  /** Takes over what changed in the settings since it last looked. */
  async refresh(): Promise<void> {
    if (this.#version === undefined) return
    const { settings, clock } = this.#ports
    const newest = await settings.version()
    if (!newest.ok) return this.#trouble(newest.error, clock.now())
    if (newest.value === this.#version) return
    const names = await settings.names()
    if (!names.ok) return this.#trouble(names.error, clock.now())
    if (!(await this.#load(this.#version))) return
    const there = new Set(names.value)
    this.drop(
      [...this.book.all()]
        .filter(({ name, stored }) => !there.has(name) && stored.version <= newest.value)
        .map(({ name }) => name),
    )
    if ((await this.loadMutes()) && (await this.loadDetectors())) this.#version = newest.value
  }

  async loadMutes(): Promise<boolean> {
    const rules: StoredMuteRule[] = []
    for (;;) {
      const after = rules.at(-1)?.name
      const page = await this.#ports.settings.mutes({ limit: pageSize, ...(after === undefined ? {} : { after }) })
      if (!page.ok) {
        this.#trouble(page.error, this.#ports.clock.now())
        return false
      }
      rules.push(...page.value)
      if (page.value.length < pageSize) break
    }
    this.#mutes = new Mutes(rules)
    return true
  }

  async loadDetectors(): Promise<boolean> {
    const found = await this.#ports.settings.detectors({ limit: limits.anomalyDetectors })
    if (!found.ok) {
      this.#trouble(found.error, this.#ports.clock.now())
      return false
    }
    const now = found.value.map(({ id, input }) => [id, trainingIn(JSON.parse(input))] as const)
    // The same ones teach nothing new.
    if (JSON.stringify(now) !== JSON.stringify([...this.#training])) this.#training = new Map(now)
    return true
  }

  /** Everything anew: this process has become the owner. */
  async #begin(): Promise<boolean> {
    const { settings, clock } = this.#ports
    const [version, mark] = [await settings.version(), await settings.mark()]
    if (!version.ok || !mark.ok) {
      this.#trouble(!version.ok ? version.error : mark.ok ? undefined : mark.error, clock.now())
      return false
    }
    this.#version = -1
    if (!(await this.#load(undefined)) || !(await this.loadMutes()) || !(await this.loadDetectors())) {
      this.#letGo()
      return false
    }
    this.#version = version.value
    const evaluatedTo = mark.value
    if (evaluatedTo !== undefined) for (const entry of this.book.all()) entry.evaluatedTo(evaluatedTo)
    return true
  }

  async #load(changedAfter: number | undefined): Promise<boolean> {
    let after: string | undefined
    for (;;) {
      const page = await this.#ports.settings.list({
        limit: pageSize,
        ...(after === undefined ? {} : { after }),
        ...(changedAfter === undefined ? {} : { changedAfter }),
      })
      if (!page.ok) {
        this.#trouble(page.error, this.#ports.clock.now())
        return false
      }
      for (const stored of page.value) this.take(stored)
      after = page.value.at(-1)?.name
      if (page.value.length < pageSize || after === undefined) return true
    }
  }

  #letGo(): void {
    if (this.#version === undefined) return
    this.#version = undefined
    this.book.clear()
    this.#waiting.clear()
    this.#disturbed.clear()
  }

  // Beside evaluations.

  /** Alarms on metrics that something came for, and whose next evaluation it may decide. */
  #foreseeable(now: Instant): readonly AlarmEntry[] {
    const found: AlarmEntry[] = []
    for (const metric of [...this.room.hot]) {
      if (found.length >= limits.alarmsForeseenAtOnce) break
      this.room.hot.delete(metric)
      for (const entry of this.book.watching(metric)) {
        if (entry.definition.kind === 'composite' || entry.kept.memory.state === 'ALARM') continue
        const lines = linesOf(entry.definition, this.room, this.#place, now)
        if (!lines.every(line => couldBreach(entry, line, now))) continue
        // Its turn comes first: then it is looked at again.
        if (entry.next <= now) this.room.hot.add(metric)
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
/** Rows of a page when all are gone through (count). */
const pageSize = 1_000
const tidyEvery = 60_000
/** Trouble that goes on is told again after this (ms). */
const toldEvery = 60_000
