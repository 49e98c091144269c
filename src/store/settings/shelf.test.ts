/** The shelf against a plain map: what it holds is right, it never holds too much, and what is hot stays. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { Shelf } from './shelf.ts'

const held = (shelf: Shelf<number>, keys: Iterable<number>): number =>
  [...keys].filter(key => shelf.peek(0, `${key}`) !== undefined).length

const range = (count: number) => Array.from({ length: count }, (_, n) => n)

test.each([2, 3, 10, 1_000])('holds at most %i entries, and at least the newer half', size => {
  const shelf = new Shelf<number>(size)
  const half = Math.floor(size / 2)
  for (const n of range(size * 3)) {
    shelf.set(0, `${n}`, n)
    expect(held(shelf, [n])).toBe(1)
  }
  expect(held(shelf, range(size * 3))).toBeLessThanOrEqual(size)
  expect(held(shelf, range(size * 3).slice(-half))).toBe(half)
})

test(`all of ${limits.cachedStreams} entries fit, and one more lets the oldest go`, () => {
  const shelf = new Shelf<number>(limits.cachedStreams)
  for (const n of range(limits.cachedStreams)) shelf.set(n % 7, `${n}`, n)
  expect(range(limits.cachedStreams).every(n => shelf.peek(n % 7, `${n}`) === n)).toBe(true)
  shelf.set(0, 'one more', 1)
  expect(shelf.peek(0, '0')).toBeUndefined()
  expect(shelf.peek(0, 'one more')).toBe(1)
})

test('what is asked for again and again stays, whatever else comes', () => {
  const shelf = new Shelf<number>(10)
  shelf.set(1, 'hot', 1)
  for (const n of range(1_000)) {
    shelf.set(2, `${n}`, n)
    if (n % 4 === 0) expect(shelf.get(1, 'hot')).toBe(1)
  }
})

test('never answers anything but what was set last and not deleted', () => {
  const owner = fc.integer({ min: 0, max: 2 })
  const name = fc.constantFrom('a', 'b', 'c', '__proto__')
  const deed = fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('set' as const), owner, name, value: fc.nat() }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('get' as const), owner, name }) },
    fc.record({ do: fc.constant('delete' as const), owner, name }),
    fc.record({ do: fc.constant('deleteOwner' as const), owner }),
    fc.record({ do: fc.constant('clear' as const) }),
  )
  fc.assert(
    fc.property(fc.array(deed, { maxLength: 60 }), fc.constantFrom(2, 4, 100), (deeds, size) => {
      const shelf = new Shelf<number>(size)
      const truth = new Map<string, number>()
      for (const one of deeds) {
        if (one.do === 'set') {
          shelf.set(one.owner, one.name, one.value)
          truth.set(`${one.owner} ${one.name}`, one.value)
        } else if (one.do === 'get') {
          const expected = truth.get(`${one.owner} ${one.name}`)
          const found = shelf.get(one.owner, one.name)
          // A big shelf forgets nothing; a small one may forget, but not make up.
          if (found !== undefined || size === 100) expect(found).toBe(expected)
        } else if (one.do === 'delete') {
          shelf.delete(one.owner, one.name)
          truth.delete(`${one.owner} ${one.name}`)
        } else if (one.do === 'deleteOwner') {
          shelf.deleteOwner(one.owner)
          for (const key of truth.keys()) if (key.startsWith(`${one.owner} `)) truth.delete(key)
        } else {
          shelf.clear()
          truth.clear()
        }
      }
    }),
  )
})
