import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { type Clock, err, instant, ok } from '../../model/index.ts'
import type { Role } from '../../store/settings/port.ts'
import { makeKey, tokenHash } from './keys.ts'
import { Remembered } from './remembered.ts'
import { allows, type Need } from './roles.ts'
import { createSealer, loadOrMakeSealer } from './sealer.ts'

const clock: Clock = { now: () => instant(7), sleep: async () => {} }
const sealer = createSealer(randomBytes(32), randomBytes)

describe('a made key', () => {
  test('has an id like an AWS id, and keeps its secret sealed and its token hashed', () => {
    const made = makeKey({ name: 'kim', role: 'writer' }, { randomBytes, clock, sealer })
    if (!made.ok) throw new Error(made.error.message)
    const { stored, secret, token } = made.value
    expect(stored.accessKeyId).toMatch(/^AKIA[A-Z2-7]{16}$/)
    expect(secret).toHaveLength(40)
    expect(stored).toMatchObject({
      name: 'kim',
      role: 'writer',
      createdAt: 7,
      revokedAt: null,
      tokenHash: tokenHash(token),
    })
    expect(JSON.stringify(stored)).not.toContain(secret)
    expect(JSON.stringify(stored)).not.toContain(token)
    expect(sealer.open(stored.sealedSecret, stored.accessKeyId)).toEqual(ok(secret))
  })

  test.each([
    ['', false],
    ['ä'.repeat(limits.keyNameLength), true],
    ['ä'.repeat(limits.keyNameLength + 1), false],
    [' a', false],
    ['a\nb', false],
    ['클러스터 하나', true],
  ])('name %j', (name, good) => {
    expect(makeKey({ name, role: 'reader' }, { randomBytes, clock, sealer }).ok).toBe(good)
  })
})

test.each<[Role, Need[]]>([
  ['reader', ['ask']],
  ['writer', ['ask', 'put']],
  ['operator', ['ask', 'put', 'operate']],
])('a %s may %j', (role, needs) => {
  expect((['ask', 'put', 'operate'] as const).filter(need => allows(role, need))).toEqual(needs)
})

describe('sealing', () => {
  test('opens what it sealed, for the same holder only, and nothing that was touched', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), fc.nat(), (secret, holder, at) => {
        const sealed = sealer.seal(secret, holder)
        expect(sealer.open(sealed, holder)).toEqual(ok(secret))
        expect(sealer.open(sealed, `${holder}x`).ok).toBe(false)
        const bytes = Buffer.from(sealed.slice(3), 'base64url')
        bytes[at % bytes.length]! ^= 1
        expect(sealer.open(`v1.${bytes.toString('base64url')}`, holder).ok).toBe(false)
      }),
    )
  })

  test.each(['', 'v1.', 'v1.AAAA', 'v2.x', 'plain'])('%j is no sealed secret', text => {
    expect(sealer.open(text, '')).toMatchObject({ ok: false, error: { code: 'not-opened' } })
  })
})

describe('the seal key', () => {
  let dir: string
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'mangru-seal-'))
  })
  afterEach(() => rmSync(dir, { recursive: true, force: true }))
  const load = (fromEnvironment?: string) => {
    const answer = loadOrMakeSealer({ dir: join(dir, 'data'), fromEnvironment, random: randomBytes })
    if (!answer.ok) throw new Error(answer.error.message)
    return answer.value
  }

  test('is made once, for the owner alone, and found again', () => {
    const sealed = load().seal('s', 'k')
    expect(load().open(sealed, 'k')).toEqual(ok('s'))
    expect(statSync(join(dir, 'data', 'seal.key')).mode & 0o777).toBe(0o600)
    expect(readFileSync(join(dir, 'data', 'seal.key'), 'utf8')).toMatch(/^[0-9a-f]{64}\n$/)
  })

  test('may come from the environment, in hex or base64', () => {
    const key = randomBytes(32)
    const sealed = load(key.toString('hex')).seal('s', 'k')
    expect(load(` ${key.toString('base64')}\n`).open(sealed, 'k')).toEqual(ok('s'))
    expect(() => statSync(join(dir, 'data', 'seal.key'))).toThrow()
  })

  test('of a wrong length is refused with what to do', () => {
    expect(() => load('short')).toThrow('MANGRU_SEAL_KEY must be 32 bytes')
    load()
    writeFileSync(join(dir, 'data', 'seal.key'), 'damaged')
    expect(() => load()).toThrow(/seal\.key holds no seal key/)
  })

  test('in a place that cannot be written is an error in words', () => {
    writeFileSync(join(dir, 'data'), 'a file')
    expect(loadOrMakeSealer({ dir: join(dir, 'data'), random: randomBytes })).toEqual(
      err({ code: 'bad-seal-key', message: expect.stringContaining('cannot be read or made') }),
    )
  })
})

test('what is remembered has a bound, and what was asked for stays', () => {
  const map = new Remembered<number>(2)
  map.set('a', 1)
  map.set('b', 2)
  map.get('a')
  map.set('c', 3)
  expect([map.get('a'), map.get('b'), map.get('c'), map.size]).toEqual([1, undefined, 3, 2])
})

test('what is remembered is what was asked for or set last, whatever was done in between', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd', 'e')
  const step = fc.record(
    { deed: fc.constantFrom('get', 'set', 'delete', 'clear'), name },
    { requiredKeys: ['deed', 'name'] },
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), steps => {
      const map = new Remembered<number>(3)
      // The last one is the newest.
      let expected: [string, number][] = []
      for (const [at, { deed, name }] of steps.entries()) {
        const known = expected.find(([other]) => other === name)
        const others = expected.filter(([other]) => other !== name)
        if (deed === 'get') {
          expect(map.get(name)).toBe(known?.[1])
          if (known !== undefined) expected = [...others, known]
        } else if (deed === 'set') {
          map.set(name, at)
          expected = [...others, [name, at] as [string, number]].slice(-3)
        } else if (deed === 'delete') {
          map.delete(name)
          expected = others
        } else {
          map.clear()
          expected = []
        }
        expect(map.size).toBe(expected.length)
      }
      for (const [name, value] of expected) expect(map.get(name)).toBe(value)
    }),
    { seed: 7, numRuns: 500 },
  )
})
