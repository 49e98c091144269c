/**
 * Keys out of a folder, as a Secret of Kubernetes is mounted: `writer.id`, `writer.secret` and `writer.token`, and the same for `reader` and `operator`.
 * They become keys like any other; one whose id no longer stands in the folder is revoked.
 */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { limits } from '../../limits.ts'
import { type Clock, err, ok, type Result } from '../../model/index.ts'
import type { KeySettings, Role, StoredKey } from '../../store/settings/port.ts'
import { tokenHash } from './keys.ts'
import type { Sealer } from './sealer.ts'

const roles: readonly Role[] = ['reader', 'writer', 'operator']
/** By its name we know a key that came from a folder. */
const nameOf = (role: Role): string => `${role} of the key folder`

/** Without a token: a hash that no token has. */
const hashOf = (id: string, token: string | undefined): string =>
  token === undefined ? `none-${id}` : tokenHash(token)

interface FolderKey {
  readonly id: string
  readonly secret: string
  /** Absent: no calls by token. */
  readonly token?: string
}

/** Takes over what the folder says now, and tells in sentences (nothing secret in them) what changed or is wrong. */
export async function adoptKeyFolder(
  folder: string,
  { keys, sealer, clock }: { readonly keys: KeySettings; readonly sealer: Sealer; readonly clock: Clock },
): Promise<readonly string[]> {
  const listed = await keys.list()
  if (!listed.ok) return [`The keys in ${folder} cannot be taken over: ${listed.error.message}`]
  const told: string[] = []
  for (const role of roles) {
    const read = await keyIn(folder, role)
    // What cannot be read or is wrong revokes nobody.
    if (!read.ok) {
      told.push(read.error)
      continue
    }
    const found = read.value
    for (const old of listed.value) {
      if (old.name !== nameOf(role) || old.revokedAt !== null || old.accessKeyId === found?.id) continue
      const revoked = await keys.revoke(old.accessKeyId, clock.now())
      const gone = `Key ${old.accessKeyId} (${role}) is no longer in ${folder}`
      if (revoked.ok) told.push(`${gone} and is revoked.`)
      else if (revoked.error.code !== 'missing') told.push(`${gone} and cannot be revoked: ${revoked.error.message}`)
    }
    if (found === undefined) continue
    const held = listed.value.find(key => key.accessKeyId === found.id)
    told.push(...(held === undefined ? await add(found, role) : complaint(held, found, role)))
  }
  return told

  async function add({ id, secret, token }: FolderKey, role: Role): Promise<string[]> {
    const added = await keys.add({
      ...{ accessKeyId: id, name: nameOf(role), role, sealedSecret: sealer.seal(secret, id) },
      ...{ tokenHash: hashOf(id, token), createdAt: clock.now(), revokedAt: null },
    })
    if (added.ok) return [`Key ${id} (${role}) of ${folder} is known from now on.`]
    return added.error.code === 'exists'
      ? [] // Another replica was faster.
      : [`Key ${id} (${role}) of ${folder} cannot be kept: ${added.error.message}`]
  }

  function complaint(held: StoredKey, { id, secret, token }: FolderKey, role: Role): string[] {
    const opened = sealer.open(held.sealedSecret, id)
    const same = opened.ok && opened.value === secret && held.tokenHash === hashOf(id, token)
    if (held.revokedAt !== null) return [`Key ${id} (${role}) of ${folder} was revoked: give it a new id.`]
    return same && held.role === role
      ? []
      : [`Key ${id} (${role}) of ${folder} is known with another secret, token or role: give it a new id.`]
  }
}

/** Undefined: there is none of this role. The error is a sentence. */
async function keyIn(folder: string, role: Role): Promise<Result<FolderKey | undefined, string>> {
  const parts: Partial<Record<'id' | 'secret' | 'token', string>> = {}
  for (const part of ['id', 'secret', 'token'] as const) {
    const file = join(folder, `${role}.${part}`)
    try {
      const text = (await readFile(file, 'utf8')).trim()
      if (text !== '') parts[part] = text
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException
      if (code !== 'ENOENT' || !existsSync(folder)) return err(`The key folder cannot be read: ${message}.`)
    }
  }
  const { id, secret, token } = parts
  if (id === undefined && secret === undefined && token === undefined) return ok(undefined)
  if (id === undefined || secret === undefined)
    return err(`${folder} lacks ${role}.${id === undefined ? 'id' : 'secret'}.`)
  if (!/^[A-Z0-9]{16,128}$/.test(id)) return err(`${folder}: ${role}.id must be 16 to 128 capital letters and digits.`)
  const short = secret.length < limits.folderSecretLeast ? 'secret' : 'token'
  if (short === 'secret' || (token ?? secret).length < limits.folderSecretLeast)
    return err(`${folder}: ${role}.${short} must have at least ${limits.folderSecretLeast} characters.`)
  return ok({ id, secret, ...(token === undefined ? {} : { token }) })
}
