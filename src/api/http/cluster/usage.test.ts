import { afterEach, describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { type ApiClusterUsage, instant, millis } from '../../../model/index.ts'
import type { LiveUsage, Node, Pod } from '../../../model/kubernetes/index.ts'
import type { ClusterPort } from '../cluster-port.ts'
import { type TestWorld, testWorld } from '../test-world.ts'

const meta = (name: string, namespace?: string) => ({
  ...{ name, uid: name, resourceVersion: '1' },
  ...(namespace === undefined ? {} : { namespace }),
})
const node = (name: string) => ({ apiVersion: 'v1', kind: 'Node', metadata: meta(name) }) as Node
const pod = (namespace: string, name: string, nodeName: string) =>
  ({ apiVersion: 'v1', kind: 'Pod', metadata: meta(name, namespace), spec: { nodeName, containers: [] } }) as Pod

const lately = { at: instant(1_000), window: millis(15_000) }
const usage: LiveUsage = {
  node: name => (name === 'n-2' ? undefined : { cpu: 1.5, memory: 4_096, ...lately }),
  pod: ({ metadata: { name } }) =>
    name === 'new' ? undefined : { cpu: 0.5, memory: 7, ...lately, containers: [{ name: 'app', cpu: 0.5, memory: 7 }] },
  silent: () => [{ node: 'n-2', error: { code: 'unreachable', message: 'nobody there' } }],
}
const objects = {
  Node: [node('n-2'), node('n-1')],
  Pod: [pod('shop', 'web', 'n-1'), pod('shop', 'new', 'n-1'), pod('back', 'web', 'n-3')],
}

let world: TestWorld
async function answering(port: Partial<ClusterPort>) {
  const cluster = { objects: (kind: 'Node' | 'Pod') => objects[kind], ...port } as unknown as ClusterPort
  world = await testWorld({ clusters: [cluster] })
  return async (query = '') => {
    const { status, body } = await world.json('GET', `/api/cluster/usage${query}`)
    expect([status, body]).toEqual([200, body])
    return body as ApiClusterUsage
  }
}
afterEach(() => world.close())

describe('what is used right now', () => {
  test('by nodes and pods, in the order of their names, and who is silent', async () => {
    const get = await answering({ usage })
    const used = { at: 1_000, windowMs: 15_000 }
    expect(await get()).toEqual({
      nodes: [{ name: 'n-1', cpu: 1.5, memory: 4_096, ...used }],
      pods: [
        { namespace: 'back', name: 'web', node: 'n-3', cpu: 0.5, memory: 7, ...used },
        { namespace: 'shop', name: 'web', node: 'n-1', cpu: 0.5, memory: 7, ...used },
      ],
      total: 2,
      silent: [{ node: 'n-2', said: { code: 'cluster-unreachable', values: { message: 'nobody there' } } }],
    })
  })

  test('by choice and by pages, with containers where they are asked for', async () => {
    const get = await answering({ usage })
    const names = async (query: string) => {
      const { pods, total } = await get(query)
      return [...pods.map(({ namespace, name }) => `${namespace}/${name}`), total]
    }
    expect(await names('?namespace=shop')).toEqual(['shop/web', 1])
    expect(await names('?node=n-3')).toEqual(['back/web', 1])
    expect(await names('?skip=1&limit=1')).toEqual(['shop/web', 2])
    expect((await get('?containers=true')).pods[0]?.containers).toEqual([{ name: 'app', cpu: 0.5, memory: 7 }])
  })

  test('is nothing where nobody asks the kubelets', async () => {
    const get = await answering({})
    expect(await get()).toEqual({ nodes: [], pods: [], total: 0, silent: [] })
  })

  test.each([
    [`?limit=${limits.clusterPage}`, 200],
    [`?limit=${limits.clusterPage + 1}`, 400],
    [`?namespace=${'a'.repeat(limits.clusterWordChars + 1)}`, 400],
    ['?containers=maybe', 400],
  ])('%s: %i', async (query, status) => {
    await answering({ usage })
    expect((await world.json('GET', `/api/cluster/usage${query}`)).status).toBe(status)
  })
})
