/** Who listens to the inventory is told of a kind once it can be read there. */
import { expect, test } from 'vitest'
import { millis, seconds } from '../../model/index.ts'
import type { KindName } from '../../model/kubernetes/index.ts'
import { testCluster } from '../kubernetes/test-cluster.ts'
import { startInventory } from './inventory.ts'
import { steppedClock } from './stepped-clock.ts'

test('every change of an object, and of how well its kind is seen', async () => {
  const clock = steppedClock()
  const cluster = testCluster()
  const told: string[] = []
  const changed = (kind: KindName) => {
    if (kind === 'Pod') told.push(`${inventory?.objects(kind).length} ${inventory?.sight(kind).state}`)
  }
  let inventory: ReturnType<typeof startInventory> | undefined
  inventory = startInventory({ cluster, clock, random: { next: () => 1 }, changed })
  const since = async (step: () => void) => {
    told.length = 0
    step()
    await clock.step(millis(0))
    return told
  }
  await clock.step(millis(0))
  expect(told.at(-1)).toBe('0 seen')
  expect(await since(() => cluster.put('Pod', 'a'))).toEqual(['1 seen'])
  expect(await since(() => cluster.take('Pod', 'a'))).toEqual(['0 seen'])
  expect(await since(() => cluster.put('Node', 'n'))).toEqual([])
  expect(await since(() => cluster.cut({ code: 'unreachable', message: 'nobody there' }))).toEqual(['0 blind'])
  await clock.step(seconds(5))
  expect(told.at(-1)).toBe('0 seen')
  await inventory.stop()
})
