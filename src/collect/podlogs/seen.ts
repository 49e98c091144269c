/**
 * Which lines of its last second are had already: a log is asked for from a whole second on, so after a reconnect the lines of that second come again.
 * Several lines may bear the same time, so they are counted.
 */
import { limits } from '../../limits.ts'

type Line = { readonly time: string; readonly at: number; readonly text: string }

export class SeenLines {
  /** The whole second (ms since 1970) of the newest line; undefined: there was none. */
  #second: number | undefined
  /** Its first line. */
  #first: string | undefined
  #counts = new Map<string, number>()
  #size = 0
  /** What the connection of now may bring once more. */
  #again = new Map<string, number>()

  /** From when on to ask (RFC 3339); undefined: nothing was seen. */
  get since(): string | undefined {
    return this.#second === undefined ? undefined : new Date(this.#second).toISOString().replace('.000Z', 'Z')
  }

  /** The whole second of the newest line (ms since 1970); undefined: nothing was seen. */
  get second(): number | undefined {
    return this.#second
  }

  /** Whether a log that is asked for from `since` on, and begins with this line, still begins where it did: then nothing of it is elsewhere. */
  beginsWith(line: Line): boolean {
    return this.#first === nameOf(line)
  }

  /** A new connection, which begins at `since`. */
  reconnected(): void {
    this.#again = new Map(this.#counts)
  }

  /** Whether the line was had before this connection; if not, it is noted. */
  repeats(line: Line): boolean {
    const name = nameOf(line)
    const expected = this.#again.get(name)
    if (expected !== undefined) {
      if (expected === 1) this.#again.delete(name)
      else this.#again.set(name, expected - 1)
      return true
    }
    this.note(line)
    return false
  }

  /** Lines of earlier seconds are not asked for again, so they are let go. */
  note(line: Line): void {
    const second = Math.floor(line.at / 1_000) * 1_000
    if (this.#second !== undefined && second < this.#second) return
    if (second !== this.#second) {
      this.#second = second
      this.#first = nameOf(line)
      this.#counts = new Map()
      this.#size = 0
    }
    if (this.#size >= limits.podLogRemembered) return
    const name = nameOf(line)
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1)
    this.#size += 1
  }
}

/** Times have nine decimals where the runtime writes them; the beginning of the text tells apart what a coarser clock does not. */
const nameOf = ({ time, text }: Line): string => `${time} ${text.slice(0, 32)}`
