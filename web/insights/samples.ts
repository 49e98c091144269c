/** Queries to begin with, by what kind of lines they are for. Names of kinds and queries stand in the catalogue. */
import type { Catalogue } from '../i18n/index.ts'

export interface Sample {
  readonly name: keyof Catalogue['insights']['sampleNames']
  readonly text: string
}
export interface SampleKind {
  readonly kind: keyof Catalogue['insights']['sampleKinds']
  readonly samples: readonly Sample[]
}

const lines = (...parts: readonly string[]): string => parts.join('\n| ')

export const sampleKinds: readonly SampleKind[] = [
  {
    kind: 'any',
    samples: [
      { name: 'newest', text: lines('fields @timestamp, @message', 'sort @timestamp desc', 'limit 100') },
      { name: 'perFiveMinutes', text: 'stats count(*) as lines by bin(5m)' },
      { name: 'patterns', text: 'pattern @message' },
      {
        name: 'errors',
        text: lines(
          'fields @timestamp, @logStream, @message',
          'filter @message like /(?i)error|exception/',
          'sort @timestamp desc',
        ),
      },
    ],
  },
  {
    kind: 'application',
    samples: [
      {
        name: 'accessCount',
        text: lines(
          'stats count(*) as ACCESS_COUNT',
          'filter ( kubernetes.container_name = "backend-app")',
          'filter ( log not like /^\\[/ and (log like /Health GET API called./ or log like / REGION GET ALL API/ or log like /LOCATION LIST BY REGION ID API/ ))',
        ),
      },
      {
        name: 'errorCount',
        text: lines(
          'stats count(*) as ERROR_COUNT by kubernetes.container_name as APP',
          'filter ( log not like /^\\[/ and (log like /WARN/ or log like /error/) )',
        ),
      },
    ],
  },
  {
    kind: 'containerInsights',
    samples: [
      {
        name: 'nodeCpu',
        text: lines(
          'STATS avg(node_cpu_utilization) as avg_node_cpu_utilization by NodeName',
          'SORT avg_node_cpu_utilization DESC',
        ),
      },
      {
        name: 'restarts',
        text: lines(
          'STATS avg(number_of_container_restarts) as avg_number_of_container_restarts by PodName',
          'SORT avg_number_of_container_restarts DESC',
        ),
      },
      {
        name: 'podsMissing',
        text: lines(
          'fields @timestamp, @message',
          'sort @timestamp desc',
          'filter Type="Pod"',
          'stats min(pod_number_of_containers) as requested, min(pod_number_of_running_containers) as running, ceil(avg(pod_number_of_containers-pod_number_of_running_containers)) as pods_missing by kubernetes.pod_name',
          'sort pods_missing desc',
        ),
      },
      {
        name: 'nodeFailures',
        text: lines(
          'stats avg(cluster_failed_node_count) as CountOfNodeFailures',
          'filter Type="Cluster"',
          'sort @timestamp desc',
        ),
      },
      {
        name: 'stderr',
        text: lines(
          'stats count() as countoferrors by kubernetes.container_name',
          'filter stream="stderr"',
          'sort countoferrors desc',
        ),
      },
      {
        name: 'containerCpu',
        text: lines(
          'stats pct(container_cpu_usage_total, 50) as CPUPercMedian by kubernetes.container_name',
          'filter Type="Container"',
        ),
      },
    ],
  },
  {
    kind: 'controlPlane',
    samples: [
      {
        name: 'deletions',
        text: lines(
          'fields @timestamp, user.username, objectRef.resource, objectRef.name',
          'filter @logStream like "kube-apiserver-audit"',
          'filter verb = "delete"',
          'sort @timestamp desc',
        ),
      },
      {
        name: 'refused',
        text: lines(
          'filter @logStream like "kube-apiserver-audit"',
          'filter responseStatus.code = 403',
          'stats count(*) as n by user.username, verb, objectRef.resource',
          'sort n desc',
        ),
      },
      {
        name: 'anonymous',
        text: lines(
          'fields @timestamp, verb, requestURI, sourceIPs.0, responseStatus.code',
          'filter @logStream like "kube-apiserver-audit"',
          'filter user.username = "system:anonymous"',
          'sort @timestamp desc',
        ),
      },
      {
        name: 'secretReaders',
        text: lines(
          'filter @logStream like "kube-apiserver-audit"',
          'filter objectRef.resource = "secrets" and verb in ["get", "list", "watch"]',
          'stats count(*) as n by user.username, objectRef.namespace, objectRef.name',
          'sort n desc',
        ),
      },
      {
        name: 'shells',
        text: lines(
          'fields @timestamp, user.username, objectRef.namespace, objectRef.name, objectRef.subresource',
          'filter @logStream like "kube-apiserver-audit"',
          'filter objectRef.subresource in ["exec", "attach", "portforward"]',
          'sort @timestamp desc',
        ),
      },
      {
        name: 'callers',
        text: lines('filter @logStream like "kube-apiserver-audit"', 'stats count(*) as n by userAgent', 'sort n desc'),
      },
    ],
  },
  {
    kind: 'lambda',
    samples: [
      {
        name: 'slowCalls',
        text: lines(
          'filter @type = "REPORT"',
          'fields @requestId, @duration, @maxMemoryUsed / 1000 / 1000 as usedMB',
          'sort @duration desc',
          'limit 20',
        ),
      },
      {
        name: 'coldStarts',
        text: lines(
          'filter @type = "REPORT"',
          'stats avg(@duration) as average, pct(@duration, 95) as p95, max(@duration) as longest by bin(5m)',
        ),
      },
    ],
  },
  {
    kind: 'vpcFlow',
    samples: [
      {
        name: 'topTalkers',
        text: lines(
          'stats sum(bytes) as bytesTransferred by srcAddr, dstAddr',
          'sort bytesTransferred desc',
          'limit 20',
        ),
      },
      {
        name: 'rejected',
        text: lines('filter action = "REJECT"', 'stats count(*) as n by srcAddr, dstPort', 'sort n desc', 'limit 20'),
      },
    ],
  },
]
