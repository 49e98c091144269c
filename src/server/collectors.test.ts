import { describe, expect, test } from 'vitest'
import { startInventory } from '../collect/inventory/index.ts'
import { steppedClock } from '../collect/inventory/stepped-clock.ts'
import { testStore } from '../collect/log-writer/test-store.ts'
import { hours, millis, minus } from '../model/index.ts'
import { createTwin, twinCluster } from '../twin/index.ts'
import { type CollectorChoice, demoTag, startCollectors } from './collectors.ts'

const podLogChoice = { namespaces: [], labels: { matchLabels: {} } }

/** The demo cluster, collected from for a few minutes. */
async function collected(choice: CollectorChoice) {
  const clock = steppedClock()
  const store = testStore()
  const twin = createTwin({ seed: 1, start: minus(clock.now(), hours(1)) })
  twin.advanceTo(clock.now())
  const cluster = twinCluster(twin, clock)
  const inventory = startInventory({ cluster, clock, random: { next: () => 0.5 } })
  const stores = { logs: store.logs, logSettings: store.settings } as Parameters<typeof startCollectors>[0]['stores']
  const collectors = startCollectors({ cluster, inventory, stores, clock, demo: true }, choice, () => undefined)
  await clock.step(millis(130_000))
  await collectors.stop()
  await inventory.stop()
  await cluster.close()
  return store
}

describe('the collectors, on the demo', () => {
  test('fill the groups that agents would, marked as made up', async () => {
    const store = await collected({ containerInsights: 'enhanced', podLogs: true, podLogChoice })
    const groups = ['application', 'dataplane', 'events', 'performance'].map(
      kind => `/aws/containerinsights/demo/${kind}`,
    )
    expect([...store.groups.keys()].toSorted()).toEqual(groups)
    for (const group of store.groups.values()) expect(group.tags).toEqual({ [demoTag]: 'true' })
    const events = store.messages('/aws/containerinsights/demo/performance').map(message => JSON.parse(message))
    const backend = events.filter(({ Type, PodName }) => Type === 'Pod' && PodName === 'backend-app').at(-1)
    expect(backend).toMatchObject({ ClusterName: 'demo', Service: 'backend-app', pod_status_running: 1 })
    expect(backend.pod_cpu_utilization_over_pod_limit).toBeGreaterThan(0)
    const said = store.messages('/aws/containerinsights/demo/application').map(message => JSON.parse(message).log)
    expect(said.some(line => line.includes('Health GET API called.'))).toBe(true)
  })

  test('do only what was chosen', async () => {
    const store = await collected({ containerInsights: 'off', podLogs: false, podLogChoice })
    expect([...store.groups.keys()]).toEqual(['/aws/containerinsights/demo/events'])
  })
})
