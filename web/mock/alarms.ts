/** `src/model/web-api-alarms.ts` about alarms, from memory: some that fire, some that are well, one that stands on others, and many. */
import type {
  ApiAlarm,
  ApiAlarmDetail,
  ApiAlarmHistory,
  ApiAlarmInput,
  ApiAlarmState,
  ApiMuteRule,
  ApiRehearsal,
} from '../../src/model/index.ts'
import { done, type Handler, refuse, send } from './answer.ts'
import { wave } from './metric-wave.ts'
import { topicArn } from './topics.ts'

const minute = 60_000
const startedAt = Math.floor(Date.now() / minute) * minute

interface MockAlarm {
  readonly alarm: ApiAlarm
  readonly children?: readonly string[]
  readonly contributors?: ApiAlarmDetail['contributors']
}
const alarms = new Map<string, MockAlarm>()
const mutes = new Map<string, ApiMuteRule>()
const history: ApiAlarmHistory['items'][number][] = []

const metricInput = (name: string, part: ApiAlarmInput): ApiAlarmInput => ({
  AlarmName: name,
  Namespace: 'Logs',
  MetricName: 'ErrorCount',
  Statistic: 'Sum',
  Period: 300,
  EvaluationPeriods: 1,
  Threshold: 1,
  ComparisonOperator: 'GreaterThanOrEqualToThreshold',
  TreatMissingData: 'notBreaching',
  ...part,
})

function keep(name: string, state: ApiAlarmState, input: ApiAlarmInput, part: Partial<ApiAlarm> = {}): ApiAlarm {
  const since = startedAt - (state === 'ALARM' ? 4 * minute : 26 * 60 * minute)
  const composite = 'AlarmRule' in input
  const recent = composite
    ? []
    : Array.from({ length: 30 }, (_, at) => ({
        at: startedAt - (29 - at) * 5 * minute,
        value: at < 29 ? Math.round(wave(name, at) * 3) : state === 'ALARM' ? 12 : 0,
      }))
  const alarm: ApiAlarm = {
    name,
    arn: `arn:aws:cloudwatch:us-east-1:000000000000:alarm:${name}`,
    kind: composite ? 'composite' : 'metric',
    description: String(input.AlarmDescription ?? ''),
    state,
    reason: reasons[state],
    since,
    updatedAt: since,
    evaluatedAt: startedAt,
    actionsEnabled: input.ActionsEnabled !== false,
    mutedBy: [],
    suppressedBy: null,
    evaluationState: null,
    input,
    value: recent.at(-1)?.value ?? null,
    recent: state === 'INSUFFICIENT_DATA' ? [] : recent,
    ...part,
  }
  alarms.set(name, { alarm })
  return alarm
}

const reasons: Readonly<Record<ApiAlarmState, string>> = {
  ALARM: 'Threshold Crossed: 1 datapoint [12.0 (21/11/26 03:05:00)] was greater than or equal to the threshold (1.0).',
  OK: 'Threshold Crossed: 1 datapoint [0.0 (21/11/26 03:05:00)] was not greater than or equal to the threshold (1.0).',
  INSUFFICIENT_DATA: 'Insufficient Data: 1 datapoint was unknown.',
}

function seed(): void {
  const ops = { AlarmActions: [topicArn('ops')], OKActions: [topicArn('ops')] }
  keep(
    'backend-errors',
    'ALARM',
    metricInput('backend-errors', {
      ...ops,
      AlarmDescription: 'Look at the newest lines of backend-app; roll back if a rollout is under way.',
    }),
  )
  keep(
    'slow-answers',
    'ALARM',
    metricInput('slow-answers', {
      MetricName: 'Latency',
      Statistic: undefined,
      ExtendedStatistic: 'p99',
      Period: 60,
      EvaluationPeriods: 5,
      DatapointsToAlarm: 3,
      Threshold: 0.5,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'missing',
    }),
    {
      mutedBy: ['deployment'],
      reason:
        'Threshold Crossed: 3 out of the last 5 datapoints [0.9 (21/11/26 03:07:00), 0.7 (21/11/26 03:06:00), 0.8 (21/11/26 03:04:00)] were greater than the threshold (0.5) (minimum 3 datapoints for OK -> ALARM transition).',
    },
  )
  keep(
    'batch-heartbeat',
    'INSUFFICIENT_DATA',
    metricInput('batch-heartbeat', {
      MetricName: 'Heartbeat',
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'missing',
    }),
  )
  keep(
    'disk-of-nodes',
    'OK',
    metricInput('disk-of-nodes', {
      Metrics: [
        {
          Id: 'q1',
          Expression:
            'SELECT MAX(node_filesystem_utilization) FROM SCHEMA(ContainerInsights, NodeName) GROUP BY NodeName',
          Period: 60,
        },
      ],
      MetricName: undefined,
      Namespace: undefined,
      Statistic: undefined,
      Threshold: 85,
    }),
  )
  keep('quiet-for-now', 'OK', metricInput('quiet-for-now', { ActionsEnabled: false }))
  keep(
    'service-down',
    'ALARM',
    { AlarmName: 'service-down', AlarmRule: 'ALARM("backend-errors") AND ALARM("slow-answers")', ...ops },
    {
      reason:
        'arn:aws:cloudwatch:us-east-1:000000000000:alarm:backend-errors transitioned to ALARM at Saturday 21 November, 2026 03:08:00 UTC',
    },
  )
  alarms.set('service-down', {
    ...alarms.get('service-down')!,
    children: ['backend-errors', 'slow-answers', 'gone-since'],
  })
  alarms.set('disk-of-nodes', {
    ...alarms.get('disk-of-nodes')!,
    contributors: ['node-1', 'node-2', 'node-3'].map((node, at) => ({
      id: `${at}`,
      attributes: { NodeName: node },
      state: 'OK',
      reason: reasons.OK,
      since: startedAt - (at + 1) * 60 * minute,
    })),
  })
  for (let at = 1; at <= 240; at += 1) {
    const name = `team-${String(at % 12).padStart(2, '0')}-service-${String(at).padStart(3, '0')}`
    keep(name, 'OK', metricInput(name, { MetricName: `Calls${at}`, Threshold: 100 }))
  }
  mutes.set('deployment', {
    name: 'deployment',
    description: 'While the back end is rolled out',
    expression: `at(${new Date(startedAt - 10 * minute).toISOString().slice(0, 16)})`,
    duration: 'PT1H',
    timezone: 'UTC',
    alarms: ['slow-answers'],
    status: 'ACTIVE',
    changedAt: startedAt,
  })
  mutes.set('nightly', {
    name: 'nightly',
    expression: 'cron(0 2 * * 1-5)',
    duration: 'PT2H',
    timezone: 'Asia/Seoul',
    alarms: ['batch-heartbeat', 'disk-of-nodes'],
    status: 'SCHEDULED',
    changedAt: startedAt,
  })
  for (let at = 0; at < 130; at += 1) {
    const [from, to] = at % 2 === 0 ? (['OK', 'ALARM'] as const) : (['ALARM', 'OK'] as const)
    history.push(
      changed(
        at === 0 ? 'backend-errors' : `${at % 3 === 0 ? 'backend-errors' : 'slow-answers'}`,
        from,
        to,
        startedAt - (4 + at * 37) * minute,
      ),
    )
    if (to === 'ALARM')
      history.push({
        at: startedAt - (4 + at * 37) * minute + 800,
        alarm: 'backend-errors',
        kind: 'metric',
        type: 'Action',
        summary: `Successfully executed action ${topicArn('ops')}`,
        data: {},
      })
  }
}

const changed = (
  name: string,
  from: ApiAlarmState,
  to: ApiAlarmState,
  at: number,
): ApiAlarmHistory['items'][number] => ({
  at,
  alarm: name,
  kind: 'metric',
  type: 'StateUpdate',
  summary: `Alarm updated from ${from} to ${to}`,
  data: {
    version: '1.0',
    oldState: { stateValue: from, stateReason: reasons[from] },
    newState: { stateValue: to, stateReason: reasons[to] },
  },
})

seed()

const named = (url: URL): MockAlarm | undefined => alarms.get(url.searchParams.get('name') ?? '')
const stateOf = (name: string): ApiAlarmState | null => alarms.get(name)?.alarm.state ?? null

function detailOf({ alarm, children = [], contributors = [] }: MockAlarm): ApiAlarmDetail {
  const period = Number(alarm.input.Period ?? 60) * 1_000
  const threshold = Number(alarm.input.Threshold ?? 1)
  const evaluated = Array.from({ length: Number(alarm.input.EvaluationPeriods ?? 1) + 2 }, (_, at) => {
    const silent = alarm.state === 'INSUFFICIENT_DATA' || at === 3
    const value = alarm.state === 'ALARM' && at !== 1 ? threshold * 2 + at / 10 : threshold / 4
    return {
      start: startedAt - (at + 1) * period,
      end: startedAt - at * period,
      value: silent ? null : value,
      breaching: silent ? null : value >= threshold,
    }
  })
  return {
    alarm,
    createdAt: startedAt - 9 * 86_400_000,
    changedAt: startedAt - 86_400_000,
    tags: { team: 'backend' },
    evaluated: alarm.kind === 'composite' || contributors.length > 0 ? [] : evaluated,
    reasonData: null,
    contributors,
    children: children.map(name => ({ name, state: stateOf(name) })),
    parents: [...alarms.values()]
      .filter(one => one.children?.includes(alarm.name))
      .map(one => ({ name: one.alarm.name, state: one.alarm.state })),
    deliveries:
      alarm.input.AlarmActions === undefined
        ? []
        : (['delivered', 'retrying', 'failed'] as const).map((status, at) => ({
            id: `${alarm.name}-${at}`,
            at: alarm.since - at * 3_600_000,
            alarm: alarm.name,
            action: topicArn('ops'),
            state: 'ALARM',
            way: at === 0 ? 'email' : 'https',
            to: at === 0 ? 'ops@example.com' : 'https://receiver.example/…',
            status,
            attempts: at * 3 + 1,
            nextTry: status === 'retrying' ? Date.now() + 42_000 : null,
            deliveredAt: status === 'delivered' ? alarm.since + 840 : null,
            error: status === 'delivered' ? null : 'receiver.example answered 503 Service Unavailable.',
          })),
  }
}

/** Every third hour something happens, the more the lower the threshold. */
function rehearsed(input: ApiAlarmInput, from: number, to: number): ApiRehearsal {
  const threshold = Number(input.Threshold ?? 1)
  const transitions: ApiRehearsal['transitions'][number][] = []
  const byHour = Array<number>(24).fill(0)
  for (let at = Math.ceil(from / 3_600) * 3_600; at < to - 600; at += 3_600) {
    if (wave('rehearsal', at / 3_600) * 12 < Math.max(threshold, 8)) continue
    transitions.push({ at: at + 300, from: 'OK', to: 'ALARM', reason: reasons.ALARM })
    transitions.push({ at: at + 900, from: 'ALARM', to: 'OK', reason: reasons.OK })
    byHour[new Date(at * 1_000).getUTCHours()]! += 1
  }
  const pages = transitions.length / 2
  return { finalState: 'OK', evaluations: (to - from) / 60, transitions, pages, longest: pages > 0 ? 600 : 0, byHour }
}

const trouble = (input: ApiAlarmInput): string | undefined => {
  if (!/^[^\p{Cc}]{1,255}$/u.test(String(input.AlarmName ?? '')))
    return 'AlarmName must not contain ASCII control characters'
  if ('AlarmRule' in input && !/\b(ALARM|OK|INSUFFICIENT_DATA|AT_LEAST)\(|TRUE|FALSE/.test(String(input.AlarmRule)))
    return 'Error in AlarmRule [a condition such as ALARM(name) was expected At char 0]'
  return undefined
}

export const alarmHandlers: Record<string, Handler> = {
  'GET /api/alarms': ({ url, response }) => {
    const wanted = (name: string) => url.searchParams.get(name) ?? ''
    const limit = Number(wanted('limit') || 50)
    const all = [...alarms.values()].map(one => one.alarm).sort((a, b) => (a.name < b.name ? -1 : 1))
    const found = all.filter(
      alarm =>
        (wanted('state') === '' || alarm.state === wanted('state')) &&
        (wanted('kind') === '' || alarm.kind === wanted('kind')) &&
        alarm.name.toLowerCase().includes(wanted('contains').toLowerCase()) &&
        alarm.name > wanted('after'),
    )
    const count = (state: ApiAlarmState) => all.filter(alarm => alarm.state === state).length
    send(response, 200, {
      alarms: found.slice(0, limit),
      counts: { OK: count('OK'), ALARM: count('ALARM'), INSUFFICIENT_DATA: count('INSUFFICIENT_DATA') },
      total: all.length,
      ...(found.length > limit ? { next: found[limit - 1]!.name } : {}),
    })
  },
  'GET /api/alarms/alarm': ({ url, response }) => {
    const found = named(url)
    if (!found) return refuse(response, 404, 'not-found', `There is no alarm ${url.searchParams.get('name')}.`)
    send(response, 200, detailOf(found))
  },
  'PUT /api/alarms/alarm': ({ body, response }) => {
    const { alarm } = body as { alarm: ApiAlarmInput }
    const wrong = trouble(alarm)
    if (wrong !== undefined) return refuse(response, 400, 'invalid-request', wrong)
    const name = String(alarm.AlarmName)
    send(
      response,
      200,
      keep(name, alarms.get(name)?.alarm.state ?? 'INSUFFICIENT_DATA', alarm, {
        reason: 'Unchecked: Initial alarm creation',
        evaluatedAt: null,
        recent: [],
        value: null,
      }),
    )
  },
  'DELETE /api/alarms/alarm': ({ url, response }) => {
    alarms.delete(url.searchParams.get('name') ?? '')
    done(response)
  },
  'GET /api/alarms/series': ({ url, response }) => {
    const found = named(url)
    if (!found) return refuse(response, 404, 'not-found', 'There is no such alarm.')
    const { alarm } = found
    const [from, to] = [Number(url.searchParams.get('from')), Number(url.searchParams.get('to'))]
    const periodMs = Math.max(
      Number(alarm.input.Period ?? 60) * 1_000,
      Math.ceil((to - from) / 1_000 / minute) * minute,
    )
    const at: number[] = []
    for (let start = Math.ceil(from / periodMs) * periodMs; start < to; start += periodMs) at.push(start)
    send(response, 200, {
      periodMs,
      unit: alarm.input.MetricName === 'Latency' ? 'Seconds' : 'Count',
      threshold: alarm.kind === 'composite' ? null : Number(alarm.input.Threshold ?? 1),
      series:
        alarm.kind === 'composite'
          ? []
          : [
              {
                label: String(alarm.input.MetricName ?? 'q1'),
                at,
                values: at.map(start =>
                  start >= alarm.since && alarm.state === 'ALARM'
                    ? 12
                    : Math.round(wave(alarm.name, start / periodMs) * 3),
                ),
              },
            ],
      states: [
        { at: from, state: alarm.since <= from ? alarm.state : 'OK' },
        ...(alarm.since > from && alarm.since < to ? [{ at: alarm.since, state: alarm.state }] : []),
      ],
    })
  },
  'GET /api/alarms/history': ({ url, response }) => {
    const wanted = (name: string) => url.searchParams.get(name) ?? ''
    const limit = Number(wanted('limit') || 50)
    const found = history
      .toSorted((a, b) => b.at - a.at)
      .filter(
        item =>
          (wanted('name') === '' || item.alarm === wanted('name')) &&
          (wanted('type') === '' || item.type === wanted('type')),
      )
    const start = Number(wanted('after') || 0)
    send(response, 200, {
      items: found.slice(start, start + limit),
      ...(found.length > start + limit ? { next: String(start + limit) } : {}),
    })
  },
  'POST /api/alarms/state': ({ body, response }) => {
    const { name, state, reason } = body as { name: string; state: ApiAlarmState; reason: string }
    const found = alarms.get(name)
    if (!found) return refuse(response, 404, 'not-found', `There is no alarm ${name}.`)
    history.push(changed(name, found.alarm.state, state, Date.now()))
    alarms.set(name, { ...found, alarm: { ...found.alarm, state, reason, since: Date.now(), updatedAt: Date.now() } })
    send(response, 200, alarms.get(name)!.alarm)
  },
  'POST /api/alarms/actions': ({ body, response }) => {
    const { names, enabled } = body as { names: readonly string[]; enabled: boolean }
    for (const name of names) {
      const found = alarms.get(name)
      if (found) alarms.set(name, { ...found, alarm: { ...found.alarm, actionsEnabled: enabled } })
    }
    done(response)
  },
  'POST /api/alarms/rehearse': ({ body, response }) => {
    const { alarm, from, to } = body as { alarm: ApiAlarmInput; from: number; to: number }
    const wrong = trouble(alarm)
    if (wrong !== undefined) return refuse(response, 400, 'invalid-request', wrong)
    send(response, 200, rehearsed(alarm, from, to))
  },
  'POST /api/alarms/suggest': ({ body, response }) => {
    const { pagesPerWeek } = body as { pagesPerWeek: number }
    send(response, 200, {
      suggestions: [
        { threshold: 9.5, periods: 1, toAlarm: 1, pagesPerWeek, longest: 600 },
        { threshold: 8, periods: 3, toAlarm: 2, pagesPerWeek: pagesPerWeek / 2, longest: 1_500 },
      ],
    })
  },
  'GET /api/alarms/mutes': ({ response }) => send(response, 200, { rules: [...mutes.values()] }),
  'PUT /api/alarms/mutes': ({ body, response }) => {
    const rule = { ...(body as ApiMuteRule), status: 'ACTIVE' as const, changedAt: Date.now() }
    mutes.set(rule.name, rule)
    for (const name of rule.alarms) {
      const found = alarms.get(name)
      if (found) alarms.set(name, { ...found, alarm: { ...found.alarm, mutedBy: [...found.alarm.mutedBy, rule.name] } })
    }
    send(response, 200, rule)
  },
  'DELETE /api/alarms/mutes': ({ url, response }) => {
    const rule = url.searchParams.get('name') ?? ''
    mutes.delete(rule)
    for (const [name, one] of alarms)
      alarms.set(name, { ...one, alarm: { ...one.alarm, mutedBy: one.alarm.mutedBy.filter(by => by !== rule) } })
    done(response)
  },
}
