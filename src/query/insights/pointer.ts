/**
 * `@ptr`: an opaque text that leads back to one event. It holds the event's group and place and a check sum, so that a pointer that was
 * cut or changed is refused instead of leading elsewhere. It opens nothing: who may ask for a record may ask for its group.
 */
import { instant } from '../../model/index.ts'
import type { LogCursor } from '../../store/logs/port.ts'

export interface EventPlace {
  readonly groupId: number
  readonly cursor: LogCursor
}

const version = 1
/** Version, check sum, group, timestamp (64 bits), batch, index. */
const size = 1 + 4 + 4 + 8 + 8 + 4

export function makePointer({ groupId, cursor }: EventPlace): string {
  const bytes = new Uint8Array(size)
  const view = new DataView(bytes.buffer)
  view.setUint8(0, version)
  view.setUint32(5, groupId)
  view.setBigInt64(9, BigInt(cursor.timestamp))
  view.setBigUint64(17, BigInt(cursor.batch))
  view.setUint32(25, cursor.index)
  view.setUint32(1, checkSum(bytes))
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '')
}

/** Undefined: no pointer of ours. */
export function readPointer(text: string): EventPlace | undefined {
  const bytes = decode(text)
  if (bytes === undefined || bytes[0] !== version) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (view.getUint32(1) !== checkSum(bytes)) return undefined
  const timestamp = instant(Number(view.getBigInt64(9)))
  return {
    groupId: view.getUint32(5),
    cursor: { timestamp, batch: view.getBigUint64(17).toString(), index: view.getUint32(25) },
  }
}

function decode(text: string): Uint8Array | undefined {
  if (!/^[\w-]{39}$/.test(text)) return undefined
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(plain, letter => letter.charCodeAt(0))
}

/** FNV-1a over what follows it. */
function checkSum(bytes: Uint8Array): number {
  let sum = 0x811c9dc5
  for (let at = 5; at < size; at++) sum = Math.imul(sum ^ (bytes[at] as number), 0x01000193) >>> 0
  return sum
}
