/**
 * What container runtimes write to a log file (`TIME stdout F TEXT`), as the kubelet's log API gives it (`TIME TEXT`): nine decimals, and parts joined.
 * So a line that is read from a file is the same line, to the byte, as if it had come from the API. Pieces may be cut anywhere; none is held back but a head.
 */

const [newline, space] = [0x0a, 0x20]
/** Longer than any `TIME stdout TAGS `: what has none by then is no line of a runtime. */
const headMost = 128
const timed = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d+))?(Z|[+-]\d{2}:\d{2})$/

export class CriText {
  #where: 'head' | 'text' | 'rubbish' = 'head'
  /** Of the head that is on its way. */
  #head = ''
  #spaces = 0
  /** Whether the line of now is a part, and whether it has said anything. */
  #part = false
  #said = false
  /** The line goes on where the one before it ended. */
  #joins = false

  /** The last line was a part: the rest of it is elsewhere. */
  get unfinished(): boolean {
    return this.#joins || (this.#where === 'text' && this.#part)
  }

  take(piece: Uint8Array): Uint8Array {
    const out: Uint8Array[] = []
    let at = 0
    while (at < piece.length)
      at = this.#where === 'head' ? this.#readHead(piece, at, out) : this.#readText(piece, at, out)
    return Buffer.concat(out)
  }

  #readHead(piece: Uint8Array, from: number, out: Uint8Array[]): number {
    for (let at = from; at < piece.length; at++) {
      const byte = piece[at] ?? newline
      if (byte === newline) {
        this.#begin('head')
        return at + 1
      }
      this.#head += String.fromCharCode(byte)
      if (byte === space) this.#spaces += 1
      if (this.#spaces === 3) {
        this.#headIsThere(out)
        return at + 1
      }
      if (this.#head.length >= headMost) {
        this.#begin('rubbish')
        return at + 1
      }
    }
    return piece.length
  }

  #headIsThere(out: Uint8Array[]): void {
    const [time = '', stream, tags = ''] = this.#head.split(' ')
    const asTold = stream === 'stdout' || stream === 'stderr' ? timeAsTold(time) : undefined
    this.#begin(asTold === undefined ? 'rubbish' : 'text')
    if (asTold === undefined) return
    this.#part = tags.split(':', 1)[0] === 'P'
    this.#said = false
    if (!this.#joins) out.push(Buffer.from(`${asTold} `))
  }

  #readText(piece: Uint8Array, from: number, out: Uint8Array[]): number {
    const end = piece.indexOf(newline, from)
    const to = end < 0 ? piece.length : end
    if (this.#where === 'text' && to > from) {
      out.push(piece.subarray(from, to))
      this.#said = true
    }
    if (end < 0) return to
    if (this.#where === 'text') {
      if (!this.#part) out.push(Uint8Array.of(newline))
      // The kubelet takes what follows an empty part for a line of its own.
      this.#joins = this.#part && this.#said
    }
    this.#begin('head')
    return end + 1
  }

  #begin(where: 'head' | 'text' | 'rubbish'): void {
    this.#where = where
    this.#head = ''
    this.#spaces = 0
  }
}

/** With nine decimals, and `Z` for no offset, as Go prints it; undefined: it is no time. */
function timeAsTold(time: string): string | undefined {
  const [, second, decimals = '', zone] = timed.exec(time) ?? []
  if (second === undefined || zone === undefined || !Number.isFinite(Date.parse(`${second}${zone}`))) return undefined
  return `${second}.${decimals.slice(0, 9).padEnd(9, '0')}${/[1-9]/.test(zone) ? zone : 'Z'}`
}
