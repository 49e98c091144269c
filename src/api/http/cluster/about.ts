/** How the cluster is in a few numbers, and how well it is seen. Pure but for the port's memory. */
import type { ApiCluster, ApiKindSight, ApiPodLogState } from '../../../model/index.ts'
import {
  clusterErrorSaid,
  type KindName,
  kindNames,
  type Tone,
  workloadWords,
} from '../../../model/kubernetes/index.ts'
import type { ClusterPort } from '../cluster-port.ts'
import { isReady, nodeGroups } from './groups.ts'
import { podRow } from './rows.ts'
import { workloadsNow } from './workloads.ts'

export function aboutCluster(cluster: ClusterPort, podLogs?: ApiPodLogState): ApiCluster {
  const health = cluster.health()
  const nodes = cluster.objects('Node')
  return {
    ...{ name: cluster.name, address: cluster.address, demo: cluster.demo },
    ...aboutState(cluster),
    controlPlane:
      health !== null && 'answer' in health
        ? { at: health.at, version: health.answer.version, tookMs: health.answer.took, checks: health.answer.checks }
        : null,
    nodes: { ready: nodes.filter(isReady).length, total: nodes.length },
    groups: nodeGroups(nodes, cluster.promised()),
    pods: tones(cluster.objects('Pod').map(pod => podRow(pod).tone)),
    workloads: tones(workloadsNow(cluster).map(workload => workloadWords(workload).tone)),
    kinds: [...kindNames, ...(cluster.chosen ?? [])].map(kind => sightOf(cluster, kind)),
    ...(podLogs === undefined ? {} : { podLogs }),
  }
}

/** Whether it can be asked, and why not. */
export function aboutState(cluster: ClusterPort): Pick<ApiCluster, 'state' | 'trouble'> {
  const health = cluster.health()
  const seen = kindNames.some(kind => cluster.sight(kind).state === 'seen')
  const failing = health !== null && 'error' in health ? health.error : undefined
  const trouble =
    cluster.trouble ??
    (failing && { said: clusterErrorSaid(failing), message: 'message' in failing ? failing.message : failing.code })
  // A control plane that tells nothing of itself to this account may still show its objects.
  const away = cluster.trouble !== null || (failing !== undefined && !(failing.code === 'may-not' && seen))
  return { state: away ? 'away' : seen ? 'seen' : 'waiting', trouble: away ? (trouble ?? null) : null }
}

function tones(all: readonly Tone[]): Readonly<Record<Tone, number>> {
  const counts = { good: 0, waiting: 0, bad: 0, done: 0 }
  for (const tone of all) counts[tone] += 1
  return counts
}

function sightOf(cluster: ClusterPort, kind: KindName): ApiKindSight {
  const sight = cluster.sight(kind)
  return {
    kind,
    count: cluster.objects(kind).length,
    leftOut: cluster.leftOut(kind),
    state: sight.state,
    since: sight.state === 'waiting' ? null : sight.since,
    said: sight.state === 'blind' ? clusterErrorSaid(sight.error) : null,
  }
}
