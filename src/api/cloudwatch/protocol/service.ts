/** What an AWS service is to the endpoint: a prefix, a signing name and a register of operations. */
import type { Result } from '../../../model/index.ts'
import type { Caller, Need } from '../../auth/index.ts'
import type { AwsError } from './error.ts'
import { type Shape, validate } from './shape.ts'

/** Everything of a call that is not its input. */
export interface AwsCall {
  readonly requestId: string
  /** Of the caller's credential scope; echoed in ARNs. */
  readonly region: string
  /** 12 digits. */
  readonly account: string
  readonly caller: Caller
  /** Bytes of the body after unpacking: no text in the input is longer than this in UTF-8. */
  readonly bodyBytes: number
  /** A header of the request, by its name in lower case. */
  header(name: string): string | undefined
  /** SHA-256 of the body as it came, hexadecimal. To be asked before the operation waits for anything: then the body is let go. */
  bodyDigest(): string
  /** The client has closed the connection: no answer will be heard. */
  readonly gone: boolean
  /** Aborts when the client closes the connection before it was answered. Made when first read. */
  readonly signal: AbortSignal
}

export interface Operation {
  /** What the caller's role must hold. */
  readonly need: Need
  /** What its body may have, as sent and unpacked; absent: `limits.awsBodyBytes`. */
  readonly bodyBytes?: number
  /** The value of an ok answer goes through JSON.stringify (members that are undefined are left out), or is an `EventStream` and goes on. */
  run(input: unknown, call: AwsCall): Promise<Result<object, AwsError>>
  /** Makes an input of a form's tree. */
  fromForm?(tree: unknown): unknown
}

export interface AwsService {
  /** The part of `X-Amz-Target` before the dot. */
  readonly targetPrefix: string
  readonly signingName: string
  /** The namespace of its XML; absent: it does not speak AWS Query. */
  readonly xmlNamespace?: string
  /** `Version` of its calls in AWS Query: tells it where no signature does. */
  readonly queryVersion?: string
  /** Before the types of its errors, in JSON and CBOR: `com.example#`. */
  readonly errorNamespace?: string
  readonly operations: ReadonlyMap<string, Operation>
  /** Operations that the real service has and this one leaves out on purpose, and why, as their caller reads it. */
  readonly leftOut?: ReadonlyMap<string, string>
}

/** An operation whose input has been held against its shape. */
export function operation<T>(
  need: Need,
  shape: Shape<T>,
  run: (input: T, call: AwsCall) => Promise<Result<object, AwsError>>,
): Operation {
  return {
    need,
    fromForm: tree => shape.fromForm?.(tree) ?? tree,
    async run(input, call) {
      const checked = validate(shape, input)
      return checked.ok ? run(checked.value, call) : checked
    },
  }
}
