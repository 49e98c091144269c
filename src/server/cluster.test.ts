/** The cluster as the server opens it: the demo, a kubeconfig that is wrong in each way, and the twin behind the wire of the Kubernetes API. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { steppedClock } from '../collect/inventory/stepped-clock.ts'
import type { ClusterAccess } from '../collect/kubernetes/index.ts'
import { serveCluster } from '../collect/kubernetes/test-api-server.ts'
import { limits } from '../limits.ts'
import { hours, instant, millis, minutes, ok, plus } from '../model/index.ts'
import { testEngine } from '../store/logs/test-engine.ts'
import { createTwin, twinCluster } from '../twin/index.ts'
import { type ClusterDesk, type ClusterDesks, openClusters } from './cluster.ts'
import { nameClusters } from './named-clusters.ts'

let dir: string
let desk: ClusterDesk | undefined
let desks: ClusterDesks | undefined
let said: string[]
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'mangru-cluster-'))
  said = []
})
afterEach(async () => {
  await desks?.stop()
  desks = undefined
  await rm(dir, { recursive: true, force: true })
})

const inserted: string[] = []
const engine = { ...testEngine(), insert: async (table: string) => ok(void inserted.push(table)) }
const start = instant(Date.UTC(2026, 0, 20, 12))
const clock = steppedClock(start)
const ports = { engine, clock, random: { next: () => 0.5 }, log: (line: string) => void said.push(line) }
const none = { kubeconfig: null, contexts: [], clusterName: null, demo: false, seed: 1 }

async function open(
  config: Parameters<typeof nameClusters>[0],
  inPod: (cluster: string) => ClusterAccess | undefined = () => undefined,
  more: { readonly objects?: number } = {},
): Promise<ClusterDesk | undefined> {
  const opening = nameClusters(config, clock, inPod).then(named => openClusters(named, { ...ports, ...more }))
  let over = false
  void opening.then(() => {
    over = true
  })
  while (!over) await clock.step(millis(0))
  await desks?.stop()
  desks = await opening
  return desks.all[0]
}

test('without a word there is no cluster', async () => {
  expect(await open(none)).toBeUndefined()
})

test.each([
  ['kubernetes', none],
  ['prod', { ...none, clusterName: 'prod' }],
])('in a pod it is the cluster of its account, called %s', async (name, config) => {
  const access = (cluster: string): ClusterAccess => ({
    ...{ context: 'service account', cluster, server: new URL('http://127.0.0.1:1'), insecure: false },
  })
  desk = await open(config, access)
  expect(desk?.port).toMatchObject({ name, address: 'http://127.0.0.1:1', demo: false, trouble: null })
  desk = await open({ ...config, demo: true }, access)
  expect(desk?.port.demo).toBe(true)
})

test('a cluster that is too large for the memory is seen as far as there is room, and that is told once', async () => {
  said.length = 0
  desk = await open({ ...none, demo: true }, undefined, { objects: 3 })
  await clock.step(limits.objectsGather)
  expect(desk?.port.objects('Pod')).toHaveLength(3)
  const told = said.filter(line => line.includes('of the kind Pod'))
  expect(told).toEqual([expect.stringMatching(/no room for \d+ more of the kind Pod; a larger --memory/)])
})

test('the demo is seen at once, alive, and kept in versions', async () => {
  desk = await open({ ...none, demo: true })
  await clock.step(limits.objectsGather)
  const port = desk?.port
  expect(port).toMatchObject({ demo: true, trouble: null })
  expect(port?.objects('Node').length).toBeGreaterThanOrEqual(2)
  expect(port?.objects('Pod').some(({ status }) => status?.phase === 'Running')).toBe(true)
  expect(port?.sight('Pod')).toMatchObject({ state: 'seen' })
  expect(port?.health()).toMatchObject({ answer: { version: expect.stringMatching(/^v/) } })
  expect(inserted).toContain('objects')
})

describe('a kubeconfig', () => {
  const file = () => join(dir, 'config')
  const withFile = async (content: string, ...contexts: readonly string[]) => {
    await writeFile(file(), content)
    desk = await open({ ...none, kubeconfig: file(), contexts })
    return desk
  }
  const kubeconfig = (server: string) => `current-context: c
contexts: [{name: c, context: {cluster: here}}]
clusters: [{name: here, cluster: {server: "${server}"}}]
`

  test('that is not there, that is no YAML, that is of something else: told with its line, and nothing falls', async () => {
    desk = await open({ ...none, kubeconfig: join(dir, 'nowhere') })
    expect(desk?.port.trouble?.said.code).toBe('kubeconfig-no-file')
    await withFile('clusters: ]')
    expect(desk?.port.trouble).toMatchObject({ said: { code: 'kubeconfig-no-yaml', values: { line: 1 } } })
    await withFile(kubeconfig('ftp://x'))
    expect(desk?.port.trouble).toMatchObject({ said: { code: 'kubeconfig-server', values: { line: 3 } } })
    expect(said).toHaveLength(3)
    expect(said[2]).toContain(`${file()} cannot be used. Line 3: ftp://x is no URL`)
    expect(desk?.port.objects('Pod')).toEqual([])
    expect(desk?.seen).toBeNull()
  })

  test('that points nowhere is told, and is asked again', async () => {
    await withFile(kubeconfig('http://127.0.0.1:1'))
    await waited(() => desk?.port.health() !== null)
    expect(desk?.port.health()).toMatchObject({ error: { code: 'unreachable' } })
    expect(desk?.port.sight('Pod')).toMatchObject({ state: 'blind' })
    expect(said.join()).toContain('The API server at 127.0.0.1:1 cannot be reached')
  })

  test('of a control plane is asked how it is, again and again', async () => {
    const twin = createTwin({ seed: 7, start: clock.now() })
    const server = await serveCluster(twinCluster(twin, clock))
    let asked = 0
    server.intercept = request => {
      if (request.url === '/version') asked += 1
      return false
    }
    await withFile(kubeconfig(server.url))
    await waited(() => desk?.port.health() !== null)
    const before = asked
    await clock.step(limits.clusterHealthEvery)
    await waited(() => asked > before)
    await server.close()
  })

  test('of a cluster that answers: all of it is seen through the wire', async () => {
    const twin = createTwin({ seed: 7, start: plus(clock.now(), -hours(1) as ReturnType<typeof hours>) })
    const behind = twinCluster(twin, clock)
    const server = await serveCluster(behind)
    await withFile(kubeconfig(server.url))
    await waited(() => desk?.port.sight('Pod').state === 'seen' && desk.port.sight('Event').state === 'seen')
    const signal = new AbortController().signal
    const pods = await behind.list('Pod', { signal, limit: 1_000 })
    const names = (all: readonly { readonly metadata: { readonly name: string } }[]) =>
      all.map(({ metadata }) => metadata.name).sort()
    expect(names(desk?.port.objects('Pod') ?? [])).toEqual(names(pods.ok ? pods.value.items : []))
    const before = desk?.seen?.inventory.generation() ?? 0
    await clock.step(minutes(5))
    await waited(() => (desk?.seen?.inventory.generation() ?? 0) > before)
    await desks?.stop()
    desks = undefined
    await behind.close()
    await server.close()
  })
})

describe('several contexts', () => {
  const several = (one: string, other: string) => `contexts:
- {name: admin@one, context: {cluster: one}}
- {name: reader@one, context: {cluster: one}}
- {name: other, context: {cluster: other}}
- {name: broken, context: {cluster: nowhere}}
clusters:
- {name: one, cluster: {server: "${one}"}}
- {name: other, cluster: {server: "${other}"}}
`
  const withContexts = async (content: string, ...contexts: readonly string[]) => {
    const kubeconfig = join(dir, 'config')
    await writeFile(kubeconfig, content)
    await open({ ...none, kubeconfig, contexts })
    return (desks?.all ?? []).map(({ port }) => port)
  }

  test('are a cluster each, of their own names; one that is away or unknown holds nobody up', async () => {
    const behind = twinCluster(createTwin({ seed: 7, start: clock.now() }), clock)
    const server = await serveCluster(behind)
    const content = several(server.url, 'http://127.0.0.1:1')
    const ports = await withContexts(content, 'other', 'admin@one', 'broken', 'reader@one')
    expect(ports.map(({ name }) => name)).toEqual(['other', 'one', 'broken', 'one-reader-one'])
    await waited(() => ports[1]?.sight('Node').state === 'seen' && ports[3]?.sight('Node').state === 'seen')
    await waited(() => ports[0]?.sight('Node').state === 'blind')
    expect(ports[2]?.trouble?.said.code).toBe('kubeconfig-missing')
    expect(said.join()).toContain('The cluster broken cannot be watched.')
    await desks?.stop()
    desks = undefined
    await server.close()
  })

  test('by a star are all of the file', async () => {
    const ports = await withContexts(several('http://127.0.0.1:1', 'http://127.0.0.1:1'), '*')
    expect(ports.map(({ name }) => name)).toEqual(['one', 'one-reader-one', 'other', 'broken'])
  })
})

/** Until something that goes over real sockets has come about. */
async function waited(come: () => boolean): Promise<void> {
  for (let round = 0; round < 500 && !come(); round++) await new Promise(resolve => setTimeout(resolve, 10))
  expect(come()).toBe(true)
}
