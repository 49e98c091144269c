/** CloudWatch Logs calls as bytes: signed requests made before the clock starts, and a small client for setting up and checking. */
import { type Connection, connect } from './connection.ts'
import { amzDate, authorization, type Key, sha256 } from './sign.ts'

/** A body with its hash, to be signed later: hashing a megabyte is slow, signing is not, and signatures grow old. */
export interface Prepared {
  readonly operation: string
  readonly body: Buffer
  readonly bodyHash: string
}

export function prepare(operation: string, input: unknown): Prepared {
  const body = Buffer.from(JSON.stringify(input))
  return { operation, body, bodyHash: sha256(body) }
}

/** Head and body of a signed request, as botocore makes it. */
export function signed(
  { operation, body, bodyHash }: Prepared,
  host: string,
  key: Key,
  at: Date,
  /** Headers that the signature leaves out. */
  more: Readonly<Record<string, string>> = {},
): readonly [Buffer, Buffer] {
  const headers = {
    'content-type': 'application/x-amz-json-1.1',
    host,
    'x-amz-date': amzDate(at),
    'x-amz-target': `Logs_20140328.${operation}`,
  }
  const auth = authorization({ method: 'POST', path: '/', headers, bodyHash }, key)
  const lines = Object.entries({ ...headers, ...more }).map(([name, value]) => `${name}: ${value}\r\n`)
  return [
    Buffer.from(`POST / HTTP/1.1\r\n${lines.join('')}authorization: ${auth}\r\ncontent-length: ${body.length}\r\n\r\n`),
    body,
  ]
}

export interface CallAnswer {
  readonly status: number
  readonly json: Readonly<Record<string, unknown>>
  /** The error's `__type`; '' on success. */
  readonly error: string
}

export interface LogsClient {
  call(operation: string, input: unknown): Promise<CallAnswer>
  close(): void
}

/** One connection, opened when it is needed and again after it was lost. */
export function logsClient(url: string, key: Key): LogsClient {
  const { host } = new URL(url)
  let connection: Connection | undefined
  return {
    async call(operation, input) {
      if (!connection?.open) connection = await connect(url)
      const answer = await connection.send(...signed(prepare(operation, input), host, key, new Date()))
      return readCall(answer.status, answer.body)
    },
    close() {
      connection?.close()
    },
  }
}

export function readCall(status: number, body: Buffer): CallAnswer {
  const json = body.length === 0 ? {} : JSON.parse(body.toString())
  return { status, json, error: status === 200 ? '' : String(json.__type) }
}

/** Calls, and throws when the answer is not 200: for setting up. */
export async function mustCall(
  client: LogsClient,
  operation: string,
  input: unknown,
): Promise<Readonly<Record<string, unknown>>> {
  const { status, json } = await client.call(operation, input)
  if (status !== 200) throw new Error(`${operation} answered ${status} ${JSON.stringify(json)}`)
  return json
}

/** Creates the group and its streams; what is there already is fine. */
export async function makeStreams(client: LogsClient, logGroupName: string, streams: readonly string[]): Promise<void> {
  const create = async (operation: string, input: unknown): Promise<void> => {
    const { status, error, json } = await client.call(operation, input)
    if (status !== 200 && error !== 'ResourceAlreadyExistsException')
      throw new Error(`${operation}: ${JSON.stringify(json)}`)
  }
  await create('CreateLogGroup', { logGroupName })
  for (const logStreamName of streams) await create('CreateLogStream', { logGroupName, logStreamName })
}
