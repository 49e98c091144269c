/**
 * The keys as the hot path sees them: a look-up is believed for a second, and a derived signing key as long as its row stays the same,
 * so that a signed request costs one canonical text and one HMAC. Unknown ids are remembered too: an open server meets them all day.
 */
import { limits } from '../../limits.ts'
import { type Clock, err, type Instant, ok, type Result } from '../../model/index.ts'
import type { KeySettings, SettingsError, StoredKey } from '../../store/settings/port.ts'
import { type Scope, scopeText, signingKey } from './canonical.ts'
import type { HmacKey } from './hmac.ts'
import { tokenHash } from './keys.ts'
import { Remembered } from './remembered.ts'
import type { SealError, Sealer } from './sealer.ts'

type Found = Result<StoredKey | undefined, SettingsError>

export interface KeyRing {
  byId(accessKeyId: string): Found | Promise<Found>
  byToken(token: string): Found | Promise<Found>
  signingKey(key: StoredKey, scope: Scope): Result<HmacKey, SealError>
  secretOf(key: StoredKey): Result<string, SealError>
  /** A key was made or revoked: nothing that was looked up before counts any more. */
  forget(): void
}

export function createKeyRing(deps: {
  readonly keys: KeySettings
  readonly sealer: Sealer
  readonly clock: Clock
}): KeyRing {
  const { keys, sealer, clock } = deps
  const found = new Remembered<{ readonly key: StoredKey | undefined; readonly at: Instant }>(limits.rememberedKeys)
  const derived = new Remembered<{ readonly sealed: string; readonly key: HmacKey }>(limits.signingKeys)

  let changes = 0

  const lookUp = (name: string, ask: () => Promise<Found>): Found | Promise<Found> => {
    const held = found.get(name)
    const now = clock.now()
    // A clock that was set back must not keep a revoked key alive.
    if (held && now >= held.at && now - held.at < limits.rememberedKeyLife) return ok(held.key)
    const before = changes
    return ask().then(answer => {
      // A change while the question was under way: the answer may be from before it.
      if (answer.ok && before === changes) found.set(name, { key: answer.value, at: now })
      return answer
    })
  }

  const secretOf = (key: StoredKey) => sealer.open(key.sealedSecret, key.accessKeyId)

  return {
    byId: id => lookUp(`id ${id}`, () => keys.byAccessKeyId(id)),
    byToken: token => {
      const hashed = tokenHash(token)
      return lookUp(`token ${hashed}`, () => keys.byTokenHash(hashed))
    },
    secretOf,
    forget: () => {
      changes += 1
      found.clear()
    },
    signingKey: (key, scope) => {
      const name = `${key.accessKeyId} ${scopeText(scope)}`
      const held = derived.get(name)
      if (held?.sealed === key.sealedSecret) return ok(held.key)
      const secret = secretOf(key)
      if (!secret.ok) return err(secret.error)
      const made = signingKey(secret.value, scope)
      derived.set(name, { sealed: key.sealedSecret, key: made })
      return ok(made)
    },
  }
}
