/** Reads the engine's JSON answers. Both adapters ask for the same two formats: JSONCompact (whole) and JSONCompactEachRow (stream). */
import { millis } from '../../model/index.ts'
import type { QueryAnswer } from './port.ts'

interface Document {
  readonly data: readonly (readonly unknown[])[]
  readonly statistics?: { readonly elapsed: number; readonly rows_read: number; readonly bytes_read: number }
}

/** A JSONCompact document; empty bytes (a statement without rows) are an empty answer. */
export function wholeAnswer(body: Uint8Array): QueryAnswer {
  if (body.length === 0) return { rows: [], rowsRead: 0, bytesRead: 0, elapsed: millis(0) }
  const document = JSON.parse(text(body)) as Document
  const { elapsed = 0, rows_read = 0, bytes_read = 0 } = document.statistics ?? {}
  return { rows: document.data, rowsRead: rows_read, bytesRead: bytes_read, elapsed: millis(elapsed * 1_000) }
}

/** Lines of JSONCompactEachRow. A line feed inside a value is escaped, so each one in the bytes ends a row. */
export function lines(body: Uint8Array): readonly (readonly unknown[])[] {
  const all = text(body).trimEnd()
  return all === '' ? [] : (JSON.parse(`[${all.replaceAll('\n', ',')}]`) as unknown[][])
}

const text = (body: Uint8Array): string => Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('utf8')
