/** The files of one export while it is written: begun when there is a first row, followed by the next when one is large. */
import { err, ok, type Result } from '../../model/index.ts'
import type { ExportProgress } from '../../store/settings/index.ts'
import type { Encoder, Encoding, ExportedEvent } from './encode/index.ts'
import { fileName } from './layout.ts'
import type { ExportPlace, PlacedFile } from './places/index.ts'

export interface FilesOptions {
  readonly place: ExportPlace
  readonly encoding: Encoding
  /** The log group's name. */
  readonly group: string
  readonly signal: AbortSignal
}

export class ExportFiles {
  readonly #options: FilesOptions
  #open: { readonly file: PlacedFile; readonly encoder: Encoder; bytes: number } | undefined
  #events = 0
  #bytes = 0
  #files = 0

  constructor(options: FilesOptions) {
    this.#options = options
  }

  get progress(): ExportProgress {
    return { events: this.#events, bytes: this.#bytes, files: this.#files }
  }

  /** Files in one folder, `number` from 0 on. */
  folder(path: readonly string[]): { push(events: readonly ExportedEvent[]): Promise<Result<void, string>> } {
    let number = 0
    return {
      push: async events => {
        if (events.length === 0) return ok(undefined)
        const open = this.#open ?? (await this.#begin([...path, fileName(number, this.#options.encoding.ending)]))
        if ('error' in open) return err(open.error)
        const piece = await open.encoder.rows(events)
        const written = await this.#write(open, piece)
        if (!written.ok) return written
        this.#events += events.length
        if (open.bytes < this.#options.place.mostBytes) return ok(undefined)
        number += 1
        return this.close()
      },
    }
  }

  /** Ends the file that is open. */
  async close(): Promise<Result<void, string>> {
    const open = this.#open
    if (open === undefined) return ok(undefined)
    const ended = await this.#write(open, await open.encoder.end())
    if (!ended.ok) return ended
    const committed = await open.file.commit(this.#options.signal)
    if (!committed.ok) return committed
    this.#open = undefined
    this.#files += 1
    return ok(undefined)
  }

  /** Leaves nothing of the file that is open. */
  async abandon(): Promise<void> {
    await this.#open?.file.abandon()
    this.#open = undefined
  }

  async #begin(path: readonly string[]) {
    const { place, encoding, group } = this.#options
    const file = await place.begin(path)
    if (!file.ok) return { error: file.error }
    this.#open = { file: file.value, encoder: encoding.begin(group), bytes: 0 }
    return this.#open
  }

  async #write(open: { readonly file: PlacedFile; bytes: number }, piece: Uint8Array): Promise<Result<void, string>> {
    if (piece.length === 0) return ok(undefined)
    open.bytes += piece.length
    this.#bytes += piece.length
    return open.file.write(piece)
  }
}
