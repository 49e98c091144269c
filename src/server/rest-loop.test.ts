/** When memory is given back, by a clock that is stepped. */
import { expect, test } from 'vitest'
import { limits } from '../limits.ts'
import { steppedClock } from '../store/logs/stepped-clock.ts'
import { startRest } from './rest-loop.ts'

function world() {
  const clock = steppedClock()
  const seen = { cpu: 0, collected: 0 }
  const stop = startRest({ clock, cpuMs: () => seen.cpu, collect: () => seen.collected++ })
  return { clock, seen, stop }
}

test('once after the start, and not again while nothing happens', async () => {
  const { clock, seen, stop } = world()
  await clock.step(limits.restFirst - 1)
  expect(seen.collected).toBe(0)
  await clock.step(1)
  expect(seen.collected).toBe(1)
  await clock.step(limits.restEvery * 5)
  expect(seen.collected).toBe(1)
  await stop()
})

test('once after each busy time, never within it: restCpu is rest, more is work', async () => {
  const { clock, seen, stop } = world()
  await clock.step(limits.restFirst)
  seen.cpu += limits.restCpu
  await clock.step(limits.restEvery)
  await clock.step(limits.restEvery)
  expect(seen.collected).toBe(1)
  for (let busy = 0; busy < 3; busy++) {
    seen.cpu += limits.restCpu + 1
    await clock.step(limits.restEvery)
  }
  expect(seen.collected).toBe(1)
  await clock.step(limits.restEvery * 3)
  expect(seen.collected).toBe(2)
  await stop()
})

test('nothing after the end', async () => {
  const { clock, seen, stop } = world()
  await stop()
  await clock.step(limits.restFirst * 2)
  expect(seen.collected).toBe(0)
})
