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

/**
 * The messages that follow one another and are of one cell, together: timestamps that ascend make one piece for each cell. `written` holds the
 * messages in order, each with its length before it (LEB128), in parts of whole messages.
 */
export function byCell(timestamps: readonly number[], written: readonly Uint8Array[]): readonly CellPiece[] {
  const first = cellOf(timestamps[0])
  if (isWithin(timestamps, first)) return [{ cell: first, lines: timestamps.length, bytes: written }]
  const pieces: { cell: number; lines: number; bytes: Uint8Array[] }[] = []
  let index = 0
  for (const part of written) {
    for (let at = 0; at < part.length; ) {
      const [from, before] = [at, index]
      const cell = cellOf(timestamps[index])
      do {
        at = endOfMessage(part, at)
        index += 1
      } while (at < part.length && isIn(cell, timestamps[index]))
      const bytes = part.subarray(from, at)
      const last = pieces.at(-1)
      if (last?.cell === cell) {
        last.lines += index - before
        last.bytes.push(bytes)
      } else pieces.push({ cell, lines: index - before, bytes: [bytes] })
    }
  }
  return pieces
}

const isIn = (cell: number, timestamp = 0): boolean => timestamp >= cell && timestamp < cell + cellLength

function isWithin(timestamps: readonly number[], cell: number): boolean {
  for (const timestamp of timestamps) if (!isIn(cell, timestamp)) return false
  return true
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
