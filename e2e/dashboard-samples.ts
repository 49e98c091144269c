/** Metrics of an invented cluster on a real server, and boards of one's own to show them: for pictures, tests and the bench of the page. */
import {
  CloudWatchClient,
  type MetricDatum,
  PutDashboardCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch'
import { wave } from '../web/mock/metric-wave.ts'

const minute = 60_000
const minutes = 3 * 60
const region = 'us-east-1'
const cluster = { Name: 'ClusterName', Value: 'demo' }
const dimension = (Name: string, Value: string) => ({ Name, Value })
export const nodes = ['ip-10-0-1-17', 'ip-10-0-2-84', 'ip-10-0-3-41']
const pods = ['backend-app-1', 'backend-app-2', 'frontend-1', 'backend-db-0']

/** A trouble of a quarter of an hour, so that there is something to see. */
const bump = (ago: number): number => (ago > 60 && ago < 76 ? 1 : 0)

export interface Made {
  readonly namespace: string
  readonly metric: string
  readonly unit: MetricDatum['Unit']
  readonly dimensions: readonly { readonly Name: string; readonly Value: string }[]
  /** Undefined: nothing is known of that minute. */
  readonly valueAt: (ago: number) => number | undefined
}

const round = (value: number): number => Math.round(value * 100) / 100
const insights = (
  metric: string,
  unit: MetricDatum['Unit'],
  dimensions: Made['dimensions'],
  base: number,
  swing: number,
  more = 0,
): Made => ({
  namespace: 'ContainerInsights',
  metric,
  unit,
  dimensions: [cluster, ...dimensions],
  valueAt: ago => round(base + swing * wave(metric + JSON.stringify(dimensions), minutes - ago) + more * bump(ago)),
})

function clusterMetrics(): Made[] {
  const whole = [
    insights('cluster_node_count', 'Count', [], 3, 0),
    insights('cluster_failed_node_count', 'Count', [], 0, 0),
    insights('namespace_number_of_running_pods', 'Count', [], 14, 0),
    insights('node_cpu_utilization', 'Percent', [], 28, 22, 18),
    insights('node_memory_utilization', 'Percent', [], 52, 9, 6),
    insights('node_filesystem_utilization', 'Percent', [], 61, 1),
    insights('node_cpu_reserved_capacity', 'Percent', [], 64, 0),
    insights('node_memory_reserved_capacity', 'Percent', [], 71, 0),
    insights('node_network_total_bytes', 'Bytes/Second', [], 2_400_000, 5_100_000, 4_000_000),
  ]
  const ofPods = pods.flatMap(pod => {
    const own = [dimension('Namespace', `demo-${pod.split('-')[0]}`), dimension('PodName', pod)]
    return [
      insights('pod_cpu_utilization', 'Percent', own, 6, 24, pod.startsWith('backend-app') ? 30 : 0),
      insights('pod_memory_utilization', 'Percent', own, 22, 12),
      insights('pod_number_of_container_restarts', 'Count', own, pod === 'backend-app-2' ? 2 : 0, 0),
    ]
  })
  return [...whole, ...ofPods]
}

function applicationMetrics(): Made[] {
  const app = (metric: string, unit: MetricDatum['Unit'], path: string, valueAt: Made['valueAt']): Made => ({
    namespace: 'Backend',
    metric,
    unit,
    dimensions: [dimension('Path', path)],
    valueAt,
  })
  return ['/api/regions', '/api/locations', '/health'].flatMap((path, at) => [
    app('Requests', 'Count', path, ago => Math.round(40 + 160 * wave(path, minutes - ago) * (1 + at))),
    // Nothing is told while it is restarted: a gap.
    app('Latency', 'Seconds', path, ago =>
      ago > 74 && ago < 82 ? undefined : 0.04 + 0.09 * wave(`${path} l`, minutes - ago) + 0.35 * bump(ago),
    ),
    app('Errors', 'Count', path, ago => Math.round(wave(`${path} e`, minutes - ago) ** 6 * 4 + 9 * bump(ago))),
  ])
}

export function cloudWatch(url: string): CloudWatchClient {
  return new CloudWatchClient({
    endpoint: url,
    region,
    credentials: { accessKeyId: 'AKIAUNKNOWN', secretAccessKey: 'any' },
  })
}

/** Puts `minutes` values of each metric, the newest at the minute before now. */
export async function putMetrics(client: CloudWatchClient, all: readonly Made[], length = minutes): Promise<void> {
  const now = Math.floor(Date.now() / minute) * minute
  for (const [Namespace, made] of Map.groupBy(all, one => one.namespace)) {
    const data = made.flatMap(({ metric, unit, dimensions, valueAt }) =>
      Array.from({ length }, (_, ago) => ({ ago: ago + 1, value: valueAt(ago + 1) })).flatMap(
        ({ ago, value }): MetricDatum[] =>
          value === undefined
            ? []
            : [
                {
                  MetricName: metric,
                  Unit: unit,
                  Dimensions: [...dimensions],
                  Timestamp: new Date(now - ago * minute),
                  Value: value,
                },
              ],
      ),
    )
    for (let at = 0; at < data.length; at += 1_000)
      await client.send(new PutMetricDataCommand({ Namespace, MetricData: data.slice(at, at + 1_000) }))
  }
}

export async function fillDashboards(url: string, logGroup: string): Promise<void> {
  const client = cloudWatch(url)
  await putMetrics(client, [...clusterMetrics(), ...applicationMetrics()])
  await client.send(
    new PutDashboardCommand({ DashboardName: 'operations', DashboardBody: JSON.stringify(operations(logGroup)) }),
  )
  client.destroy()
}

const widget = (type: string, [x, y, width, height]: readonly number[], properties: object) => ({
  ...{ type, x, y, width, height },
  properties: type === 'text' ? properties : { region, ...properties },
})
const paths = (metric: string) =>
  ['/api/regions', '/api/locations', '/health'].map(path => ['Backend', metric, 'Path', path, { label: path }])

const operations = (logGroup: string) => ({
  start: '-PT3H',
  widgets: [
    widget('text', [0, 0, 24, 2], {
      background: 'transparent',
      markdown:
        '## backend-app\nOn call: **platform**. [button:Runbook](https://wiki.example/backend) [Its errors](/logs?q=ERROR)',
    }),
    widget('metric', [0, 2, 8, 4], {
      title: 'Now',
      view: 'singleValue',
      sparkline: true,
      stat: 'Sum',
      period: 60,
      metrics: [
        [{ expression: 'SUM(METRICS("r"))', label: 'requests a minute', id: 'all' }],
        [{ expression: 'SUM(METRICS("f"))', label: 'errors a minute', id: 'bad', color: '#bf2a1f' }],
        ...['/api/regions', '/api/locations', '/health'].flatMap((path, at) => [
          ['Backend', 'Requests', 'Path', path, { id: `r${at}`, visible: false }],
          ['Backend', 'Errors', 'Path', path, { id: `f${at}`, visible: false }],
        ]),
      ],
    }),
    widget('metric', [8, 2, 4, 4], {
      title: 'CPU of the cluster',
      view: 'gauge',
      period: 60,
      metrics: [['ContainerInsights', 'node_cpu_utilization', 'ClusterName', 'demo', { label: 'average' }]],
      yAxis: { left: { min: 0, max: 100 } },
      annotations: { horizontal: [{ value: 80, label: 'too much', fill: 'above' }] },
    }),
    widget('metric', [12, 2, 12, 6], {
      title: 'Latency',
      view: 'timeSeries',
      period: 60,
      metrics: paths('Latency'),
      annotations: {
        horizontal: [{ value: 0.4, label: 'slow', fill: 'above' }],
        vertical: [{ value: new Date(Date.now() - 78 * minute).toISOString(), label: 'rollout 1.4.2' }],
      },
    }),
    widget('metric', [0, 6, 12, 6], {
      title: 'Requests',
      view: 'timeSeries',
      stacked: true,
      stat: 'Sum',
      period: 60,
      metrics: paths('Requests'),
    }),
    widget('metric', [12, 8, 4, 4], {
      title: 'Errors by path',
      view: 'pie',
      stat: 'Sum',
      setPeriodToTimeRange: true,
      metrics: paths('Errors'),
    }),
    widget('log', [16, 8, 8, 4], {
      title: 'Lines by level',
      view: 'bar',
      query: `SOURCE '${logGroup}' | stats count(*) as lines by level | sort lines desc`,
    }),
    widget('metric', [0, 12, 10, 5], {
      title: 'Pods',
      view: 'table',
      period: 60,
      table: { layout: 'horizontal', summaryColumns: ['MIN', 'MAX', 'AVG'], showTimeSeriesData: true },
      metrics: [
        [
          {
            expression: `SEARCH('{ContainerInsights,ClusterName,Namespace,PodName} MetricName="pod_cpu_utilization"', 'Average', 60)`,
            id: 's',
            // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudWatch's own placeholder
            label: "${PROP('Dim.PodName')}",
          },
        ],
      ],
    }),
    widget('log', [10, 12, 14, 5], {
      title: 'Newest errors',
      view: 'table',
      query: `SOURCE '${logGroup}' | filter level = "ERROR" | fields @timestamp, message | sort @timestamp desc | limit 20`,
    }),
  ],
})
