/**
 * Answers that go on: `application/vnd.amazon.eventstream`, frame after frame until the operation has no more or the caller goes. A frame
 * is u32 length, u32 length of headers, CRC32 of both, headers, payload, CRC32 of everything before; all big endian.
 */
import type { ServerResponse } from 'node:http'
import { crc32 } from 'node:zlib'

/** `name` is the member of the output's union; an exception ends the stream. */
export type StreamFrame =
  | { readonly kind: 'event'; readonly name: string; readonly payload: string }
  | { readonly kind: 'exception'; readonly name: string; readonly message: string }

/** What an operation answers when its answer goes on. The frames are asked for one by one, each when the last one is out. */
export class EventStream {
  readonly frames: AsyncIterable<StreamFrame>

  /** Ending the iteration early must free what it holds: the caller may go at any moment. */
  constructor(frames: AsyncIterable<StreamFrame>) {
    this.frames = frames
  }
}

export const eventStreamType = 'application/vnd.amazon.eventstream'

export function encodeFrame(frame: StreamFrame): Buffer {
  return frame.kind === 'event'
    ? encode({ ':message-type': 'event', ':event-type': frame.name, ':content-type': json }, frame.payload)
    : encode(
        { ':message-type': 'exception', ':exception-type': frame.name, ':content-type': json },
        JSON.stringify({ message: frame.message }),
      )
}

const json = 'application/json'
const stringHeader = 7

function encode(headers: Readonly<Record<string, string>>, payload: string): Buffer {
  const head = Buffer.concat(Object.entries(headers).map(([name, value]) => headerOf(name, value)))
  const length = 12 + head.length + Buffer.byteLength(payload) + 4
  const frame = Buffer.allocUnsafe(length)
  frame.writeUInt32BE(length, 0)
  frame.writeUInt32BE(head.length, 4)
  frame.writeUInt32BE(crc32(frame.subarray(0, 8)), 8)
  head.copy(frame, 12)
  frame.write(payload, 12 + head.length, 'utf8')
  frame.writeUInt32BE(crc32(frame.subarray(0, length - 4)), length - 4)
  return frame
}

function headerOf(name: string, value: string): Buffer {
  const header = Buffer.alloc(1 + name.length + 3 + Buffer.byteLength(value))
  header.writeUInt8(name.length, 0)
  header.write(name, 1, 'latin1')
  header.writeUInt8(stringHeader, 1 + name.length)
  header.writeUInt16BE(Buffer.byteLength(value), 2 + name.length)
  header.write(value, 4 + name.length, 'utf8')
  return header
}

/** Sends the frames as fast as the reader takes them. Resolves when they are over or the reader is gone; rejects with the operation's own fault. */
export async function sendFrames(res: ServerResponse, { frames }: EventStream): Promise<void> {
  for await (const frame of frames) {
    if (res.destroyed) return
    if (!res.write(encodeFrame(frame))) await roomIn(res)
    if (res.destroyed) return
  }
  res.end()
}

function roomIn(res: ServerResponse): Promise<void> {
  return new Promise(resolve => {
    const done = () => {
      res.off('drain', done)
      res.off('close', done)
      resolve()
    }
    res.on('drain', done)
    res.on('close', done)
    if (res.destroyed) done()
  })
}
