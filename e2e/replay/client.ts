/**
 * Requests as other programs put them on the wire: header names, their order and spelling, which of them are signed, and whether the
 * body is compressed, are the client's own. The bytes are written to a socket as they stand here.
 */
import { gunzipSync, gzipSync } from 'node:zlib'
import { amzDate, authorization, type Connection, type Key, sha256 } from '../../bench/wire/index.ts'

export interface Style {
  /** Headers in order, spelled as the client spells them; what is `undefined` is left out of this request. */
  headers(request: Outgoing): readonly (readonly [string, string | undefined])[]
  readonly signedHeaders: readonly string[]
  readonly gzip: boolean
}

export interface Outgoing {
  readonly host: string
  readonly operation: string
  readonly length: number
  readonly date: string
  readonly authorization: string
  /** gzip of this body; '' otherwise. */
  readonly encoding: '' | 'gzip'
}

export interface Replayed {
  readonly status: number
  readonly head: string
  readonly headers: Readonly<Record<string, string>>
  readonly json: Readonly<Record<string, unknown>>
}

export interface Replay {
  /** `body` is the client's own JSON text: the order of its members is part of the replay. */
  send(operation: string, body: string): Promise<Replayed>
}

export function replay(connection: Connection, host: string, key: Key, style: Style, region = 'us-east-1'): Replay {
  return {
    async send(operation, text) {
      const body = style.gzip ? gzipSync(text) : Buffer.from(text)
      const about = {
        host,
        operation,
        length: body.length,
        date: amzDate(new Date()),
        encoding: style.gzip ? 'gzip' : '',
      } as const
      const unsigned = headersOf(style, { ...about, authorization: '' })
      const signedOnes = style.signedHeaders.map(
        name => [name, unsigned.find(([other]) => other.toLowerCase() === name)?.[1]] as const,
      )
      const auth = authorization(
        {
          method: 'POST',
          path: '/',
          headers: Object.fromEntries(signedOnes.filter((pair): pair is [string, string] => pair[1] !== undefined)),
          bodyHash: sha256(body),
        },
        key,
        region,
      )
      const lines = headersOf(style, { ...about, authorization: auth }).map(([name, value]) => `${name}: ${value}\r\n`)
      const answer = await connection.send(Buffer.from(`POST / HTTP/1.1\r\n${lines.join('')}\r\n`), body)
      const plain = answer.headers['content-encoding'] === 'gzip' ? gunzipSync(answer.body) : answer.body
      return { ...answer, json: plain.length === 0 ? {} : JSON.parse(plain.toString()) }
    },
  }
}

const headersOf = (style: Style, request: Outgoing): readonly (readonly [string, string])[] =>
  style.headers(request).filter((pair): pair is readonly [string, string] => pair[1] !== undefined)
