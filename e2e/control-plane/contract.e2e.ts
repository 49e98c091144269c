/** The contract of every cluster, kept by the real API server and a real kubelet. */
import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe } from 'vitest'
import { openKubernetes, readKubeconfig } from '../../src/collect/kubernetes/index.ts'
import { clusterContract } from '../../src/model/kubernetes/contract.ts'
import { systemClock } from '../../src/server/clock.ts'
import { eventually } from './harness/index.ts'
import { dropNamespace, makeNamespace, makeRealPod, runs } from './namespaces.ts'
import { theRealCluster } from './the-cluster.ts'

const it = theRealCluster()

describe.skipIf(it === undefined)('a real Kubernetes', () => {
  clusterContract('the Kubernetes API', async () => {
    const { plane, node } = it as NonNullable<typeof it>
    const access = readKubeconfig(readFileSync(plane.kubeconfig, 'utf8'), dirname(plane.kubeconfig), null)
    if (!access.ok) throw new Error(access.error.message)
    // An API server that was just started remembers nothing from before: version 1 is long gone.
    await plane.killPart('apiserver')
    plane.startPart('apiserver')
    await plane.ready()
    const namespace = 'contract'
    await makeNamespace(plane, namespace)
    await makeRealPod(plane, { namespace, name: 'talker', script: 'while :; do echo said; sleep 1.1; done' })
    await runs(plane, namespace, 'talker')
    await eventually('three lines', async () => {
      const { status, text } = await plane.api.call('GET', `/api/v1/namespaces/${namespace}/pods/talker/log`)
      return status === 200 && text.split('\n').length > 3
    })
    let changes = 0
    const cluster = openKubernetes(access.value, systemClock)
    return {
      cluster,
      talking: { namespace, pod: 'talker', container: 'app' },
      node: node.name,
      change: async () => {
        changes += 1
        const annotations = { 'e2e/changes': String(changes) }
        await plane.api.patch(`/api/v1/namespaces/${namespace}/pods/talker`, { metadata: { annotations } })
      },
      close: async () => {
        await cluster.close()
        await dropNamespace(plane, namespace)
      },
    }
  })
})
