/** Which objects are workloads that people made: what another workload made for itself is left out. */
import type { KindName, Workload } from '../../../model/kubernetes/index.ts'
import type { ClusterPort } from '../cluster-port.ts'

export const workloadKinds = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'ReplicaSet', 'Job'] as const

export const isOwn = ({ metadata }: Workload): boolean =>
  !metadata.ownerReferences?.some(({ kind }) => kind === 'Deployment' || kind === 'CronJob')

export const workloadsNow = (cluster: ClusterPort): readonly Workload[] =>
  workloadKinds.flatMap((kind: KindName) => cluster.objects(kind) as readonly Workload[]).filter(isOwn)
