/** Making, listing and revoking keys, as the operator sees it: secrets are shown once, at the making. */
import { type Clock, err, ok, type Result } from '../../model/index.ts'
import type { KeySettings, Role, SettingsError, StoredKey } from '../../store/settings/index.ts'
import { makeKey, type RandomBytes, type Sealer } from '../auth/index.ts'

/** Times are epoch milliseconds. */
export interface ShownKey {
  readonly accessKeyId: string
  readonly name: string
  readonly role: Role
  readonly createdAt: number
  readonly revokedAt: number | null
}

export interface NewKey extends ShownKey {
  readonly secretAccessKey: string
  readonly token: string
}

/** `message` is for the operator. `no-answer`: nobody serves the control socket. */
export interface KeyTrouble {
  readonly code: 'bad-name' | 'missing' | 'settings-failed' | 'no-answer'
  readonly message: string
}

export interface KeyOffice {
  create(wish: { readonly name: string; readonly role: Role }): Promise<Result<NewKey, KeyTrouble>>
  /** Oldest first, the revoked ones too. */
  list(): Promise<Result<readonly ShownKey[], KeyTrouble>>
  /** A key that is revoked already stays as it is. */
  revoke(accessKeyId: string): Promise<Result<ShownKey, KeyTrouble>>
}

/** On the settings themselves: the server's own, or those of a folder that no server holds. */
export function directKeys(deps: {
  readonly keys: KeySettings
  readonly sealer: Sealer
  readonly clock: Clock
  readonly random: RandomBytes
}): KeyOffice {
  const { keys, sealer, clock, random } = deps
  return {
    async create(wish) {
      const made = makeKey(wish, { randomBytes: random, clock, sealer })
      if (!made.ok) return made
      const { stored, secret, token } = made.value
      const added = await keys.add(stored)
      if (!added.ok) {
        // Two equal ids out of 80 bits of chance do not happen; an existing one is our bug.
        if (added.error.code === 'exists') throw new Error('a key id was made twice')
        return failed(added.error)
      }
      return ok({ ...shown(stored), secretAccessKey: secret, token })
    },
    async list() {
      const listed = await keys.list()
      return listed.ok ? ok(listed.value.map(shown)) : failed(listed.error)
    },
    async revoke(accessKeyId) {
      const revoked = await keys.revoke(accessKeyId, clock.now())
      if (revoked.ok) return ok(shown(revoked.value))
      if (revoked.error.code !== 'missing') return failed(revoked.error)
      return err({ code: 'missing', message: `There is no key ${accessKeyId}.` })
    },
  }
}

const shown = ({ accessKeyId, name, role, createdAt, revokedAt }: StoredKey): ShownKey => ({
  accessKeyId,
  name,
  role,
  createdAt,
  revokedAt,
})

const failed = (error: SettingsError) => err({ code: 'settings-failed', message: error.message } as const)
