/**
 * What stands in a journal's file. Frames of 32 bytes and a payload, one behind the other: first the head (which table, which columns, under
 * which token its rows go in), then one for each block. All frames of one filling bear its number, since files are written over: behind the
 * last frame may stand older ones. A frame that was not written whole, or of another filling, ends it; what stands before it counts.
 *
 * A frame's numbers, each UInt32 little-endian: magic, kind (0 head, 1 block), filling (two halves), place, payload's bytes, the payload's
 * CRC-32, and the CRC-32 of the 28 bytes before.
 */
import { crc32 } from 'node:zlib'
import type { Target } from '../insert.ts'

export interface Filling {
  /** Of the insert that takes all blocks. */
  readonly head: Target
  /** Blocks of the Native format, in the order in which they were acknowledged. */
  readonly blocks: readonly Uint8Array[]
}

/** Tells one filling of a file from the others: 64 random bits. */
export interface FillingNumber {
  readonly high: number
  readonly low: number
}

export const frameBytes = 32
const magic = 0x314a_474d
const [headKind, blockKind] = [0, 1]

export const headFrame = (filling: FillingNumber, head: Target): Buffer =>
  frame(filling, headKind, 0, [Buffer.from(JSON.stringify(head))])

/** `place`: 1 for a filling's first block. The chunks are copied. */
export const blockFrame = (filling: FillingNumber, place: number, chunks: readonly Uint8Array[]): Buffer =>
  frame(filling, blockKind, place, chunks)

/** The block in a frame that `blockFrame` made: its memory, not a copy. */
export const blockOf = (made: Buffer): Uint8Array => made.subarray(frameBytes)

/** What stands over a file's beginning when its blocks are stored. */
export const noFrame = Buffer.alloc(frameBytes)

/** Undefined: there is nothing that was acknowledged. Never throws. */
export function readFilling(file: Buffer): Filling | undefined {
  const first = readFrame(file, 0)
  if (first === undefined || first.kind !== headKind || first.place !== 0) return
  const head = headOf(first.payload)
  if (head === undefined) return
  const blocks: Uint8Array[] = []
  for (let at = first.end; ; ) {
    const next = readFrame(file, at)
    if (next === undefined || next.kind !== blockKind || next.place !== blocks.length + 1) break
    if (next.high !== first.high || next.low !== first.low) break
    blocks.push(next.payload)
    at = next.end
  }
  return blocks.length === 0 ? undefined : { head, blocks }
}

function frame({ high, low }: FillingNumber, kind: number, place: number, chunks: readonly Uint8Array[]): Buffer {
  const bytes = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
  const made = Buffer.allocUnsafeSlow(frameBytes + bytes)
  let at = frameBytes
  for (const chunk of chunks) {
    made.set(chunk, at)
    at += chunk.length
  }
  const numbers = [magic, kind, low, high, place, bytes, crc32(made.subarray(frameBytes))]
  for (const [index, number] of numbers.entries()) made.writeUInt32LE(number, index * 4)
  made.writeUInt32LE(crc32(made.subarray(0, 28)), 28)
  return made
}

interface Frame extends FillingNumber {
  readonly kind: number
  readonly place: number
  readonly payload: Buffer
  readonly end: number
}

function readFrame(file: Buffer, at: number): Frame | undefined {
  if (at + frameBytes > file.length) return
  const number = (index: number): number => file.readUInt32LE(at + index * 4)
  if (number(0) !== magic || number(7) !== crc32(file.subarray(at, at + 28))) return
  const end = at + frameBytes + number(5)
  if (end > file.length) return
  const payload = file.subarray(at + frameBytes, end)
  if (number(6) !== crc32(payload)) return
  return { kind: number(1), low: number(2), high: number(3), place: number(4), payload, end }
}

function headOf(payload: Buffer): Target | undefined {
  try {
    const { table, columns, token } = JSON.parse(payload.toString('utf8')) as Partial<Target>
    const isHead = typeof table === 'string' && typeof token === 'string' && Array.isArray(columns)
    return isHead && columns.every(column => typeof column === 'string') ? { table, columns, token } : undefined
  } catch {
    return
  }
}
