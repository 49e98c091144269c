/** Events on their way, made one by one when somebody asks for them: what waits for a receiver may be many megabytes, and lies outside of the heap. */
import type { Instant } from '../../model/index.ts'

export interface OutgoingEvent {
  /** Unique, and the same at every try: a receiver knows by it what it has already. */
  readonly id: string
  readonly stream: string
  readonly timestamp: Instant
  readonly arrived: Instant
  readonly message: string
}

/** Where events lie: those of one stream, in the order in which they came. */
export interface EventSource {
  readonly stream: string
  /** Of all its messages, in UTF-8, one after the other. */
  readonly texts: Buffer
  /** Where in `texts` the message ends; before the first, at -1: 0. */
  endAt(place: number): number
  idAt(place: number): string
  timestampAt(place: number): Instant
  arrivedAt(place: number): Instant
}

export const bytesAt = (source: EventSource, place: number): number => source.endAt(place) - source.endAt(place - 1)

/** Those at `from` up to `to` (exclusive), at least one. */
export interface Piece {
  readonly source: EventSource
  readonly from: number
  readonly to: number
}

/** The events of one message: can be gone through as often as needed, each time made anew. */
export class Events implements Iterable<OutgoingEvent> {
  readonly length: number
  /** Of their messages in UTF-8. */
  readonly bytes: number
  /** Where they lie, in their order. */
  readonly pieces: readonly Piece[]

  constructor(pieces: readonly Piece[]) {
    let [length, bytes] = [0, 0]
    for (const { source, from, to } of pieces) {
      length += to - from
      bytes += source.endAt(to - 1) - source.endAt(from - 1)
    }
    this.pieces = pieces
    this.length = length
    this.bytes = bytes
  }

  /** When the first of them arrived; undefined: there are none. */
  get oldest(): Instant | undefined {
    const times = this.pieces.map(({ source, from }) => source.arrivedAt(from))
    return times.reduce<Instant | undefined>((least, at) => (least === undefined || at < least ? at : least), undefined)
  }

  *[Symbol.iterator](): Iterator<OutgoingEvent> {
    for (const { source, from, to } of this.pieces)
      for (let place = from; place < to; place++) yield eventAt(source, place)
  }

  /** Those at `from` up to `to` (exclusive). */
  slice(from: number, to = this.length): Events {
    let before = 0
    const pieces = this.pieces.flatMap(piece => {
      const first = Math.max(piece.from, piece.from + from - before)
      const end = Math.min(piece.to, piece.from + to - before)
      before += piece.to - piece.from
      return first < end ? [{ source: piece.source, from: first, to: end }] : []
    })
    return new Events(pieces)
  }
}

function eventAt(source: EventSource, place: number): OutgoingEvent {
  return {
    id: source.idAt(place),
    stream: source.stream,
    timestamp: source.timestampAt(place),
    arrived: source.arrivedAt(place),
    message: source.texts.toString('utf8', source.endAt(place - 1), source.endAt(place)),
  }
}

/** Of a list in the order of arrival: a piece for each stream, in the order in which each was met. */
export function listed(events: readonly OutgoingEvent[]): readonly Piece[] {
  return [...Map.groupBy(events, event => event.stream)].map(([stream, own]) => {
    const texts = own.map(({ message }) => Buffer.from(message))
    let end = 0
    const ends = texts.map(({ length }) => (end += length))
    // The texts of the heap may go.
    const about = own.map(({ id, timestamp, arrived }) => ({ id, timestamp, arrived }))
    const one = (place: number) => about[place] as (typeof about)[number]
    const source: EventSource = {
      stream,
      texts: Buffer.concat(texts),
      endAt: place => ends[place] ?? 0,
      idAt: place => one(place).id,
      timestampAt: place => one(place).timestamp,
      arrivedAt: place => one(place).arrived,
    }
    return { source, from: 0, to: own.length }
  })
}
