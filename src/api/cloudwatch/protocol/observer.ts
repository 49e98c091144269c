/** What the endpoint tells whoever counts and logs. Listeners must neither block nor throw. */
import type { Instant } from '../../../model/index.ts'

export interface AwsAnswered {
  /** Signing name of the service, `''` when none was meant that we know. */
  readonly service: string
  /** `''` for an operation that we do not have: the name is the caller's text and not to be counted by. */
  readonly operation: string
  /** `''` when the call succeeded. */
  readonly errorType: string
  /** Of the body as sent; 0 when it was refused unread. */
  readonly bytesIn: number
  readonly started: Instant
  readonly ended: Instant
}

/** A bug of ours: the caller got InternalFailure with this request id. */
export interface AwsFault {
  readonly requestId: string
  readonly operation: string
  readonly error: unknown
}

export interface AwsObserver {
  answered?(answered: AwsAnswered): void
  faulted?(fault: AwsFault): void
}
