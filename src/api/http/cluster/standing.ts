/** What of the cluster is not as wished, with how it is in a few numbers: a first look asks for this alone. Pure but for the port's memory. */
import { limits } from '../../../limits.ts'
import type { ApiClusterStanding } from '../../../model/index.ts'
import { nodeWords, type Tone, workloadWords } from '../../../model/kubernetes/index.ts'
import type { ClusterPort } from '../cluster-port.ts'
import { aboutCluster } from './about.ts'
import { isReady } from './groups.ts'
import { nodeRows, podRow, workloadRow } from './rows.ts'
import { workloadsNow } from './workloads.ts'

export function standingOf(cluster: ClusterPort): ApiClusterStanding {
  const nodes = unwell(cluster.objects('Node'), node => nodeWords(node).tone)
  const workloads = unwell(workloadsNow(cluster), workload => workloadWords(workload).tone)
  const pods = cluster.objects('Pod')
  const lost = new Set(nodes.filter(node => !isReady(node)).map(({ metadata }) => metadata.name))
  const most = limits.standingRows
  const short = new Set(workloads.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`))
  const alone = pods
    .map(podRow)
    .filter(
      ({ tone, namespace, workload }) =>
        tone === 'bad' && !short.has(`${workload?.kind} ${namespace}/${workload?.name}`),
    )
  return {
    cluster: aboutCluster(cluster),
    nodes: nodeRows(nodes.slice(0, most), pods),
    podsOnLostNodes:
      lost.size === 0
        ? 0
        : pods.filter(({ spec, status }) => lost.has(spec.nodeName ?? '') && !ended(status?.phase)).length,
    workloads: workloads.slice(0, most).map(workloadRow),
    pods: alone.slice(0, most),
    nodesLeftOut: Math.max(0, nodes.length - most),
    workloadsLeftOut: Math.max(0, workloads.length - most),
    podsLeftOut: Math.max(0, alone.length - most),
  }
}

const ended = (phase: string | undefined): boolean => phase === 'Succeeded' || phase === 'Failed'

/** In trouble, then on their way; the others are well. */
function unwell<T>(all: readonly T[], toneOf: (one: T) => Tone): readonly T[] {
  const tones = all.map(one => ({ one, tone: toneOf(one) }))
  return (['bad', 'waiting'] as const).flatMap(wanted =>
    tones.flatMap(({ one, tone }) => (tone === wanted ? [one] : [])),
  )
}
