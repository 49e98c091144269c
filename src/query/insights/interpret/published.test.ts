/** Queries that AWS publishes for Container Insights, pasted as they are, over a few performance events. */
import { describe, expect, test } from 'vitest'
import { ask, eventsOf, objects } from './ask.cases.ts'

const events = objects(
  { Type: 'Node', NodeName: 'n1', node_cpu_utilization: 10 },
  { Type: 'Node', NodeName: 'n1', node_cpu_utilization: 31 },
  { Type: 'Node', NodeName: 'n2', node_cpu_utilization: 50.5 },
  {
    Type: 'Pod',
    PodName: 'web',
    number_of_container_restarts: 2,
    pod_number_of_containers: 3,
    pod_number_of_running_containers: 2,
    kubernetes: { pod_name: 'web-0' },
  },
  {
    Type: 'Pod',
    PodName: 'web',
    number_of_container_restarts: 3,
    pod_number_of_containers: 3,
    pod_number_of_running_containers: 3,
    kubernetes: { pod_name: 'web-1' },
  },
  {
    Type: 'Pod',
    PodName: 'job',
    number_of_container_restarts: 0,
    pod_number_of_containers: 1,
    pod_number_of_running_containers: 1,
    kubernetes: { pod_name: 'job-0' },
  },
  { Type: 'Cluster', cluster_failed_node_count: 1 },
  { Type: 'Cluster', cluster_failed_node_count: 0 },
  { Type: 'ClusterService', cluster_failed_node_count: 9 },
  { stream: 'stderr', log: 'boom', kubernetes: { container_name: 'app' } },
  { stream: 'stderr', log: 'boom', kubernetes: { container_name: 'app' } },
  { stream: 'stdout', log: 'fine', kubernetes: { container_name: 'app' } },
  { stream: 'stderr', log: 'oops', kubernetes: { container_name: 'side' } },
  { Type: 'Container', container_cpu_usage_total: 5, kubernetes: { container_name: 'app' } },
  { Type: 'Container', container_cpu_usage_total: 9, kubernetes: { container_name: 'app' } },
  {
    Type: 'ContainerFS',
    container_filesystem_usage: 10_000,
    InstanceId: 'i-1',
    device: '/dev/a',
    kubernetes: { container_name: 'app' },
  },
  {
    Type: 'ContainerFS',
    container_filesystem_usage: 20_500,
    InstanceId: 'i-2',
    device: '/dev/a',
    kubernetes: { container_name: 'app' },
  },
  { TaskId: 't1', ContainerName: 'c', CpuUtilized: 5, MemoryUtilized: 100 },
  { TaskId: 't2', ContainerName: 'c', CpuUtilized: 7, MemoryUtilized: 100 },
  { TaskId: 't3', ContainerName: 'c', CpuUtilized: 1, MemoryUtilized: 50 },
)

test.each([
  [
    'STATS avg(node_cpu_utilization) as avg_node_cpu_utilization by NodeName | SORT avg_node_cpu_utilization DESC',
    [{ NodeName: 'n2', avg_node_cpu_utilization: '50.5' }, { NodeName: 'n1', avg_node_cpu_utilization: '20.5' }, {}],
  ],
  [
    'STATS avg(number_of_container_restarts) as avg_number_of_container_restarts by PodName | SORT avg_number_of_container_restarts DESC',
    [
      { PodName: 'web', avg_number_of_container_restarts: '2.5' },
      { PodName: 'job', avg_number_of_container_restarts: '0' },
      {},
    ],
  ],
  [
    'fields @timestamp, @message | sort @timestamp desc | filter Type="Pod" | stats min(pod_number_of_containers) as requested, min(pod_number_of_running_containers) as running, ceil(avg(pod_number_of_containers-pod_number_of_running_containers)) as pods_missing by kubernetes.pod_name | sort pods_missing desc',
    [
      { 'kubernetes.pod_name': 'web-0', requested: '3', running: '2', pods_missing: '1' },
      { 'kubernetes.pod_name': 'job-0', requested: '1', running: '1', pods_missing: '0' },
      { 'kubernetes.pod_name': 'web-1', requested: '3', running: '3', pods_missing: '0' },
    ],
  ],
  [
    'stats avg(cluster_failed_node_count) as CountOfNodeFailures | filter Type="Cluster" | sort @timestamp desc',
    [{ CountOfNodeFailures: '0.5' }],
  ],
  [
    'stats count() as countoferrors by kubernetes.container_name | filter stream="stderr" | sort countoferrors desc',
    [
      { 'kubernetes.container_name': 'app', countoferrors: '2' },
      { 'kubernetes.container_name': 'side', countoferrors: '1' },
    ],
  ],
  [
    'stats pct(container_cpu_usage_total, 50) as CPUPercMedian by kubernetes.container_name | filter Type="Container"',
    [{ 'kubernetes.container_name': 'app', CPUPercMedian: '7' }],
  ],
  [
    'stats floor(avg(container_filesystem_usage/1024)) as container_filesystem_usage_avg_kb by InstanceId, kubernetes.container_name, device | filter Type="ContainerFS" | sort container_filesystem_usage_avg_kb desc',
    [
      {
        InstanceId: 'i-2',
        'kubernetes.container_name': 'app',
        device: '/dev/a',
        container_filesystem_usage_avg_kb: '20',
      },
      {
        InstanceId: 'i-1',
        'kubernetes.container_name': 'app',
        device: '/dev/a',
        container_filesystem_usage_avg_kb: '9',
      },
    ],
  ],
  [
    'stats avg(CpuUtilized) as CPU, avg(MemoryUtilized) as Mem by TaskId, ContainerName | sort Mem, CPU desc',
    [
      {},
      { TaskId: 't3', ContainerName: 'c', CPU: '1', Mem: '50' },
      { TaskId: 't2', ContainerName: 'c', CPU: '7', Mem: '100' },
      { TaskId: 't1', ContainerName: 'c', CPU: '5', Mem: '100' },
    ],
  ],
])('%s', (query, rows) => {
  expect(ask(query, events)).toEqual(rows)
})

test('the control plane', () => {
  const audit = [
    ...eventsOf(['{"verb":"delete","n":1}', '{"verb":"get"}', '{"verb":"delete","n":2}']).map(event => ({
      ...event,
      stream: 'kube-apiserver-audit-1',
    })),
    ...eventsOf(['{"verb":"delete","n":3}']),
  ]
  const query =
    'fields @timestamp, @message | filter @logStream like "kube-apiserver-audit" | filter verb = "delete" | sort @timestamp desc'
  expect(ask(query, audit).map(row => row['@message'])).toEqual(['{"verb":"delete","n":2}', '{"verb":"delete","n":1}'])
})

describe('the notes', () => {
  const lines = objects(
    { log: '[start', kubernetes: { container_name: 'backend-app' } },
    { log: 'x Health GET API called.', kubernetes: { container_name: 'backend-app' } },
    { log: 'a REGION GET ALL API b', kubernetes: { container_name: 'backend-app' } },
    { log: 'LOCATION LIST BY REGION ID API', kubernetes: { container_name: 'backend-app' } },
    { log: '[WARN] x', kubernetes: { container_name: 'backend-app' } },
    { log: 'an error here', kubernetes: { container_name: 'other' } },
    { log: 'WARN slow', kubernetes: { container_name: 'backend-app' } },
    { log: 'quiet' },
  )
  test('how often it was asked, with a line break inside a regular expression', () => {
    const query =
      'stats count(*) as ACCESS_COUNT | filter ( kubernetes.container_name = "backend-app") | filter ( log not like /^\\[/ and (log like /Health GET\n    API called./ or log like / REGION GET ALL API/ or log like /LOCATION LIST BY REGION ID API/ ))'
    expect(ask(query.replace('GET\n    API', 'GET \n    API'), lines)).toEqual([{ ACCESS_COUNT: '3' }])
  })
  test('errors by application', () => {
    const query =
      'stats count(*) as ERROR_COUNT by kubernetes.container_name as APP | filter ( log not like /^\\[/ and (log like /WARN/ or log like /error/) )'
    expect(ask(query, lines)).toEqual([
      { APP: 'backend-app', ERROR_COUNT: '1' },
      { APP: 'other', ERROR_COUNT: '1' },
    ])
  })
})
