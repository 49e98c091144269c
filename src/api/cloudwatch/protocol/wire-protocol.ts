/** The door for ways to write the same call: AWS JSON, Query and CBOR. */
import type { IncomingHttpHeaders } from 'node:http'
import type { Result } from '../../../model/index.ts'
import type { AwsError } from './error.ts'

/** What is called: by the name of a service and an operation, or (where the body says the operation) by the signature alone. */
export type Target = { readonly prefix: string; readonly operation: string } | { readonly signingName: string }

export interface Decoded {
  readonly input: unknown
  /** Where the body says it. */
  readonly operation?: string
  /** Of the service's API, where the body says it. */
  readonly version?: string
  /** All values are texts, lists and maps are trees: the operation's shape makes an input of it. */
  readonly isForm?: boolean
}

/** What an answer says of its call. */
export interface Answering {
  readonly operation: string
  readonly requestId: string
  /** Of XML. */
  readonly namespace: string
  /** Before the type of an error: `com.example#`; `''`: none. */
  readonly errorNamespace: string
}

export interface WireProtocol {
  /** What is called, when the request is written in this protocol. */
  target(headers: IncomingHttpHeaders, url: string): Target | undefined
  /** The unpacked body as an input; an empty body is an empty input. */
  decode(body: Buffer, url?: string): Result<Decoded, AwsError>
  contentType(headers: IncomingHttpHeaders): string
  /** On every answer. */
  readonly headers?: Readonly<Record<string, string>>
  encode(answer: object, about: Answering): string | Uint8Array
  encodeError(error: AwsError, about: Answering): string | Uint8Array
}

/** The type with its namespace, unless it brings one. */
export const typeOf = ({ type, namespaced }: AwsError, namespace: string): string => namespaced ?? `${namespace}${type}`

/** The error's name in AWS Query. */
export const queryCodeOf = ({ type, queryCode }: AwsError): string => queryCode ?? type.replace(/Exception$/, '')
