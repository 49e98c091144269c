/** An answer that is written as it comes: waits for a slow reader, and tells when the reader is gone. */
import { PassThrough } from 'node:stream'

export interface Outlet {
  /** For `reply.send`. */
  readonly stream: PassThrough
  /** Aborts when the reader has closed the connection, or the answer is over. */
  readonly gone: AbortSignal
  /** Resolves when there is room for more; false: nobody reads any longer. */
  write(text: string): Promise<boolean>
  /** Writes only when nothing waits for the reader; false: it was not written. */
  offer(text: string): boolean
  end(): void
  /** Breaks the connection off, so that half an answer is not taken for a whole one. */
  fail(error: Error): void
}

export function openOutlet(): Outlet {
  const stream = new PassThrough()
  const over = new AbortController()
  stream.on('close', () => over.abort())
  // The reader going away in the middle is no error of ours; `fail` is told to Fastify by the same event.
  stream.on('error', () => over.abort())
  const isOpen = () => !over.signal.aborted && !stream.destroyed
  return {
    stream,
    gone: over.signal,
    write: async text => {
      if (!isOpen()) return false
      if (!stream.write(text)) await roomIn(stream)
      return isOpen()
    },
    offer: text => {
      if (!isOpen() || stream.writableNeedDrain) return false
      stream.write(text)
      return true
    },
    end: () => {
      if (isOpen()) stream.end()
    },
    fail: error => stream.destroy(error),
  }
}

const roomIn = (stream: PassThrough): Promise<void> =>
  new Promise(resolve => {
    const done = () => {
      stream.off('drain', done)
      stream.off('close', done)
      resolve()
    }
    stream.on('drain', done)
    stream.on('close', done)
  })
