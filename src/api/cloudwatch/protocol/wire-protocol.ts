/** The door for ways to write the same call: AWS JSON today, Query and CBOR when metrics come. */
import type { IncomingHttpHeaders } from 'node:http'
import type { Result } from '../../../model/index.ts'
import type { AwsError } from './error.ts'

export interface WireProtocol {
  /** What is called, when the request is written in this protocol. */
  target(headers: IncomingHttpHeaders, url: string): { readonly prefix: string; readonly operation: string } | undefined
  /** The unpacked body as an input; an empty body is an empty input. */
  decode(body: Buffer): Result<unknown, AwsError>
  contentType(headers: IncomingHttpHeaders): string
  encode(answer: object): string
  encodeError(error: AwsError): string
}
