/** Which of a batch's messages belong to which cell. Pure. */

/** Milliseconds; as the log table is ordered. */
export const cellLength = 600_000

/** The beginning of the cell in which this time lies (epoch milliseconds). */
export const cellOf = (timestamp = 0): number => Math.floor(timestamp / cellLength) * cellLength

export interface CellPiece {
  readonly cell: number
  readonly lines: number
  readonly bytes: readonly Uint8Array[]
}

/** Each run of messages of one cell within each part. `timestamps` ascend; `written` holds the messages, each with its length before it (LEB128). */
export function* byCell(timestamps: readonly number[], written: readonly Uint8Array[]): Generator<CellPiece> {
  let index = 0
  for (const part of written) {
    for (let at = 0; at < part.length; ) {
      const [from, first] = [at, index]
      const cell = cellOf(timestamps[index])
      const until = cell + cellLength
      do {
        at = endOfMessage(part, at)
        index += 1
      } while (at < part.length && (timestamps[index] ?? 0) < until)
      yield { cell, lines: index - first, bytes: [part.subarray(from, at)] }
    }
  }
}

function endOfMessage(part: Uint8Array, start: number): number {
  let [at, length, weight] = [start, 0, 1]
  for (;;) {
    const byte = part[at++] ?? 0
    length += (byte & 127) * weight
    weight *= 128
    if (byte < 128) return at + length
  }
}
