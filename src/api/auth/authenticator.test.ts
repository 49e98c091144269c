import { hash, randomBytes } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { type Clock, err, type Instant, instant, ok } from '../../model/index.ts'
import type { KeySettings, Role, SettingsError, StoredKey } from '../../store/settings/port.ts'
import { type Authenticator, createAuthenticator } from './authenticator.ts'
import type { AwsRequest } from './claim.ts'
import { makeKey } from './keys.ts'
import { createSealer } from './sealer.ts'
import { signRequest } from './sign.ts'

let now: Instant
const clock: Clock = { now: () => now, sleep: async () => {} }
const sealer = createSealer(randomBytes(32), randomBytes)

class FakeKeys implements KeySettings {
  readonly rows = new Map<string, StoredKey>()
  asked = 0
  down: SettingsError | undefined

  async add(key: StoredKey) {
    this.rows.set(key.accessKeyId, key)
    return ok(undefined)
  }
  async list() {
    return ok([...this.rows.values()])
  }
  async byAccessKeyId(id: string) {
    this.asked++
    return this.down ? err(this.down) : ok(this.rows.get(id))
  }
  async byTokenHash(hashed: string) {
    this.asked++
    return this.down ? err(this.down) : ok([...this.rows.values()].find(row => row.tokenHash === hashed))
  }
  async revoke(id: string, at: Instant) {
    const row = this.rows.get(id)
    if (!row) return err({ code: 'missing' } as const)
    const revoked = { ...row, revokedAt: at }
    this.rows.set(id, revoked)
    return ok(revoked)
  }
}

let keys: FakeKeys
let open: Authenticator
let required: Authenticator
beforeEach(() => {
  now = instant(Date.UTC(2026, 11, 1))
  keys = new FakeKeys()
  open = createAuthenticator({ keys, sealer, clock, random: randomBytes, mode: 'open' })
  required = createAuthenticator({ keys, sealer, clock, random: randomBytes, mode: 'required' })
})

async function given(role: Role = 'reader', name = 'kim') {
  const made = makeKey({ name, role }, { randomBytes, clock, sealer })
  if (!made.ok) throw new Error(made.error.message)
  await keys.add(made.value.stored)
  return made.value
}

function signed(accessKeyId: string, secretAccessKey: string, region = 'ap-northeast-2'): AwsRequest {
  const request = { method: 'POST', url: '/', headers: { host: 'h', 'x-amz-target': 'Logs_20140328.X' }, body: '{}' }
  const headers = signRequest(request, { accessKeyId, secretAccessKey, region, service: 'logs' }, now)
  return { ...request, headers, payloadSha256: () => hash('sha256', request.body, 'hex') }
}

const codeOf = (answer: { ok: boolean; error?: { code: string } }) => (answer.ok ? 'passes' : answer.error?.code)

describe('AWS calls', () => {
  test('open: an unknown key passes as operator with the region of its scope, and its body is not hashed', async () => {
    const request = { ...signed('AKIAUNKNOWN', 'whatever'), payloadSha256: () => expect.unreachable() }
    expect(await open.verifyAws(request, 'logs')).toEqual(
      ok({ name: 'anybody', role: 'operator', accessKeyId: null, region: 'ap-northeast-2' }),
    )
  })

  test.each([
    ['a known key that signs rightly', 'right', 'passes', 'passes'],
    ['a known key that signs wrongly', 'wrong', 'bad-signature', 'bad-signature'],
    ['an unknown key', 'unknown', 'passes', 'unknown-key'],
    ['a revoked key', 'revoked', 'unknown-key', 'unknown-key'],
    ['no credentials', 'none', 'missing-token', 'missing-token'],
    ['half a header', 'half', 'malformed', 'malformed'],
  ])('%s', async (_story, which, inOpen, inRequired) => {
    const key = await given('writer')
    const id = key.stored.accessKeyId
    if (which === 'revoked') await keys.revoke(id, now)
    const request =
      which === 'none'
        ? { ...signed(id, key.secret), headers: { host: 'h' } }
        : which === 'half'
          ? { ...signed(id, key.secret), headers: { host: 'h', authorization: 'AWS4-HMAC-SHA256 Credential=x' } }
          : signed(which === 'unknown' ? 'AKIAX' : id, which === 'wrong' ? 'wrong' : key.secret)
    expect(codeOf(await open.verifyAws(request, 'logs'))).toBe(inOpen)
    expect(codeOf(await required.verifyAws(request, 'logs'))).toBe(inRequired)
  })

  test('the caller bears the name and role of the key', async () => {
    const key = await given('writer', 'fluent bit')
    const caller = { name: 'fluent bit', role: 'writer', accessKeyId: key.stored.accessKeyId, region: 'ap-northeast-2' }
    expect(await required.verifyAws(signed(key.stored.accessKeyId, key.secret), 'logs')).toEqual(ok(caller))
  })

  test('the settings are asked once a second, not once a call', async () => {
    const key = await given()
    for (let call = 0; call < 50; call++) await required.verifyAws(signed(key.stored.accessKeyId, key.secret), 'logs')
    for (let call = 0; call < 50; call++) await open.verifyAws(signed('AKIAX', 'x'), 'logs')
    expect(keys.asked).toBe(2)
  })

  test('a revocation acts when a key is no longer remembered, at the bound', async () => {
    const key = await given()
    const request = signed(key.stored.accessKeyId, key.secret)
    expect(codeOf(await required.verifyAws(request, 'logs'))).toBe('passes')
    await keys.revoke(key.stored.accessKeyId, now)
    now = instant(now + limits.rememberedKeyLife - 1)
    expect(codeOf(await required.verifyAws(request, 'logs'))).toBe('passes')
    now = instant(now + 1)
    expect(codeOf(await required.verifyAws(request, 'logs'))).toBe('unknown-key')
  })

  test('a clock that was set back asks anew', async () => {
    const key = await given()
    await required.verifyAws(signed(key.stored.accessKeyId, key.secret), 'logs')
    await keys.revoke(key.stored.accessKeyId, now)
    now = instant(now - 60_000)
    expect(codeOf(await required.verifyAws(signed(key.stored.accessKeyId, key.secret), 'logs'))).toBe('unknown-key')
  })

  test('settings that do not answer are no wrong key', async () => {
    keys.down = { code: 'unavailable', message: 'the database is away' }
    expect(await required.verifyAws(signed('AKIAX', 'x'), 'logs')).toEqual(
      err({ code: 'unavailable', message: 'the database is away' }),
    )
    expect(codeOf(await open.verifyAws(signed('AKIAX', 'x'), 'logs'))).toBe('unavailable')
  })

  test('a secret that another seal key closed is said so', async () => {
    const key = await given()
    const other = createAuthenticator({
      keys,
      sealer: createSealer(randomBytes(32), randomBytes),
      clock,
      random: randomBytes,
      mode: 'open',
    })
    const answer = await other.verifyAws(signed(key.stored.accessKeyId, key.secret), 'logs')
    expect(answer).toMatchObject({ error: { code: 'unavailable', message: expect.stringContaining('seal key') } })
  })
})

describe('our own API', () => {
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
  const cookieOf = (setCookie: string) => ({ cookie: `other=1; ${setCookie.split(';')[0]}` })

  test('nobody in particular is an operator in open mode and nobody otherwise', async () => {
    expect(await open.verifyHttp({})).toEqual(ok({ name: 'anybody', role: 'operator', accessKeyId: null, region: '' }))
    expect(codeOf(await required.verifyHttp({}))).toBe('unauthenticated')
  })

  test('a token passes, a wrong one never does', async () => {
    const key = await given('writer')
    for (const auth of [open, required]) {
      expect(await auth.verifyHttp(bearer(key.token))).toMatchObject({ value: { name: 'kim', role: 'writer' } })
      expect(codeOf(await auth.verifyHttp(bearer('mgr_wrong')))).toBe('unauthenticated')
    }
  })

  test('login by key or token, then by cookie, until logout', async () => {
    const key = await given()
    const { accessKeyId } = key.stored
    expect(codeOf(await required.login({ accessKeyId, secretAccessKey: 'wrong' }, false))).toBe('unauthenticated')
    expect(codeOf(await required.login({ accessKeyId: 'AKIAX', secretAccessKey: key.secret }, false))).toBe(
      'unauthenticated',
    )
    expect(codeOf(await required.login({ token: 'wrong' }, false))).toBe('unauthenticated')
    for (const input of [{ accessKeyId, secretAccessKey: key.secret }, { token: key.token }]) {
      const login = await required.login(input, false)
      if (!login.ok) throw new Error(login.error.message)
      expect(login.value.cookie).toMatch(
        /^mangru_session=[\w-]{43}; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/,
      )
      const headers = cookieOf(login.value.cookie)
      expect(await required.verifyHttp(headers)).toMatchObject({ value: { name: 'kim', role: 'reader', accessKeyId } })
      expect(required.logout(headers, false)).toEqual(['mangru_session=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict'])
      expect(codeOf(await required.verifyHttp(headers))).toBe('unauthenticated')
    }
  })

  test('by TLS the cookie is bound to TLS and to this host', async () => {
    const key = await given()
    const login = await required.login({ token: key.token }, true)
    expect(login).toMatchObject({ value: { cookie: expect.stringMatching(/^__Host-mangru_session=.*Secure/) } })
  })

  test('a session ends at its time, and with its key', async () => {
    const key = await given()
    const login = await required.login({ token: key.token }, false)
    if (!login.ok) throw new Error(login.error.message)
    const headers = cookieOf(login.value.cookie)
    now = instant(now + limits.sessionLife - 1)
    expect(codeOf(await required.verifyHttp(headers))).toBe('passes')
    now = instant(now + 1)
    expect(codeOf(await required.verifyHttp(headers))).toBe('unauthenticated')

    const again = await required.login({ token: key.token }, false)
    if (!again.ok) throw new Error(again.error.message)
    await keys.revoke(key.stored.accessKeyId, now)
    now = instant(now + limits.rememberedKeyLife)
    expect(codeOf(await required.verifyHttp(cookieOf(again.value.cookie)))).toBe('unauthenticated')
    expect(await open.verifyHttp(cookieOf('mangru_session=stale'))).toMatchObject({ value: { name: 'anybody' } })
  })

  test('sessions are bounded: one past the bound, the oldest is gone', async () => {
    const key = await given()
    const login = async () => {
      const answer = await required.login({ token: key.token }, false)
      if (!answer.ok) throw new Error(answer.error.message)
      return cookieOf(answer.value.cookie)
    }
    const oldest = await login()
    for (let count = 1; count < limits.sessions; count++) await login()
    expect(codeOf(await required.verifyHttp(oldest))).toBe('passes')
    // Asking made it young again; the second one is the oldest now, so two more push that out and leave this.
    await login()
    expect(codeOf(await required.verifyHttp(oldest))).toBe('passes')
    for (let count = 0; count < limits.sessions; count++) await login()
    expect(codeOf(await required.verifyHttp(oldest))).toBe('unauthenticated')
  })
})
