/**
 * Secrets of access keys must be read again to check a signature, so they are sealed, not hashed: AES-256-GCM under a key that lies
 * beside the data (0600) or comes from the environment, where a copied database alone gives nothing away.
 */
import { createCipheriv, createDecipheriv } from 'node:crypto'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { err, ok, type Result } from '../../model/index.ts'

/** `count` unpredictable bytes: `randomBytes` of node:crypto, or a fixed row of them in a test. */
export type RandomBytes = (count: number) => Uint8Array

export interface Sealer {
  /** `boundTo` must be the same at opening: a sealed secret cannot be moved to another key's row. */
  seal(secret: string, boundTo: string): string
  open(sealed: string, boundTo: string): Result<string, SealError>
}

export type SealError = { readonly code: 'not-opened'; readonly message: string }

const version = 'v1'
const nonceBytes = 12
const tagBytes = 16

/** `key`: 32 bytes. */
export function createSealer(key: Uint8Array, random: RandomBytes): Sealer {
  if (key.length !== 32) throw new RangeError('a seal key has 32 bytes')
  return {
    seal: (secret, boundTo) => {
      const nonce = random(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      cipher.setAAD(Buffer.from(boundTo, 'utf8'))
      const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()])
      return `${version}.${Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url')}`
    },
    open: (sealed, boundTo) => {
      try {
        if (!sealed.startsWith(`${version}.`)) return notOpened
        const bytes = Buffer.from(sealed.slice(version.length + 1), 'base64url')
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes), {
          authTagLength: tagBytes,
        })
        decipher.setAAD(Buffer.from(boundTo, 'utf8'))
        decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes))
        return ok(
          Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]).toString('utf8'),
        )
      } catch {
        return notOpened
      }
    },
  }
}

const notOpened = err({
  code: 'not-opened',
  message: 'The secret of this access key cannot be opened: the seal key is not the one that it was made with.',
} as const)

export interface SealKeyPlace {
  /** The data folder; made when it is not there. */
  readonly dir: string
  /** The value of MANGRU_SEAL_KEY: 32 bytes in hex or base64. Several replicas share one. */
  readonly fromEnvironment?: string | undefined
  readonly random: RandomBytes
}

/** The message is for the operator, in plain words. */
export function loadOrMakeSealer(
  place: SealKeyPlace,
): Result<Sealer, { readonly code: 'bad-seal-key'; readonly message: string }> {
  if (place.fromEnvironment) {
    const key = keyFrom(place.fromEnvironment)
    return key
      ? ok(createSealer(key, place.random))
      : bad('MANGRU_SEAL_KEY must be 32 bytes, as 64 hex digits or in base64.')
  }
  const file = join(place.dir, 'seal.key')
  try {
    mkdirSync(place.dir, { recursive: true })
    const key = keyFrom(readOrMake(file, place.random))
    return key
      ? ok(createSealer(key, place.random))
      : bad(
          `${file} holds no seal key (64 hex digits). Put the right file back, or remove it and make the access keys anew.`,
        )
  } catch (error) {
    return bad(`The seal key ${file} cannot be read or made: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Two processes may start at once: the file appears whole, by a link, and the first one counts. */
function readOrMake(file: string, random: RandomBytes): string {
  const held = readIfThere(file)
  if (held !== undefined) return held
  const draft = `${file}.${Buffer.from(random(8)).toString('hex')}`
  writeFileSync(draft, `${Buffer.from(random(32)).toString('hex')}\n`, { mode: 0o600, flag: 'wx', flush: true })
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
  return readFileSync(file, 'utf8')
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

function keyFrom(text: string): Uint8Array | undefined {
  const trimmed = text.trim()
  const key = /^[0-9a-f]{64}$/i.test(trimmed) ? Buffer.from(trimmed, 'hex') : Buffer.from(trimmed, 'base64')
  return key.length === 32 ? key : undefined
}

const bad = (message: string) => err({ code: 'bad-seal-key', message } as const)
