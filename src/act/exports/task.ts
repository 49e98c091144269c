/** One export at work: page by page out of the store into files, so that memory stays flat however long it is. */
import { limits } from '../../limits.ts'
import { days, err, type Instant, instant, minus, ok, type Result } from '../../model/index.ts'
import type { EngineError } from '../../store/engine/index.ts'
import { eventId, type LogCursor, type LogPage, type LogRow, type LogSelection } from '../../store/logs/index.ts'
import type { LogGroup, LogStream, StoredExport } from '../../store/settings/index.ts'
import { type ExportedEvent, encodings } from './encode/index.ts'
import { ExportFiles } from './files.ts'
import { readPrefix, StreamSteps } from './layout.ts'
import type { ExportPlace } from './places/index.ts'
import type { ExportPorts } from './ports.ts'

type Ports = Pick<ExportPorts, 'logs' | 'logSettings' | 'clock'>

export class ExportTask {
  readonly #ports: Ports
  readonly #task: StoredExport
  readonly #files: ExportFiles
  readonly #signal: AbortSignal
  readonly #base: readonly string[]
  readonly #names = new Map<number, string | null>()

  constructor(ports: Ports, task: StoredExport, place: ExportPlace, signal: AbortSignal) {
    this.#ports = ports
    this.#task = task
    this.#signal = signal
    const prefix = readPrefix(task.prefix)
    this.#base = [...(prefix.ok ? prefix.value : []), task.id]
    this.#files = new ExportFiles({ place, encoding: encodings[task.format], group: task.group, signal })
  }

  get progress() {
    return this.#files.progress
  }

  /** To its end; the error is a sentence for who asked for it. */
  async run(): Promise<Result<void, string>> {
    const done = await this.#all().catch(error => {
      void this.#files.abandon()
      throw error
    })
    if (!done.ok) await this.#files.abandon()
    return done
  }

  async #all(): Promise<Result<void, string>> {
    const group = await this.#group()
    if (!group.ok) return group
    const written = encodings[this.#task.format].byStream
      ? await this.#byStream(group.value)
      : await this.#byTime(group.value)
    if (!written.ok) return written
    const still = await this.#group()
    return still.ok ? ok(undefined) : still
  }

  async #group(): Promise<Result<LogGroup, string>> {
    const found = await this.#ports.logSettings.groupsById([this.#task.groupId])
    if (!found.ok) return err(`the settings cannot be read: ${found.error.message}`)
    const [group] = found.value
    return group === undefined ? err('the log group was deleted') : ok(group)
  }

  async #byTime(group: LogGroup): Promise<Result<void, string>> {
    const { streamPrefix } = this.#task
    const folder = this.#files.folder(this.#base)
    if (streamPrefix === null) {
      const written = await this.#pour(group, undefined, folder)
      return written.ok ? this.#files.close() : written
    }
    // Streams by the hundred: in each lot by time.
    for await (const lot of this.#streams(streamPrefix)) {
      if (!lot.ok) return lot
      const ids = lot.value.map(({ id }) => id)
      const written = await this.#pour(group, ids, folder)
      if (!written.ok) return written
    }
    return this.#files.close()
  }

  async #byStream(group: LogGroup): Promise<Result<void, string>> {
    const steps = new StreamSteps()
    for await (const lot of this.#streams(this.#task.streamPrefix ?? '')) {
      if (!lot.ok) return lot
      const busy = await this.#busy(lot.value)
      if (!busy.ok) return busy
      for (const { id, name } of busy.value) {
        const written = await this.#pour(group, [id], this.#files.folder([...this.#base, steps.next(name)]))
        const closed = written.ok ? await this.#files.close() : written
        if (!closed.ok) return closed
      }
    }
    return ok(undefined)
  }

  /** Those that may have events in the range. */
  async #busy(streams: readonly LogStream[]): Promise<Result<readonly LogStream[], string>> {
    const { groupId, from, to } = this.#task
    const stats = await this.#asked(() =>
      this.#ports.logs.streamStats(
        groupId,
        streams.map(({ id }) => id),
      ),
    )
    if (!stats.ok) return stats
    const within = new Set(stats.value.filter(one => one.last >= from && one.first <= to).map(one => one.streamId))
    return ok(streams.filter(({ id }) => within.has(id)))
  }

  async *#streams(prefix: string): AsyncGenerator<Result<readonly LogStream[], string>> {
    for (let after: string | undefined; ; ) {
      const found = await this.#ports.logSettings.streams({
        ...{ groupId: this.#task.groupId, prefix, limit: limits.exportStreams },
        ...(after === undefined ? {} : { after }),
      })
      if (!found.ok) return yield err(`the settings cannot be read: ${found.error.message}`)
      for (const { id, name } of found.value) this.#names.set(id, name)
      if (found.value.length > 0) yield ok(found.value)
      after = found.value.at(-1)?.name
      if (found.value.length < limits.exportStreams) return
      // Names are asked for again when they are needed.
      this.#names.clear()
    }
  }

  async #pour(
    group: LogGroup,
    streamIds: readonly number[] | undefined,
    folder: ReturnType<ExportFiles['folder']>,
  ): Promise<Result<void, string>> {
    const selection = this.#selection(group, streamIds)
    for (let after: LogCursor | undefined; ; ) {
      const page = await this.#page(selection, after)
      if (!page.ok) return page
      const events = await this.#named(page.value.rows)
      if (!events.ok) return events
      const pushed = await folder.push(events.value)
      if (!pushed.ok) return pushed
      after = page.value.next
      if (after === undefined) return ok(undefined)
    }
  }

  #selection(group: LogGroup, streamIds: readonly number[] | undefined): LogSelection {
    const now = this.#ports.clock.now()
    const notBefore: Instant = group.retentionDays === null ? instant(0) : minus(now, days(group.retentionDays))
    return {
      groups: [{ id: group.id, notBefore, ...(streamIds === undefined ? {} : { streamIds }) }],
      from: this.#task.from,
      to: instant(this.#task.to + 1),
    }
  }

  #page(selection: LogSelection, after: LogCursor | undefined): Promise<Result<LogPage, string>> {
    return this.#asked(() =>
      this.#ports.logs.page(selection, {
        ...{ order: 'ascending', limit: limits.exportPageEvents, maxBytes: limits.exportPageBytes },
        ...{ signal: this.#signal, unmask: this.#task.unmask },
        ...(after === undefined ? {} : { after }),
      }),
    )
  }

  /** The engine may be away for a while: it is asked again. */
  async #asked<T>(ask: () => Promise<Result<T, EngineError>>): Promise<Result<T, string>> {
    for (let attempt = 1; ; attempt++) {
      if (this.#signal.aborted) return err('it was stopped')
      const answer = await ask()
      if (answer.ok) return answer
      const { error } = answer
      if (error.code !== 'unavailable' || attempt >= limits.exportPageTries) {
        return err(`the engine cannot read: ${'message' in error ? error.message : error.code}`)
      }
      await this.#ports.clock.sleep(limits.exportRetryPause, this.#signal)
    }
  }

  /** Rows of a stream that was deleted are left out. */
  async #named(rows: readonly LogRow[]): Promise<Result<readonly ExportedEvent[], string>> {
    const unknown = [...new Set(rows.map(row => row.streamId))].filter(id => !this.#names.has(id))
    if (unknown.length > 0) {
      if (this.#names.size > limits.cachedStreams) this.#names.clear()
      const found = await this.#ports.logSettings.streamsById([...new Set(rows.map(row => row.streamId))])
      if (!found.ok) return err(`the settings cannot be read: ${found.error.message}`)
      for (const id of unknown) this.#names.set(id, null)
      for (const { id, name } of found.value) this.#names.set(id, name)
    }
    return ok(
      rows.flatMap(({ cursor, groupId, streamId, ingestionTime, message }) => {
        const stream = this.#names.get(streamId)
        if (typeof stream !== 'string') return []
        return [{ id: eventId(cursor, groupId), stream, timestamp: cursor.timestamp, ingestionTime, message }]
      }),
    )
  }
}
