/** The alarms that are worth having on any cluster. Conditions are those that AWS recommends; where it leaves a choice, the quieter one. */
import type { AlarmPreset, PresetWatch } from './preset.ts'

/** A minute's greatest value, five minutes long. */
const steadily = { statistic: 'Maximum', period: 60, periods: 5, toAlarm: 5, missing: 'missing' } as const
const above = (threshold: number) => ({ comparison: 'GreaterThanThreshold', threshold }) as const
/** In each of the last so many minutes. */
const minutes = (count: number) => ({ statistic: 'Maximum', period: 60, periods: count, toAlarm: count }) as const
/** Of what stays until somebody mends it: a few minutes without figures, and it is not told anew. */
const lasting = { statistic: 'Maximum', period: 300, periods: 1, toAlarm: 1 } as const
/** Silence is good news: nobody counts what does not happen. */
const counted = { missing: 'notBreaching' } as const

const ofNodes = (metric: string): readonly PresetWatch[] => [{ metrics: [metric], each: [], ...steadily, ...above(80) }]
const ofServices = (metric: string): readonly PresetWatch[] => [
  { metrics: [metric], each: ['Namespace', 'Service'], ...steadily, ...above(80) },
]
const workload = ['Namespace', 'PodName'] as const

export const alarmPresets: readonly AlarmPreset[] = [
  {
    ...{ id: 'node-failed', topic: 'nodes', suggested: true },
    title: { en: 'a node is not ready', ko: '노드가 준비되지 않음' },
    why: {
      en: 'A node that is not ready takes no pods, and after five minutes its own are started elsewhere. Three minutes in a row, so that a restart of its kubelet wakes nobody.',
      ko: '준비되지 않은 노드는 파드를 받지 않으며, 5분 뒤 그 파드는 다른 곳에서 시작됩니다. kubelet이 한 번 다시 시작할 때 울리지 않도록 3분 연속일 때 알립니다.',
    },
    watches: [
      { metrics: ['cluster_failed_node_count'], each: [], ...minutes(3), ...above(0), missing: 'missing' },
      {
        ...{ metrics: ['node_status_condition_ready'], each: [], ...minutes(3), statistic: 'Minimum' },
        ...{ comparison: 'LessThanThreshold', threshold: 1, missing: 'missing' },
      },
    ],
  },
  {
    ...{ id: 'node-cpu', topic: 'nodes', suggested: true },
    title: { en: 'a node’s CPU is above 80 %', ko: '노드 CPU 80 % 초과' },
    why: {
      en: 'Pods without a request get slow first. The busiest node counts, for five minutes.',
      ko: '요청량이 없는 파드부터 느려집니다. 가장 바쁜 노드를 5분 동안 봅니다.',
    },
    watches: ofNodes('node_cpu_utilization'),
  },
  {
    ...{ id: 'node-memory', topic: 'nodes', suggested: true },
    title: { en: 'a node’s memory is above 80 %', ko: '노드 메모리 80 % 초과' },
    why: {
      en: 'Memory cannot be given out slower: what is full evicts pods. The fullest node counts, for five minutes.',
      ko: '메모리는 느리게 나눠 줄 수 없습니다. 가득 차면 파드를 축출합니다. 가장 찬 노드를 5분 동안 봅니다.',
    },
    watches: ofNodes('node_memory_utilization'),
  },
  {
    ...{ id: 'node-disk', topic: 'nodes', suggested: true },
    title: { en: 'a node’s disk is above 80 %', ko: '노드 디스크 80 % 초과' },
    why: {
      en: 'At 85 to 90 % the kubelet deletes images and evicts pods. This comes some minutes before.',
      ko: '85~90 %가 되면 kubelet이 이미지를 지우고 파드를 축출합니다. 그보다 몇 분 먼저 알립니다.',
    },
    watches: ofNodes('node_filesystem_utilization'),
  },
  {
    ...{ id: 'node-pressure', topic: 'nodes', suggested: true },
    title: { en: 'a node is under pressure', ko: '노드가 압박을 받음' },
    why: {
      en: 'The kubelet itself says that disk, memory or process ids run out: it takes no new pods and evicts some of its own.',
      ko: '디스크, 메모리 또는 프로세스 ID가 바닥난다고 kubelet이 직접 알립니다. 새 파드를 받지 않고 일부를 축출합니다.',
    },
    watches: [
      {
        metrics: [
          'node_status_condition_disk_pressure',
          'node_status_condition_memory_pressure',
          'node_status_condition_pid_pressure',
        ],
        ...{ each: [], ...minutes(2), ...above(0), missing: 'missing' },
      },
    ],
  },
  {
    ...{ id: 'pod-cpu', topic: 'pods', suggested: true },
    title: { en: 'a service is near its CPU limit', ko: '서비스가 CPU 상한에 가까움' },
    why: {
      en: 'Above the limit a container is held back, and answers get slow while the node is idle. A state for each service; its busiest pod counts, for five minutes above 80 %.',
      ko: '상한을 넘으면 컨테이너가 제한되어, 노드가 한가해도 응답이 느려집니다. 서비스마다 상태가 있고, 가장 바쁜 파드가 5분 동안 80 %를 넘을 때 알립니다.',
    },
    watches: ofServices('pod_cpu_utilization_over_pod_limit'),
  },
  {
    ...{ id: 'pod-memory', topic: 'pods', suggested: true },
    title: { en: 'a service is near its memory limit', ko: '서비스가 메모리 상한에 가까움' },
    why: {
      en: 'At the limit the kernel kills the container. A state for each service; its fullest pod counts, for five minutes above 80 %.',
      ko: '상한에 닿으면 커널이 컨테이너를 종료합니다. 서비스마다 상태가 있고, 가장 찬 파드가 5분 동안 80 %를 넘을 때 알립니다.',
    },
    watches: ofServices('pod_memory_utilization_over_pod_limit'),
  },
  {
    ...{ id: 'crash-loop', topic: 'pods', suggested: true },
    title: { en: 'containers crash again and again', ko: '컨테이너가 거듭 죽음' },
    why: {
      en: 'One crash is no news. A container that its kubelet holds back because it keeps ending is, in three of five minutes. A state for each workload.',
      ko: '한 번 죽는 것은 알릴 일이 아닙니다. 거듭 끝나서 kubelet이 재시작을 늦추는 컨테이너가 5분 중 3분 있으면 알립니다. 워크로드마다 상태가 있습니다.',
    },
    watches: [
      {
        metrics: ['pod_container_status_waiting_reason_crash_loop_back_off'],
        ...{ each: workload, ...minutes(5), toAlarm: 3, ...above(0), ...counted },
      },
      // Classic agents count restarts alone: some in each of two of three five minutes.
      {
        ...{ metrics: ['pod_number_of_container_restarts'], each: workload, statistic: 'Sum' },
        ...{ period: 300, periods: 3, toAlarm: 2, ...above(0), ...counted },
      },
    ],
  },
  {
    ...{ id: 'restarts', topic: 'pods', suggested: true },
    title: { en: 'more than three restarts in an hour', ko: '한 시간에 재시작 3회 초과' },
    why: {
      en: 'A leak or a probe that fails now and then restarts a container too seldom to be a crash loop. A state for each workload.',
      ko: '메모리 누수나 이따금 실패하는 프로브는 거듭 죽는 것으로 보이지 않을 만큼 드물게 재시작을 일으킵니다. 워크로드마다 상태가 있습니다.',
    },
    watches: [
      {
        ...{ metrics: ['pod_number_of_container_restarts'], each: workload, statistic: 'Sum' },
        ...{ period: 3_600, periods: 1, toAlarm: 1, ...above(3), ...counted },
      },
    ],
  },
  {
    ...{ id: 'image-pull', topic: 'pods', suggested: true },
    title: { en: 'an image cannot be pulled', ko: '이미지를 가져올 수 없음' },
    why: {
      en: 'A name that is wrong, a registry that is away, a secret that has run out: the pod never starts. Three minutes in a row. A state for each workload.',
      ko: '잘못된 이름, 닿지 않는 레지스트리, 만료된 시크릿 때문에 파드가 시작하지 못합니다. 3분 연속일 때 알립니다. 워크로드마다 상태가 있습니다.',
    },
    watches: [
      {
        metrics: ['pod_container_status_waiting_reason_image_pull_error'],
        ...{ each: workload, ...minutes(3), ...above(0), ...counted },
      },
    ],
  },
  {
    ...{ id: 'not-started', topic: 'pods', suggested: true },
    title: { en: 'a container cannot be started', ko: '컨테이너를 시작할 수 없음' },
    why: {
      en: 'Something that it refers to is not there (a config map, a secret, a command), so it waits for ever. Three minutes in a row.',
      ko: '참조하는 것(ConfigMap, Secret, 명령)이 없어 끝없이 기다립니다. 3분 연속일 때 알립니다.',
    },
    watches: [
      {
        metrics: [
          'pod_container_status_waiting_reason_create_container_config_error',
          'pod_container_status_waiting_reason_create_container_error',
          'pod_container_status_waiting_reason_start_error',
        ],
        ...{ each: [], ...minutes(3), ...above(0), ...counted },
      },
    ],
  },
  {
    ...{ id: 'oom-killed', topic: 'pods', suggested: true },
    title: { en: 'a container ran out of memory', ko: '컨테이너 메모리 부족으로 종료' },
    why: {
      en: 'The kernel killed a container at its memory limit. A state for each workload, which lasts until the pod is replaced: pods remember how they ended last.',
      ko: '커널이 메모리 상한에서 컨테이너를 종료했습니다. 워크로드마다 상태가 있으며, 파드는 마지막 종료를 기억하므로 파드가 바뀔 때까지 이어집니다.',
    },
    watches: [
      {
        metrics: ['pod_container_status_terminated_reason_oom_killed'],
        ...{ each: workload, ...lasting, ...above(0), ...counted },
      },
    ],
  },
  {
    ...{ id: 'pending', topic: 'pods', suggested: true },
    title: { en: 'a pod waits for ten minutes', ko: '파드가 10분째 대기 중' },
    why: {
      en: 'No node takes it, or it does not come up. Ten minutes, so that a new node has time to boot. A state for each workload.',
      ko: '받아 주는 노드가 없거나 시작하지 못합니다. 새 노드가 부팅할 시간을 두려고 10분을 기다립니다. 워크로드마다 상태가 있습니다.',
    },
    watches: [{ metrics: ['pod_status_pending'], each: workload, ...minutes(10), ...above(0), ...counted }],
  },
  {
    ...{ id: 'failed', topic: 'pods', suggested: false },
    title: { en: 'failed pods lie about', ko: '실패한 파드가 남아 있음' },
    why: {
      en: 'Evicted pods and failed jobs stay until somebody deletes them, and so does this alarm. A state for each workload.',
      ko: '축출된 파드와 실패한 Job은 지울 때까지 남으며, 이 경보도 그때까지 이어집니다. 워크로드마다 상태가 있습니다.',
    },
    watches: [{ metrics: ['pod_status_failed'], each: workload, ...lasting, ...above(0), ...counted }],
  },
  {
    ...{ id: 'replicas', topic: 'workloads', suggested: true },
    title: { en: 'a workload lacks replicas', ko: '워크로드의 복제본이 모자람' },
    why: {
      en: 'A Deployment or StatefulSet has had fewer pods than wished for ten minutes: longer than a rollout of a healthy version takes.',
      ko: 'Deployment 또는 StatefulSet의 파드가 10분째 원하는 수보다 적습니다. 정상적인 배포보다 긴 시간입니다.',
    },
    watches: [{ metrics: ['status_replicas_unavailable'], each: workload, ...minutes(10), ...above(0), ...counted }],
  },
  {
    ...{ id: 'daemons', topic: 'workloads', suggested: true },
    title: { en: 'a DaemonSet lacks pods', ko: 'DaemonSet의 파드가 모자람' },
    why: {
      en: 'On some node its pod has been missing for ten minutes: no network, no logs or no metrics there.',
      ko: '어떤 노드에서 그 파드가 10분째 없습니다. 그 노드에는 네트워크, 로그 또는 지표가 없을 수 있습니다.',
    },
    watches: [
      { metrics: ['daemonset_status_number_unavailable'], each: workload, ...minutes(10), ...above(0), ...counted },
    ],
  },
  {
    ...{ id: 'claims', topic: 'storage', suggested: true },
    title: { en: 'a volume claim is not bound', ko: '볼륨 클레임이 연결되지 않음' },
    why: {
      en: 'A claim has lost its volume, or waited ten minutes for one: its pods cannot start.',
      ko: '클레임이 볼륨을 잃었거나 10분째 볼륨을 기다립니다. 그 파드는 시작할 수 없습니다.',
    },
    watches: [
      {
        metrics: ['persistent_volume_claim_status_lost', 'persistent_volume_claim_status_pending'],
        ...{ each: [], ...minutes(10), ...above(0), ...counted },
      },
    ],
  },
  {
    ...{ id: 'api-server-errors', topic: 'control-plane', suggested: true, unmanagedOnly: true },
    title: { en: 'the API server answers with errors', ko: 'API 서버가 오류로 응답' },
    why: {
      en: 'More than ten answers of 500 and above in each of three times five minutes. Not offered where a provider runs the control plane: there nobody could mend it.',
      ko: '5분 동안 500 이상의 응답이 10건을 넘는 일이 세 번 이어집니다. 제공자가 컨트롤 플레인을 운영하는 곳에서는 고칠 수 없으므로 제안하지 않습니다.',
    },
    watches: [
      {
        ...{ metrics: ['apiserver_request_total_5xx'], each: [], statistic: 'Sum' },
        ...{ period: 300, periods: 3, toAlarm: 3, ...above(10), ...counted },
      },
    ],
  },
]
