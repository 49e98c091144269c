/** From an AWS account of our own making, and from files as the aws CLI writes them, into a Mangru that notes what is put. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { run } from '../run.ts'
import { testWorld } from '../test-world.ts'
import { importCloudWatchCommand } from './import-cloudwatch.ts'

let cwd: string
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'mangru-import-'))
})
afterEach(() => rmSync(cwd, { recursive: true, force: true }))

type Json = Record<string, unknown>
const arn = (rest: string) => `arn:aws:${rest}`
const alarm = (AlarmName: string, more: Json = {}): Json => ({
  ...{ AlarmName, AlarmArn: arn(`cloudwatch:us-east-1:1:alarm:${AlarmName}`), ActionsEnabled: true, OKActions: [] },
  ...{
    AlarmActions: [],
    InsufficientDataActions: [],
    StateValue: 'OK',
    StateReason: 'Threshold Crossed',
    StateUpdatedTimestamp: 1,
  },
  ...{ MetricName: 'Errors', Namespace: 'App', Statistic: 'Sum', Dimensions: [], Period: 300, EvaluationPeriods: 1 },
  ...{ Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold', TreatMissingData: 'notBreaching' },
  ...more,
})
const put = (name: string, more: Json = {}): Json => ({
  ...{ AlarmName: name, ActionsEnabled: true, MetricName: 'Errors', Namespace: 'App', Statistic: 'Sum', Period: 300 },
  ...{
    EvaluationPeriods: 1,
    Threshold: 1,
    ComparisonOperator: 'GreaterThanOrEqualToThreshold',
    TreatMissingData: 'notBreaching',
  },
  ...more,
})
const filter = (filterName: string, more: Json = {}, transformation: Json = {}): Json => ({
  ...{ filterName, filterPattern: 'ERROR', logGroupName: '/app', creationTime: 1 },
  metricTransformations: [{ metricName: 'Errors', metricNamespace: 'App', metricValue: '1', ...transformation }],
  ...more,
})
const board = '{"widgets":[{"type":"text","properties":{"markdown":"x"}}]}'

const answers = {
  'alarms.json': {
    MetricAlarms: [
      alarm('errors', { AlarmActions: [arn('sns:us-east-1:1:ops'), arn('automate:us-east-1:ec2:stop')] }),
      alarm('cpu', {
        Namespace: 'AWS/EC2',
        MetricName: 'CPUUtilization',
        OKActions: [arn('ssm:us-east-1:1:opsitem:3')],
      }),
      alarm('bad', { Period: 7 }),
      alarm('prom', { EvaluationCriteria: { PromQLCriteria: { Query: 'up' } } }),
    ],
    CompositeAlarms: [
      { AlarmName: 'top', AlarmRule: 'ALARM("middle")', ActionsEnabled: false, StateValue: 'OK' },
      { AlarmName: 'middle', AlarmRule: 'ALARM("errors")', AlarmActions: [arn('lambda:us-east-1:1:function:f')] },
    ],
  },
  'filters.json': {
    metricFilters: [
      filter('plain', {}, { defaultValue: 0, unit: 'Count', dimensions: {} }),
      filter('json', { filterPattern: '{ $.a = 1 }' }, { dimensions: { A: '$.a' }, metricValue: '$.a' }),
      filter('broken', { filterPattern: '{ $.a' }),
      filter('chosen', { fieldSelectionCriteria: '@aws.region = "x"' }),
      filter('transformed', { applyOnTransformedLogs: true }),
      filter('none', { metricTransformations: [] }),
    ],
  },
  'groups.json': {
    logGroups: [
      { logGroupName: '/app', retentionInDays: 7, storedBytes: 1 },
      { logGroupName: '/rare', logGroupClass: 'INFREQUENT_ACCESS', kmsKeyId: 'k', deletionProtectionEnabled: true },
      { logGroupName: '/there' },
      { storedBytes: 1 },
    ],
  },
  'queries.json': {
    queryDefinitions: [
      {
        queryDefinitionId: 'i',
        name: 'team/errors',
        queryString: 'fields @message | limit 5',
        logGroupNames: ['/app'],
      },
      { name: 'known', queryString: 'fields |', parameters: [{ name: 'p', defaultValue: 'd' }] },
      { name: 'sql', queryString: 'SELECT 1', queryLanguage: 'SQL' },
    ],
  },
  'list.json': {
    DashboardEntries: [
      { DashboardName: 'shop', Size: 5 },
      { DashboardName: 'lost', Size: 5 },
    ],
  },
  'get.json': { DashboardName: 'shop', DashboardArn: 'x', DashboardBody: board },
  'own.json': { widgets: [] },
} satisfies Record<string, Json>

function files(all: Record<string, unknown> = answers): string {
  mkdirSync(join(cwd, 'aws'), { recursive: true })
  for (const [name, json] of Object.entries(all))
    writeFileSync(join(cwd, 'aws', name), typeof json === 'string' ? json : JSON.stringify(json))
  return 'aws'
}

/** What a Mangru is asked to change, in order; composites stand only on alarms that are there. */
function target(state: { refuse?: number } = {}) {
  const changes: [string, Json][] = []
  const alarms = new Set<string>()
  const refused = (status: number, message: string) => Response.json({ error: { code: 'x', message } }, { status })
  const ask = (async (url: URL, init: RequestInit) => {
    const sent = init.body === undefined ? undefined : (JSON.parse(String(init.body)) as Json)
    if (state.refuse !== undefined) return refused(state.refuse, 'no')
    if (sent === undefined) return Response.json({ queries: [{ id: 'K', name: 'known' }] })
    if (init.method === 'POST' && sent.name === '/there') return refused(409, 'there')
    if (url.pathname === '/api/alarms/alarm') {
      const { AlarmName, AlarmRule } = sent.alarm as { AlarmName: string; AlarmRule?: string }
      const child = /"(.*)"/.exec(AlarmRule ?? '')?.[1]
      if (child !== undefined && !alarms.has(child)) return refused(400, `${child} is not there`)
      alarms.add(AlarmName)
    }
    changes.push([`${init.method} ${url.pathname}`, sent])
    return Response.json({})
  }) as unknown as typeof fetch
  return { ask, changes }
}

async function told(words: string[], options: { env?: NodeJS.ProcessEnv; ask?: typeof fetch } = {}) {
  const { ask, changes } = target()
  const here = testWorld({ cwd, fetch: options.ask ?? ask, env: options.env ?? {} })
  const code = await run(['import', 'cloudwatch', ...words], [importCloudWatchCommand], here)
  return { code, out: here.stdout(), err: here.stderr(), changes, slept: here.slept() }
}

describe('files of the aws CLI', () => {
  test('are taken over, each thing by our own API, children before what stands on them', async () => {
    const { code, changes } = await told([files()])
    expect(code).toBe(1)
    const query = { groups: [] as string[], parameters: [] as Json[] }
    expect(changes).toEqual([
      ['POST /api/logs/groups', { name: '/app' }],
      ['PUT /api/logs/groups/retention', { name: '/app', retentionDays: 7 }],
      ['POST /api/logs/groups', { name: '/rare' }],
      ['POST /api/logs/groups', { name: '/app' }],
      [
        'PUT /api/logs/metric-filters',
        {
          ...{ group: '/app', name: 'plain', pattern: 'ERROR', namespace: 'App', metric: 'Errors', value: '1' },
          ...{ defaultValue: 0, unit: 'Count' },
        },
      ],
      ['POST /api/logs/groups', { name: '/app' }],
      [
        'PUT /api/logs/metric-filters',
        {
          ...{ group: '/app', name: 'json', pattern: '{ $.a = 1 }', namespace: 'App', metric: 'Errors', value: '$.a' },
          dimensions: { A: '$.a' },
        },
      ],
      [
        'PUT /api/queries/saved',
        { ...query, name: 'team/errors', query: 'fields @message | limit 5', groups: ['/app'] },
      ],
      [
        'PUT /api/queries/saved',
        { ...query, id: 'K', name: 'known', query: 'fields |', parameters: [{ name: 'p', defaultValue: 'd' }] },
      ],
      ['PUT /api/dashboards/dashboard', { name: 'shop', body: board }],
      ['PUT /api/dashboards/dashboard', { name: 'own', body: '{"widgets":[]}' }],
      [
        'PUT /api/alarms/alarm',
        { alarm: put('errors', { AlarmActions: [arn('sns:us-east-1:1:ops'), arn('automate:us-east-1:ec2:stop')] }) },
      ],
      [
        'PUT /api/alarms/alarm',
        {
          alarm: put('cpu', {
            Namespace: 'AWS/EC2',
            MetricName: 'CPUUtilization',
            OKActions: [arn('ssm:us-east-1:1:opsitem:3')],
          }),
        },
      ],
      [
        'PUT /api/alarms/alarm',
        {
          alarm: {
            AlarmName: 'middle',
            AlarmRule: 'ALARM("errors")',
            AlarmActions: [arn('lambda:us-east-1:1:function:f')],
          },
        },
      ],
      ['PUT /api/alarms/alarm', { alarm: { AlarmName: 'top', AlarmRule: 'ALARM("middle")', ActionsEnabled: false } }],
    ])
  })

  test('it is said what was taken over and what was not, and why', async () => {
    const { out } = await told([files()])
    expect(out.split('\n').filter(line => !line.startsWith(' '))).toEqual([
      'log groups and retention: 3 taken over, 1 not',
      'metric filters: 2 taken over, 4 not',
      'saved queries: 2 taken over, 1 not',
      'dashboards: 2 taken over, 1 not',
      'alarms: 2 taken over, 2 not',
      'composite alarms: 2 taken over, 0 not',
      '',
    ])
    for (const line of [
      '  not ?: it has no name',
      '  /rare: its class INFREQUENT_ACCESS is not taken over: it is a STANDARD group here',
      '  /rare: its protection against deletion is not taken over',
      '  /there: it keeps events for ever there; the retention here stays as it is',
      '  not /app transformed: it works on transformed logs, and there are no transformers here',
      '  not sql: it is written in SQL, not in Logs Insights QL',
      '  not lost: its body is missing: add the output of "aws cloudwatch get-dashboard"',
      '  not prom: it asks PromQL, which alarms here do not',
      `  errors: action ${arn('sns:us-east-1:1:ops')} is kept; make a topic with that ARN here so that somebody hears it`,
      `  errors: action ${arn('automate:us-east-1:ec2:stop')} is kept, and nothing here carries it out: EC2 belongs to AWS`,
      `  cpu: action ${arn('ssm:us-east-1:1:opsitem:3')} is kept, and nothing here carries it out: Systems Manager belongs to AWS`,
      '  cpu: its metrics are published by AWS (AWS/EC2): it stays without data until something sends them here',
      `  middle: action ${arn('lambda:us-east-1:1:function:f')} is kept; it is carried out if the operator says where that ARN leads`,
    ])
      expect(out.split('\n')).toContain(line)
    expect(out).toMatch(/not bad: .*[Pp]eriod/)
    expect(out).toMatch(/known: it is kept, and would not run here: /)
    expect((await told([files(), '--lang', 'ko'])).out).toContain('경보: 2개 가져옴, 2개 가져오지 못함')
  })

  test('a dry run asks nobody and says the same', async () => {
    const ask = (() => Promise.reject(new Error('asked'))) as unknown as typeof fetch
    const { code, out, err } = await told([files(), '--dry-run'], { ask })
    expect([code, err]).toEqual([1, 'Nothing was changed; without --dry-run it will be.\n'])
    expect(out).toContain('alarms: 2 would be taken over, 2 not')
    const json = JSON.parse((await told([files(), '--dry-run', '--json'], { ask })).out) as Json[]
    expect(json).toContainEqual({ kind: 'dashboards', name: 'shop', done: 'planned', notes: [] })
    expect(json).toContainEqual({ kind: 'alarms', name: 'prom', done: 'refused', why: expect.any(String), notes: [] })
  })

  test('only what is wished for', async () => {
    const { code, changes } = await told([files(), '--only', 'composites,dashboards'])
    expect(changes.map(([path]) => path)).toEqual(['PUT /api/dashboards/dashboard', 'PUT /api/dashboards/dashboard'])
    expect(code).toBe(1)
    expect((await told([files(), '--only', 'alarms,all'])).code).toBe(2)
  })

  test('what is no output of the aws CLI is said; what cannot be read ends it', async () => {
    expect((await told([files({ 'x.json': { Users: [] }, 'y.json': [1] })])).err).toMatch(
      /x\.json is none of .*\n.*y\.json is none of .*\nThere is nothing to import\./s,
    )
    expect((await told([files({ 'x.json': '{' })])).err).toMatch(/x\.json cannot be read/)
    expect((await told(['nowhere'])).code).toBe(1)
    rmSync(join(cwd, 'aws'), { recursive: true })
    const { err } = await told([files({ 'part.json': { logGroups: [], nextToken: 'more' } })])
    expect(err).toMatch(/part\.json holds one page of several/)
  })

  test.each([401, 403])('a server that lets nobody in (%i) is not asked again', async refuse => {
    let asked = 0
    const { ask } = target({ refuse })
    const counted = ((...call: Parameters<typeof fetch>) => {
      asked += 1
      return ask(...call)
    }) as typeof fetch
    expect((await told([files()], { ask: counted })).code).toBe(1)
    expect(asked).toBe(1)
  })

  test('what one thing is refused for keeps nothing else out', async () => {
    const { code, out } = await told([files(), '--only', 'groups,dashboards'], { ask: target({ refuse: 500 }).ask })
    expect(code).toBe(1)
    expect(out).toContain('log groups and retention: 0 taken over, 4 not')
    expect(out).toContain('  not shop: The server answers 500: no')
  })
})

describe('an AWS account', () => {
  const env = {
    AWS_ACCESS_KEY_ID: 'AKIAX',
    AWS_SECRET_ACCESS_KEY: 's',
    AWS_SESSION_TOKEN: 't',
    AWS_REGION: 'eu-west-1',
  }

  /** Pages of one each; the first call is told to slow down. */
  function account(over: { pages?: number; deny?: string } = {}) {
    const calls: { url: string; target: string; input: Json; headers: Record<string, string> }[] = []
    let slowed = false
    const { ask: mangru, changes } = target()
    const ask = (async (url: URL, init: RequestInit & { headers: Record<string, string> }) => {
      const name = init.headers['x-amz-target']
      if (name === undefined) return mangru(url, init)
      const input = JSON.parse(String(init.body)) as Json
      calls.push({ url: url.href, target: name, input, headers: init.headers })
      if (!slowed) {
        slowed = true
        return Response.json({ __type: 'com.amazon#ThrottlingException', message: 'Rate exceeded' }, { status: 400 })
      }
      if (name.endsWith(over.deny ?? '-'))
        return Response.json({ __type: 'x#AccessDeniedException', Message: 'not allowed' }, { status: 400 })
      if (name.endsWith('.GetDashboard')) return Response.json(answers['get.json'])
      const page = Number(input.nextToken ?? input.NextToken ?? 0)
      const more = page + 1 < (over.pages ?? 1) ? { nextToken: `${page + 1}`, NextToken: `${page + 1}` } : {}
      if (name.endsWith('.ListDashboards'))
        return Response.json({ DashboardEntries: [{ DashboardName: 'shop' }], ...more })
      if (name.endsWith('.DescribeLogGroups'))
        return Response.json({ logGroups: [{ logGroupName: `/g${page}` }], ...more })
      if (name.endsWith('.DescribeAlarms')) return Response.json({ MetricAlarms: [alarm(`a${page}`)], ...more })
      if (name.endsWith('.DescribeMetricFilters'))
        return Response.json({ metricFilters: [filter(`f${page}`)], ...more })
      return Response.json({ queryDefinitions: [] })
    }) as unknown as typeof fetch
    return { ask, calls, changes }
  }

  test('is read page by page with signed calls, and asked again when it says to slow down', async () => {
    const { ask, calls, changes } = account({ pages: 3 })
    const { code, err, slept } = await told([], { env, ask })
    expect([code, err]).toEqual([0, ''])
    expect(slept).toEqual([500])
    const urls = new Set(calls.map(({ url }) => url))
    expect(urls).toEqual(
      new Set(['https://logs.eu-west-1.amazonaws.com/', 'https://monitoring.eu-west-1.amazonaws.com/']),
    )
    expect(calls.map(({ target }) => target.replace(/^.*\./, ''))).toEqual([
      ...Array(4).fill('DescribeLogGroups'),
      ...Array(3).fill('DescribeMetricFilters'),
      'DescribeQueryDefinitions',
      ...Array(3).fill('ListDashboards'),
      ...Array(3).fill('DescribeAlarms'),
      'GetDashboard',
    ])
    expect(calls[2]?.input).toEqual({ limit: 50, nextToken: '1' })
    expect(calls.at(-2)?.input).toEqual({
      AlarmTypes: ['MetricAlarm', 'CompositeAlarm'],
      MaxRecords: 100,
      NextToken: '2',
    })
    for (const { headers } of calls) {
      expect(headers.authorization).toMatch(
        /^AWS4-HMAC-SHA256 Credential=AKIAX\/\d{8}\/eu-west-1\/(logs|monitoring)\/aws4_request, SignedHeaders=/,
      )
      expect(headers['x-amz-security-token']).toBe('t')
    }
    expect(changes.filter(([path]) => path === 'PUT /api/alarms/alarm')).toHaveLength(3)
  })

  test('only the services that are needed are asked, where one says', async () => {
    const { ask, calls } = account()
    await told(['--only', 'alarms', '--endpoint', 'http://127.0.0.1:4566', '--region', 'cn-north-1', '--dry-run'], {
      env,
      ask,
    })
    expect(calls.map(({ url, target }) => `${url} ${target}`)).toEqual(
      Array(2).fill('http://127.0.0.1:4566/ GraniteServiceVersion20100801.DescribeAlarms'),
    )
    const china = account()
    await told(['--only', 'groups', '--region', 'cn-north-1', '--dry-run'], { env, ask: china.ask })
    expect(china.calls[0]?.url).toBe('https://logs.cn-north-1.amazonaws.com.cn/')
  })

  test('what AWS refuses ends it in its words, before anything is changed', async () => {
    const { ask, changes } = account({ deny: 'DescribeAlarms' })
    expect(await told([], { env, ask })).toMatchObject({
      code: 1,
      err: 'AWS does not answer DescribeAlarms: AccessDeniedException: not allowed\n',
    })
    expect(changes).toEqual([])
  })

  test('without credentials or region it is said what is missing', async () => {
    expect((await told([])).err).toMatch(/^To read an AWS account, set AWS_ACCESS_KEY_ID/)
    expect((await told([], { env: { ...env, AWS_REGION: '' } })).err).toMatch(/^Name the region/)
  })

  test(`${limits.importPages} pages of one list are read (importPages), and one more is not`, async () => {
    const only = ['--only', 'groups', '--dry-run']
    expect((await told(only, { env, ask: account({ pages: limits.importPages }).ask })).code).toBe(0)
    const { code, err } = await told(only, { env, ask: account({ pages: limits.importPages + 1 }).ask })
    expect([code, err]).toEqual([1, `AWS does not answer DescribeLogGroups: > ${limits.importPages}\n`])
  }, 60_000)
})
