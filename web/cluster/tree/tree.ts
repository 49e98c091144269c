/** The cluster as a tree: node → namespace → workload → pod → container, each branch with what is below it. Pure. */
import type { ApiClusterNode, ApiClusterPod, ApiUsed } from '../../../src/model/index.ts'
import type { ObjectRef } from '../view.ts'

export type Tone = ApiClusterPod['tone']
export interface Branch {
  /** Unique, and steady: `n-1/shop/Deployment web/web-1/app`. */
  readonly path: string
  readonly level: number
  readonly kind: 'node' | 'namespace' | 'workload' | 'pod' | 'container'
  /** Of a workload, as Kubernetes calls its kind; '' for pods that nobody owns. */
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
  readonly children: readonly Branch[]
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
  const rest = [...byNode].filter(([name]) => !known.has(name)).flatMap(([, some]) => some)
  const branches = nodes.map(node => {
    const children = namespacesOf(node.name, byNode.get(node.name) ?? [], figures)
    const object = { kind: 'Node', namespace: '', name: node.name }
    const { name, tone, status } = node
    return branch({ path: name, level: 1, kind: 'node', name, tone, status, object, children }, figures.node(name))
  })
  if (rest.length === 0) return branches
  const children = namespacesOf('-', rest, figures)
  const tone = children.some(one => one.tone === 'bad') ? 'bad' : 'waiting'
  return [
    ...branches,
    branch({ path: '-', level: 1, kind: 'node', name: noNode, tone, status: '', children }, undefined),
  ]
}

const namespacesOf = (path: string, pods: readonly ApiClusterPod[], figures: TreeFigures): readonly Branch[] =>
  sorted(Map.groupBy(pods, pod => pod.namespace)).map(([name, some]) => {
    const at = `${path}/${name}`
    const children = workloadsOf(at, name, some, figures)
    const object = { kind: 'Namespace', namespace: '', name }
    return summed({ path: at, level: 2, kind: 'namespace', name, object, children })
  })

const workloadsOf = (
  path: string,
  namespace: string,
  pods: readonly ApiClusterPod[],
  figures: TreeFigures,
): readonly Branch[] =>
  sorted(Map.groupBy(pods, ({ workload }) => (workload === null ? '' : `${workload.kind} ${workload.name}`))).flatMap(
    ([key, some]): readonly Branch[] => {
      const at = `${path}/${key}`
      const children = some.map(pod => podBranch(`${at}/${pod.name}`, pod, figures))
      const { workload = null } = some[0] ?? {}
      if (workload === null) return children.map(one => ({ ...one, level: 3, children: raised(one.children) }))
      const { kind: owner, name } = workload
      const object = { kind: owner, namespace, name }
      return [summed({ path: at, level: 3, kind: 'workload', owner, name, object, children })]
    },
  )

const raised = (children: readonly Branch[]): readonly Branch[] =>
  children.map(one => ({ ...one, level: one.level - 1 }))

function podBranch(path: string, pod: ApiClusterPod, figures: TreeFigures): Branch {
  const { namespace, name, tone, status } = pod
  const object = { kind: 'Pod', namespace, name }
  const children = pod.containerNames.map(container =>
    branch(
      {
        path: `${path}/${container}`,
        level: 5,
        kind: 'container',
        name: container,
        tone,
        status: '',
        object,
        children: [],
      },
      undefined,
    ),
  )
  const made = branch(
    { path, level: 4, kind: 'pod', name, tone, status, object, children },
    figures.pod(namespace, name),
  )
  return { ...made, pods: 1, bad: tone === 'bad' ? 1 : 0 }
}

type Bare = Pick<Branch, 'path' | 'level' | 'kind' | 'name' | 'children'> & Partial<Branch>

function branch(bare: Bare & Pick<Branch, 'tone' | 'status'>, used: ApiUsed | undefined): Branch {
  const pods = bare.children.reduce((sum, one) => sum + one.pods, 0)
  const bad = bare.children.reduce((sum, one) => sum + one.bad, 0)
  return { owner: '', object: undefined, ...{ pods, bad, cpu: used?.cpu, memory: used?.memory }, ...bare }
}

/** As bad as the worst below it, and as much as all below it use. */
function summed(bare: Bare): Branch {
  const { children } = bare
  const tone =
    (['bad', 'waiting', 'good', 'done'] as const).find(one => children.some(child => child.tone === one)) ?? 'done'
  const sum = (of: 'cpu' | 'memory') =>
    children.some(child => child[of] !== undefined)
      ? children.reduce((total, child) => total + (child[of] ?? 0), 0)
      : undefined
  return { ...branch({ ...bare, tone, status: '' }, undefined), cpu: sum('cpu'), memory: sum('memory') }
}

const sorted = <T>(groups: ReadonlyMap<string, T>): readonly (readonly [string, T])[] =>
  [...groups].sort(([one], [other]) => (one < other ? -1 : 1))

/** Those that are seen while the branches of these paths stand open, in order. */
export function unfolded(branches: readonly Branch[], open: ReadonlySet<string>): readonly Branch[] {
  return branches.flatMap(one => [one, ...(open.has(one.path) ? unfolded(one.children, open) : [])])
}
