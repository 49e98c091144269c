/** What follows from a change of an object: who has to look, whose load is shared anew, what a finished pod gives back. */
import type { AnyObject, KindName, Pod } from '../../model/kubernetes/index.ts'
import { release } from '../kubelet/pods.ts'
import { keyOf } from '../world/objects.ts'
import type { World } from '../world/world.ts'
import { servicesOf } from './endpoints.ts'
import { isReady } from './replica-sets.ts'

const reconciled: ReadonlySet<KindName> = new Set([
  'Deployment',
  'ReplicaSet',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'CronJob',
])

export function whatFollows(
  world: World,
  kind: KindName,
  before: AnyObject | undefined,
  after: AnyObject | undefined,
): void {
  const object = after ?? before
  if (object === undefined) return
  if (kind === 'Pod') podChanged(world, before as Pod | undefined, after as Pod | undefined)
  // A controller does not look again because of the status that it wrote itself.
  const own = before !== undefined && after !== undefined && before.metadata.generation === after.metadata.generation
  if (reconciled.has(kind) && !own) world.wake(kind, keyOf(object))
  if (kind === 'Pod' || kind === 'ReplicaSet' || kind === 'Job')
    for (const owner of object.metadata.ownerReferences ?? [])
      world.wake(owner.kind, `${object.metadata.namespace}/${owner.name}`)
  if (kind === 'Service' && before === undefined) world.wake('Service', keyOf(object))
}

function podChanged(world: World, before: Pod | undefined, after: Pod | undefined): void {
  const pod = after ?? before
  if (pod === undefined) return
  const [wasReady, nowReady] = [isReady(before), isReady(after) && after?.metadata.deletionTimestamp === undefined]
  const leaves = before?.metadata.deletionTimestamp === undefined && pod.metadata.deletionTimestamp !== undefined
  const counted = wasReady && before?.metadata.deletionTimestamp === undefined
  if (counted !== nowReady) world.pods.get(pod.metadata.uid)?.load?.addReady(world.now, nowReady ? 1 : -1)
  if (wasReady !== nowReady || leaves || after === undefined || before?.status?.podIP !== after.status?.podIP)
    for (const service of servicesOf(world, pod)) world.wake('Service', keyOf(service))
  const phase = after?.status?.phase
  if (phase === before?.status?.phase || (phase !== 'Succeeded' && phase !== 'Failed')) return
  const run = world.pods.get(pod.metadata.uid)
  if (run !== undefined) release(world, run)
}
