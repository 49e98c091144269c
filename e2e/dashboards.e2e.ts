/** Dashboards by Debian's aws CLI (v2); the boards that come with Mangru against stored metrics; what an account has, taken over from files and by the wire. */
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { signRequest } from '../src/api/auth/index.ts'
import {
  applyVariables,
  chosenValues,
  logWidgetQuery,
  readDashboard,
  readDashboardJson,
  variableQuery,
  variableValues,
  widgetQueries,
} from '../src/model/dashboard/index.ts'
import { type ApiDashboard, type ApiDashboards, type ApiMetricData, instant } from '../src/model/index.ts'
import { runMangru, runProgram, type Server, startServer } from './server.ts'

const aws = '/usr/bin/aws'
const missing = !existsSync(aws)
if (missing) console.warn(`SKIPPED: the aws CLI is not at ${aws} (apt-get install awscli)`)

const environment = {
  ...{ AWS_ACCESS_KEY_ID: 'AKIAANY', AWS_SECRET_ACCESS_KEY: 'any', AWS_DEFAULT_REGION: 'eu-north-1' },
  ...{ AWS_PAGER: '', HOME: '/nowhere' },
}
const minute = 60_000
const service = 'GraniteServiceVersion20100801'

/** The aws CLI against a server, told to succeed. */
const clientOf =
  (server: () => Server, service: string) =>
  async (...args: string[]) => {
    const { code, out, err } = await runProgram(aws, [service, '--endpoint-url', server().url, ...args], environment)
    expect([err, code]).toEqual(['', 0])
    return out.trim() === '' ? {} : JSON.parse(out)
  }
const ask = async <T>(server: Server, path: string, post?: object): Promise<T> => {
  const body =
    post === undefined
      ? {}
      : { method: 'POST', body: JSON.stringify(post), headers: { 'content-type': 'application/json' } }
  const answer = await fetch(`${server.url}${path}`, body)
  const json = (await answer.json()) as T
  expect({ path, status: answer.status, json: answer.ok ? null : json }).toEqual({ path, status: 200, json: null })
  return json
}

describe.skipIf(missing)('aws cloudwatch on dashboards', () => {
  let server: Server
  const cloudwatch = clientOf(() => server, 'cloudwatch')
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server?.stop())

  const body = JSON.stringify({
    widgets: [
      {
        ...{ type: 'metric', x: 0, y: 0, width: 12, height: 6 },
        properties: {
          metrics: [
            ['AWS/EC2', 'DiskReadBytes', 'InstanceId', 'i-123', { id: 'm1' }],
            ['.', '.', '.', 'i-abc', { id: 'm2' }],
            [{ expression: 'SUM(METRICS())', label: 'Sum', id: 'e3' }],
          ],
          ...{ view: 'timeSeries', stacked: false, period: 300, stat: 'Average', region: 'us-east-1', title: '디스크' },
        },
      },
      { type: 'text', x: 0, y: 7, width: 3, height: 3, properties: { markdown: 'Hello world' } },
    ],
  })

  test('put, get, list, delete', async () => {
    const put = ['put-dashboard', '--dashboard-name', 'Shop_1', '--dashboard-body', body]
    expect(await cloudwatch(...put)).toEqual({ DashboardValidationMessages: [] })
    expect(await cloudwatch('get-dashboard', '--dashboard-name', 'Shop_1')).toEqual({
      DashboardArn: 'arn:aws:cloudwatch::000000000000:dashboard/Shop_1',
      DashboardBody: body,
      DashboardName: 'Shop_1',
    })
    await cloudwatch('put-dashboard', '--dashboard-name', 'Other', '--dashboard-body', '{"widgets":[]}')
    const { DashboardEntries } = await cloudwatch('list-dashboards', '--dashboard-name-prefix', 'Sh')
    expect(DashboardEntries).toMatchObject([{ DashboardName: 'Shop_1', Size: Buffer.byteLength(body) }])
    await cloudwatch('delete-dashboards', '--dashboard-names', 'Shop_1', 'Other')
    expect(await cloudwatch('list-dashboards')).toEqual({ DashboardEntries: [] })
  })

  const refused = async (...args: string[]) => {
    const { code, err } = await runProgram(aws, ['cloudwatch', '--endpoint-url', server.url, ...args], environment)
    expect(code).not.toBe(0)
    return err.trim()
  }

  test('what is wrong with a body is said with its places', async () => {
    const bad = JSON.stringify({ widgets: [{ type: 'metric', properties: { metrics: [['N', 'm']] } }] })
    const said = await refused('put-dashboard', '--dashboard-name', 'bad', '--dashboard-body', bad)
    expect(said).toContain(
      '(InvalidParameterInput) when calling the PutDashboard operation: The dashboard body is invalid, there are 1 validation errors:',
    )
    expect(said).toContain('"dataPath": "/widgets/0/properties/region"')
    expect(await refused('put-dashboard', '--dashboard-name', 'bad', '--dashboard-body', '{')).toContain(
      'The field DashboardBody must be a valid JSON object',
    )
    expect(await refused('put-dashboard', '--dashboard-name', 'a b', '--dashboard-body', body)).toContain(
      '(InvalidParameterValue)',
    )
    expect(await refused('get-dashboard', '--dashboard-name', 'bad')).toContain('(ResourceNotFound)')
    expect(await refused('delete-dashboards', '--dashboard-names', 'bad')).toContain('Dashboard bad does not exist')
  })
})

describe('the boards that come with Mangru', () => {
  let server: Server
  const now = Date.now()
  beforeAll(async () => {
    server = await startServer()
    const put = async (Namespace: string, MetricName: string, dimensions: Record<string, string>) => {
      const body = JSON.stringify({
        Namespace,
        MetricData: [
          {
            ...{ MetricName, Value: 42, Timestamp: Math.floor(now / minute) * 60 - 300 },
            Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
          },
        ],
      })
      const { host } = new URL(server.url)
      const target = { host, 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `${service}.PutMetricData` }
      const key = { accessKeyId: 'AKIAANY', secretAccessKey: 'any', region: 'eu-north-1', service: 'monitoring' }
      const { host: _host, ...headers } = signRequest(
        { method: 'POST', url: '/', headers: target, body },
        key,
        instant(now),
      )
      const answer = await fetch(server.url, { method: 'POST', headers, body })
      expect([answer.status, await answer.text()]).toEqual([200, '{}'])
    }
    for (const ClusterName of ['prod', 'test']) {
      await put('ContainerInsights', 'node_cpu_utilization', { ClusterName })
      await put('ContainerInsights', 'node_cpu_utilization', { ClusterName, InstanceId: 'i-1', NodeName: 'n-1' })
      await put('ContainerInsights', 'pod_cpu_utilization', { ClusterName, Namespace: '상점', PodName: 'pay' })
      await put('ContainerInsights', 'pod_cpu_utilization', { ClusterName, Namespace: '상점' })
    }
  })
  afterAll(() => server?.stop())

  const range = { from: now - 60 * minute, to: now + minute, now }
  const data = (queries: readonly object[], from = range.from, to = range.to) =>
    ask<ApiMetricData>(server, '/api/metrics/data', { queries, from, to })

  /** As the page opens it: variables ask what there is, each metric widget asks for its series. */
  async function open(name: string) {
    const { body } = await ask<ApiDashboard>(server, `/api/dashboards/dashboard?name=${encodeURIComponent(name)}`)
    const { dashboard, json } = readDashboard(body)
    const found: Record<string, readonly string[]> = {}
    for (const variable of dashboard.variables) {
      const query = variableQuery(variable)
      if (query === null) continue
      found[variable.id] = (await data([query])).series.map(({ label }) => label)
    }
    const chosen = chosenValues(dashboard.variables, {}, found)
    const { dashboard: opened, errors } = readDashboardJson(applyVariables(json, dashboard.variables, chosen))
    expect(errors).toEqual([])
    return { opened, chosen, variables: dashboard.variables, found }
  }

  test('all their queries are answered', async () => {
    const { presets } = await ask<ApiDashboards>(server, '/api/dashboards')
    expect(presets.length).toBeGreaterThan(7)
    for (const { name } of presets) {
      const { opened } = await open(name)
      for (const widget of opened.widgets) {
        if (widget.type === 'log') expect(logWidgetQuery(widget.query).groups).toHaveLength(1)
        if (widget.type !== 'metric') continue
        const { queries, lines, from, to } = widgetQueries(widget, range)
        const { series } = await data(queries, from, to)
        expect(series.every(({ id }) => lines.some(line => line.id === id))).toBe(true)
      }
    }
  })

  test('variables find the clusters, and what is chosen is drawn', async () => {
    const { variables, found, chosen } = await open('preset:nodes')
    expect(variableValues(variables[0]!, found.cluster).map(({ value }) => value)).toEqual(['prod', 'test'])
    expect(chosen).toEqual({ cluster: 'prod', node: 'n-1' })
    const { opened } = await open('preset:cluster')
    const busiest = opened.widgets.find(widget => widget.type === 'metric' && widget.title === 'Busiest nodes')
    if (busiest?.type !== 'metric') throw new Error('no such widget')
    const { queries, from, to } = widgetQueries(busiest, range)
    const { series } = await data(queries, from, to)
    expect(series.map(({ label, values }) => [label, values])).toEqual([['n-1', [42]]])
  })
})

describe.skipIf(missing)('mangru import cloudwatch', () => {
  let [from, to]: Server[] = []
  let folder: string
  const source = () => from as Server
  const logs = clientOf(source, 'logs')
  const cloudwatch = clientOf(source, 'cloudwatch')

  beforeAll(async () => {
    ;[from, to] = await Promise.all([startServer(), startServer()])
    folder = await mkdtemp(join(tmpdir(), 'mangru-import-'))
    await logs('create-log-group', '--log-group-name', '/app')
    await logs('put-retention-policy', '--log-group-name', '/app', '--retention-in-days', '30')
    const transformation = 'metricName=Errors,metricNamespace=App,metricValue=1,defaultValue=0'
    const filter = ['--filter-name', 'errors', '--filter-pattern', 'ERROR', '--metric-transformations', transformation]
    await logs('put-metric-filter', '--log-group-name', '/app', ...filter)
    const query = ['--name', 'team/errors', '--query-string', 'fields @message | filter @message like /ERROR/']
    await logs('put-query-definition', ...query, '--log-group-names', '/app')
    const body = '{"widgets":[{"type":"text","properties":{"markdown":"가져옴"}}]}'
    await cloudwatch('put-dashboard', '--dashboard-name', 'shop', '--dashboard-body', body)
    const alarm = ['--namespace', 'App', '--metric-name', 'Errors', '--statistic', 'Sum', '--period', '300']
    const threshold = [
      '--threshold',
      '1',
      '--comparison-operator',
      'GreaterThanOrEqualToThreshold',
      '--evaluation-periods',
      '1',
    ]
    const actions = ['--alarm-actions', 'arn:aws:sns:eu-north-1:111122223333:ops']
    await cloudwatch('put-metric-alarm', '--alarm-name', 'errors', ...alarm, ...threshold, ...actions)
    await cloudwatch('put-composite-alarm', '--alarm-name', 'all', '--alarm-rule', 'ALARM("errors")')
    // What a script of an operator records.
    await mkdir(join(folder, 'aws'))
    const record = async (name: string, json: object) =>
      writeFile(join(folder, 'aws', `${name}.json`), JSON.stringify(json))
    await record('alarms', await cloudwatch('describe-alarms', '--alarm-types', 'MetricAlarm', 'CompositeAlarm'))
    await record('filters', await logs('describe-metric-filters'))
    await record('groups', await logs('describe-log-groups'))
    await record('queries', await logs('describe-query-definitions'))
    await record('dashboards', await cloudwatch('list-dashboards'))
    await record('shop', await cloudwatch('get-dashboard', '--dashboard-name', 'shop'))
  })
  afterAll(async () => {
    await Promise.all([from?.stop(), to?.stop()])
    await rm(folder, { recursive: true, force: true })
  })

  const told = [
    'log groups and retention: 1 taken over, 0 not',
    'metric filters: 1 taken over, 0 not',
    'saved queries: 1 taken over, 0 not',
    'dashboards: 1 taken over, 0 not',
    'alarms: 1 taken over, 0 not',
    '  errors: action arn:aws:sns:eu-north-1:111122223333:ops is kept; make a topic with that ARN here so that somebody hears it',
    'composite alarms: 1 taken over, 0 not',
    '',
  ]

  test('from files of the aws CLI: first only told, then done', async () => {
    const url = ['--url', (to as Server).url]
    const planned = await runMangru(['import', 'cloudwatch', join(folder, 'aws'), '--dry-run', ...url])
    expect(planned).toMatchObject({ code: 0, err: expect.stringContaining('Nothing was changed') })
    expect((await ask<ApiDashboards>(to as Server, '/api/dashboards')).dashboards).toEqual([])
    const done = await runMangru(['import', 'cloudwatch', join(folder, 'aws'), ...url])
    expect([done.code, done.out.split('\n')]).toEqual([0, told])
  })

  test('and by the wire, again: the same stands there once', async () => {
    const wire = [
      'import',
      'cloudwatch',
      '--endpoint',
      source().url,
      '--region',
      'eu-north-1',
      '--url',
      (to as Server).url,
    ]
    const done = await runMangru(wire, environment)
    expect([done.code, done.out.split('\n')]).toEqual([0, told])
    const everything = async (client: (service: string) => ReturnType<typeof clientOf>) => {
      const [alarms, filters, groups, queries] = await Promise.all([
        client('cloudwatch')('describe-alarms', '--alarm-types', 'MetricAlarm', 'CompositeAlarm'),
        client('logs')('describe-metric-filters'),
        client('logs')('describe-log-groups'),
        client('logs')('describe-query-definitions'),
      ])
      const pick = (list: Record<string, unknown>[], ...names: string[]) =>
        list.map(one => Object.fromEntries(names.map(name => [name, one[name]])))
      return {
        alarms: pick(
          alarms.MetricAlarms,
          'AlarmName',
          'AlarmActions',
          'Threshold',
          'Period',
          'Statistic',
          'MetricName',
        ),
        composites: pick(alarms.CompositeAlarms, 'AlarmName', 'AlarmRule'),
        filters: pick(filters.metricFilters, 'filterName', 'filterPattern', 'logGroupName', 'metricTransformations'),
        groups: pick(groups.logGroups, 'logGroupName', 'retentionInDays'),
        queries: pick(queries.queryDefinitions, 'name', 'queryString', 'logGroupNames'),
      }
    }
    const [there, here] = await Promise.all([
      everything(service => clientOf(source, service)),
      everything(service => clientOf(() => to as Server, service)),
    ])
    expect(here).toEqual(there)
  })
})
