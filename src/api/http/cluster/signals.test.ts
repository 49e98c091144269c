/** What pages are told of changes, over real sockets; and a reader who is slow, without any. */
import { createServer, get, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { instant } from '../../../model/index.ts'
import type { KindName } from '../../../model/kubernetes/index.ts'
import type { ClusterPort } from '../cluster-port.ts'
import type { Outlet } from '../outlet.ts'
import { type TestWorld, testWorld } from '../test-world.ts'
import { tell } from './signals.ts'

let world: TestWorld
let server: Server
let ears: Map<string, Set<(kind: KindName) => void>>

const port = (name: string): ClusterPort => {
  const mine = new Set<(kind: KindName) => void>()
  ears.set(name, mine)
  return {
    ...{ name, address: '', demo: true, trouble: null, leftOut: () => 0, health: () => null },
    ...{ objects: () => [], object: () => undefined, sight: () => ({ state: 'waiting' as const }) },
    promised: () => ({ groups: [], unknown: null }),
    versions: {} as ClusterPort['versions'],
    listen: ear => {
      mine.add(ear)
      return () => void mine.delete(ear)
    },
  }
}
const changes = (name: string, ...kinds: readonly KindName[]) => {
  for (const kind of kinds) for (const ear of ears.get(name) ?? []) ear(kind)
}

async function start(options: Parameters<typeof testWorld>[0] = {}): Promise<void> {
  ears = new Map()
  world = await testWorld({ clusters: [port('a'), port('b')], ...options })
  server = createServer((req, res) => world.api.handle(req, res))
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
}
async function end(): Promise<void> {
  world.api.endStreams()
  server.closeAllConnections()
  server.close()
  await world.close()
}
beforeEach(() => start())
afterEach(end)

async function watch(query = '', headers = {}) {
  const path = `/api/cluster/signals${query}`
  const { port } = server.address() as AddressInfo
  const answer = await new Promise<IncomingMessage>((resolve, reject) =>
    get({ port, host: '127.0.0.1', path, headers }, resolve).on('error', reject),
  )
  const told: (readonly KindName[])[] = []
  let [text, ended] = ['', false]
  answer.setEncoding('utf8').on('data', (some: string) => {
    const parts = (text + some).split('\n\n')
    text = parts.pop() ?? ''
    for (const part of parts) {
      const data = /^event: changed\ndata: (.*)$/.exec(part)?.[1]
      if (data !== undefined) told.push(JSON.parse(data).kinds)
    }
  })
  answer.on('end', () => {
    ended = true
  })
  answer.on('error', () => undefined)
  return { answer, told, ended: () => ended }
}
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise(resolve => setTimeout(resolve, 2))
}

test('what changes together is told together, of the cluster that was asked for', async () => {
  const [first, other] = [await watch(), await watch('?cluster=b')]
  expect(first.answer.headers).toMatchObject({ 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  changes('a', 'Pod', 'Pod', 'Node', 'Pod')
  await until(() => first.told.length > 0)
  changes('a', 'Event')
  changes('b', 'Service')
  await until(() => first.told.length > 1 && other.told.length > 0)
  expect(first.told).toEqual([['Node', 'Pod'], ['Event']])
  expect(other.told).toEqual([['Service']])
})

test('whoever goes is not told any longer', async () => {
  const { answer } = await watch()
  expect(ears.get('a')?.size).toBe(1)
  answer.destroy()
  await until(() => ears.get('a')?.size === 0)
})

test('a cluster that nobody looks at, and one that never changes', async () => {
  expect((await watch('?cluster=c')).answer.statusCode).toBe(404)
  await end()
  const { listen: _listen, ...still } = port('still')
  await start({ clusters: [still] })
  expect((await watch()).answer.statusCode).toBe(200)
})

test('has room for so many and no more', async () => {
  const all = []
  for (let count = 0; count < limits.clusterWatchers; count++) all.push(await watch())
  expect((await watch()).answer.statusCode).toBe(503)
  all[0]?.answer.destroy()
  await until(() => (ears.get('a')?.size ?? 0) < limits.clusterWatchers)
  expect((await watch()).answer.statusCode).toBe(200)
})

test('ends when the server stops, and when the token is revoked', async () => {
  const { ended } = await watch()
  world.api.endStreams()
  await until(ended)
  await until(() => ears.get('a')?.size === 0)
  await end()
  await start({ mode: 'required' })
  expect((await watch()).answer.statusCode).toBe(401)
  const mine = await watch('', await world.token('reader'))
  const keys = await world.settings.keys.list()
  if (keys.ok) await world.settings.keys.revoke(keys.value[0]?.accessKeyId ?? '', world.now)
  world.now = instant(world.now + limits.rememberedKeyLife)
  await until(mine.ended)
})

describe('a reader who is slow', () => {
  test('is told once of all that changed meanwhile', async () => {
    const gone = new AbortController()
    const changed = new Set<KindName>(['Pod'])
    const written: string[] = []
    let [ticks, room] = [0, false]
    const clock = {
      now: () => instant(0),
      sleep: async (length: number) => {
        expect(length).toBe(limits.clusterSignalTime)
        ticks += 1
        if (ticks === 100) changed.add('Node')
        room = ticks > 200
        if (ticks > 300) gone.abort()
      },
    }
    const offer = (text: string) => {
      if (room || written.length === 0) written.push(text)
      return room
    }
    const outlet = { gone: gone.signal, offer, end: () => undefined } as unknown as Outlet
    await tell(outlet, changed, { clock }, async () => true)
    expect(written.filter(text => text.startsWith('event'))).toEqual([
      'event: changed\ndata: {"kinds":["Node","Pod"]}\n\n',
    ])
    expect(written).toContain(': still here\n\n')
    expect(changed.size).toBe(0)
  })
})
