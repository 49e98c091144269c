/**
 * Sends batches over several connections, one request in flight on each: a closed loop, or paced by a clock. A caller that is told
 * to slow down waits and sends the batch again, as every real client does; its wait counts.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Batch, type Connection, connect, type Key, readCall, signed } from '../wire/index.ts'

export interface PumpOptions {
  readonly url: string
  readonly key: Key
  readonly connections: number
  /** Batches a second over all connections; without it each connection sends as soon as it has its answer. */
  readonly pace?: number
  /** Sign everything before the clock starts: the signing of a hundred clients is not this machine's work. Good for some minutes. */
  readonly presign?: boolean
  /** Milliseconds before a throttled batch is sent again. */
  readonly backOff?: number
}

export interface PumpReport {
  readonly seconds: number
  readonly batches: number
  readonly events: number
  readonly messageBytes: number
  readonly throttled: number
  /** Milliseconds from when a batch was due to its acknowledgement, waits and repeats included. */
  readonly latencies: readonly number[]
}

export async function pump(batches: Iterable<Batch>, options: PumpOptions): Promise<PumpReport> {
  const { host } = new URL(options.url)
  const sign = (batch: Batch) => ({ batch, parts: signed(batch, host, options.key, new Date()) })
  const queue = options.presign ? Array.from(batches, sign).values() : mapped(batches, sign)
  const latencies: number[] = []
  const sum = { batches: 0, events: 0, messageBytes: 0, throttled: 0 }
  const connections = await Promise.all(Array.from({ length: options.connections }, () => connect(options.url)))
  const began = performance.now()
  let taken = 0

  const work = async (connection: Connection): Promise<void> => {
    for (;;) {
      const next = queue.next()
      if (next.done) return
      const { batch, parts } = next.value
      const due = options.pace === undefined ? performance.now() : began + (taken++ / options.pace) * 1000
      if (due > performance.now()) await sleep(due - performance.now())
      for (;;) {
        const answer = await connection.send(...parts)
        if (answer.status === 200) break
        const { error, json } = readCall(answer.status, answer.body)
        if (error !== 'ThrottlingException')
          throw new Error(`PutLogEvents answered ${answer.status} ${JSON.stringify(json)}`)
        sum.throttled++
        await sleep(options.backOff ?? 100)
      }
      latencies.push(performance.now() - due)
      sum.batches++
      sum.events += batch.events
      sum.messageBytes += batch.messageBytes
    }
  }
  await Promise.all(connections.map(work))
  const seconds = (performance.now() - began) / 1000
  for (const connection of connections) connection.close()
  return { seconds, ...sum, latencies }
}

function* mapped<From, To>(from: Iterable<From>, to: (each: From) => To): Generator<To> {
  for (const each of from) yield to(each)
}
