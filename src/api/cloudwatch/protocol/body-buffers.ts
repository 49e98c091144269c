/**
 * Buffers for request bodies, used again and again: a body of a megabyte would otherwise be mapped, faulted in and unmapped
 * for each request. Sizes are powers of two; at most `limits.awsIdleBufferBytes` wait unused.
 */
import { limits } from '../../../limits.ts'

const smallest = 65_536

export class BodyBuffers {
  private readonly idle = new Map<number, Buffer[]>()
  private idleBytes = 0

  /** At least `bytes` long, with old contents. */
  take(bytes: number): Buffer {
    const size = sizeFor(bytes)
    const buffer = this.idle.get(size)?.pop()
    if (buffer === undefined) return Buffer.allocUnsafeSlow(size)
    this.idleBytes -= size
    return buffer
  }

  /** Gives back what `take` gave; nobody may read it afterwards. */
  give(buffer: Buffer): void {
    if (this.idleBytes + buffer.length > limits.awsIdleBufferBytes) return
    this.idleBytes += buffer.length
    const shelf = this.idle.get(buffer.length)
    if (shelf === undefined) this.idle.set(buffer.length, [buffer])
    else shelf.push(buffer)
  }
}

function sizeFor(bytes: number): number {
  let size = smallest
  while (size < bytes) size *= 2
  return size
}
