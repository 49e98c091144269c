import { expect, test } from 'vitest'
import { mib } from '../model/index.ts'
import { leastMemory, planMemory } from './memory.ts'

test.each([leastMemory, mib(600), mib(1024), mib(16_384)])('the parts of %d bytes stay under the whole', memory => {
  const plan = planMemory(memory)
  expect(plan.engine + plan.queue * 2 + plan.bodies * 2).toBeLessThan(memory)
  expect(Math.min(plan.engine, plan.queue, plan.bodies)).toBeGreaterThan(0)
})
