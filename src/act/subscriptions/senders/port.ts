/** What a sender is, and what all of them are handed. */
import type { Clock, Instant } from '../../../model/index.ts'
import type { Answer } from '../decide.ts'
import type { Outgoing } from '../messages.ts'
import type { FileShelf } from './file.ts'
import type { HttpPoster } from './http-post.ts'

export interface Sender {
  /** As in the metrics' dimension DestinationType. */
  readonly type: string
  /** Which messages wait for each other: those of one place. */
  readonly place: string
  /** Messages on their way at once (count); absent: `limits.deliveryConcurrency`. */
  readonly atOnce?: number
  /** `text`: the JSON of the message, made when it is asked for. */
  send(message: Outgoing, text: () => string, signal: AbortSignal): Promise<Answer>
}

/** Signs a call of AWS: the headers to send. */
export type SignRequest = (
  request: {
    readonly method: string
    readonly url: string
    readonly headers: Readonly<Record<string, string>>
    readonly body: Uint8Array
  },
  credentials: { readonly accessKeyId: string; readonly secretAccessKey: string },
  now: Instant,
) => Record<string, string>

export interface SenderPorts {
  readonly clock: Clock
  readonly poster: HttpPoster
  readonly files: FileShelf
  readonly sign: SignRequest
}
