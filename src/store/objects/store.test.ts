/** Objects in versions, on the embedded engine. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { days, instant, mib, plus, type Result } from '../../model/index.ts'
import { type ChdbEngine, migrate, openChdb } from '../engine/index.ts'
import { testClock } from '../engine/test-clock.ts'
import { storeMigrations } from '../schema/index.ts'
import { type ObjectStore, type ObjectVersion, objectStore, readContainerEnds } from './index.ts'

let dir: string
let engine: ChdbEngine
let store: ObjectStore

const must = <T, E>(result: Result<T, E>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.value
}

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mangru-objects-'))
  engine = must(await openChdb({ dir, memory: mib(600), clock: testClock() }))
  must(await migrate(engine, storeMigrations))
  store = objectStore(engine)
})
afterAll(async () => {
  await engine?.close()
  await rm(dir, { recursive: true, force: true })
})

const noon = Date.UTC(2026, 0, 20, 12)
let tokens = 0
const version = (name: string, at: number, body: string, more: Partial<ObjectVersion> = {}): ObjectVersion => ({
  ...{ kind: 'Pod', namespace: 'shop', name, uid: `uid-${name}`, at: instant(noon + at) },
  ...{
    gone: body === '',
    digest: BigInt([...body].reduce((sum, char) => (sum * 31 + char.charCodeAt(0)) % 2 ** 48, 7)),
    body,
  },
  ...more,
})
const write = async (cluster: string, ...versions: readonly ObjectVersion[]) =>
  must(await store.append(cluster, versions, `token ${++tokens}`))
const asAt = async (cluster: string, at: number, limit = 10) =>
  must(await store.asAt({ cluster, kind: 'Pod', at: instant(noon + at), limit })).map(({ name, body }) => [name, body])

test('at each time what was there then', async () => {
  await write('a', version('web', 0, 'one'), version('api', 10, "it's 한 \\ \n"))
  await write('a', version('web', 20, 'two'), version('api', 30, ''))
  await write('b', version('web', 0, 'another cluster'))
  await write('a', version('web', 0, 'another kind', { kind: 'Service' }))
  expect(await asAt('a', -1)).toEqual([])
  expect(await asAt('a', 0)).toEqual([['web', 'one']])
  expect(await asAt('a', 19)).toEqual([
    ['api', "it's 한 \\ \n"],
    ['web', 'one'],
  ])
  expect(await asAt('a', 20)).toContainEqual(['web', 'two'])
  expect(await asAt('a', 30)).toEqual([['web', 'two']])
  expect(await asAt('a', 29, 1)).toHaveLength(1)
  const only = { namespace: 'shop', name: 'web' }
  const one = must(await store.asAt({ cluster: 'a', kind: 'Pod', at: instant(noon + 29), limit: 10, only }))
  expect(one).toEqual([version('web', 20, 'two')])
})

test('what was there when last looked, with its digest', async () => {
  await write('c', version('web', 0, 'one'), version('api', 0, 'one'), version('web', 5, 'two'), version('api', 6, ''))
  const present = must(await store.present('c', instant(noon + 60_000)))
  const { digest, at, kind, namespace, name, uid } = version('web', 5, 'two')
  expect(present).toEqual([{ kind, namespace, name, uid, at, digest }])
})

test('a history tells each change once, and one of the same name after it', async () => {
  const again = { uid: 'uid-later' }
  await write(
    'd',
    version('web', 0, 'one'),
    version('web', 10, 'one'),
    version('web', 20, 'two'),
    version('web', 30, ''),
  )
  await write('d', version('web', 40, 'one', again))
  const history = async (until: number, limit: number) =>
    must(
      await store.history({
        ...{ cluster: 'd', kind: 'Pod', namespace: 'shop', name: 'web', until: instant(noon + until), limit },
      }),
    ).map(({ at, uid, body }) => [at - noon, uid, body])
  expect(await history(100, 10)).toEqual([
    [40, 'uid-later', 'one'],
    [30, 'uid-web', ''],
    [20, 'uid-web', 'two'],
    [0, 'uid-web', 'one'],
  ])
  expect(await history(29, 1)).toEqual([[20, 'uid-web', 'two']])
})

test('what was deleted in a time, as it was last; and since when anything is known', async () => {
  expect(must(await store.first('g'))).toBeNull()
  await write(
    'g',
    version('web', 0, 'one'),
    version('web', 10, 'two'),
    version('api', 0, 'one'),
    version('job', 0, 'x'),
  )
  await write('g', version('web', 20, ''), version('api', 30, ''))
  const ended = async (from: number, to: number, limit = 10) =>
    must(
      await store.ended({ cluster: 'g', kind: 'Pod', from: instant(noon + from), to: instant(noon + to), limit }),
    ).map(({ name, at, gone, body }) => [name, at - noon, gone, body])
  expect(await ended(0, 100)).toEqual([
    ['api', 30, true, 'one'],
    ['web', 20, true, 'two'],
  ])
  expect(await ended(0, 100, 1)).toHaveLength(1)
  expect(await ended(20, 29)).toEqual([])
  expect(must(await store.first('g'))).toBe(noon)
})

test('a repeat under the same token adds nothing', async () => {
  const same = [version('web', 0, 'one')]
  for (let round = 0; round < 3; round++) must(await store.append('e', same, 'the same'))
  const rows = must(
    await engine.query({ text: "SELECT count() FROM mangru.objects WHERE cluster = 'e'" } as never),
  ).rows
  expect(Number(rows[0]?.[0])).toBe(1)
})

test('a cluster is forgotten whole, and no other', async () => {
  await write('h', version('web', 0, 'one'))
  must(await store.forget('h'))
  for (let round = 0; round < 200 && (await asAt('h', 0)).length > 0; round++)
    await new Promise(resolve => setTimeout(resolve, 20))
  expect(await asAt('h', 0)).toEqual([])
  expect(await asAt('a', 20)).not.toEqual([])
})

test('old days are dropped whole', async () => {
  const day = days(1)
  await write('f', version('old', -3 * day, 'one'), version('new', 0, 'one'))
  must(await store.dropBefore(plus(instant(noon), -day as typeof day)))
  expect(await asAt('f', -3 * day)).toEqual([])
  expect(await asAt('f', 0)).toEqual([['new', 'one']])
})

test('how containers ended that were started again: each end once, by pod and reason', async () => {
  const ended = (at: number) => new Date(noon + at).toISOString().replace('.000Z', 'Z')
  const pod = (...ends: readonly (readonly [container: string, at: number, reason: string])[]) =>
    JSON.stringify({
      status: {
        containerStatuses: ends.map(([name, at, reason]) => ({
          name,
          lastState: { terminated: { finishedAt: ended(at), reason, exitCode: 1 } },
        })),
      },
    })
  await write(
    'ends',
    version('web', 0, JSON.stringify({ status: { containerStatuses: [{ name: 'main', state: { running: {} } }] } })),
    version('web', 10_000, pod(['main', 9_000, 'OOMKilled'])),
    version('web', 20_000, pod(['main', 9_000, 'OOMKilled'], ['side', 8_000, 'Error'])),
    version('web', 30_000, pod(['main', 29_000, 'OOMKilled'], ['side', 8_000, 'Error'])),
    version('api', 30_000, pod(['main', -90_000, 'Error'])),
    version('late', 3 * 86_400_000, pod(['main', 9_000, 'Error'])),
    version('db', 40_000, 'no { JSON, "lastState":{"terminated"'),
  )
  await write('other', version('web', 10_000, pod(['main', 9_000, 'Error'])))
  const read = async (from: number, to: number, limit = 10) => {
    const asked = { cluster: 'ends', from: instant(noon + from), to: instant(noon + to), limit }
    return must(await readContainerEnds(engine, asked)).map(({ pod: name, reason, count, last }) => [
      name,
      reason,
      count,
      last - noon,
    ])
  }
  expect(await read(0, 60_000)).toEqual([
    ['web', 'OOMKilled', 2, 29_000],
    ['web', 'Error', 1, 8_000],
  ])
  expect(await read(0, 9_000)).toEqual([['web', 'Error', 1, 8_000]])
  expect(await read(0, 60_000, 1)).toHaveLength(1)
  expect(await read(40_000, 60_000)).toEqual([])
})
