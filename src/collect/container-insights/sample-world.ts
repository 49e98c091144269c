/** Only for tests: the cluster of the agent's documented events, as its API and its kubelet tell it: three nodes, a shop, a Deployment `web`. */
import { type Instant, instant, millis, minus } from '../../model/index.ts'
import type { Container, ContainerState, Node, Pod } from '../../model/kubernetes/index.ts'
import { type KubeletReading, readCadvisor } from '../kubelet/index.ts'
import type { ClusterObjects } from './objects.ts'
import type { Sample } from './performance-events.ts'

export const sampledAt = instant(1_768_903_200_000)
export const before = minus(sampledAt, millis(60_000))
const first = 'ip-10-0-0-1.ec2.internal'
export const webUid = '2f4ff5ac-0000-4000-8000-06e9dde32928'
const webId = '8967b6b37da239df8967b6b37da239df8967b6b37da239df8967b6b37da239df'
const created = '2026-01-01T00:00:00Z'

const meta = (name: string, more: object = {}) => ({ name, uid: `uid-${name}`, resourceVersion: '1', ...more })

export function node(name: string, more: Partial<Node> = {}, ready = 'True'): Node {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: meta(name, {
      creationTimestamp: created,
      labels: { 'node.kubernetes.io/instance-type': 'm5.xlarge', 'eks.amazonaws.com/nodegroup': 'eks-ng-1' },
    }),
    spec: { providerID: 'aws:///us-east-1a/i-0aa1' },
    status: {
      capacity: { cpu: '4', memory: '16Gi', pods: '58' },
      allocatable: { cpu: '3920m', memory: '15Gi', pods: '58' },
      conditions: [
        { type: 'MemoryPressure', status: 'False' },
        { type: 'Ready', status: ready },
      ],
    },
    ...more,
  }
}

const running: ContainerState = { running: { startedAt: created } }

export function pod(name: string, containers: readonly Container[], more: Partial<Pod> = {}): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: meta(name, { namespace: 'shop' }),
    spec: { nodeName: first, containers },
    status: {
      phase: 'Running',
      conditions: [
        { type: 'PodScheduled', status: 'True' },
        { type: 'Ready', status: 'True' },
      ],
      containerStatuses: containers.map(({ name }) => ({ name, state: running, ready: true, restartCount: 0 })),
    },
    ...more,
  }
}

export const web: Pod = pod(
  'web-5d9c7b8f6c-abcde',
  [
    {
      name: 'web',
      resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '200m', memory: '128Mi' } },
    },
  ],
  {
    metadata: meta('web-5d9c7b8f6c-abcde', {
      namespace: 'shop',
      uid: webUid,
      labels: { app: 'web', 'pod-template-hash': '5d9c7b8f6c' },
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-5d9c7b8f6c', uid: 'uid-rs', controller: true },
      ],
    }),
    status: {
      phase: 'Running',
      conditions: [
        { type: 'PodScheduled', status: 'True' },
        { type: 'Ready', status: 'True' },
      ],
      containerStatuses: [
        { name: 'web', state: running, ready: true, restartCount: 4, containerID: `containerd://${webId}` },
      ],
    },
  },
)

const plain = (name: string, more: Partial<Container> = {}): Container => ({ name, ...more })
const elsewhere = (one: Pod): Pod => ({ ...one, spec: { ...one.spec, nodeName: 'node-2' } })
const inSystem = (one: Pod): Pod => ({ ...one, metadata: { ...one.metadata, namespace: 'kube-system' } })
const asked = { requests: { cpu: '1100m', memory: '1984Mi' } }

export const objects: ClusterObjects = {
  Node: [node(first), node('node-2', {}), node('node-3', {})].map((one, i) => ({
    ...one,
    metadata: { ...one.metadata, creationTimestamp: `2026-01-0${i + 1}T00:00:00Z` },
  })),
  Namespace: ['shop', 'kube-system'].map(name => ({ apiVersion: 'v1', kind: 'Namespace', metadata: meta(name) })),
  Pod: [
    web,
    elsewhere({ ...web, metadata: { ...web.metadata, name: 'web-5d9c7b8f6c-fghij', uid: 'uid-web-2' } }),
    ...['a', 'b', 'c'].map(name => pod(name, [plain('one'), plain('two')])),
    pod('d', [plain('one')]),
    pod('store-0', [plain('db', { resources: asked })]),
    ...['e', 'f', 'g'].map(name => inSystem(pod(name, [plain('one')]))),
  ],
  Service: [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: meta('web', { namespace: 'shop' }),
      spec: { selector: { app: 'web' } },
    },
    { apiVersion: 'v1', kind: 'Service', metadata: meta('outside', { namespace: 'shop' }), spec: {} },
  ],
  Deployment: [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: meta('web', { namespace: 'shop' }),
      spec: { replicas: 2, selector: { matchLabels: { app: 'web' } }, template: { spec: { containers: [] } } },
      status: { replicas: 2, readyReplicas: 2, availableReplicas: 2, unavailableReplicas: 0 },
    },
  ],
  ReplicaSet: [1, 0].map(replicas => ({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: meta(`web-${replicas}`, {
      namespace: 'shop',
      ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'uid-web' }],
    }),
    spec: { replicas, selector: {} },
    status: { readyReplicas: replicas, availableReplicas: replicas },
  })),
  StatefulSet: [
    {
      apiVersion: 'apps/v1',
      kind: 'StatefulSet',
      metadata: meta('store', { namespace: 'shop' }),
      spec: { replicas: 1, selector: {}, template: { spec: { containers: [] } } },
      status: { readyReplicas: 0, availableReplicas: 0 },
    },
  ],
  DaemonSet: [
    {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: meta('kube-proxy', { namespace: 'kube-system' }),
      spec: { selector: {}, template: { spec: { containers: [] } } },
      status: { desiredNumberScheduled: 3, currentNumberScheduled: 3, numberAvailable: 2, numberUnavailable: 1 },
    },
  ],
  Ingress: [{ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata: meta('door', { namespace: 'shop' }) }],
  PersistentVolume: [{ apiVersion: 'v1', kind: 'PersistentVolume', metadata: meta('pv-1') }],
  PersistentVolumeClaim: [
    {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: meta('data-store-0', { namespace: 'shop' }),
      status: { phase: 'Bound' },
    },
  ],
}

/** A page of cAdvisor; `minute`: minutes since counters were 0. */
export function cadvisorPage(minute: number, at: Instant): string {
  const lines: string[] = [
    '# HELP machine_cpu_cores Number of logical CPU cores.',
    '# TYPE machine_cpu_cores gauge',
    'machine_cpu_cores{boot_id="b",machine_id="m"} 4',
    'machine_memory_bytes{boot_id="b",machine_id="m"} 1.7179869184e+10',
  ]
  const rate = 60 * minute
  const say = (labels: string, values: Readonly<Record<string, number>>) => {
    for (const [name, value] of Object.entries(values)) {
      const [metric, more = ''] = name.split('|')
      lines.push(`container_${metric}{${labels}${more === '' ? '' : `,${more}`}} ${value} ${at}`)
    }
  }
  const counted = (values: Readonly<Record<string, number>>) =>
    Object.fromEntries(Object.entries(values).map(([name, perSecond]) => [name, perSecond * rate]))
  const network = (name: string, rx: number, packets: number, tx: number, sent: number) =>
    counted({
      [`network_receive_bytes_total|interface="${name}"`]: rx,
      [`network_receive_packets_total|interface="${name}"`]: packets,
      [`network_receive_errors_total|interface="${name}"`]: 0,
      [`network_receive_packets_dropped_total|interface="${name}"`]: 0,
      [`network_transmit_bytes_total|interface="${name}"`]: tx,
      [`network_transmit_packets_total|interface="${name}"`]: sent,
      [`network_transmit_errors_total|interface="${name}"`]: 0,
      [`network_transmit_packets_dropped_total|interface="${name}"`]: 0,
    })
  const faults = Object.fromEntries(
    ['container', 'hierarchy'].flatMap(scope =>
      ['pgfault', 'pgmajfault'].map(type => [`memory_failures_total|failure_type="${type}",scope="${scope}"`, 7]),
    ),
  )
  say('container="",id="/",image="",name="",namespace="",pod=""', {
    ...counted({
      'cpu_usage_seconds_total|cpu="total"': 0.6,
      cpu_user_seconds_total: 0.40025,
      cpu_system_seconds_total: 0.1505,
    }),
    memory_cache: 3_221_225_472,
    memory_failcnt: 0,
    memory_mapped_file: 402_653_184,
    memory_max_usage_bytes: 6_442_450_944,
    memory_rss: 805_306_368,
    memory_swap: 0,
    memory_usage_bytes: 5_368_709_120,
    memory_working_set_bytes: 4_294_967_296,
    ...faults,
    ...network('eth0', 1_500, 20, 500, 15),
    'fs_limit_bytes|device="/dev/nvme0n1p1"': 21_474_836_480,
    'fs_usage_bytes|device="/dev/nvme0n1p1"': 5_368_709_120,
    'fs_inodes_total|device="/dev/nvme0n1p1"': 10_485_760,
    'fs_inodes_free|device="/dev/nvme0n1p1"': 10_380_902,
    ...counted({
      'fs_reads_bytes_total|device="/dev/nvme0n1"': 1_000,
      'fs_writes_bytes_total|device="/dev/nvme0n1"': 11_000,
      'fs_reads_total|device="/dev/nvme0n1"': 0.5,
      'fs_writes_total|device="/dev/nvme0n1"': 2,
      'blkio_device_usage_total|device="/dev/nvme0n1",operation="Sync"': 3_000,
      'blkio_device_usage_total|device="/dev/nvme0n1",operation="Async"': 9_000,
    }),
  })
  const usage = {
    ...counted({
      'cpu_usage_seconds_total|cpu="total"': 0.1,
      cpu_user_seconds_total: 0.07,
      cpu_system_seconds_total: 0.02,
    }),
    memory_cache: 8_192,
    memory_failcnt: 0,
    memory_mapped_file: 0,
    memory_max_usage_bytes: 73_400_320,
    memory_rss: 60_000_000,
    memory_swap: 0,
    memory_usage_bytes: 70_000_000,
    memory_working_set_bytes: 67_108_864,
    ...faults,
  }
  const names = 'namespace="shop",pod="web-5d9c7b8f6c-abcde"'
  say(`container="",id="/kubepods/pod1",image="",name="",${names}`, usage)
  const pause = 'container="",id="/kubepods/pod1/s",image="registry.k8s.io/pause:3.10",name="s"'
  say(`${pause},${names}`, { ...network('eth0', 900, 10, 300, 4), memory_rss: 1 })
  say(`container="web",id="/kubepods/pod1/c",image="web",name="c",${names}`, {
    ...usage,
    'fs_limit_bytes|device="/dev/nvme0n1p1"': 21_474_836_480,
    'fs_usage_bytes|device="/dev/nvme0n1p1"': 24_576,
  })
  return `${lines.join('\n')}\n`
}

export const reading = (minute: number, at: Instant) => readCadvisor(cadvisorPage(minute, at), at)

/** With what the kubelets say, by node; one that does not answer is absent. */
export interface SampleOfAll extends Sample {
  readonly readings: ReadonlyMap<string, KubeletReading>
}

export const sample = (minute: number, at: Instant): SampleOfAll => ({
  at,
  objects,
  readings: new Map([[first, reading(minute, at)]]),
})
