/**
 * What one follower has yet to see. It is filled where batches become durable, so it must be quick and bounded: of what matches, the
 * newest is kept up to a frame, and what falls out is counted, so that the page can say so.
 */
import { limits } from '../../limits.ts'
import type { ApiFollowRate, ApiLogEvent, LogFields } from '../../model/index.ts'
import type { TailedEvent } from '../../query/tail/index.ts'

export class FollowBuffer {
  #events: ApiLogEvent[] = []
  #bytes = 0
  /** Since the last frame. */
  #tried = 0
  #matched = 0
  #untried = 0
  /** Since the last rate. */
  #seen = 0
  #sampledOut = 0

  /** For `Tail.take`. */
  take({ id, group, stream, timestamp, ingestionTime, message }: TailedEvent, fields: () => LogFields): void {
    this.#matched += 1
    this.#keep({ id, group, stream, timestamp, ingestionTime, message, ...fields() })
  }

  /** For `Tail.passed`. */
  passed(tried: number, untried: number): void {
    this.#tried += tried
    this.#untried += untried
  }

  /** The next frame, in the order in which events came; a new stretch of counting begins. */
  frame(): readonly ApiLogEvent[] {
    this.#settle()
    const events = this.#events
    this.#events = []
    this.#bytes = 0
    return events
  }

  /** What came in `ms` since this was asked before. Take it only when it can be sent: it begins anew. */
  rate(ms: number): ApiFollowRate {
    this.#settle()
    const rate = { eventsPerSecond: Math.round((this.#seen * 10_000) / ms) / 10, sampledOut: this.#sampledOut }
    this.#seen = 0
    this.#sampledOut = 0
    return rate
  }

  #keep(event: ApiLogEvent): void {
    this.#events.push(event)
    this.#bytes += event.message.length
    while (
      this.#events.length > 1 &&
      (this.#events.length > limits.followFrameEvents || this.#bytes > limits.followFrameBytes)
    ) {
      this.#bytes -= this.#events.shift()?.message.length ?? 0
      this.#sampledOut += 1
    }
  }

  /** Of what was not tried, as many are thought to match as of what was. */
  #settle(): void {
    const guessed = this.#tried === 0 ? 0 : Math.round((this.#untried * this.#matched) / this.#tried)
    this.#seen += this.#matched + guessed
    this.#sampledOut += guessed
    this.#tried = 0
    this.#matched = 0
    this.#untried = 0
  }
}
