import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sharedRoom } from './room.ts'

const taken = (take: () => boolean, tries: number): number =>
  Array.from({ length: tries }, take).filter(fits => fits).length

test('one alone has it all, and no more', () => {
  const one = sharedRoom(10, 1).of('Pod')
  expect(taken(one.take, 11)).toBe(10)
  one.giveBack(3)
  expect(taken(one.take, 5)).toBe(3)
})

test('of two, the larger leaves the smaller its share', () => {
  const room = sharedRoom(100, 2)
  const [large, small] = [room.of('Pod'), room.of('Pod')]
  expect(taken(large.take, 100)).toBe(75)
  expect(taken(small.take, 100)).toBe(25)
  expect(taken(room.of('Node').take, 100)).toBe(75)
})

test('never more than there is, whoever takes and gives back', () => {
  const deeds = fc.array(fc.tuple(fc.nat(2), fc.integer({ min: -20, max: 20 })), { maxLength: 60 })
  fc.assert(
    fc.property(deeds, all => {
      const room = sharedRoom(30, 3)
      const sharers = [0, 1, 2].map(() => ({ place: room.of('Pod'), held: 0 }))
      for (const [who, count] of all) {
        const sharer = sharers[who]
        if (sharer === undefined) continue
        if (count >= 0) sharer.held += taken(sharer.place.take, count)
        else {
          const back = Math.min(sharer.held, -count)
          sharer.place.giveBack(back)
          sharer.held -= back
        }
      }
      const held = sharers.reduce((sum, one) => sum + one.held, 0)
      if (held > 30) throw new Error(`${held} of 30`)
      // Everybody's share is free, whatever the others did.
      for (const { place, held: own } of sharers) if (taken(place.take, 5 - own) < 5 - own) throw new Error('no share')
    }),
    { seed: 7 },
  )
})
