/** StatefulSets: pods with numbers for names, made one after the other and replaced under the same name. */
import { createPod, forgetPod } from '../kubelet/pods.ts'
import { templateHash } from '../world/chance.ts'
import { tell } from '../world/telling.ts'
import type { World } from '../world/world.ts'
import { isReady } from './replica-sets.ts'

export function reconcileStatefulSet(world: World, key: string): void {
  const set = world.objects.get('StatefulSet', key)
  if (set === undefined) return
  const { namespace = '', name, uid } = set.metadata
  const wanted = set.spec.replicas ?? 1
  const revision = `${name}-${templateHash(JSON.stringify(set.spec.template))}`
  let ready = 0
  let there = 0
  for (let n = 0; n < wanted; n++) {
    const podName = `${name}-${n}`
    const pod = world.objects.get('Pod', `${namespace}/${podName}`)
    if (pod === undefined) {
      createPod(world, {
        ...{ namespace, name: podName, owner: set, template: set.spec.template, workload: key },
        labels: {
          'statefulset.kubernetes.io/pod-name': podName,
          'apps.kubernetes.io/pod-index': String(n),
          'controller-revision-hash': revision,
        },
      })
      const message = `create Pod ${podName} in StatefulSet ${name} successful`
      tell(world, set, { reason: 'SuccessfulCreate', message, by: 'statefulset-controller' })
      there++
      break
    }
    const run = world.pods.get(pod.metadata.uid)
    if (pod.status?.phase === 'Failed' && run !== undefined) {
      // Its going wakes us again, and then it is made anew under its name.
      forgetPod(world, run)
      break
    }
    there++
    if (!isReady(pod)) break
    ready++
  }
  const status = {
    ...{
      observedGeneration: set.metadata.generation ?? 1,
      replicas: there,
      readyReplicas: ready,
      availableReplicas: ready,
    },
    ...{ currentReplicas: there, updatedReplicas: there, currentRevision: revision, updateRevision: revision },
  }
  const current = world.objects.get('StatefulSet', key)
  if (current?.metadata.uid === uid && JSON.stringify(current.status) !== JSON.stringify(status))
    world.objects.put('StatefulSet', { ...current, status })
}
