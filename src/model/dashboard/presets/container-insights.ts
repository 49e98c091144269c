/** Boards of Container Insights: cluster, nodes, namespaces, services, pods; on the metrics that its agents send, classic and enhanced. */
import {
  all,
  type Board,
  board,
  boxes,
  choice,
  fromZero,
  type Json,
  labelled,
  type PresetOptions,
  tight,
  top,
  type Words,
} from './board.ts'

const ns = 'ContainerInsights'
/** Of those that send this metric. */
export const clusterChoice = (words: Board['words'], metric = 'node_cpu_utilization'): Json =>
  choice(
    'cluster',
    words({ en: 'Cluster', ko: '클러스터' }),
    `{${ns},ClusterName} MetricName="${metric}"`,
    'ClusterName',
  )
export const namespaceChoice = (words: Board['words']): Json =>
  choice(
    'namespace',
    words({ en: 'Namespace', ko: '네임스페이스' }),
    `{${ns},ClusterName,Namespace} MetricName="pod_cpu_utilization"`,
    'Namespace',
  )

const cpu: Words = { en: 'CPU', ko: 'CPU' }
const memory: Words = { en: 'Memory', ko: '메모리' }
const utilization = (of: Words): Words => ({ en: `${of.en} utilization`, ko: `${of.ko} 사용률` })
const overLimit = (of: Words): Words => ({ en: `${of.en} against the pods' limit`, ko: `파드 상한 대비 ${of.ko}` })

export function clusterBoard(options: PresetOptions): Json {
  const { words, metrics } = board(options)
  const own = ['ClusterName', '__cluster__']
  const row = (metric: string, label: Words, more: Json = {}) => [ns, metric, ...own, { label: words(label), ...more }]
  const found = (names: string, metric: string) => `{${ns},${names}} MetricName="${metric}" ClusterName="__cluster__"`
  return {
    variables: [clusterChoice(words)],
    widgets: [
      metrics(
        { en: 'Now', ko: '지금' },
        [
          row('cluster_node_count', { en: 'Nodes', ko: '노드' }),
          row(
            'cluster_failed_node_count',
            { en: 'Failed nodes', ko: '실패한 노드' },
            { stat: 'Maximum', color: '#d13212' },
          ),
          row('namespace_number_of_running_pods', { en: 'Running pods', ko: '실행 중인 파드' }, { stat: 'Sum' }),
          row('node_cpu_utilization', utilization(cpu)),
          row('node_memory_utilization', utilization(memory)),
          row('node_filesystem_utilization', { en: 'Fullest disk', ko: '가장 찬 디스크' }, { stat: 'Maximum' }),
        ],
        boxes,
      ),
      metrics(
        utilization(cpu),
        [
          row('node_cpu_utilization', { en: 'used, average', ko: '사용, 평균' }),
          row('node_cpu_utilization', { en: 'used, busiest node', ko: '사용, 가장 바쁜 노드' }, { stat: 'Maximum' }),
          row('node_cpu_reserved_capacity', { en: 'requested by pods', ko: '파드가 요청' }),
        ],
        tight,
      ),
      metrics(
        utilization(memory),
        [
          row('node_memory_utilization', { en: 'used, average', ko: '사용, 평균' }),
          row('node_memory_utilization', { en: 'used, fullest node', ko: '사용, 가장 찬 노드' }, { stat: 'Maximum' }),
          row('node_memory_reserved_capacity', { en: 'requested by pods', ko: '파드가 요청' }),
        ],
        tight,
      ),
      metrics(
        { en: 'Disks', ko: '디스크' },
        [row('node_filesystem_utilization', { en: 'fullest', ko: '가장 찬 것' }, { stat: 'Maximum' })],
        tight,
      ),
      metrics(
        { en: 'Network', ko: '네트워크' },
        [row('node_network_total_bytes', { en: 'all nodes', ko: '모든 노드' }, { stat: 'Sum' })],
        fromZero,
      ),
      metrics(
        { en: 'Nodes', ko: '노드' },
        [
          row('cluster_node_count', { en: 'there', ko: '있음' }),
          row('cluster_failed_node_count', { en: 'failed', ko: '실패' }, { stat: 'Maximum', color: '#d13212' }),
        ],
        fromZero,
      ),
      metrics(
        { en: 'Running pods by namespace', ko: '네임스페이스별 실행 중인 파드' },
        [all(found('ClusterName,Namespace', 'namespace_number_of_running_pods'), 'Average', labelled('Dim.Namespace'))],
        { stacked: true, ...fromZero },
      ),
      metrics(
        { en: 'Busiest nodes', ko: '가장 바쁜 노드' },
        [top(found('ClusterName,InstanceId,NodeName', 'node_cpu_utilization'), 'Average', labelled('Dim.NodeName'))],
        { view: 'bar' },
      ),
      metrics(
        { en: 'Pods with the most CPU', ko: 'CPU를 가장 많이 쓰는 파드' },
        [top(found('ClusterName,Namespace,PodName', 'pod_cpu_utilization'), 'Average', pod)],
        { view: 'bar' },
      ),
      metrics(
        { en: 'Pods with the most memory', ko: '메모리를 가장 많이 쓰는 파드' },
        [top(found('ClusterName,Namespace,PodName', 'pod_memory_utilization'), 'Average', pod)],
        { view: 'bar' },
      ),
      metrics(
        { en: 'Container restarts', ko: '컨테이너 재시작' },
        [top(found('ClusterName,Namespace,PodName', 'pod_number_of_container_restarts'), 'Maximum', pod)],
        fromZero,
      ),
    ],
  }
}
const pod = `${labelled('Dim.Namespace')}/${labelled('Dim.PodName')}`

export function nodeBoard(options: PresetOptions): Json {
  const { words, metrics } = board(options)
  const found = (metric: string) =>
    `{${ns},ClusterName,InstanceId,NodeName} MetricName="${metric}" ClusterName="__cluster__" NodeName="__node__"`
  const line = (metric: string, label: Words, statistic = 'Average') => [
    { expression: `SEARCH('${found(metric)}', '${statistic}')`, label: words(label), id: metric },
  ]
  const node = choice(
    'node',
    words({ en: 'Node', ko: '노드' }),
    `{${ns},ClusterName,InstanceId,NodeName} MetricName="node_cpu_utilization"`,
    'NodeName',
  )
  const used: Words = { en: 'used', ko: '사용' }
  const asked: Words = { en: 'requested by pods', ko: '파드가 요청' }
  return {
    variables: [clusterChoice(words), node],
    widgets: [
      metrics(utilization(cpu), [line('node_cpu_utilization', used), line('node_cpu_reserved_capacity', asked)], tight),
      metrics(
        utilization(memory),
        [line('node_memory_utilization', used), line('node_memory_reserved_capacity', asked)],
        tight,
      ),
      metrics({ en: 'Disks', ko: '디스크' }, [line('node_filesystem_utilization', used, 'Maximum')], tight),
      metrics(
        { en: 'Network', ko: '네트워크' },
        [line('node_network_total_bytes', { en: 'in and out', ko: '수신과 송신' })],
        fromZero,
      ),
      metrics(
        { en: 'What runs there', ko: '실행 중인 것' },
        [
          line('node_number_of_running_pods', { en: 'pods', ko: '파드' }),
          line('node_number_of_running_containers', { en: 'containers', ko: '컨테이너' }),
        ],
        fromZero,
      ),
      metrics(
        { en: 'Conditions', ko: '상태' },
        [
          line('node_status_condition_ready', { en: 'ready', ko: '준비됨' }, 'Minimum'),
          line('node_status_condition_disk_pressure', { en: 'disk pressure', ko: '디스크 압박' }, 'Maximum'),
          line('node_status_condition_memory_pressure', { en: 'memory pressure', ko: '메모리 압박' }, 'Maximum'),
          line('node_status_condition_pid_pressure', { en: 'process pressure', ko: '프로세스 압박' }, 'Maximum'),
        ],
        fromZero,
      ),
    ],
  }
}

/** The boards of what holds pods: namespace, service, pod. All have the same metrics of pods. */
function podsOf(options: PresetOptions, dimensions: readonly string[], more: readonly Json[]): readonly Json[] {
  const { words, metrics } = board(options)
  const row = (metric: string, label: Words, stat = 'Average') => [
    ns,
    metric,
    ...dimensions,
    { label: words(label), stat },
  ]
  const average: Words = { en: 'average', ko: '평균' }
  const most: Words = { en: 'highest', ko: '최고' }
  const both = (metric: string) => [row(metric, average), row(metric, most, 'Maximum')]
  return [
    ...more,
    metrics(utilization(cpu), both('pod_cpu_utilization'), fromZero),
    metrics(utilization(memory), both('pod_memory_utilization'), fromZero),
    metrics(overLimit(cpu), both('pod_cpu_utilization_over_pod_limit'), tight),
    metrics(overLimit(memory), both('pod_memory_utilization_over_pod_limit'), tight),
    metrics(
      { en: 'Network', ko: '네트워크' },
      [
        row('pod_network_rx_bytes', { en: 'received', ko: '수신' }, 'Sum'),
        row('pod_network_tx_bytes', { en: 'sent', ko: '송신' }, 'Sum'),
      ],
      fromZero,
    ),
  ]
}

export function namespaceBoard(options: PresetOptions): Json {
  const { words, metrics } = board(options)
  const own = ['ClusterName', '__cluster__', 'Namespace', '__namespace__']
  const found = (metric: string) =>
    `{${ns},ClusterName,Namespace,PodName} MetricName="${metric}" ClusterName="__cluster__" Namespace="__namespace__"`
  const podName = labelled('Dim.PodName')
  return {
    variables: [clusterChoice(words), namespaceChoice(words)],
    widgets: [
      ...podsOf(options, own, [
        metrics(
          { en: 'Running pods', ko: '실행 중인 파드' },
          [[ns, 'namespace_number_of_running_pods', ...own, { label: words({ en: 'pods', ko: '파드' }) }]],
          fromZero,
        ),
      ]),
      metrics(
        { en: 'CPU by workload', ko: '워크로드별 CPU' },
        [top(found('pod_cpu_utilization'), 'Average', podName)],
        fromZero,
      ),
      metrics(
        { en: 'Memory by workload', ko: '워크로드별 메모리' },
        [top(found('pod_memory_utilization'), 'Average', podName)],
        fromZero,
      ),
    ],
  }
}

export function serviceBoard(options: PresetOptions): Json {
  const { words, metrics } = board(options)
  const own = ['ClusterName', '__cluster__', 'Namespace', '__namespace__', 'Service', '__service__']
  const service = choice(
    'service',
    words({ en: 'Service', ko: '서비스' }),
    `{${ns},ClusterName,Namespace,Service} MetricName="service_number_of_running_pods"`,
    'Service',
  )
  return {
    variables: [clusterChoice(words), namespaceChoice(words), service],
    widgets: podsOf(options, own, [
      metrics(
        { en: 'Running pods', ko: '실행 중인 파드' },
        [[ns, 'service_number_of_running_pods', ...own, { label: words({ en: 'pods', ko: '파드' }) }]],
        fromZero,
      ),
    ]),
  }
}

export function podBoard(options: PresetOptions): Json {
  const { words, metrics } = board(options)
  const own = ['ClusterName', '__cluster__', 'Namespace', '__namespace__', 'PodName', '__pod__']
  const row = (metric: string, label: Words, more: Json = {}) => [ns, metric, ...own, { label: words(label), ...more }]
  const chosen = choice(
    'pod',
    words({ en: 'Pods of', ko: '파드의 주인' }),
    `{${ns},ClusterName,Namespace,PodName} MetricName="pod_cpu_utilization"`,
    'PodName',
  )
  return {
    variables: [clusterChoice(words), namespaceChoice(words), chosen],
    widgets: [
      ...podsOf(options, own, []),
      metrics(
        { en: 'Container restarts', ko: '컨테이너 재시작' },
        [row('pod_number_of_container_restarts', { en: 'restarts', ko: '재시작' }, { stat: 'Maximum' })],
        fromZero,
      ),
      metrics(
        { en: 'Reserved of the node', ko: '노드에서 예약한 몫' },
        [row('pod_cpu_reserved_capacity', cpu), row('pod_memory_reserved_capacity', memory)],
        fromZero,
      ),
      metrics(
        { en: 'Pods by status', ko: '상태별 파드' },
        [
          row('pod_status_running', { en: 'running', ko: '실행 중' }, { stat: 'Sum' }),
          row('pod_status_pending', { en: 'pending', ko: '대기 중' }, { stat: 'Sum', color: '#f2b705' }),
          row('pod_status_failed', { en: 'failed', ko: '실패' }, { stat: 'Sum', color: '#d13212' }),
        ],
        { stacked: true, ...fromZero },
      ),
    ],
  }
}
