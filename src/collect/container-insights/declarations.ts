/**
 * Which members of an event become metrics, under which dimensions and units: the agent's embedded-metric declarations, classic and enhanced. An event
 * declares of these what it has: members that are absent and dimension sets that lack a dimension are left out.
 */

export type Mode = 'classic' | 'enhanced'

export type Unit = 'Percent' | 'Bytes' | 'Bytes/Second' | 'Count' | 'Count/Second'

interface Row {
  readonly mode: Mode | 'both'
  readonly sets: readonly (readonly string[])[]
  /** By unit; `None` is written without a unit. */
  readonly metrics: readonly { readonly unit: Unit | 'None'; readonly names: readonly string[] }[]
}

const cluster = ['ClusterName']
const node = ['NodeName', 'InstanceId', 'ClusterName']
const namespace = ['Namespace', 'ClusterName']
const service = ['Service', 'Namespace', 'ClusterName']
const controller = ['PodName', 'Namespace', 'ClusterName']
const pod = ['FullPodName', 'PodName', 'Namespace', 'ClusterName']
const container = ['ContainerName', 'PodName', 'Namespace', 'ClusterName']
const podContainer = ['ContainerName', 'FullPodName', 'PodName', 'Namespace', 'ClusterName']
const claim = ['PersistentVolumeClaimName', 'Namespace', 'ClusterName']

const named = (unit: Unit | 'None', ...names: readonly string[]) => ({ unit, names })

const podRates = [
  named('Percent', 'pod_cpu_utilization', 'pod_memory_utilization'),
  named('Bytes/Second', 'pod_network_rx_bytes', 'pod_network_tx_bytes'),
  named('Percent', 'pod_cpu_utilization_over_pod_limit', 'pod_memory_utilization_over_pod_limit'),
]
const podReserved = [named('Percent', 'pod_cpu_reserved_capacity', 'pod_memory_reserved_capacity')]
const workload = (...more: Row['metrics']): readonly Row[] => [
  {
    mode: 'enhanced',
    sets: [controller, cluster],
    metrics: [
      named('Count', 'replicas_desired', 'replicas_ready', 'status_replicas_available', 'status_replicas_unavailable'),
      ...more,
    ],
  },
]

const declared = {
  Node: [
    {
      mode: 'both',
      sets: [node, cluster],
      metrics: [
        named('Percent', 'node_cpu_utilization', 'node_memory_utilization'),
        named('Bytes/Second', 'node_network_total_bytes'),
        named('Percent', 'node_cpu_reserved_capacity', 'node_memory_reserved_capacity'),
        named('Count', 'node_number_of_running_pods', 'node_number_of_running_containers'),
      ],
    },
    {
      mode: 'classic',
      sets: [cluster],
      metrics: [
        named('None', 'node_cpu_usage_total', 'node_cpu_limit'),
        named('Bytes', 'node_memory_working_set', 'node_memory_limit'),
      ],
    },
    {
      mode: 'enhanced',
      sets: [node, cluster],
      metrics: [
        named('None', 'node_cpu_usage_total', 'node_cpu_limit'),
        named('Bytes', 'node_memory_working_set', 'node_memory_limit'),
        named(
          'Count',
          'node_status_condition_ready',
          'node_status_condition_disk_pressure',
          'node_status_condition_memory_pressure',
          'node_status_condition_pid_pressure',
          'node_status_condition_network_unavailable',
          'node_status_condition_unknown',
          'node_status_capacity_pods',
          'node_status_allocatable_pods',
        ),
      ],
    },
  ],
  NodeFS: [
    { mode: 'both', sets: [node, cluster], metrics: [named('Percent', 'node_filesystem_utilization')] },
    {
      mode: 'enhanced',
      sets: [node, cluster],
      metrics: [named('Count', 'node_filesystem_inodes', 'node_filesystem_inodes_free')],
    },
  ],
  NodeDiskIO: [
    {
      mode: 'enhanced',
      sets: [node, cluster],
      metrics: [
        named('Bytes/Second', 'node_diskio_io_service_bytes_total'),
        named('Count/Second', 'node_diskio_io_serviced_total'),
      ],
    },
  ],
  NodeNet: [
    {
      mode: 'enhanced',
      sets: [node, cluster],
      metrics: [named('Count/Second', 'node_interface_network_rx_dropped', 'node_interface_network_tx_dropped')],
    },
  ],
  Pod: [
    { mode: 'classic', sets: [controller, service, namespace, cluster], metrics: podRates },
    { mode: 'classic', sets: [controller, cluster], metrics: podReserved },
    { mode: 'classic', sets: [controller], metrics: [named('Count', 'pod_number_of_container_restarts')] },
    { mode: 'enhanced', sets: [controller, service, namespace, cluster, pod], metrics: podRates },
    {
      mode: 'enhanced',
      sets: [controller, cluster, pod, service],
      metrics: [
        ...podReserved,
        named(
          'Count',
          'pod_number_of_container_restarts',
          'pod_number_of_containers',
          'pod_number_of_running_containers',
          'pod_status_ready',
          'pod_status_scheduled',
          'pod_status_running',
          'pod_status_pending',
          'pod_status_failed',
          'pod_status_unknown',
          'pod_status_succeeded',
        ),
        named('None', 'pod_cpu_request', 'pod_cpu_limit', 'pod_cpu_usage_total'),
        named('Bytes', 'pod_memory_request', 'pod_memory_limit', 'pod_memory_working_set'),
        named(
          'Count',
          'pod_container_status_running',
          'pod_container_status_terminated',
          'pod_container_status_waiting',
          'pod_container_status_waiting_reason_crash_loop_back_off',
          'pod_container_status_waiting_reason_image_pull_error',
          'pod_container_status_waiting_reason_start_error',
          'pod_container_status_waiting_reason_create_container_error',
          'pod_container_status_waiting_reason_create_container_config_error',
          'pod_container_status_terminated_reason_oom_killed',
        ),
      ],
    },
  ],
  PodNet: [
    {
      mode: 'enhanced',
      sets: [pod, controller, namespace, cluster],
      metrics: [named('Count/Second', 'pod_interface_network_rx_dropped', 'pod_interface_network_tx_dropped')],
    },
  ],
  Container: [
    {
      mode: 'enhanced',
      sets: [cluster, podContainer, container],
      metrics: [
        named(
          'Percent',
          'container_cpu_utilization',
          'container_cpu_utilization_over_container_limit',
          'container_memory_utilization',
          'container_memory_utilization_over_container_limit',
        ),
        named('None', 'container_cpu_limit', 'container_cpu_request'),
        named('Bytes', 'container_memory_limit', 'container_memory_request'),
        named('Count/Second', 'container_memory_failures_total'),
      ],
    },
  ],
  ContainerFS: [
    {
      mode: 'enhanced',
      sets: [cluster, podContainer, container],
      metrics: [
        named('Percent', 'container_filesystem_utilization'),
        named('Bytes', 'container_filesystem_usage', 'container_filesystem_available'),
      ],
    },
  ],
  Cluster: [
    { mode: 'both', sets: [cluster], metrics: [named('Count', 'cluster_node_count', 'cluster_failed_node_count')] },
    { mode: 'enhanced', sets: [cluster], metrics: [named('Count', 'cluster_number_of_running_pods')] },
  ],
  ClusterNamespace: [
    { mode: 'both', sets: [namespace, cluster], metrics: [named('Count', 'namespace_number_of_running_pods')] },
    { mode: 'enhanced', sets: [namespace, cluster], metrics: [named('Count', 'namespace_ingress_count')] },
  ],
  ClusterService: [
    { mode: 'both', sets: [service, cluster], metrics: [named('Count', 'service_number_of_running_pods')] },
  ],
  ClusterDeployment: workload(),
  ClusterReplicaSet: workload(),
  ClusterStatefulSet: workload(),
  ClusterDaemonSet: workload(
    named('Count', 'daemonset_status_number_available', 'daemonset_status_number_unavailable'),
  ),
  PersistentVolume: [{ mode: 'enhanced', sets: [cluster], metrics: [named('Count', 'persistent_volume_count')] }],
  PersistentVolumeClaim: [
    {
      mode: 'enhanced',
      sets: [claim, namespace, cluster],
      metrics: [
        named(
          'Count',
          'persistent_volume_claim_count',
          'persistent_volume_claim_status_bound',
          'persistent_volume_claim_status_pending',
          'persistent_volume_claim_status_lost',
        ),
      ],
    },
  ],
} as const satisfies Readonly<Record<string, readonly Row[]>>

export type EventType = keyof typeof declared
export const eventTypes = Object.keys(declared) as readonly EventType[]

export interface Declared {
  readonly Namespace: 'ContainerInsights'
  readonly Dimensions: readonly (readonly string[])[]
  readonly Metrics: readonly { readonly Name: string; readonly Unit?: Unit }[]
}

/** What an event of this type with these members declares; undefined: no member of it becomes a metric. */
export function declarationsOf(
  type: EventType,
  mode: Mode,
  members: Readonly<Record<string, unknown>>,
): readonly Declared[] | undefined {
  const rows: readonly Row[] = declared[type]
  const found = rows.flatMap((row): Declared[] => {
    if (row.mode !== 'both' && row.mode !== mode) return []
    const metrics = row.metrics.flatMap(({ unit, names }) =>
      names
        .filter(name => members[name] !== undefined)
        .map(name => (unit === 'None' ? { Name: name } : { Unit: unit, Name: name })),
    )
    const sets = row.sets.filter(set => set.every(dimension => members[dimension] !== undefined))
    return metrics.length === 0 || sets.length === 0
      ? []
      : [{ Namespace: 'ContainerInsights', Dimensions: sets, Metrics: metrics }]
  })
  return found.length === 0 ? undefined : found
}
