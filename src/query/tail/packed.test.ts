import fc from 'fast-check'
import { expect, test } from 'vitest'
import { instant } from '../../model/index.ts'
import type { CommittedBatch } from '../../store/logs/index.ts'
import { type Packed, PackedEvents, Packer, Scratch, withTexts } from './packed.ts'

const of: CommittedBatch = {
  ...{ groupId: 1, streamId: 2, groupName: 'g', streamName: 's', batch: '77', ingestionTime: instant(900) },
  id: (timestamp, index) => `${timestamp}-${index}`,
  fields: () => ({ level: '', namespace: '', pod: '', container: '', node: '' }),
}
const read = (packed: Packed) => {
  const events = new PackedEvents(of, packed)
  return Array.from({ length: events.count }, (_, place) => ({
    id: events.idAt(place),
    timestamp: events.timestampAt(place),
    message: events.texts.toString('utf8', events.endAt(place - 1), events.endAt(place)),
  }))
}
const event = fc.record({
  index: fc.nat(65_535),
  timestamp: fc.option(fc.nat(), { nil: undefined }),
  text: fc.oneof(fc.string({ unit: 'binary' }), fc.string({ minLength: 50_000, maxLength: 60_000 })),
})
const whatIs = ({ index, timestamp = 900, text }: { index: number; timestamp: number | undefined; text: string }) => ({
  ...{ id: `${timestamp}-${index}`, timestamp, message: text.toWellFormed() },
})

test('what was packed is there, one pack after the other', () => {
  const scratch = new Scratch()
  const packers = [new Packer(scratch), new Packer(scratch)]
  const packs = fc.array(fc.array(event, { minLength: 1, maxLength: 20 }), { maxLength: 4 })
  fc.assert(
    fc.property(packs, all => {
      const made = all.map((events, at) => {
        const packer = packers[at % 2]!
        for (const { index, timestamp, text } of events) packer.add(index, timestamp, text)
        return packer.finish()!
      })
      // Later packs leave earlier ones as they are.
      expect(made.map(read)).toEqual(all.map(events => events.map(whatIs)))
    }),
    { numRuns: 50 },
  )
  expect(packers.map(packer => packer.finish())).toEqual([undefined, undefined])
})

test('texts that are changed, also in length', () => {
  const packer = new Packer(new Scratch())
  for (const [index, text] of ['a secret', '', 'other é'].entries()) packer.add(index, index, text)
  const packed = packer.finish()!
  const masked = withTexts(packed, text => text.replace('secret', '망루망루'))
  expect(read(masked).map(one => one.message)).toEqual(['a 망루망루', '', 'other é'])
  expect(read(masked).map(one => one.id)).toEqual(['0-0', '1-1', '2-2'])
  expect(read(packed)[0]?.message).toBe('a secret')
})

test('a pack holds no more than what is in it', () => {
  const packer = new Packer(new Scratch())
  packer.add(0, 1, 'x'.repeat(100_000))
  expect(packer.finish()?.texts.buffer.byteLength).toBe(100_016)
})
