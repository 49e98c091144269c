/** Making an access key: the id is public, the secret and the token are shown once and kept sealed and hashed. */
import { hash } from 'node:crypto'
import { limits } from '../../limits.ts'
import { type Clock, err, ok, type Result } from '../../model/index.ts'
import type { Role, StoredKey } from '../../store/settings/port.ts'
import type { RandomBytes, Sealer } from './sealer.ts'

export interface MadeKey {
  readonly stored: StoredKey
  /** For SigV4: 40 characters, as AWS's are. */
  readonly secret: string
  /** For `Authorization: Bearer`. */
  readonly token: string
}

export interface KeyMaking {
  readonly randomBytes: RandomBytes
  readonly clock: Clock
  readonly sealer: Sealer
}

/** Names are 1–128 printable characters; several keys may bear the same. */
export function makeKey(
  wish: { readonly name: string; readonly role: Role },
  { randomBytes, clock, sealer }: KeyMaking,
): Result<MadeKey, { readonly code: 'bad-name'; readonly message: string }> {
  if (
    !/^[^\p{C}]+$/u.test(wish.name) ||
    wish.name.trim() !== wish.name ||
    [...wish.name].length > limits.keyNameLength
  ) {
    return err({
      code: 'bad-name',
      message: `A key's name has 1 to ${limits.keyNameLength} printable characters, with no space at its ends.`,
    })
  }
  // `AKIA` and 16 of base32, because some clients check the look of an id. Ten bytes are sixteen letters exactly.
  const accessKeyId = `AKIA${base32(randomBytes(10))}`
  const secret = Buffer.from(randomBytes(30)).toString('base64').replaceAll('+', '-')
  const token = `mgr_${Buffer.from(randomBytes(32)).toString('base64url')}`
  const stored: StoredKey = {
    accessKeyId,
    name: wish.name,
    role: wish.role,
    sealedSecret: sealer.seal(secret, accessKeyId),
    tokenHash: tokenHash(token),
    createdAt: clock.now(),
    revokedAt: null,
  }
  return ok({ stored, secret, token })
}

/** SHA-256 in hex is enough: a token is 256 bits of chance, nothing to guess. */
export const tokenHash = (token: string): string => hash('sha256', token, 'hex')

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

function base32(bytes: Uint8Array): string {
  let bits = 0n
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte)
  let text = ''
  for (let at = (bytes.length * 8) / 5 - 1; at >= 0; at--) text += letters[Number((bits >> BigInt(at * 5)) & 31n)]
  return text
}
