/** Nodes as objects: how one comes to be, what its kubelet reports, how it goes. */
import { bytes } from '../../model/index.ts'
import type { Condition, Node } from '../../model/kubernetes/index.ts'
import { forgetPod } from '../kubelet/pods.ts'
import type { NodeGroup } from '../scenario/scenario.ts'
import { taintsOf } from '../scheduler/filters.ts'
import { hex, uuid } from '../world/chance.ts'
import type { NodeRun } from '../world/running.ts'
import { tell } from '../world/telling.ts'
import { timeText, type World } from '../world/world.ts'

const mebibyte = 1_048_576

/** What the kubelet keeps for the system on an EKS node, in millicores and bytes. */
export function reservedOf(cpus: number, maxPods: number): { readonly cpu: number; readonly memory: number } {
  const parts: readonly (readonly [number, number])[] = [
    [1, 0.06],
    [1, 0.01],
    [2, 0.005],
    [Number.POSITIVE_INFINITY, 0.0025],
  ]
  let left = cpus
  let cpu = 0
  for (const [size, share] of parts) {
    cpu += 1_000 * share * Math.min(left, size)
    left -= Math.min(left, size)
  }
  // The rest is the bound under which the kubelet evicts: 100 MiB.
  return { cpu: Math.round(cpu), memory: (11 * maxPods + 255 + 100) * mebibyte }
}

/** A node joins the cluster; it is ready a little later. */
export function joinNode(world: World, group: NodeGroup, readyAfter: number): NodeRun {
  const index = world.objects.count('Node')
  const zone = group.zones[index % group.zones.length] ?? 'a'
  const ip = freeAddress(world)
  const name = `ip-${ip.replaceAll('.', '-')}.eu-west-1.compute.internal`
  const id = `i-0${hex(world.random, 16)}`
  const reserved = reservedOf(group.cpus, group.maxPods)
  const labels = {
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': name,
    'kubernetes.io/os': 'linux',
    'node.kubernetes.io/instance-type': group.instanceType,
    'topology.kubernetes.io/region': 'eu-west-1',
    'topology.kubernetes.io/zone': zone,
    'eks.amazonaws.com/nodegroup': group.name,
    'eks.amazonaws.com/capacityType': 'ON_DEMAND',
  }
  const run: NodeRun = {
    ...{ name, group: group.name, bootedAt: world.now, maxPods: group.maxPods, diskBytes: group.diskBytes, labels, ip },
    capacity: { cpu: 1_000 * group.cpus, memory: bytes(group.memoryBytes) },
    allocatable: { cpu: 1_000 * group.cpus - reserved.cpu, memory: bytes(group.memoryBytes - reserved.memory) },
    images: new Map(),
    pods: new Map(),
    spent: { cpu: 0, received: 0, sent: 0, read: 0, written: 0 },
    taken: { cpu: 0, memory: 0 },
    ...{ ready: false, diskPressure: false, cordoned: false },
  }
  world.nodes.set(name, run)
  const node = world.objects.put('Node', {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      ...{ name, uid: uuid(world.random), resourceVersion: '', creationTimestamp: timeText(world.now), labels },
    },
    spec: { providerID: `aws:///${zone}/${id}` },
    status: statusOf(world, run, []),
  })
  tell(world, node, { reason: 'Starting', message: 'Starting kubelet.', by: 'kubelet', host: name })
  world.after(readyAfter, () => {
    run.ready = true
    reportNode(world, run)
    tell(world, node, {
      reason: 'NodeReady',
      message: `Node ${name} status is now: NodeReady`,
      by: 'kubelet',
      host: name,
    })
    world.wake('Scheduler', '')
  })
  heartbeat(world, run)
  return run
}

function freeAddress(world: World): string {
  const taken = new Set([...world.nodes.values()].map(({ ip }) => ip.split('.').slice(0, 3).join('.')))
  // One part of the network for each node, so that its pods have a part of their own.
  for (let n = 0; ; n++) {
    const prefix = `10.${n >> 7}.${1 + ((37 + n * 23) & 127)}`
    if (!taken.has(prefix)) return `${prefix}.${2 + Math.floor(250 * world.random.next())}`
  }
}

/** Every five minutes a kubelet writes its node's status, also when nothing changed. */
function heartbeat(world: World, run: NodeRun): void {
  world.after(300_000, () => {
    if (world.nodes.get(run.name) !== run) return
    reportNode(world, run)
    heartbeat(world, run)
  })
}

export function reportNode(world: World, run: NodeRun): void {
  const node = world.objects.get('Node', run.name)
  if (node === undefined) return
  const taints = taintsOf(run)
  world.objects.put('Node', {
    ...node,
    spec: {
      ...(node.spec?.providerID !== undefined && { providerID: node.spec.providerID }),
      ...(taints.length > 0 && { taints }),
      ...(run.cordoned && { unschedulable: true }),
    },
    status: statusOf(world, run, node.status?.conditions ?? []),
  })
}

function statusOf(world: World, run: NodeRun, before: readonly Condition[]): NonNullable<Node['status']> {
  const now = timeText(world.now)
  const condition = (type: string, status: boolean, reason: string, message: string): Condition => {
    const held = before.find(known => known.type === type)
    const word = status ? 'True' : 'False'
    const since = held?.status === word ? held.lastTransitionTime : undefined
    return { type, status: word, reason, message, lastHeartbeatTime: now, lastTransitionTime: since ?? now }
  }
  const amounts = (cpu: string, memory: number) => ({
    ...{ cpu, memory: `${Math.floor(memory / 1_024)}Ki`, pods: String(run.maxPods) },
    'ephemeral-storage': `${Math.floor(run.diskBytes / 1_024)}Ki`,
  })
  return {
    capacity: amounts(String(run.capacity.cpu / 1_000), run.capacity.memory),
    allocatable: amounts(`${run.allocatable.cpu}m`, run.allocatable.memory),
    conditions: [
      condition('MemoryPressure', false, 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
      run.diskPressure
        ? condition('DiskPressure', true, 'KubeletHasDiskPressure', 'kubelet has disk pressure')
        : condition('DiskPressure', false, 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
      condition('PIDPressure', false, 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
      run.ready
        ? condition('Ready', true, 'KubeletReady', 'kubelet is posting ready status')
        : condition(
            'Ready',
            false,
            'KubeletNotReady',
            'container runtime network not ready: cni plugin not initialized',
          ),
    ],
    addresses: [
      { type: 'InternalIP', address: run.ip },
      { type: 'Hostname', address: run.name },
    ],
    nodeInfo: {
      ...{ kubeletVersion: `${world.scenario.version}-eks-0a21954`, kernelVersion: '6.12.40-63.114.amzn2023.x86_64' },
      ...{ osImage: 'Amazon Linux 2023.8.20250818', containerRuntimeVersion: 'containerd://1.7.27' },
      ...{ architecture: 'amd64', operatingSystem: 'linux' },
    },
  }
}

/** The machine is gone, and what was on it. */
export function removeNode(world: World, run: NodeRun): void {
  for (const pod of [...run.pods.values()]) forgetPod(world, pod)
  for (const pod of [...world.pods.values()]) if (pod.node === run || pod.onlyNode === run.name) forgetPod(world, pod)
  world.nodes.delete(run.name)
  world.objects.remove('Node', run.name)
}
