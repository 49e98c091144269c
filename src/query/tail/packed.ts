/**
 * Events of one batch outside of the heap: their texts in UTF-8, one after the other, and where each ends. Whoever collects events holds them
 * for a while, many megabytes a second; as texts and objects of the heap the collector would mark and move them all that time.
 */
import { type Instant, instant } from '../../model/index.ts'
import type { CommittedBatch } from '../../store/logs/index.ts'

/** What was picked of a batch before it has a number. */
export interface Packed {
  /** Ms; NaN: the event has the time of its arrival. */
  readonly timestamps: Float64Array
  /** Place in the batch. */
  readonly indexes: Uint32Array
  /** Where each text ends. */
  readonly ends: Uint32Array
  readonly texts: Uint8Array
}

/** Where texts are written before it is known how long they are: one for all packers, which work one after the other. */
export class Scratch {
  #bytes: Buffer = Buffer.alloc(0)

  /** With room for `text` at `at`, and what lies before it as it was. */
  for(text: string, at: number): Buffer {
    const most = at + text.length * 3
    if (most > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(65_536, most * 2))
      larger.set(this.#bytes.subarray(0, at))
      this.#bytes = larger
    }
    return this.#bytes
  }
}

/** Makes one pack after the other; what it gives away holds exactly what is in it. */
export class Packer {
  readonly #scratch: Scratch
  #texts: string[] = []
  #timestamps: number[] = []
  #indexes: number[] = []

  constructor(scratch: Scratch) {
    this.#scratch = scratch
  }

  add(index: number, timestamp: number | undefined, text: string): void {
    this.#indexes.push(index)
    this.#timestamps.push(timestamp ?? Number.NaN)
    this.#texts.push(text)
  }

  /** What was added since the last time; undefined: nothing. Lone surrogates become U+FFFD, as in the store. */
  finish(): Packed | undefined {
    const [texts, count] = [this.#texts, this.#texts.length]
    if (count === 0) return undefined
    const ends: number[] = []
    let at = 0
    for (const text of texts) {
      at += this.#scratch.for(text, at).write(text, at)
      ends.push(at)
    }
    // One piece of memory for all four.
    const memory = new ArrayBuffer(count * 16 + at)
    const packed = {
      timestamps: new Float64Array(memory, 0, count),
      indexes: new Uint32Array(memory, count * 8, count),
      ends: new Uint32Array(memory, count * 12, count),
      texts: new Uint8Array(memory, count * 16),
    }
    packed.timestamps.set(this.#timestamps)
    packed.indexes.set(this.#indexes)
    packed.ends.set(ends)
    if (at > 0) packed.texts.set(this.#scratch.for('', 0).subarray(0, at))
    this.#texts = []
    this.#timestamps = []
    this.#indexes = []
    return packed
  }
}

/** The same events with their texts changed. */
export function withTexts(packed: Packed, change: (text: string) => string): Packed {
  const { timestamps, indexes, ends } = packed
  const text = bufferOf(packed)
  const changed = Array.from(ends, (end, place) =>
    Buffer.from(change(text.toString('utf8', place === 0 ? 0 : ends[place - 1], end))),
  )
  let at = 0
  const moved = changed.map(({ length }) => (at += length))
  return { timestamps, indexes, ends: Uint32Array.from(moved), texts: Buffer.concat(changed) }
}

/** Of one durable batch, in its order, at least one. */
export class PackedEvents {
  readonly batch: string
  readonly groupId: number
  readonly stream: string
  readonly ingestionTime: Instant
  readonly count: number
  /** Of all messages, in UTF-8, one after the other. */
  readonly texts: Buffer
  readonly #packed: Packed
  readonly #id: CommittedBatch['id']

  constructor({ batch, groupId, streamName, ingestionTime, id }: CommittedBatch, packed: Packed) {
    this.batch = batch
    this.groupId = groupId
    this.stream = streamName
    this.ingestionTime = ingestionTime
    this.count = packed.ends.length
    this.texts = bufferOf(packed)
    this.#packed = packed
    this.#id = id
  }

  /** Where in `texts` the message ends; before the first, at -1: 0. */
  endAt(place: number): number {
    return place < 0 ? 0 : (this.#packed.ends[place] ?? 0)
  }

  /** Its place in the batch. */
  indexAt(place: number): number {
    return this.#packed.indexes[place] ?? 0
  }

  timestampAt(place: number): Instant {
    const own = this.#packed.timestamps[place] ?? Number.NaN
    return Number.isNaN(own) ? this.ingestionTime : instant(own)
  }

  arrivedAt(): Instant {
    return this.ingestionTime
  }

  idAt(place: number): string {
    return this.#id(this.timestampAt(place), this.indexAt(place))
  }
}

const bufferOf = ({ texts }: Packed): Buffer => Buffer.from(texts.buffer, texts.byteOffset, texts.length)
