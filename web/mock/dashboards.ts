/** `src/model/web-api-dashboards.ts` from memory: one board with every kind of widget, one with many, and those that come with Mangru. */
import { presetBody, presets } from '../../src/model/dashboard/presets/index.ts'
import type { ApiDashboard } from '../../src/model/index.ts'
import { checkDashboard } from '../../src/query/dashboards/index.ts'
import { done, type Handler, refuse, send } from './answer.ts'

const region = 'us-east-1'
const boards = new Map<string, { readonly body: string; readonly version: number; readonly changedAt: number }>()
const minute = 60_000

const keep = (name: string, body: object, ago = 0) =>
  boards.set(name, { body: JSON.stringify(body), version: boards.size + 1, changedAt: Date.now() - ago * minute })

const metric = (place: readonly number[], properties: object) => ({
  type: 'metric',
  x: place[0],
  y: place[1],
  width: place[2],
  height: place[3],
  properties: { region, period: 60, stat: 'Average', ...properties },
})
const cpu = (pod: string, options: object = {}) => [
  'ContainerInsights',
  'pod_cpu_utilization',
  'ClusterName',
  'demo',
  'Namespace',
  'demo-backend',
  'PodName',
  pod,
  options,
]
const source = "SOURCE '/demo/backend-app' | "

keep(
  'operations',
  {
    start: '-PT3H',
    periodOverride: 'auto',
    variables: [
      {
        type: 'pattern',
        pattern: '__namespace__',
        inputType: 'select',
        id: 'namespace',
        label: 'Namespace',
        defaultValue: 'demo-backend',
        values: [{ value: 'demo-backend' }, { value: 'demo-frontend' }, { value: 'demo-batch', label: 'batch' }],
      },
      {
        type: 'property',
        property: 'stat',
        inputType: 'radio',
        id: 'stat',
        label: 'Statistic',
        defaultValue: 'Average',
        values: [{ value: 'Average' }, { value: 'p99' }],
      },
    ],
    widgets: [
      {
        type: 'text',
        x: 0,
        y: 0,
        width: 24,
        height: 2,
        properties: {
          background: 'transparent',
          markdown:
            '# __namespace__ \nWho is on call: **platform**. [button:primary:Runbook](https://wiki.example/runbook) [Errors](/logs?q=ERROR)',
        },
      },
      metric([0, 2, 12, 6], {
        title: 'CPU of pods',
        view: 'timeSeries',
        metrics: [cpu('backend-app-1'), cpu('backend-app-2'), cpu('backend-app-3', { yAxis: 'right', label: 'third' })],
        yAxis: { left: { label: 'of its limit', min: 0 }, right: { min: 0 } },
        annotations: {
          horizontal: [{ value: 80, label: 'too much', fill: 'above' }, [{ value: 30, label: 'usual' }, { value: 45 }]],
          vertical: [{ value: new Date(Date.now() - 40 * minute).toISOString(), label: 'rollout 1.4.2' }],
        },
      }),
      metric([12, 2, 12, 6], {
        title: 'Memory, stacked',
        view: 'timeSeries',
        stacked: true,
        metrics: ['a', 'b', 'c'].map(pod => [
          'ContainerInsights',
          'pod_memory_working_set',
          'PodName',
          `backend-app-${pod}`,
        ]),
      }),
      metric([0, 8, 6, 4], {
        title: 'Errors',
        view: 'singleValue',
        sparkline: true,
        trend: true,
        stat: 'Sum',
        metrics: [
          ['Logs', 'ErrorCount', { label: 'errors' }],
          ['Logs', 'WarnCount', { label: 'warnings' }],
        ],
      }),
      metric([6, 8, 6, 4], {
        title: 'Disk',
        view: 'gauge',
        metrics: [['ContainerInsights', 'node_filesystem_utilization', { label: 'fullest node' }]],
        yAxis: { left: { min: 0, max: 100 } },
        annotations: { horizontal: [{ value: 85, label: 'nearly full', fill: 'above', color: '#d13212' }] },
      }),
      metric([12, 8, 6, 4], {
        title: 'Restarts',
        view: 'bar',
        metrics: ['api', 'web', 'batch'].map(name => [
          'ContainerInsights',
          'restarts',
          'Service',
          name,
          { label: name },
        ]),
      }),
      metric([18, 8, 6, 4], {
        title: 'Requests by service',
        view: 'pie',
        metrics: ['api', 'web', 'batch'].map(name => ['App', 'Requests', 'Service', name, { label: name }]),
      }),
      metric([0, 12, 12, 5], {
        title: 'Values',
        view: 'table',
        table: {
          layout: 'horizontal',
          summaryColumns: ['MIN', 'MAX', 'AVG'],
          stickySummary: true,
          showTimeSeriesData: true,
        },
        metrics: [cpu('backend-app-1'), cpu('backend-app-2')],
      }),
      {
        type: 'log',
        x: 12,
        y: 12,
        width: 12,
        height: 5,
        properties: {
          region,
          title: 'Levels',
          view: 'bar',
          query: `${source}stats count(*) as lines by level`,
        },
      },
      {
        type: 'alarm',
        x: 0,
        y: 17,
        width: 8,
        height: 5,
        properties: {
          title: 'Alarms',
          alarms: ['backend-errors', 'slow-answers', 'service-down', 'gone-long-ago'].map(
            name => `arn:aws:cloudwatch:${region}:000000000000:alarm:${name}`,
          ),
        },
      },
      {
        type: 'log',
        x: 8,
        y: 17,
        width: 16,
        height: 5,
        properties: {
          region,
          title: 'Newest errors',
          view: 'table',
          query: `${source}filter level = "ERROR" | fields @timestamp, message | sort @timestamp desc | limit 40`,
        },
      },
      {
        type: 'custom',
        x: 0,
        y: 22,
        width: 8,
        height: 4,
        properties: { title: 'My program', endpoint: 'arn:aws:lambda:x' },
      },
      {
        type: 'explorer',
        x: 8,
        y: 22,
        width: 8,
        height: 4,
        properties: {
          metrics: [{ metricName: 'CPUUtilization', resourceType: 'AWS::EC2::Instance', stat: 'Average' }],
          labels: [{ key: 'State', value: 'running' }],
          title: 'Instances',
          widgetOptions: { view: 'timeSeries', legend: { position: 'bottom' } },
        },
      },
      metric([0, 26, 12, 6], {
        title: 'As expected',
        view: 'timeSeries',
        legend: { position: 'right' },
        metrics: [
          ['Logs', 'CallCount', { id: 'calls', label: 'calls' }],
          [{ expression: 'ANOMALY_DETECTION_BAND(calls, 2)', id: 'band', label: 'expected' }],
        ],
      }),
      {
        type: 'metric',
        x: 12,
        y: 26,
        width: 12,
        height: 6,
        properties: {
          region,
          annotations: { alarms: [`arn:aws:cloudwatch:${region}:000000000000:alarm:backend-errors`] },
        },
      },
      { type: 'hologram', x: 16, y: 22, width: 8, height: 4, properties: { title: 'From the future' } },
    ],
  },
  42,
)
keep('empty', { widgets: [] }, 60 * 24)
keep(
  'wall',
  {
    widgets: Array.from({ length: 24 }, (_, at) =>
      metric([(at % 4) * 6, Math.floor(at / 4) * 4, 6, 4], {
        title: `Service ${at + 1}`,
        view: 'timeSeries',
        metrics: [
          ['App', 'Requests', 'Service', `s-${at}`],
          ['App', 'Errors', 'Service', `s-${at}`],
        ],
      }),
    ),
  },
  60 * 24 * 9,
)
/** Whoever saves it comes too late. */
keep('contested', { widgets: [metric([0, 0, 12, 6], { title: 'Disputed', metrics: [cpu('backend-app-1')] })] }, 5)

export const dashboardHandlers: Record<string, Handler> = {
  'GET /api/dashboards': ({ response }) =>
    send(response, 200, {
      dashboards: [...boards]
        .sort(([a], [b]) => a.localeCompare(b))
        .map(([name, { body, changedAt }]) => ({
          name,
          preset: false,
          changedAt,
          bytes: body.length,
          widgets: (JSON.parse(body) as { widgets: unknown[] }).widgets.length,
        })),
      presets: presets.map(({ name, title, build }) => {
        const body = build({ language: 'en', region, dollarsPerGiB: 0.5 })
        const widgets = Array.isArray(body.widgets) ? body.widgets.length : 0
        return { name, title, preset: true, changedAt: null, bytes: JSON.stringify(body).length, widgets }
      }),
    }),
  'GET /api/dashboards/dashboard': ({ url, response }) => {
    const name = url.searchParams.get('name') ?? ''
    const language = url.searchParams.get('language') === 'ko' ? 'ko' : 'en'
    const preset = presetBody(name, { language, region, dollarsPerGiB: 0.5 })
    const kept = boards.get(name)
    const warnings: ApiDashboard['warnings'] = kept ? checkDashboard(kept.body).warnings : []
    if (preset !== null)
      send(response, 200, { name, preset: true, body: preset, version: 0, changedAt: null, warnings })
    else if (kept) send(response, 200, { name, preset: false, ...kept, warnings })
    else refuse(response, 404, 'not-found', `There is no dashboard ${name}.`)
  },
  'PUT /api/dashboards/dashboard': ({ body, response }) => {
    const put = body as { name: string; body: string; version?: number }
    const { errors, warnings } = checkDashboard(put.body)
    if (errors.length > 0)
      return refuse(
        response,
        400,
        'invalid-request',
        errors.map(({ path, message }) => `${path}: ${message}`).join('\n'),
      )
    const before = boards.get(put.name)
    const contested = put.name === 'contested' && put.version !== undefined && put.version > 0
    if (contested || (put.version !== undefined && put.version !== (before?.version ?? 0)))
      return refuse(response, 409, 'changed', `The dashboard ${put.name} was changed by somebody else in the meantime.`)
    const kept = { body: put.body, version: (before?.version ?? 0) + 1, changedAt: Date.now() }
    boards.set(put.name, kept)
    send(response, 200, { name: put.name, preset: false, ...kept, warnings })
  },
  'DELETE /api/dashboards/dashboard': ({ url, response }) => {
    boards.delete(url.searchParams.get('name') ?? '')
    done(response)
  },
}
