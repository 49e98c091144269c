/**
 * Reads a request's body within bounds. What is refused is still read to its end (and thrown away), because a client that is
 * cut off while it sends sees a broken connection instead of our answer.
 */
import type { IncomingMessage } from 'node:http'
import { limits } from '../../../limits.ts'
import type { Instant } from '../../../model/index.ts'
import type { BodyBudget } from './body-budget.ts'
import type { BodyBuffers } from './body-buffers.ts'
import type { ComingBody, SlowBodies } from './slow-bodies.ts'

export type BodyRead =
  /** `free` must be called once, when nobody reads `bytes` any more. */
  | { readonly kind: 'body'; readonly bytes: Buffer; free(): void }
  /** `endless`: it was not even read to its end, so the connection cannot be used again. */
  | { readonly kind: 'too-large'; readonly endless: boolean }
  | { readonly kind: 'over-budget'; readonly endless: boolean }
  | { readonly kind: 'aborted' }

/** What all bodies share. */
export interface BodyRoom {
  readonly budget: BodyBudget
  readonly buffers: BodyBuffers
  readonly slow: SlowBodies
}

/** A body of at most `most` bytes. */
export function readBody(req: IncomingMessage, room: BodyRoom, most: number): Promise<BodyRead> {
  return new Promise(resolve => new BodyReader(req, room, most, resolve).start())
}

class BodyReader implements ComingBody {
  readonly since: Instant
  seat = -1
  private readonly req: IncomingMessage
  private readonly budget: BodyBudget
  private readonly buffers: BodyBuffers
  private readonly slow: SlowBodies
  private readonly most: number
  private readonly resolve: (read: BodyRead) => void
  private readonly chunks: Buffer[] = []
  /** Where a body of known length, longer than one chunk, is put together. */
  private whole: Buffer | undefined
  private declared = 0
  private length = 0
  private reserved = 0
  private refused: 'too-large' | 'over-budget' | undefined
  private settled = false

  constructor(
    req: IncomingMessage,
    { budget, buffers, slow }: BodyRoom,
    most: number,
    resolve: (read: BodyRead) => void,
  ) {
    this.most = most
    this.req = req
    this.budget = budget
    this.buffers = buffers
    this.slow = slow
    this.since = slow.now()
    this.resolve = resolve
  }

  received(): number {
    return this.length
  }

  giveUp(): void {
    this.refuse('over-budget')
  }

  start(): void {
    const { req } = this
    if (req.destroyed && !req.complete) {
      this.settle({ kind: 'aborted' })
      return
    }
    this.declared = Number(req.headers['content-length'] ?? 0)
    if (this.declared > this.most) this.refused = 'too-large'
    else if (this.declared > 0) this.reserve(this.declared)
    req.on('data', this.onData)
    req.on('end', this.onEnd)
    req.on('error', this.onGone)
    req.on('close', this.onGone)
  }

  private readonly onData = (chunk: Buffer): void => {
    this.length += chunk.length
    if (this.refused === undefined && this.length > this.most) this.refuse('too-large')
    if (this.refused === undefined && this.length > this.reserved) this.reserve(chunk.length)
    if (this.refused !== undefined) {
      if (this.length > limits.awsDrainBytes) this.settle({ kind: this.refused, endless: true })
      return
    }
    if (this.declared > chunk.length) {
      this.whole ??= this.buffers.take(this.declared)
      chunk.copy(this.whole, this.length - chunk.length)
    } else this.chunks.push(chunk)
  }

  private readonly onEnd = (): void => {
    if (this.refused !== undefined) {
      this.settle({ kind: this.refused, endless: false })
      return
    }
    const bytes = this.whole?.subarray(0, this.length) ?? this.joined()
    this.settle({ kind: 'body', bytes, free: () => this.free() })
  }

  private readonly onGone = (): void => {
    if (this.settled) return
    this.free()
    this.settle({ kind: 'aborted' })
  }

  private joined(): Buffer {
    return this.chunks.length === 1 ? this.chunks[0]! : Buffer.concat(this.chunks)
  }

  private reserve(bytes: number): void {
    if (!this.budget.tryReserve(bytes) && !(this.slow.makeRoom() && this.budget.tryReserve(bytes))) {
      this.refuse('over-budget')
      return
    }
    // One that gave up a moment ago to make this very room takes none.
    if (this.refused !== undefined) {
      this.budget.release(bytes)
      return
    }
    this.reserved += bytes
    this.slow.add(this)
  }

  private refuse(why: 'too-large' | 'over-budget'): void {
    this.refused = why
    this.free()
  }

  private free(): void {
    if (this.reserved > 0) this.budget.release(this.reserved)
    this.reserved = 0
    this.chunks.length = 0
    if (this.whole !== undefined) this.buffers.give(this.whole)
    this.whole = undefined
  }

  private settle(read: BodyRead): void {
    if (this.settled) return
    this.settled = true
    this.slow.remove(this)
    // Data keeps flowing into nothing after an `endless` refusal until the answer is out and the socket is closed.
    this.resolve(read)
  }
}
