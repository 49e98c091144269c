/** Nodes that kwok plays: pods on them run at once, and nothing of them is there. Good for many, and for what a test wants to see go wrong at will. */
import type { ControlPlane } from './control-plane.ts'
import { eventually } from './patience.ts'

export interface FakeNode {
  readonly name: string
  readonly labels?: Readonly<Record<string, string>>
  /** Cores, and bytes as Kubernetes writes them; 4 and 16Gi unless told. */
  readonly cpu?: string
  readonly memory?: string
}

/** Resolves when they are Ready. */
export async function addFakeNodes({ api, place }: ControlPlane, nodes: readonly FakeNode[]): Promise<void> {
  for (const { name, labels = {}, cpu = '4', memory = '16Gi' } of nodes) {
    const room = { cpu, memory, pods: '110', 'ephemeral-storage': '100Gi' }
    await api.create('/api/v1/nodes', {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {
        name,
        annotations: {
          'kwok.x-k8s.io/node': 'fake',
          // All fake nodes share a port: their figures are found under a path of their own.
          'metrics.k8s.io/resource-metrics-path': `/metrics/nodes/${name}/metrics/resource`,
        },
        labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', type: 'kwok', ...labels },
      },
      spec: { taints: [{ key: 'kwok.x-k8s.io/node', value: 'fake', effect: 'NoSchedule' }] },
      status: {
        capacity: room,
        allocatable: room,
        addresses: [{ type: 'InternalIP', address: place.address }],
        nodeInfo: { kubeletVersion: 'v1.34.4', operatingSystem: 'linux', architecture: 'amd64' },
      },
    })
  }
  for (const { name } of nodes)
    await eventually(`node ${name} to be Ready`, async () => (await readyOf(api, name)) === 'True')
}

/** A pod's spec that only fake nodes take; `extra` goes over it. */
export const fakePod = (extra: object = {}): object => ({
  nodeSelector: { type: 'kwok' },
  tolerations: [{ key: 'kwok.x-k8s.io/node', operator: 'Exists' }],
  containers: [
    { name: 'app', image: 'registry.example/app:1', resources: { requests: { cpu: '100m', memory: '64Mi' } } },
  ],
  ...extra,
})

/** All fake nodes fall silent (kwok is held), as machines do that lose their power; `false` lets them go on. */
export function holdFakeNodes(plane: ControlPlane, held: boolean): void {
  const pid = plane.pid('kwok')
  if (pid === undefined) throw new Error('kwok does not run')
  process.kill(pid, held ? 'SIGSTOP' : 'SIGCONT')
}

/** What a node says of itself: `True`, `False`, `Unknown`. */
export async function readyOf(api: ControlPlane['api'], node: string): Promise<string | undefined> {
  const { status } = await api.get(`/api/v1/nodes/${node}`)
  const conditions: { type: string; status: string }[] = status?.conditions ?? []
  return conditions.find(({ type }) => type === 'Ready')?.status
}
