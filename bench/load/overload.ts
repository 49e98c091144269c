/**
 * Many connections that never wait longer than they must: what a cluster does when every agent catches up at once. Batches are made
 * beforehand and sent over and over, so that the load generator can outrun the server.
 */
import { type Batch, type Connection, connect, type Key, readCall, signed } from '../wire/index.ts'

export interface OverloadReport {
  /** Accepted events in each of `slices` equal parts of the time. */
  readonly acceptedBySlice: readonly number[]
  readonly accepted: number
  readonly throttled: number
  /** Connections that broke or answers that were neither 200 nor "slow down", in words. */
  readonly trouble: readonly string[]
}

export interface OverloadOptions {
  readonly url: string
  readonly key: Key
  readonly connections: number
  /** Milliseconds. */
  readonly length: number
  readonly slices: number
}

export async function overload(batches: readonly Batch[], options: OverloadOptions): Promise<OverloadReport> {
  const { host } = new URL(options.url)
  const accepted = new Array<number>(options.slices).fill(0)
  const trouble: string[] = []
  let throttled = 0
  const connections = await Promise.all(Array.from({ length: options.connections }, () => connect(options.url)))
  const began = performance.now()
  const work = async (connection: Connection, first: number): Promise<void> => {
    for (let at = first; performance.now() - began < options.length; at++) {
      const batch = batches[at % batches.length] as Batch
      try {
        const answer = await connection.send(...signed(batch, host, options.key, new Date()))
        const passed = performance.now() - began
        if (answer.status === 200) {
          const slice = Math.min(options.slices - 1, Math.floor((passed / options.length) * options.slices))
          accepted[slice] = (accepted[slice] as number) + batch.events
        } else if (readCall(answer.status, answer.body).error === 'ThrottlingException' && answer.status === 400)
          throttled++
        else trouble.push(`${answer.status} ${answer.body.toString('utf8', 0, 200)}`)
      } catch (error) {
        trouble.push((error as Error).message)
        return
      }
    }
  }
  await Promise.all(connections.map((connection, at) => work(connection, at * 7)))
  for (const connection of connections) connection.close()
  return { acceptedBySlice: accepted, accepted: accepted.reduce((sum, n) => sum + n, 0), throttled, trouble }
}
