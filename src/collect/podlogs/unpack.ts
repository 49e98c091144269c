/** What a kubelet packed, unpacked as it comes. */
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { err, ok, type Result } from '../../model/index.ts'
import type { ClusterError, FileBytes } from '../../model/kubernetes/index.ts'

/** Gives on an error of what it unpacks; what is damaged is `unreadable`. */
export type Unpack = (pieces: FileBytes) => FileBytes

export async function* unpacked(pieces: FileBytes): AsyncGenerator<Result<Uint8Array, ClusterError>> {
  let trouble: ClusterError | undefined
  async function* packed(): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      if (!piece.ok) trouble = piece.error
      if (!piece.ok) return
      yield piece.value
    }
  }
  const from = Readable.from(packed(), { objectMode: false })
  const to = from.pipe(createGunzip())
  try {
    for await (const piece of to as AsyncIterable<Buffer>) yield ok(piece)
    if (trouble !== undefined) yield err(trouble)
  } catch (error) {
    yield err(trouble ?? { code: 'unreadable', message: `a packed log is damaged: ${(error as Error).message}` })
  } finally {
    from.destroy()
    to.destroy()
  }
}
