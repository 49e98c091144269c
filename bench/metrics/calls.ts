/** CloudWatch's metric calls as bytes, as botocore makes them: JSON 1.0, gzip from 10,240 bytes on. */
import { randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import {
  amzDate,
  authorization,
  type CallAnswer,
  type Connection,
  connect,
  type Key,
  readCall,
  sha256,
} from '../wire/index.ts'

export interface PreparedMetrics {
  readonly operation: string
  readonly body: Buffer
  readonly bodyHash: string
  readonly zipped: boolean
}

/** From this many bytes on botocore compresses. */
const zipFrom = 10_240

export function preparedMetrics(operation: string, input: unknown): PreparedMetrics {
  const plain = Buffer.from(JSON.stringify(input))
  const zipped = plain.length >= zipFrom && operation === 'PutMetricData'
  const body = zipped ? gzipSync(plain) : plain
  return { operation, body, bodyHash: sha256(body), zipped }
}

/** Head and body. `more`: headers that the signature leaves out. */
export function signedMetrics(
  { operation, body, bodyHash, zipped }: PreparedMetrics,
  host: string,
  key: Key,
  at: Date,
  more: Readonly<Record<string, string>> = {},
): readonly [Buffer, Buffer] {
  const headers: Record<string, string> = {
    ...(zipped ? { 'content-encoding': 'gzip' } : {}),
    'content-type': 'application/x-amz-json-1.0',
    host,
    'x-amz-date': amzDate(at),
    'x-amz-target': `GraniteServiceVersion20100801.${operation}`,
    'x-amzn-query-mode': 'true',
  }
  const auth = authorization({ method: 'POST', path: '/', headers, bodyHash }, key, 'us-east-1', 'monitoring')
  const lines = Object.entries({ ...headers, ...more }).map(([name, value]) => `${name}: ${value}\r\n`)
  return [
    Buffer.from(`POST / HTTP/1.1\r\n${lines.join('')}authorization: ${auth}\r\ncontent-length: ${body.length}\r\n\r\n`),
    body,
  ]
}

/** What SDKs send with each call, so that a repeat of it is known: botocore and all newer ones do. */
export const sdkHeaders = (): Readonly<Record<string, string>> => ({
  'amz-sdk-invocation-id': randomUUID(),
  'amz-sdk-request': 'attempt=1; max=3',
})

export interface MetricsClient {
  /** Throws when the answer is not 200. */
  ask(operation: string, input: unknown): Promise<CallAnswer['json']>
  close(): void
}

/** One connection, opened when it is needed and again after it was lost. */
export function metricsClient(url: string, key: Key): MetricsClient {
  const { host } = new URL(url)
  let connection: Connection | undefined
  return {
    async ask(operation, input) {
      if (!connection?.open) connection = await connect(url)
      const answer = await connection.send(...signedMetrics(preparedMetrics(operation, input), host, key, new Date()))
      const { status, json } = readCall(answer.status, answer.body)
      if (status !== 200) throw new Error(`${operation} answered ${status} ${JSON.stringify(json)}`)
      return json
    },
    close() {
      connection?.close()
    },
  }
}
