import { expect, test } from 'vitest'
import { startInventory } from '../collect/inventory/index.ts'
import { steppedClock } from '../collect/inventory/stepped-clock.ts'
import { startUsage } from '../collect/usage/index.ts'
import { hours, millis, minus } from '../model/index.ts'
import { createTwin, twinCluster } from '../twin/index.ts'

test('the demo tells what its pods use', async () => {
  const clock = steppedClock()
  const twin = createTwin({ seed: 1, start: minus(clock.now(), hours(1)) })
  twin.advanceTo(clock.now())
  const cluster = twinCluster(twin, clock)
  const inventory = startInventory({ cluster, clock, random: { next: () => 0.5 } })
  const usage = startUsage({ cluster, nodes: () => inventory.objects('Node'), clock })
  await clock.step(millis(40_000))
  const nodes = inventory.objects('Node').map(({ metadata }) => usage.node(metadata.name))
  expect(nodes.length).toBeGreaterThan(1)
  for (const used of nodes) expect(used?.cpu).toBeGreaterThan(0.05)
  const running = inventory.objects('Pod').filter(({ status }) => status?.phase === 'Running')
  const told = running.flatMap(one => usage.pod(one) ?? [])
  expect(told.length).toBeGreaterThan(running.length / 2)
  await usage.stop()
  await inventory.stop()
  await cluster.close()
})
