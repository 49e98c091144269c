import { expect, test } from 'vitest'
import { limits } from '../limits.ts'
import { mib } from '../model/index.ts'
import { leastMemory, objectsFor, planMemory } from './memory.ts'

test.each([leastMemory, mib(600), mib(1024), mib(16_384)])('the parts of %d bytes stay under the whole', memory => {
  const plan = planMemory(memory)
  expect(plan.engine + (plan.queue + plan.metricQueue + plan.bodies) * 2).toBeLessThan(memory)
  expect(Math.min(plan.engine, plan.queue, plan.metricQueue, plan.bodies)).toBeGreaterThan(0)
})

test.each([
  [leastMemory, 2],
  [mib(1024), 3],
  [mib(2048), 9],
  [mib(65_536), limits.queriesAtOnce],
])('%d bytes run %i queries at once (queriesAtOnce)', (memory, atOnce) => {
  expect(planMemory(memory).queriesAtOnce).toBe(atOnce)
})

test('inventoryObjectHeap bytes of heap for each object of a kind, up to inventoryObjects', () => {
  const each = limits.inventoryObjectHeap
  expect(objectsFor(each * 20_000)).toBe(20_000)
  expect(objectsFor(each * 20_000 - 1)).toBe(19_999)
  expect(objectsFor(each * (limits.inventoryObjects + 1))).toBe(limits.inventoryObjects)
})
