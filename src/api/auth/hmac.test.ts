import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hmac, hmacKey } from './hmac.ts'

const known = (key: Uint8Array, text: string) => createHmac('sha256', key).update(text, 'utf8').digest('hex')

test('the example of RFC 4231, case 2', () => {
  expect(hmac(hmacKey(Buffer.from('Jefe')), 'what do ya want for nothing?').toString('hex')).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  )
})

test("it is Node's own for every key and text, one key used again and again", () => {
  const texts = fc.array(fc.string({ unit: 'grapheme', maxLength: 700 }), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), texts, (key, all) => {
      const kept = hmacKey(key)
      for (const text of all) expect(hmac(kept, text).toString('hex')).toBe(known(key, text))
    }),
    { seed: 7, numRuns: 200 },
  )
})

test.each([63, 64, 65, 511, 512, 513])('keys and texts of %i bytes', length => {
  const key = Buffer.alloc(length, 'k')
  for (const text of ['x'.repeat(length), `${'é'.repeat(length >> 1)}${length % 2 === 1 ? 'x' : ''}`])
    expect(hmac(hmacKey(key), text).toString('hex')).toBe(known(key, text))
})

test('a signature that was given out is not written over by the next one', () => {
  const key = hmacKey(Buffer.from('k'))
  const first = hmac(key, 'a')
  hmac(key, 'b')
  expect(first.toString('hex')).toBe(known(Buffer.from('k'), 'a'))
})
