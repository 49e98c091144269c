/**
 * The clusters that were named, ready to be asked or with the reason why they cannot be: by contexts of a kubeconfig, the demo, or the one that we run in as
 * a pod.
 */
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import {
  type AccessTrouble,
  type ClusterAccess,
  contextsIn,
  openKubernetes,
  readKubeconfig,
  serviceAccountAccess,
} from '../collect/kubernetes/index.ts'
import { type Clock, err, ok, type Result } from '../model/index.ts'
import type { Cluster } from '../model/kubernetes/index.ts'
import { openDemo } from '../twin/index.ts'
import { clusterNames } from './cluster-names.ts'
import type { MangruConfig } from './config.ts'

export type Wanted = Pick<MangruConfig, 'kubeconfig' | 'contexts' | 'clusterName' | 'demo' | 'seed'>

export interface NamedCluster {
  /** Unique among them. */
  readonly name: string
  readonly demo: boolean
  /** The file that named it, for people. */
  readonly from: string
  readonly opened: Result<Cluster, AccessTrouble>
  /** How its API server is reached; absent: there is none, as for the demo. */
  readonly access?: ClusterAccess
}

/**
 * None where none was named and this is no pod. A kubeconfig goes before the demo, and that before a pod's own account. Needs no store, so that the demo
 * lives through its past while the engine opens.
 */
export async function nameClusters(
  { kubeconfig, contexts, clusterName, demo, seed }: Wanted,
  clock: Clock,
  inPod = (cluster: string) => serviceAccountAccess(process.env, cluster),
): Promise<readonly NamedCluster[]> {
  if (kubeconfig !== null) return openContexts(kubeconfig, contexts, clusterName, clock)
  if (!demo) {
    const name = clusterName ?? 'kubernetes'
    const access = inPod(name)
    if (access === undefined) return []
    return [{ name, demo: false, from: access.context, access, opened: ok(openKubernetes(access, clock)) }]
  }
  const { cluster } = await openDemo(clock, seed)
  return [{ name: cluster.name, demo: true, from: '', opened: ok(cluster) }]
}

async function openContexts(
  file: string,
  contexts: readonly string[],
  clusterName: string | null,
  clock: Clock,
): Promise<readonly NamedCluster[]> {
  const blind = (name: string, trouble: AccessTrouble): NamedCluster => ({
    ...{ name, demo: false, from: file, opened: err(trouble) },
  })
  let content: string
  try {
    content = await readFile(file, 'utf8')
  } catch (error) {
    const reason = (error as Error).message
    const said = { code: 'kubeconfig-no-file', values: { file, reason } }
    return [blind(contexts[0] ?? '', { said, message: `The kubeconfig ${file} cannot be read: ${reason}.` })]
  }
  const folder = dirname(file)
  const all = contexts.includes('*') ? contextsIn(content) : contexts
  const wanted = all.length === 0 ? [null] : [...new Set(all)]
  const read = wanted.map(context => ({ context: context ?? '', access: readKubeconfig(content, folder, context) }))
  const names = clusterNames(
    read.map(({ context, access }) => ({
      context,
      cluster: clusterName ?? (access.ok ? access.value.cluster : context),
    })),
  )
  return read.map(({ access }, place): NamedCluster => {
    const name = names[place] ?? ''
    if (access.ok) {
      const own = { ...access.value, cluster: name }
      return { name, demo: false, from: file, access: own, opened: ok(openKubernetes(own, clock)) }
    }
    const message = `The kubeconfig ${file} cannot be used. ${access.error.message}`
    return blind(name, { said: access.error.said, message })
  })
}
