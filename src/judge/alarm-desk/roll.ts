/** Who is there: all alarms under evaluation with mute rules and detectors, as the settings have them, followed by versions. */
import { limits } from '../../limits.ts'
import type { Clock, Instant } from '../../model/index.ts'
import type { AlarmSettings, SettingsError, StoredAlarm, StoredMuteRule } from '../../store/settings/index.ts'
import { AlarmBook } from './book.ts'
import type { AlarmPlace } from './definition.ts'
import { AlarmEntry } from './entry.ts'
import { Mutes } from './mutes.ts'
import type { SeriesRoom } from './series-room.ts'
import { type Trainings, trainingIn } from './training.ts'
import { linesOf } from './watching.ts'

export interface RollPorts {
  readonly settings: AlarmSettings
  readonly clock: Clock
  readonly place: AlarmPlace
  readonly room: SeriesRoom
  readonly log: (line: string) => void
  readonly trouble: (error: SettingsError) => void
}

export class AlarmRoll {
  readonly #ports: RollPorts
  readonly book = new AlarmBook()
  /** Composites that something happened to. */
  readonly disturbed = new Set<string>()
  /** Alarms with deeds that wait for a mute rule's or a suppressor's end. */
  readonly waiting = new Set<AlarmEntry>()
  #mutes = new Mutes([])
  #training: Trainings = new Map()
  /** The newest version that is known here; undefined: the alarms are somebody else's. */
  #version: number | undefined

  constructor(ports: RollPorts) {
    this.#ports = ports
  }

  /** This process evaluates, and knows all alarms. */
  get isOwner(): boolean {
    return this.#version !== undefined
  }
  get mutes(): Mutes {
    return this.#mutes
  }
  /** How bands are learnt, by their detectors. */
  get training(): Trainings {
    return this.#training
  }
  mutedBy(alarm: string, at: Instant): readonly string[] {
    return this.#mutes.of(alarm, at)
  }

  /** A definition that was kept just now, by this process. */
  take(stored: StoredAlarm): void {
    if (this.#version === undefined) return
    if (stored.version === this.#version + 1) this.#version = stored.version
    const read = AlarmEntry.read(stored, this.#ports.place)
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
    const read = AlarmEntry.read(stored, this.#ports.place)
    if (!read.ok) return
    read.value.recent = before.recent
    read.value.bands = before.bands
    if (before.last !== undefined) read.value.evaluatedTo(before.last)
    this.#put(read.value, before)
  }

  #put(entry: AlarmEntry, before: AlarmEntry | undefined): void {
    if (before !== undefined) this.waiting.delete(before)
    this.book.set(entry)
    this.#ports.room.alarmEpoch++
    // From now on the store tells what comes for its series.
    if (entry.definition.kind === 'metric')
      linesOf(entry.definition, this.#ports.room, this.#ports.place, this.#ports.clock.now())
    // What came before it was made may decide it.
    if (entry.definition.kind === 'metric')
      for (const { metric } of entry.definition.needs) this.#ports.room.heat(metric)
    this.settle(entry)
    this.#disturb(entry.name)
  }

  /** Notes whether it waits for something to end. */
  settle(entry: AlarmEntry): void {
    const { memory } = entry.kept
    if (memory.owed !== undefined || memory.suppression?.running !== undefined) this.waiting.add(entry)
    else this.waiting.delete(entry)
  }

  #disturb(name: string): void {
    this.disturbed.add(name)
    for (const parent of this.book.parentsOf(name)) this.disturbed.add(parent)
  }

  drop(names: readonly string[], version?: number): void {
    if (version !== undefined && this.#version !== undefined && version === this.#version + 1) this.#version = version
    for (const name of names) {
      this.#disturb(name)
      const entry = this.book.delete(name)
      this.#ports.room.alarmEpoch++
      if (entry !== undefined) this.waiting.delete(entry)
    }
  }

  /** Takes over what changed in the settings since it last looked. */
  async refresh(): Promise<void> {
    if (this.#version === undefined) return
    const { settings } = this.#ports
    const newest = await settings.version()
    if (!newest.ok) return this.#ports.trouble(newest.error)
    if (newest.value === this.#version) return
    const names = await settings.names()
    if (!names.ok) return this.#ports.trouble(names.error)
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
        this.#ports.trouble(page.error)
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
      this.#ports.trouble(found.error)
      return false
    }
    const now = found.value.map(({ id, input }) => [id, trainingIn(JSON.parse(input))] as const)
    // The same ones teach nothing new.
    if (JSON.stringify(now) !== JSON.stringify([...this.#training])) this.#training = new Map(now)
    return true
  }

  /** Somebody changed these meanwhile: they are read again. */
  async readAgain(entries: readonly AlarmEntry[]): Promise<void> {
    if (this.#version === undefined) return
    this.#version = Math.min(this.#version, ...entries.map(({ stored }) => stored.version))
    await this.refresh()
  }

  /** Everything anew: this process has become the owner. */
  async begin(): Promise<boolean> {
    const { settings } = this.#ports
    const [version, mark] = [await settings.version(), await settings.mark()]
    if (!version.ok || !mark.ok) {
      for (const answer of [version, mark]) if (!answer.ok) this.#ports.trouble(answer.error)
      return false
    }
    this.#version = -1
    if (!(await this.#load(undefined)) || !(await this.loadMutes()) || !(await this.loadDetectors())) {
      this.letGo()
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
        this.#ports.trouble(page.error)
        return false
      }
      for (const stored of page.value) this.take(stored)
      after = page.value.at(-1)?.name
      if (page.value.length < pageSize || after === undefined) return true
    }
  }

  /** The alarms are somebody else's. */
  letGo(): void {
    if (this.#version === undefined) return
    this.#version = undefined
    this.book.clear()
    this.waiting.clear()
    this.disturbed.clear()
  }
}

/** Rows of a page when all are gone through (count). */
const pageSize = 1_000
