/** What the hot path remembers of keys, and what it asks for again. */
import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { type Clock, err, instant, ok } from '../../model/index.ts'
import type { KeySettings, StoredKey } from '../../store/settings/port.ts'
import { createKeyRing } from './key-ring.ts'
import { makeKey } from './keys.ts'
import { createSealer, type Sealer } from './sealer.ts'

function world() {
  let now = 1_800_000_000_000
  const clock: Clock = { now: () => instant(now), sleep: async () => {} }
  const real = createSealer(randomBytes(32), randomBytes)
  const asked: string[] = []
  let opened = 0
  let broken = false
  const sealer: Sealer = {
    ...real,
    open: (sealed, holder) => {
      opened += 1
      return real.open(sealed, holder)
    },
  }
  const made = makeKey({ name: 'kim', role: 'writer' }, { randomBytes, clock, sealer })
  if (!made.ok) throw new Error(made.error.message)
  const { stored, token } = made.value
  const look = async (name: string, found: StoredKey | undefined) => {
    asked.push(name)
    return broken ? err({ code: 'unavailable', message: 'away' } as const) : ok(found)
  }
  const keys = {
    byAccessKeyId: (id: string) => look(id, id === stored.accessKeyId ? stored : undefined),
    byTokenHash: (hash: string) => look('token', hash === stored.tokenHash ? stored : undefined),
  } as Partial<KeySettings> as KeySettings
  return {
    ...{ ring: createKeyRing({ keys, sealer, clock }), stored, token, asked },
    opened: () => opened,
    pass: (length: number) => {
      now += length
    },
    break: (now: boolean) => {
      broken = now
    },
  }
}

test('a key is believed for a while, then asked for again; also one that is not there, and a token', async () => {
  const { ring, stored, token, asked, pass } = world()
  const ask = async () => {
    expect(await ring.byId(stored.accessKeyId)).toEqual(ok(stored))
    expect(await ring.byId('AKIAUNKNOWN')).toEqual(ok(undefined))
    expect(await ring.byToken(token)).toEqual(ok(stored))
  }
  await ask()
  pass(limits.rememberedKeyLife - 1)
  await ask()
  expect(asked).toEqual([stored.accessKeyId, 'AKIAUNKNOWN', 'token'])
  pass(1)
  await ask()
  expect(asked).toHaveLength(6)
  pass(-1)
  await ask()
  expect(asked).toHaveLength(9)
})

test('after a change every key is asked for again, also one that was being looked up when it came', async () => {
  const { ring, stored, asked } = world()
  await ring.byId(stored.accessKeyId)
  ring.forget()
  const underWay = ring.byId(stored.accessKeyId)
  ring.forget()
  await underWay
  await ring.byId(stored.accessKeyId)
  expect(asked).toHaveLength(3)
})

test('trouble is not remembered', async () => {
  const { ring, stored, break: breaks } = world()
  breaks(true)
  expect(await ring.byId(stored.accessKeyId)).toMatchObject({ error: { code: 'unavailable' } })
  breaks(false)
  expect(await ring.byId(stored.accessKeyId)).toEqual(ok(stored))
})

test(`${limits.rememberedKeys} keys are remembered, for one more the one unused longest is asked for again`, async () => {
  const { ring, asked } = world()
  for (let key = 0; key < limits.rememberedKeys; key++) await ring.byId(`key ${key}`)
  await ring.byId('key 0')
  expect(asked).toHaveLength(limits.rememberedKeys)
  await ring.byId('one more')
  await ring.byId('key 0')
  expect(asked).toHaveLength(limits.rememberedKeys + 1)
  await ring.byId('key 1')
  expect(asked.at(-1)).toBe('key 1')
})

test(`${limits.signingKeys} signing keys are kept ready, for one more the one unused longest is derived again`, () => {
  const { ring, stored, opened } = world()
  const sign = (date: string) => ring.signingKey(stored, { date, region: 'eu-north-1', service: 'logs' })
  for (let day = 0; day < limits.signingKeys; day++) expect(sign(`day ${day}`).ok).toBe(true)
  sign('day 0')
  expect(opened()).toBe(limits.signingKeys)
  sign('one more')
  sign('day 0')
  expect(opened()).toBe(limits.signingKeys + 1)
  sign('day 1')
  expect(opened()).toBe(limits.signingKeys + 2)
})

test('a signing key is derived again when the secret is another one', () => {
  const { ring, stored, opened } = world()
  const scope = { date: '20261121', region: 'eu-north-1', service: 'logs' }
  expect(ring.signingKey(stored, scope).ok).toBe(true)
  expect(ring.signingKey({ ...stored, sealedSecret: 'v1.AAAA' }, scope).ok).toBe(false)
  expect(opened()).toBe(2)
})
