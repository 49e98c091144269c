/** DaemonSets: one pod on each node. */
import { createPod } from '../kubelet/pods.ts'
import { suffix, templateHash } from '../world/chance.ts'
import { tell } from '../world/telling.ts'
import type { World } from '../world/world.ts'
import { livePods, readyOf } from './replica-sets.ts'

export function reconcileDaemonSet(world: World, key: string): void {
  const set = world.objects.get('DaemonSet', key)
  if (set === undefined) return
  const { namespace = '', name, uid } = set.metadata
  const covered = new Set(livePods(world, uid).map(({ onlyNode }) => onlyNode))
  for (const node of world.nodes.keys()) {
    if (covered.has(node)) continue
    const podName = `${name}-${suffix(world.random, 5)}`
    createPod(world, {
      ...{ namespace, name: podName, owner: set, template: set.spec.template, workload: key, onlyNode: node },
      labels: {
        'controller-revision-hash': templateHash(JSON.stringify(set.spec.template)),
        'pod-template-generation': '1',
      },
    })
    tell(world, set, { reason: 'SuccessfulCreate', message: `Created pod: ${podName}`, by: 'daemonset-controller' })
  }
  const pods = livePods(world, uid)
  const ready = readyOf(world, pods)
  const status = {
    observedGeneration: set.metadata.generation ?? 1,
    desiredNumberScheduled: world.nodes.size,
    currentNumberScheduled: pods.filter(({ node }) => node !== undefined).length,
    numberMisscheduled: 0,
    numberReady: ready,
    numberAvailable: ready,
    numberUnavailable: Math.max(0, world.nodes.size - ready),
    updatedNumberScheduled: pods.length,
  }
  if (JSON.stringify(set.status) !== JSON.stringify(status)) world.objects.put('DaemonSet', { ...set, status })
}
