/**
 * Remembers the log groups and streams that ingest asks for with every batch, so that a batch costs no query.
 * What is not there is never remembered: a group made a moment ago is seen at once.
 */
import type { Clock, Instant, Millis, Result } from '../../model/index.ts'
import type { LogGroup, LogSettings, LogStream, SettingsError } from './port.ts'
import { Shelf } from './shelf.ts'

export interface CacheOptions {
  readonly clock: Clock
  /** How long an answer counts. `forever` where nobody else writes (SQLite); 1 s where other replicas do. */
  readonly ttl: Millis | 'forever'
  /** Streams kept at most, and as many groups; `limits.cachedStreams`. */
  readonly maxEntries: number
}

export interface CachedLogSettings extends LogSettings {
  /** The group if it is remembered, at once; `undefined` says nothing: ask `group`. */
  peekGroup(name: string): LogGroup | undefined
  /** The stream if it is remembered, at once; `undefined` says nothing: ask `stream`. */
  peekStream(groupId: number, name: string): LogStream | undefined
  /** Forgets everything. */
  clear(): void
}

type Answer<T> = Result<T | undefined, SettingsError>

/** Writes must go through the answer of this function too: it forgets what they change before they are answered. */
export function cacheLogSettings(inner: LogSettings, options: CacheOptions): CachedLogSettings {
  const groups = new Memory<LogGroup>(options)
  const streams = new Memory<LogStream>(options)
  // Groups have no owner.
  const all = 0

  /** Forgets also when the write failed: nobody knows how far it came. */
  const forgetting = async <R>(write: Promise<R>, forget: () => void): Promise<R> => {
    try {
      return await write
    } finally {
      forget()
    }
  }
  const changingGroup = <R>(name: string, write: Promise<R>) => forgetting(write, () => groups.forget(all, name))
  const changingStream = <R>(groupId: number, name: string, write: Promise<R>) =>
    forgetting(write, () => streams.forget(groupId, name))

  return {
    ...inner,
    peekGroup: name => groups.peek(all, name),
    peekStream: (groupId, name) => streams.peek(groupId, name),
    group: name => groups.find(all, name, () => inner.group(name)),
    stream: (groupId, name) => streams.find(groupId, name, () => inner.stream(groupId, name)),
    create: group => changingGroup(group.name, inner.create(group)),
    patch: (name, patch) => changingGroup(name, inner.patch(name, patch)),
    remove: async (name, at) => {
      const known = groups.peek(all, name)
      const removed = await changingGroup(name, inner.remove(name, at))
      if (removed.ok) streams.forgetOwner(removed.value.id)
      else if (known !== undefined) streams.forgetOwner(known.id)
      return removed
    },
    createStream: (groupId, name, at) => changingStream(groupId, name, inner.createStream(groupId, name, at)),
    removeStream: (groupId, name, at) => changingStream(groupId, name, inner.removeStream(groupId, name, at)),
    clear: () => {
      groups.clear()
      streams.clear()
    },
  }
}

interface Remembered<T> {
  readonly value: T
  /** Ready-made, so that a hit makes no promise of its own. */
  readonly answer: Promise<Answer<T>>
  /** When the question was asked: the answer may be as old as that. */
  readonly asked: Instant
}

/** One kind of thing by owner and name, with the questions that are under way. */
class Memory<T> {
  readonly #shelf: Shelf<Remembered<T>>
  readonly #asking = new Map<number, Map<string, Promise<Answer<T>>>>()
  readonly #clock: Clock
  readonly #ttl: Millis | 'forever'

  constructor({ clock, ttl, maxEntries }: CacheOptions) {
    this.#shelf = new Shelf(maxEntries)
    this.#clock = clock
    this.#ttl = ttl
  }

  peek(owner: number, name: string): T | undefined {
    return this.#fresh(owner, name)?.value
  }

  find(owner: number, name: string, ask: () => Promise<Answer<T>>): Promise<Answer<T>> {
    return this.#fresh(owner, name)?.answer ?? this.#asking.get(owner)?.get(name) ?? this.#ask(owner, name, ask)
  }

  /** A question under way is forgotten too: its answer may be from before the change. */
  forget(owner: number, name: string): void {
    this.#shelf.delete(owner, name)
    this.#stopAsking(owner, name)
  }

  forgetOwner(owner: number): void {
    this.#shelf.deleteOwner(owner)
    this.#asking.delete(owner)
  }

  clear(): void {
    this.#shelf.clear()
    this.#asking.clear()
  }

  #fresh(owner: number, name: string): Remembered<T> | undefined {
    const entry = this.#shelf.get(owner, name)
    if (entry === undefined || this.#ttl === 'forever') return entry
    const age = this.#clock.now() - entry.asked
    // A clock that was set back makes no answer live longer.
    return age >= 0 && age < this.#ttl ? entry : undefined
  }

  #ask(owner: number, name: string, ask: () => Promise<Answer<T>>): Promise<Answer<T>> {
    const asked = this.#clock.now()
    const question = ask().then(
      answer => {
        // Forgotten meanwhile: those who asked before the change get this answer, nobody after it.
        if (this.#asking.get(owner)?.get(name) !== question) return answer
        this.#stopAsking(owner, name)
        if (answer.ok && answer.value !== undefined) {
          this.#shelf.set(owner, name, { value: answer.value, answer: Promise.resolve(answer), asked })
        }
        return answer
      },
      (bug: unknown) => {
        if (this.#asking.get(owner)?.get(name) === question) this.#stopAsking(owner, name)
        throw bug
      },
    )
    const names = this.#asking.get(owner) ?? new Map<string, Promise<Answer<T>>>()
    names.set(name, question)
    this.#asking.set(owner, names)
    return question
  }

  #stopAsking(owner: number, name: string): void {
    const names = this.#asking.get(owner)
    if (names?.delete(name) && names.size === 0) this.#asking.delete(owner)
  }
}
