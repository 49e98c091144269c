/** Node groups: one more node when pods wait for room, one less after ten minutes in which a node's pods would fit elsewhere; between min and max. */
import { deletePod } from '../kubelet/pods.ts'
import type { NodeGroup } from '../scenario/scenario.ts'
import type { NodeRun, PodRun } from '../world/running.ts'
import { tell } from '../world/telling.ts'
import type { World } from '../world/world.ts'
import { joinNode, removeNode, reportNode } from './nodes.ts'

const by = 'cluster-autoscaler'
/** It looks every ten seconds; a node is idle after ten minutes under half; a new node is left alone for as long. */
const rules = { look: 10_000, idleFor: 600_000, under: 0.5, drain: 30_000 }

const nodesOf = (world: World, group: NodeGroup): NodeRun[] =>
  [...world.nodes.values()].filter(node => node.group === group.name)

/** Starts the rounds in which idle nodes are found, and brings up the first nodes. */
export function startGroups(world: World): void {
  for (const group of world.scenario.groups) for (let n = 0; n < group.desired; n++) joinNode(world, group, 0)
  const idleSince = new Map<string, number>()
  const round = () => {
    for (const group of world.scenario.groups) shrink(world, group, idleSince)
    world.after(60_000, round)
  }
  world.after(60_000, round)
}

/** Pods wait: every group that could hold one of them gets a node, one at a time. */
export function growGroups(world: World): void {
  world.after(rules.look, () => {
    const waiting = [...world.waiting].filter(({ onlyNode }) => onlyNode === undefined)
    for (const group of world.scenario.groups) {
      const booting = world.booting.get(group.name) ?? 0
      const has = nodesOf(world, group).length + booting
      const [first] = waiting.filter(run => fitsEmpty(group, run))
      if (first === undefined || booting > 0) continue
      const pod = world.objects.get('Pod', first.key)
      if (pod === undefined) continue
      if (has >= group.max) {
        tell(world, pod, {
          reason: 'NotTriggerScaleUp',
          message: "pod didn't trigger scale-up: 1 max node group size reached",
          by,
        })
        continue
      }
      world.wanted.set(group.name, has + 1)
      world.booting.set(group.name, booting + 1)
      const message = `pod triggered scale-up: [{${group.name} ${has}->${has + 1} (max: ${group.max})}]`
      tell(world, pod, { reason: 'TriggeredScaleUp', message, by })
      world.after(group.boot * (0.8 + 0.4 * world.random.next()), () => {
        world.booting.set(group.name, (world.booting.get(group.name) ?? 1) - 1)
        joinNode(world, group, group.joining)
        wakeDaemonSets(world)
      })
      return
    }
  })
}

const fitsEmpty = (group: NodeGroup, { request }: PodRun): boolean =>
  request.cpu < 1_000 * group.cpus - 200 && request.memory < 0.85 * group.memoryBytes

function wakeDaemonSets(world: World): void {
  for (const { metadata } of world.objects.all('DaemonSet'))
    world.wake('DaemonSet', `${metadata.namespace}/${metadata.name}`)
}

function shrink(world: World, group: NodeGroup, idleSince: Map<string, number>): void {
  const nodes = nodesOf(world, group).filter(({ ready, cordoned }) => ready && !cordoned)
  for (const node of nodes) {
    if (nodes.length <= group.min || !isIdle(node) || !fitElsewhere(node, nodes)) {
      idleSince.delete(node.name)
      continue
    }
    const since = idleSince.get(node.name) ?? world.now
    idleSince.set(node.name, since)
    if (world.now - since < rules.idleFor || world.now - node.bootedAt < rules.idleFor) continue
    idleSince.delete(node.name)
    drain(world, group, node, nodes.length)
    return
  }
}

const isIdle = ({ taken, allocatable }: NodeRun): boolean =>
  Math.max(taken.cpu / allocatable.cpu, taken.memory / allocatable.memory) < rules.under

/** Whether the pods of a node would find room on the others: largest first, each where it fits first. */
function fitElsewhere(node: NodeRun, nodes: readonly NodeRun[]): boolean {
  const room = nodes
    .filter(other => other !== node && !other.diskPressure)
    .map(({ allocatable, taken, maxPods, pods }) => ({
      ...{ cpu: allocatable.cpu - taken.cpu, memory: allocatable.memory - taken.memory, pods: maxPods - pods.size },
    }))
  const moving = [...node.pods.values()].filter(({ onlyNode }) => onlyNode === undefined)
  for (const { request } of moving.sort((a, b) => b.request.cpu - a.request.cpu)) {
    const place = room.find(({ cpu, memory, pods }) => cpu >= request.cpu && memory >= request.memory && pods > 0)
    if (place === undefined) return false
    place.cpu -= request.cpu
    place.memory -= request.memory
    place.pods--
  }
  return true
}

function drain(world: World, group: NodeGroup, node: NodeRun, count: number): void {
  const object = world.objects.get('Node', node.name)
  if (object === undefined) return
  world.wanted.set(group.name, count - 1)
  node.cordoned = true
  reportNode(world, node)
  tell(world, object, { reason: 'ScaleDown', message: 'marked the node as toBeDeleted/unschedulable', by })
  for (const pod of [...node.pods.values()]) if (pod.onlyNode === undefined) deletePod(world, pod)
  world.after(rules.drain, () => {
    const last = world.objects.get('Node', node.name)
    if (last !== undefined)
      tell(world, last, {
        reason: 'RemovingNode',
        message: `Node ${node.name} event: Removing Node ${node.name} from Controller`,
        by: 'node-controller',
      })
    removeNode(world, node)
    wakeDaemonSets(world)
  })
}
