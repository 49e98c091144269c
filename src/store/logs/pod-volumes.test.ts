/** Counts by pod on the real engine: they agree with what was written, and messages are never asked for. */
import { expect, test } from 'vitest'
import { instant, mib } from '../../model/index.ts'
import { testClock } from '../engine/test-clock.ts'
import { must, testEmbedded } from '../engine/test-embedded.ts'
import { readPodVolumes } from './pod-volumes.ts'
import { logMigrations } from './schema.ts'
import { openLogStore } from './store.ts'
import { testEngine } from './test-engine.ts'

const clock = testClock()
const line = (pod: string, level: string) =>
  JSON.stringify({ level, log: 'x', kubernetes: { namespace_name: 'shop', pod_name: pod, container_name: 'c' } })

test('bytes by stream and level, events by pod, and nothing that is expired or of another group', async () => {
  const { engine, close } = await testEmbedded(logMigrations)
  const store = must(await openLogStore({ engine, clock, queueBytes: mib(8) }))
  const at = clock.now() - 600_000
  const messages = [line('api-0', 'INFO'), line('api-0', 'ERROR'), line('db-0', 'INFO')]
  const place = { groupName: 'g', streamName: 's', timestamps: [at, at + 1, at + 2], messages }
  must(await store.append({ groupId: 1, streamId: 7, ...place }))
  must(await store.append({ groupId: 2, streamId: 8, ...place }))
  const read = must(await readPodVolumes(engine, [{ id: 1, notBefore: instant(0) }], instant(at - 60_000), clock.now()))
  expect([...read.volumes].sort((a, b) => (a.level < b.level ? -1 : 1))).toEqual([
    { groupId: 1, streamId: 7, level: 'ERROR', events: 1, bytes: messages[1]!.length },
    { groupId: 1, streamId: 7, level: 'INFO', events: 2, bytes: messages[0]!.length + messages[2]!.length },
  ])
  const podsOf = (all: typeof read.pods) =>
    all.map(one => [one.namespace, one.pod, one.level, one.events].join(' ')).sort()
  expect(podsOf(read.pods)).toEqual(['shop api-0 ERROR 1', 'shop api-0 INFO 1', 'shop db-0 INFO 1'])
  const later = must(await readPodVolumes(engine, [{ id: 1, notBefore: instant(at + 2) }], instant(0), clock.now()))
  expect(podsOf(later.pods)).toEqual(['shop db-0 INFO 1'])
  await store.close()
  await close()
})

test('pods are counted without the messages; no groups, no question', async () => {
  const engine = testEngine()
  await readPodVolumes(engine, [], instant(0), instant(1))
  expect(engine.statements).toEqual([])
  await readPodVolumes(engine, [{ id: 1, notBefore: instant(0) }], instant(0), instant(1))
  expect(engine.statements.filter(text => text.includes('pod'))).toHaveLength(1)
  expect(engine.statements.find(text => text.includes('pod'))).not.toContain('message')
})
