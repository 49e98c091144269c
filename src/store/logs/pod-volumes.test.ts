/** Counts by pod on the real engine: they agree with what was written, and messages are never asked for. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type Clock, instant, mib, type Result } from '../../model/index.ts'
import { migrate, openChdb } from '../engine/index.ts'
import { readPodVolumes } from './pod-volumes.ts'
import { logMigrations } from './schema.ts'
import { openLogStore } from './store.ts'
import { testEngine } from './test-engine.ts'

const must = <T, E>(result: Result<T, E>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}
const clock: Clock = {
  now: () => instant(Date.now()),
  sleep: length => new Promise(done => setTimeout(done, length)),
}
const line = (pod: string, level: string) =>
  JSON.stringify({ level, log: 'x', kubernetes: { namespace_name: 'shop', pod_name: pod, container_name: 'c' } })

test('bytes by stream and level, events by pod, and nothing that is expired or of another group', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'mangru-volumes-'))
  const engine = must(await openChdb({ dir: join(dir, 'engine'), memory: mib(400), clock }))
  must(await migrate(engine, logMigrations))
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
  await engine.close()
  await rm(dir, { recursive: true })
})

test('pods are counted without the messages; no groups, no question', async () => {
  const engine = testEngine()
  await readPodVolumes(engine, [], instant(0), instant(1))
  expect(engine.statements).toEqual([])
  await readPodVolumes(engine, [{ id: 1, notBefore: instant(0) }], instant(0), instant(1))
  expect(engine.statements.filter(text => text.includes('pod'))).toHaveLength(1)
  expect(engine.statements.find(text => text.includes('pod'))).not.toContain('message')
})
