import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instant } from '../../model/index.ts'
import { type EventPlace, makePointer, readPointer } from './pointer.ts'

const anyPlace: fc.Arbitrary<EventPlace> = fc.record({
  groupId: fc.integer({ min: 1, max: 4_294_967_295 }),
  cursor: fc.record({
    timestamp: fc.integer({ min: 0, max: 9_999_999_999_999 }).map(instant),
    batch: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String),
    index: fc.integer({ min: 0, max: 4_294_967_295 }),
  }),
})

test('a pointer leads back to its place', () => {
  fc.assert(
    fc.property(anyPlace, place => {
      expect(readPointer(makePointer(place))).toEqual(place)
    }),
  )
})

test('a pointer that was changed leads nowhere', () => {
  fc.assert(
    fc.property(anyPlace, fc.nat({ max: 37 }), fc.constantFrom('A', 'b', '-', '_', '9'), (place, at, letter) => {
      const pointer = makePointer(place)
      fc.pre(pointer[at] !== letter)
      expect(readPointer(pointer.slice(0, at) + letter + pointer.slice(at + 1))).toBeUndefined()
    }),
  )
})

test.each(['', 'x', 'CmEKJ', 'A'.repeat(39), `${'A'.repeat(38)}\n`, '한'.repeat(39)])('%j is no pointer', text => {
  expect(readPointer(text)).toBeUndefined()
})
