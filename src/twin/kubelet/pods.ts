/** Pods from their creation until they are gone: made by controllers, started and stopped by kubelets. */
import { instant } from '../../model/index.ts'
import type { AnyObject, OwnerReference, Pod, PodTemplate } from '../../model/kubernetes/index.ts'
import { behaviourOf } from '../scenario/behaviour-of.ts'
import { requestOf } from '../world/amounts.ts'
import { chanceMillis, fractionOf, uuid } from '../world/chance.ts'
import type { NodeRun, PodRun } from '../world/running.ts'
import { tell } from '../world/telling.ts'
import { timeText, type World } from '../world/world.ts'
import { startContainers } from './containers.ts'
import { report } from './status.ts'
import { spendPod } from './usage.ts'

export interface NewPod {
  readonly namespace: string
  readonly name: string
  readonly owner: AnyObject
  readonly template: PodTemplate
  readonly labels?: Readonly<Record<string, string>>
  /** `namespace/name` of the workload whose load it shares. */
  readonly workload: string
  readonly onlyNode?: string
}

export const ownerOf = ({ apiVersion, kind, metadata }: AnyObject): OwnerReference => ({
  ...{ apiVersion, kind, name: metadata.name, uid: metadata.uid, controller: true },
})

export function createPod(
  world: World,
  { namespace, name, owner, template, labels, workload, onlyNode }: NewPod,
): PodRun {
  const uid = uuid(world.random)
  const pod: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...{ name, namespace, uid, resourceVersion: '', creationTimestamp: timeText(world.now) },
      labels: { ...template.metadata?.labels, ...labels },
      ...(template.metadata?.annotations !== undefined && { annotations: template.metadata.annotations }),
      ownerReferences: [ownerOf(owner)],
    },
    spec: { ...template.spec, schedulerName: 'default-scheduler' },
    status: { phase: 'Pending' },
  }
  const run: PodRun = {
    ...{ key: `${namespace}/${name}`, uid, owner: owner.metadata.uid },
    request: requestOf(template.spec),
    createdAt: world.now,
    load: world.loads.get(workload),
    containers: template.spec.containers.map(spec => ({
      ...{ spec, behaviour: behaviourOf(world.scenario, spec.image ?? ''), restarts: 0, crashes: 0, ready: false },
    })),
    temper: 0.85 + 0.3 * fractionOf(world.seed, uid),
    ...(onlyNode !== undefined && { onlyNode }),
    ...{ loadAtSandbox: 0, leaving: false, over: false },
  }
  world.pods.set(uid, run)
  const siblings = world.podsByOwner.get(run.owner)
  if (siblings === undefined) world.podsByOwner.set(run.owner, new Set([run]))
  else siblings.add(run)
  world.waiting.add(run)
  world.objects.put('Pod', pod)
  world.wake('Scheduler', '')
  return run
}

/** A node has been chosen: room is taken there, and its kubelet begins. */
export function bind(world: World, run: PodRun, node: NodeRun): void {
  const pod = world.objects.get('Pod', run.key)
  if (pod === undefined) return
  run.node = node
  world.waiting.delete(run)
  node.pods.set(run.uid, run)
  node.taken = { cpu: node.taken.cpu + run.request.cpu, memory: node.taken.memory + run.request.memory }
  world.objects.put('Pod', { ...pod, spec: { ...pod.spec, nodeName: node.name } })
  tell(world, pod, {
    reason: 'Scheduled',
    message: `Successfully assigned ${run.key} to ${node.name}`,
    by: 'default-scheduler',
  })
  report(world, run)
  world.after(chanceMillis(world.random, 350, 1_100), () => {
    if (world.pods.get(run.uid) !== run || run.leaving || run.over) return
    run.sandboxAt = world.now
    run.loadAtSandbox = run.load?.total(world.now) ?? 0
    run.ip = pod.spec.hostNetwork === true ? node.ip : podAddress(world, node)
    report(world, run)
    startContainers(world, run)
  })
}

/** A free address of the node's part of the network. */
function podAddress(world: World, node: NodeRun): string {
  const prefix = node.ip.split('.').slice(0, 3).join('.')
  const taken = new Set([...node.pods.values()].map(({ ip }) => ip))
  const first = Math.floor(200 * world.random.next())
  for (let n = 0; n < 250; n++) {
    const address = `${prefix}.${2 + ((first + n) % 250)}`
    if (address !== node.ip && !taken.has(address)) return address
  }
  return `${prefix}.254`
}

/** What a pod took is free again. Its object may stay, as that of a finished job does. */
export function release(world: World, run: PodRun): void {
  if (run.over) return
  run.over = true
  world.waiting.delete(run)
  const { node } = run
  if (node === undefined) return
  for (const { instance } of run.containers) if (instance !== undefined) instance.endedAt ??= world.now
  spendPod(run, world.now)
  node.pods.delete(run.uid)
  node.taken = { cpu: node.taken.cpu - run.request.cpu, memory: node.taken.memory - run.request.memory }
  if (world.waiting.size > 0) world.wake('Scheduler', '')
}

/** Asks a pod to end; it is gone when its containers are. */
export function deletePod(world: World, run: PodRun): void {
  if (run.leaving) return
  run.leaving = true
  const pod = world.objects.get('Pod', run.key)
  if (pod === undefined || pod.metadata.uid !== run.uid) return
  const grace = 1_000 * (pod.spec.terminationGracePeriodSeconds ?? 30)
  for (const container of run.containers) container.ready = false
  world.objects.put('Pod', {
    ...pod,
    metadata: { ...pod.metadata, deletionTimestamp: timeText(instant(world.now + grace)) },
  })
  if (run.node === undefined || run.over) {
    forgetPod(world, run)
    return
  }
  for (const { spec, instance } of run.containers)
    if (instance !== undefined && instance.endedAt === undefined)
      tell(world, pod, {
        ...{ reason: 'Killing', message: `Stopping container ${spec.name}`, by: 'kubelet', host: run.node.name },
        fieldPath: `spec.containers{${spec.name}}`,
      })
  report(world, run)
  world.after(Math.min(grace, chanceMillis(world.random, 700, 4_000)), () => forgetPod(world, run))
}

/** A pod is taken off its node by the kubelet; its object stays and says why. */
export function evictPod(world: World, run: PodRun, message: string): void {
  const pod = world.objects.get('Pod', run.key)
  if (pod === undefined || run.leaving || run.over || run.node === undefined) return
  const host = run.node.name
  tell(world, pod, { type: 'Warning', reason: 'Evicted', message, by: 'kubelet', host })
  for (const container of run.containers) container.ready = false
  release(world, run)
  const status = { ...pod.status, phase: 'Failed', reason: 'Evicted', message, containerStatuses: [] }
  const conditions = (pod.status?.conditions ?? []).map(condition =>
    condition.type.endsWith('Ready') ? { ...condition, status: 'False', reason: 'PodFailed' } : condition,
  )
  world.objects.put('Pod', { ...pod, status: { ...status, conditions } })
  // What evicted pods leave behind is collected after a while.
  world.after(3_600_000, () => forgetPod(world, run))
}

export function forgetPod(world: World, run: PodRun): void {
  release(world, run)
  if (world.pods.get(run.uid) !== run) return
  world.objects.remove('Pod', run.key)
  world.pods.delete(run.uid)
  world.podsByOwner.get(run.owner)?.delete(run)
  if (world.podsByOwner.get(run.owner)?.size === 0) world.podsByOwner.delete(run.owner)
}
