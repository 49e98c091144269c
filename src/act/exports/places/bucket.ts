/** A bucket of S3 or of what speaks like it: each file is one signed PUT, so it is there as a whole or not at all. Path style, as all of them take. */
import { hash } from 'node:crypto'
import { limits } from '../../../limits.ts'
import { type Clock, err, millis, ok, type Result } from '../../../model/index.ts'
import type { HttpPoster, SignRequest } from '../../subscriptions/senders/index.ts'
import type { ExportPlace } from './port.ts'

export interface BucketCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

export interface BucketPorts {
  readonly clock: Clock
  readonly http: HttpPoster
  /** With the service `s3` and the bucket's region. */
  readonly sign: SignRequest
}

export function bucketPlace(
  { clock, http, sign }: BucketPorts,
  bucket: { readonly name: string; readonly endpoint: URL; readonly credentials: BucketCredentials },
): ExportPlace {
  const put = async (path: string, body: Buffer, signal: AbortSignal): Promise<Result<void, Failure>> => {
    const url = new URL(path, bucket.endpoint)
    const headers = sign(
      {
        ...{ method: 'PUT', url: url.pathname, body },
        headers: {
          host: url.host,
          'content-type': 'application/octet-stream',
          'x-amz-content-sha256': hash('sha256', body, 'hex'),
        },
      },
      bucket.credentials,
      clock.now(),
    )
    const sent = await http.post({ url, headers, body, signal, method: 'PUT', timeout: limits.exportPutTimeout })
    if (!sent.ok) return err({ message: `the bucket ${sent.error}`, again: true })
    const { status } = sent.value
    if (status >= 200 && status < 300) return ok(undefined)
    return err({
      message: `the bucket answered ${status}${codeIn(sent.value.body)}`,
      again: status >= 500 || status === 429 || status === 408,
    })
  }
  return {
    mostBytes: limits.exportObjectBytes,
    close: () => http.close(),
    begin: async path => {
      let pieces: Uint8Array[] = []
      const key = `/${[bucket.name, ...path].map(encodedStep).join('/')}`
      return ok({
        write: async piece => {
          pieces.push(piece)
          return ok(undefined)
        },
        commit: async signal => {
          const body = Buffer.concat(pieces)
          pieces = []
          for (let attempt = 1; ; attempt++) {
            const done = await put(key, body, signal)
            if (done.ok) return ok(undefined)
            if (!done.error.again || attempt >= limits.exportPutTries || signal.aborted) return err(done.error.message)
            await clock.sleep(millis(1_000 * 2 ** (attempt - 1)), signal)
          }
        },
        abandon: async () => {
          pieces = []
        },
      })
    },
  }
}

interface Failure {
  readonly message: string
  readonly again: boolean
}

/** S3 says in XML what is wrong; of a stranger's words only a plain code is passed on. */
function codeIn(body: string): string {
  const code = /<Code>([A-Za-z]{1,60})<\/Code>/.exec(body)?.[1]
  return code === undefined ? '' : ` (${code})`
}

const encodedStep = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, letter => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`)
