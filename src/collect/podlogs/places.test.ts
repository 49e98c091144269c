import { expect, test } from 'vitest'
import { openPlaces } from './places.ts'

const never = new AbortController().signal

test('so many are in at the same time, the next one goes in when one comes out, in order', async () => {
  const places = openPlaces(2)
  const told: string[] = []
  const enter = async (name: string, signal = never) => {
    const leave = await places.enter(signal)
    told.push(name)
    return leave
  }
  const first = await enter('first')
  await enter('second')
  const gaveUp = new AbortController()
  void enter('gave up', gaveUp.signal)
  const fourth = enter('fourth')
  void enter('fifth')
  gaveUp.abort()
  await new Promise<void>(resolve => setImmediate(resolve))
  expect(told).toEqual(['first', 'second', 'gave up'])
  first()
  // A place is given back once.
  first()
  const leave = await fourth
  await new Promise<void>(resolve => setImmediate(resolve))
  expect(told).toEqual(['first', 'second', 'gave up', 'fourth'])
  leave()
  await new Promise<void>(resolve => setImmediate(resolve))
  expect(told.at(-1)).toBe('fifth')
})
