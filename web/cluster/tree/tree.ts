/** The cluster as a tree: node → namespace → workload → pod → container, each branch with what is below it; only what is opened is made. Pure. */
import type { ApiClusterNode, ApiClusterPod, ApiUsed } from '../../../src/model/index.ts'
import type { ObjectRef } from '../view.ts'

export type Tone = ApiClusterPod['tone']
export interface Branch {
  /** Unique, and steady: `n-1/shop/Deployment web/web-1/app`. */
  readonly path: string
  readonly level: number
  readonly kind: 'node' | 'namespace' | 'workload' | 'pod' | 'container'
  /** Of a workload, as Kubernetes calls its kind. */
  readonly owner: string
  readonly name: string
  readonly tone: Tone
  readonly status: string
  /** Pods below, and those in trouble. */
  readonly pods: number
  readonly bad: number
  /** Cores and bytes of what is below; undefined: not known. */
  readonly cpu: number | undefined
  readonly memory: number | undefined
  readonly object: ObjectRef | undefined
  readonly isLeaf: boolean
  readonly below: () => readonly Branch[]
}

export interface TreeFigures {
  readonly node: (name: string) => ApiUsed | undefined
  readonly pod: (namespace: string, name: string) => ApiUsed | undefined
}

/** Nodes by name, then pods that no node has. `noNode`: what those stand under. */
export function growTree(
  nodes: readonly ApiClusterNode[],
  pods: readonly ApiClusterPod[],
  figures: TreeFigures,
  noNode: string,
): readonly Branch[] {
  const byNode = Map.groupBy(pods, pod => pod.node)
  const known = new Set(nodes.map(({ name }) => name))
  const branches = nodes.map((node): Branch => {
    const { name, tone, status } = node
    const here = byNode.get(name) ?? []
    const used = figures.node(name)
    return {
      ...{ path: name, level: 1, kind: 'node', owner: '', name, ...sumOf(here, undefined) },
      ...{ tone, status, cpu: used?.cpu, memory: used?.memory },
      object: { kind: 'Node', namespace: '', name },
      below: () => namespacesOf(name, here, figures),
    }
  })
  const lost = pods.filter(pod => !known.has(pod.node))
  if (lost.length === 0) return branches
  const below = () => namespacesOf('-', lost, figures)
  const bare = { path: '-', level: 1, kind: 'node', owner: '', name: noNode, status: '', object: undefined } as const
  return [...branches, { ...bare, ...sumOf(lost, undefined), below }]
}

const namespacesOf = (path: string, pods: readonly ApiClusterPod[], figures: TreeFigures): readonly Branch[] =>
  sorted(Map.groupBy(pods, pod => pod.namespace)).map(
    ([name, some]): Branch => ({
      ...{ path: `${path}/${name}`, level: 2, kind: 'namespace', owner: '', name, status: '', ...sumOf(some, figures) },
      object: { kind: 'Namespace', namespace: '', name },
      below: () => workloadsOf(`${path}/${name}`, name, some, figures),
    }),
  )

const workloadsOf = (
  path: string,
  namespace: string,
  pods: readonly ApiClusterPod[],
  figures: TreeFigures,
): readonly Branch[] =>
  sorted(Map.groupBy(pods, ({ workload }) => (workload === null ? '' : `${workload.kind} ${workload.name}`))).flatMap(
    ([key, some]): readonly Branch[] => {
      const at = `${path}/${key}`
      const workload = some[0]?.workload ?? null
      if (workload === null) return some.map(pod => podBranch(`${at}/${pod.name}`, 3, pod, figures))
      const { kind: owner, name } = workload
      const branch: Branch = {
        ...{ path: at, level: 3, kind: 'workload', owner, name, status: '', ...sumOf(some, figures) },
        object: { kind: owner, namespace, name },
        below: () => some.map(pod => podBranch(`${at}/${pod.name}`, 4, pod, figures)),
      }
      return [branch]
    },
  )

function podBranch(path: string, level: number, pod: ApiClusterPod, figures: TreeFigures): Branch {
  const { namespace, name, status, containerNames } = pod
  const object = { kind: 'Pod', namespace, name }
  const sum = sumOf([pod], figures)
  return {
    ...{ path, level, kind: 'pod', owner: '', name, status, object, ...sum },
    isLeaf: containerNames.length === 0,
    below: () =>
      containerNames.map(container => ({
        ...{ path: `${path}/${container}`, level: level + 1, kind: 'container', owner: '', name: container, object },
        ...{ tone: sum.tone, status: '', pods: 0, bad: 0, cpu: undefined, memory: undefined },
        ...{ isLeaf: true, below: () => [] },
      })),
  }
}

/** As bad as the worst of them, and as much as all of them use. Without `figures` that is told by somebody else. */
function sumOf(
  pods: readonly ApiClusterPod[],
  figures: TreeFigures | undefined,
): Pick<Branch, 'tone' | 'pods' | 'bad' | 'cpu' | 'memory' | 'isLeaf'> {
  const tones = new Set<Tone>()
  let bad = 0
  let cpu: number | undefined
  let memory: number | undefined
  for (const { tone, namespace, name } of pods) {
    tones.add(tone)
    if (tone === 'bad') bad += 1
    const used = figures?.pod(namespace, name)
    if (used === undefined) continue
    cpu = (cpu ?? 0) + used.cpu
    memory = (memory ?? 0) + used.memory
  }
  const tone = (['bad', 'waiting', 'good', 'done'] as const).find(one => tones.has(one)) ?? 'done'
  return { tone, pods: pods.length, bad, cpu, memory, isLeaf: pods.length === 0 }
}

const sorted = <T>(groups: ReadonlyMap<string, T>): readonly (readonly [string, T])[] =>
  [...groups].sort(([one], [other]) => (one < other ? -1 : 1))

/** Those that are seen while the branches of these paths stand open, in order. */
export function unfolded(branches: readonly Branch[], open: ReadonlySet<string>): readonly Branch[] {
  return branches.flatMap(one => [one, ...(open.has(one.path) ? unfolded(one.below(), open) : [])])
}

/** Paths that lead down to the pods in trouble. */
export const troubled = (branches: readonly Branch[]): readonly string[] =>
  branches.flatMap(one => (one.bad > 0 && one.kind !== 'pod' ? [one.path, ...troubled(one.below())] : []))
