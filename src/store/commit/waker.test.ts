import { expect, test } from 'vitest'
import { steppedClock } from '../logs/stepped-clock.ts'
import { Waker } from './waker.ts'

function world() {
  const clock = steppedClock()
  const start = clock.now()
  const woken: number[] = []
  const waker = new Waker(clock, () => woken.push(clock.now() - start))
  return { clock, woken, by: (length: number) => waker.by(start + length), forget: () => waker.forget() }
}

test('it wakes once, at the earliest moment that it was told of, and then when it is told again', async () => {
  const { clock, woken, by } = world()
  for (const length of [20, 10, 30, 10]) by(length)
  expect(clock.sleeping()).toHaveLength(1)
  await clock.step(100)
  expect(woken).toEqual([10])
  by(150)
  await clock.step(100)
  expect(woken).toEqual([10, 150])
})

test('what it is to forget wakes nobody, and a moment that is past does so at once', async () => {
  const { clock, woken, by, forget } = world()
  by(10)
  forget()
  await clock.step(20)
  expect([woken, clock.sleeping()]).toEqual([[], []])
  by(0)
  await clock.step(1)
  expect(woken).toEqual([21])
})
