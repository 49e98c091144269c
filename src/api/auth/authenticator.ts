/**
 * Who may call. On loopback (`open`) the page needs no login and AWS calls pass with any key that is unknown here; a key that is known
 * here must sign rightly, always. Otherwise (`required`) every call needs a known key, a token or a session.
 */
import type { IncomingHttpHeaders } from 'node:http'
import { type Clock, err, ok, type Result } from '../../model/index.ts'
import type { KeySettings, Role, SettingsError, StoredKey } from '../../store/settings/port.ts'
import { type AwsAuthError, type AwsRequest, type Claim, readClaim } from './claim.ts'
import { createKeyRing, type KeyRing } from './key-ring.ts'
import { tokenHash } from './keys.ts'
import type { RandomBytes, Sealer } from './sealer.ts'
import { createSessions } from './sessions.ts'
import { faultOf } from './signature.ts'

export interface Caller {
  readonly name: string
  readonly role: Role
  /** null: nobody in particular, on a server that asks for no login. */
  readonly accessKeyId: string | null
  /** Of the credential scope; '' where the protocol has none. */
  readonly region: string
}

export interface AuthError {
  readonly code: 'unauthenticated' | 'unavailable'
  readonly message: string
}

export type LoginInput = { readonly accessKeyId: string; readonly secretAccessKey: string } | { readonly token: string }

export interface Authenticator {
  readonly mode: 'open' | 'required'
  /** `service` is the name that the credential must be scoped to, `logs` say. */
  verifyAws(request: AwsRequest, service: string): Promise<Result<Caller, AwsAuthError>>
  /** `Authorization: Bearer <token>` or the session's cookie; in open mode without either: an operator. A wrong token never passes. */
  verifyHttp(headers: IncomingHttpHeaders): Promise<Result<Caller, AuthError>>
  /** `cookie` is the value for `Set-Cookie`; `secure`: the browser came by TLS. */
  login(
    input: LoginInput,
    secure: boolean,
  ): Promise<Result<{ readonly caller: Caller; readonly cookie: string }, AuthError>>
  /** The values for `Set-Cookie`. */
  logout(headers: IncomingHttpHeaders, secure: boolean): readonly string[]
  /** Keys were changed in this process: a revoked one is out from now on, not a second later. */
  keysChanged(): void
}

export interface AuthenticatorDeps {
  readonly keys: KeySettings
  readonly sealer: Sealer
  readonly clock: Clock
  readonly random: RandomBytes
  readonly mode: 'open' | 'required'
}

export function createAuthenticator(deps: AuthenticatorDeps): Authenticator {
  const { clock, mode } = deps
  const ring = createKeyRing(deps)
  const sessions = createSessions(deps)

  const verifyHttp = async (headers: IncomingHttpHeaders): Promise<Result<Caller, AuthError>> => {
    const bearer = /^bearer +(\S+) *$/i.exec(headers.authorization ?? '')?.[1]
    if (bearer !== undefined)
      return asCaller(await ring.byToken(bearer), 'This token is not known here, or was revoked.')
    const accessKeyId = sessions.accessKeyOf(headers.cookie)
    if (accessKeyId !== undefined) {
      const caller = asCaller(await ring.byId(accessKeyId), 'The access key of this session was revoked.')
      if (caller.ok || mode === 'required') return caller
    }
    return mode === 'open' ? ok(anybody('')) : unauthenticated('Log in, or send a token as "Authorization: Bearer …".')
  }

  return {
    mode,
    verifyAws: async (request, service) => {
      const claim = readClaim(request)
      if (!claim.ok) return claim
      const looked = ring.byId(claim.value.accessKeyId)
      const found = looked instanceof Promise ? await looked : looked
      if (!found.ok) return unavailable(found.error)
      if (!found.value && mode === 'open') return ok(anybody(claim.value.region))
      if (!found.value || found.value.revokedAt !== null) return unknownKey
      const fault = signed(ring, request, claim.value, found.value, service, clock)
      return fault ? err(fault) : ok(callerOf(found.value, claim.value.region))
    },
    verifyHttp,
    login: async (input, secure) => {
      const key = await keyOf(ring, input)
      if (!key.ok) return key
      return ok({ caller: callerOf(key.value, ''), cookie: sessions.open(key.value.accessKeyId, secure) })
    },
    logout: (headers, secure) => sessions.close(headers.cookie, secure),
    keysChanged: () => ring.forget(),
  }
}

function signed(
  ring: KeyRing,
  request: AwsRequest,
  claim: Claim,
  key: StoredKey,
  service: string,
  clock: Clock,
): AwsAuthError | undefined {
  const signing = ring.signingKey(key, claim)
  if (!signing.ok) return { code: 'unavailable', message: signing.error.message }
  return faultOf(request, claim, service, signing.value, clock.now())
}

async function keyOf(ring: KeyRing, input: LoginInput): Promise<Result<StoredKey, AuthError>> {
  const found = 'token' in input ? await ring.byToken(input.token) : await ring.byId(input.accessKeyId)
  if (!found.ok) return unavailable(found.error)
  const wrong = unauthenticated(
    'token' in input ? 'This token is not known here, or was revoked.' : 'This access key and secret do not fit.',
  )
  if (!found.value || found.value.revokedAt !== null) return wrong
  if ('token' in input) return ok(found.value)
  const secret = ring.secretOf(found.value)
  if (!secret.ok) return unavailable(secret.error)
  // Hashes compare in a time that says nothing about the secrets.
  return tokenHash(secret.value) === tokenHash(input.secretAccessKey) ? ok(found.value) : wrong
}

function asCaller(found: Result<StoredKey | undefined, SettingsError>, refusal: string): Result<Caller, AuthError> {
  if (!found.ok) return unavailable(found.error)
  return found.value && found.value.revokedAt === null ? ok(callerOf(found.value, '')) : unauthenticated(refusal)
}

const callerOf = (key: StoredKey, region: string): Caller => ({
  name: key.name,
  role: key.role,
  accessKeyId: key.accessKeyId,
  region,
})

const anybody = (region: string): Caller => ({ name: 'anybody', role: 'operator', accessKeyId: null, region })

const unknownKey = err({
  code: 'unknown-key',
  message: 'The security token included in the request is invalid.',
} as const)
const unauthenticated = (message: string) => err({ code: 'unauthenticated', message } as const)
const unavailable = (error: { readonly message: string }) =>
  err({ code: 'unavailable', message: error.message } as const)
