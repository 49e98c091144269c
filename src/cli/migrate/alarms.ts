/** Alarms as DescribeAlarms tells of them, made into what puts them here, with what should be known of their actions and metrics. Pure. */
import { readCompositeAlarm, readMetricAlarm } from '../../judge/alarms/index.ts'
import type { Problem } from '../option.ts'
import { isJson, type Json, objectsOf, textOf } from './gathered.ts'
import { nameless, refused, type Step } from './step.ts'

/** Members of PutMetricAlarm's and PutCompositeAlarm's inputs; all else that is described is state. */
const metricMembers = [
  ...['AlarmName', 'AlarmDescription', 'ActionsEnabled', 'OKActions', 'AlarmActions', 'InsufficientDataActions'],
  ...['MetricName', 'Namespace', 'Statistic', 'ExtendedStatistic', 'Dimensions', 'Period', 'Unit', 'EvaluationPeriods'],
  ...['DatapointsToAlarm', 'Threshold', 'ComparisonOperator', 'TreatMissingData', 'EvaluateLowSampleCountPercentile'],
  ...['Metrics', 'ThresholdMetricId'],
]
const compositeMembers = [
  ...['AlarmName', 'AlarmDescription', 'ActionsEnabled', 'OKActions', 'AlarmActions', 'InsufficientDataActions'],
  ...['AlarmRule', 'ActionsSuppressor', 'ActionsSuppressorWaitPeriod', 'ActionsSuppressorExtensionPeriod'],
]

export function alarmStep(alarm: Json): Step {
  const name = textOf(alarm, 'AlarmName')
  if (name === undefined) return refused('alarms', name, nameless)
  if (isJson(alarm.EvaluationCriteria)) return refused('alarms', name, say => say['import-why-promql']())
  const input = picked(alarm, metricMembers)
  const read = readMetricAlarm(input, arnOf)
  if (!read.ok) return refused('alarms', name, () => read.error.message)
  const notes = [...actionNotes(alarm), ...metricNotes(alarm)]
  return { kind: 'alarms', name, notes, what: { ok: true, deed: { do: 'alarm', alarm: input } } }
}

export function compositeStep(alarm: Json): Step {
  const name = textOf(alarm, 'AlarmName')
  if (name === undefined) return refused('composites', name, nameless)
  const input = picked(alarm, compositeMembers)
  const read = readCompositeAlarm(input, arnOf)
  if (!read.ok) return refused('composites', name, () => read.error.message)
  return {
    kind: 'composites',
    name,
    notes: actionNotes(alarm),
    what: { ok: true, deed: { do: 'alarm', alarm: input } },
  }
}

/** Only to be compared with: whose they are is the server's to say. */
const arnOf = (name: string): string => `arn:aws:cloudwatch:us-east-1:000000000000:alarm:${name}`

/** What is there, without what AWS describes as empty. */
function picked(of: Json, members: readonly string[]): Json {
  const kept = members.filter(name => Object.hasOwn(of, name) && !isEmpty(of[name]))
  return Object.fromEntries(kept.map(name => [name, of[name]]))
}
const isEmpty = (value: unknown): boolean =>
  value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)

function actionNotes(alarm: Json): readonly Problem[] {
  const lists = [alarm.AlarmActions, alarm.OKActions, alarm.InsufficientDataActions]
  const arns = new Set(lists.flatMap(list => (Array.isArray(list) ? list : [])).filter(arn => typeof arn === 'string'))
  return [...arns].map(noteOf)
}

/** Which part of AWS an action belongs to, by the service in its ARN. */
const awsServices: Readonly<Record<string, string>> = {
  automate: 'EC2',
  swf: 'EC2',
  ssm: 'Systems Manager',
  'ssm-incidents': 'Incident Manager',
  autoscaling: 'Auto Scaling',
  aiops: 'CloudWatch investigations',
}

function noteOf(arn: string): Problem {
  const service = arn.split(':')[2] ?? ''
  if (service === 'sns') return say => say['import-note-topic'](arn)
  const part = Object.hasOwn(awsServices, service) ? awsServices[service] : undefined
  return part === undefined ? say => say['import-note-carried'](arn) : say => say['import-note-aws-action'](arn, part)
}

function metricNotes(alarm: Json): readonly Problem[] {
  const queries = objectsOf(alarm, 'Metrics')
  const namespaces = queries.flatMap(({ MetricStat }) =>
    isJson(MetricStat) && isJson(MetricStat.Metric) ? [textOf(MetricStat.Metric, 'Namespace')] : [],
  )
  // AWS/Logs is published here too.
  const foreign = [textOf(alarm, 'Namespace'), ...namespaces].filter(
    (name): name is string => name?.startsWith('AWS/') === true && name !== 'AWS/Logs',
  )
  const accounts = queries.flatMap(query => textOf(query, 'AccountId') ?? [])
  return [
    ...[...new Set(foreign)].map(
      (name): Problem =>
        say =>
          say['import-note-aws-metric'](name),
    ),
    ...[...new Set(accounts)].map(
      (account): Problem =>
        say =>
          say['import-note-other-account'](account),
    ),
  ]
}
