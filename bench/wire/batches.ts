/** PutLogEvents bodies made of the mix: one stream (pod) a batch, as the protocol wants, up to a bound of bytes or of events. */
import { type MixOptions, mixChunks, mixPods, type Pod } from '../mix/index.ts'
import type { Prepared } from './calls.ts'
import { sha256 } from './sign.ts'

export interface Batch extends Prepared {
  readonly events: number
  /** UTF-8 bytes of the messages alone: what "MB of bare lines" counts. */
  readonly messageBytes: number
}

export interface BatchOptions extends MixOptions {
  readonly group: string
  /** As PutLogEvents counts: UTF-8 bytes and 26 more for each event. 1,048,576 is the protocol's bound. */
  readonly maxBytes: number
  readonly maxEvents: number
}

interface Filling {
  events: string[]
  counted: number
  messageBytes: number
}

export function* mixBatches(options: BatchOptions): Generator<Batch> {
  const pods = mixPods(options)
  const filling = pods.map((): Filling => ({ events: [], counted: 0, messageBytes: 0 }))
  const take = (at: number): Batch => {
    const { events, messageBytes } = filling[at] as Filling
    filling[at] = { events: [], counted: 0, messageBytes: 0 }
    const names = `"logGroupName":${JSON.stringify(options.group)},"logStreamName":${JSON.stringify((pods[at] as Pod).name)}`
    const body = Buffer.from(`{${names},"logEvents":[${events.join(',')}]}`)
    return { operation: 'PutLogEvents', body, bodyHash: sha256(body), events: events.length, messageBytes }
  }
  for (const chunk of mixChunks(options)) {
    for (let at = 0; at < chunk.messages.length; at++) {
      const message = chunk.messages[at] as string
      const size = Buffer.byteLength(message)
      const pod = chunk.pods[at] as number
      const full = filling[pod] as Filling
      if (
        full.events.length > 0 &&
        (full.counted + size + 26 > options.maxBytes || full.events.length >= options.maxEvents)
      )
        yield take(pod)
      const into = filling[pod] as Filling
      into.events.push(`{"timestamp":${chunk.timestamps[at]},"message":${JSON.stringify(message)}}`)
      into.counted += size + 26
      into.messageBytes += size
    }
  }
  for (let pod = 0; pod < filling.length; pod++) if ((filling[pod] as Filling).events.length > 0) yield take(pod)
}
