import { expect, test } from 'vitest'
import { Remembered } from './remembered.ts'
import { objects, reading, sampledAt, web } from './sample-world.ts'

const one = 'ip-10-0-0-1.ec2.internal'
const now = reading(11, sampledAt)

test('counters come back as they were told, gauges and sizes do not', () => {
  const before = new Remembered()
  before.put(one, now)
  const back = before.reading(one)
  expect(back?.node.cpu).toEqual(now.node.cpu)
  expect(back?.node.disks).toEqual(now.node.disks)
  expect(back?.node.memory).toEqual({ ...now.node.memory, gauges: {} })
  expect(back?.node.filesystems).toEqual([])
  expect([...(back?.pods.keys() ?? [])]).toEqual([...now.pods.keys()])
  for (const [key, pod] of now.pods) {
    expect(back?.pods.get(key)?.interfaces).toEqual(pod.interfaces)
    for (const [name, { cpu }] of pod.containers) expect(back?.pods.get(key)?.containers.get(name)?.cpu).toEqual(cpu)
  }
})

test('a node that told nothing, and one that is gone, have no reading to begin at', () => {
  const before = new Remembered()
  for (const name of [one, 'gone', 'silent']) before.put(name, now)
  before.put('silent', undefined)
  before.end(objects.Pod ?? [], new Set([one, 'silent']))
  expect(before.reading('silent')).toBeUndefined()
  expect(before.reading('gone')).toBeUndefined()
  expect(before.reading(one)).toBeDefined()
  expect(before.pods.get(web.metadata.uid)).toBe(web)
})
