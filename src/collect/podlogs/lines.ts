/**
 * Bytes of a container's log as lines: each begins with its time and a space. Pieces may be cut anywhere, also within a character; a line that is longer than
 * its bound comes in parts, as container runtimes write it.
 */
import { limits } from '../../limits.ts'

export interface PodLogLine {
  /** As the cluster wrote it: RFC 3339 with up to nine decimals. */
  readonly time: string
  /** Milliseconds since 1970. */
  readonly at: number
  readonly text: string
  /** F: a whole line, or the end of one; P: a part, the rest follows. */
  readonly part: 'F' | 'P'
}

const newline = 0x0a
const timed = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})) ?/

export class LineCutter {
  #rest: Uint8Array[] = []
  #restBytes = 0
  /** Of a long line whose parts are on their way. */
  #time: { readonly time: string; readonly at: number } | undefined

  /** Lines that this piece completes. A line without a time has the one of the line before; before any, it is dropped. */
  take(piece: Uint8Array): PodLogLine[] {
    const lines: PodLogLine[] = []
    let from = 0
    for (;;) {
      const end = piece.indexOf(newline, from)
      if (end < 0) break
      this.#keep(piece.subarray(from, end))
      this.#give(lines, 'F')
      from = end + 1
    }
    this.#keep(piece.subarray(from))
    while (this.#restBytes > limits.podLogLineBytes) this.#give(lines, 'P')
    return lines
  }

  /** What stands after the last newline, when no more will come. */
  end(): PodLogLine[] {
    const lines: PodLogLine[] = []
    if (this.#restBytes > 0) this.#give(lines, 'F')
    return lines
  }

  #keep(piece: Uint8Array): void {
    if (piece.length === 0) return
    // Whoever reads may use its buffer again.
    this.#rest.push(piece.slice())
    this.#restBytes += piece.length
  }

  #give(lines: PodLogLine[], part: 'F' | 'P'): void {
    let bytes: Uint8Array = Buffer.concat(this.#rest)
    this.#rest = []
    this.#restBytes = 0
    while (bytes.length > limits.podLogLineBytes) {
      const cut = characterStart(bytes, limits.podLogLineBytes)
      this.#push(lines, bytes.subarray(0, cut), 'P')
      bytes = bytes.subarray(cut)
    }
    if (part === 'P') this.#keep(bytes)
    else this.#push(lines, bytes, 'F')
  }

  #inParts = false

  #push(lines: PodLogLine[], bytes: Uint8Array, part: 'F' | 'P'): void {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8')
    const found = this.#inParts ? null : timed.exec(text)
    if (found !== null) {
      const time = found[1] ?? ''
      const at = Date.parse(time)
      if (Number.isFinite(at)) this.#time = { time, at }
    }
    this.#inParts = part === 'P'
    if (this.#time === undefined) return
    const said = found === null ? text : text.slice(found[0].length)
    lines.push({ ...this.#time, text: said.endsWith('\r') && part === 'F' ? said.slice(0, -1) : said, part })
  }
}

/** The last place up to `at` where a UTF-8 character begins. */
function characterStart(bytes: Uint8Array, at: number): number {
  let cut = at
  while (cut > at - 4 && cut > 0 && ((bytes[cut] ?? 0) & 0xc0) === 0x80) cut -= 1
  return cut
}
