/** What an AWS caller is told when a call fails: a type that SDKs switch on, words, and the HTTP status. */

import { limits } from '../../../limits.ts'
import type { Millis } from '../../../model/index.ts'

export interface AwsError {
  /** Without a namespace: some clients compare it byte by byte. */
  readonly type: string
  readonly message: string
  /** 400 for the caller's faults, 500 and 503 for ours. */
  readonly status: 400 | 500 | 503
  /** For services that once spoke AWS Query: the name there (absent: the type without `Exception`), and the status there. */
  readonly queryCode?: string
  readonly queryStatus?: 404 | 409 | 429
  /** The type as JSON and CBOR say it, where its namespace is not the service's. */
  readonly namespaced?: string
  /** What a caller that may try again is told to wait, in the header `Retry-After`; SDKs have waits of their own, agents heed it. */
  readonly retryAfter?: Millis
  /** Members that the service model gives this error beside its message. */
  readonly members?: Readonly<Record<string, unknown>>
}

/** A fault of the caller: HTTP 400. */
export const clientError = (type: string, message: string): AwsError => ({ type, message, status: 400 })

export const invalidParameter = (message: string): AwsError => clientError('InvalidParameterException', message)

/** The body is not what the protocol says: no JSON, wrong UTF-8, a text where a number belongs. */
export const notReadable = (message: string): AwsError => clientError('SerializationException', message)

/** `why`: it is left out on purpose. */
export const unknownOperation = (operation: string, why?: string): AwsError =>
  clientError(
    'UnknownOperationException',
    why ?? (operation === '' ? 'No operation is named.' : `Unknown operation: ${operation}`),
  )

/** "Slow down": every SDK waits and tries again. */
export const throttled: AwsError = {
  ...clientError('ThrottlingException', 'Rate exceeded'),
  retryAfter: limits.slowDownRetryAfter,
}

/** The engine or the settings cannot be reached just now, or the disk is full: worth another try later. */
export const unavailable = (message: string): AwsError => ({
  type: 'ServiceUnavailableException',
  message,
  status: 503,
  retryAfter: limits.slowDownRetryAfter,
})

/** Our own bug; what it was is in our log, never in the answer. */
export const internalFailure: AwsError = {
  type: 'InternalFailure',
  message: 'The request processing has failed because of an unknown error, exception or failure.',
  status: 500,
}
