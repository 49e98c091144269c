/** Alarms with something to show, on a real server: values of the last hours, one that fires, one that is muted, one that stands on both. */
import {
  CloudWatchClient,
  PutCompositeAlarmCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch'

const minute = 60_000
const minutes = 6 * 60

/** The backend's errors and latency: quiet, but for two bursts and the last minutes. */
const errorsAt = (ago: number): number =>
  ago < 4 ? 7 + ago : ago > 95 && ago < 103 ? 3 : ago > 240 && ago < 244 ? 5 : 0
const latencyAt = (ago: number): number =>
  0.18 +
  0.05 * Math.sin(ago / 17) +
  0.02 * Math.sin(ago * 1.7) +
  (ago < 6 ? 0.6 : 0) +
  (ago > 90 && ago < 108 ? 0.5 : 0)

/** Resolves when the alarms fire that are to fire. */
export async function fillAlarms(url: string): Promise<void> {
  const client = new CloudWatchClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIAUNKNOWN', secretAccessKey: 'any' },
  })
  const now = Math.floor(Date.now() / minute) * minute
  const values = (MetricName: string, Unit: 'Count' | 'Seconds', valueAt: (ago: number) => number) =>
    Array.from({ length: minutes }, (_, at) => ({
      MetricName,
      Unit,
      Timestamp: new Date(now - (minutes - 1 - at) * minute),
      Value: valueAt(minutes - 1 - at),
    }))
  await client.send(
    new PutMetricDataCommand({
      Namespace: 'Backend',
      MetricData: [...values('ErrorCount', 'Count', errorsAt), ...values('Latency', 'Seconds', latencyAt)],
    }),
  )
  const topic = await ask<{ arn: string }>(url, 'POST', '/api/topics', {
    name: 'operations',
    displayName: 'Operations',
  })
  const told = { AlarmActions: [topic.arn], OKActions: [topic.arn] }
  const metric = { Namespace: 'Backend', EvaluationPeriods: 1 } as const
  await client.send(
    new PutMetricAlarmCommand({
      ...metric,
      ...told,
      AlarmName: 'backend-errors',
      AlarmDescription: 'Look at the newest lines of backend-app; roll back if a rollout is under way.',
      MetricName: 'ErrorCount',
      Statistic: 'Sum',
      Period: 300,
      Threshold: 1,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      TreatMissingData: 'notBreaching',
    }),
  )
  await client.send(
    new PutMetricAlarmCommand({
      ...metric,
      AlarmName: 'slow-answers',
      MetricName: 'Latency',
      ExtendedStatistic: 'p99',
      Period: 60,
      EvaluationPeriods: 5,
      DatapointsToAlarm: 3,
      Threshold: 0.5,
      ComparisonOperator: 'GreaterThanThreshold',
    }),
  )
  await client.send(
    new PutMetricAlarmCommand({
      ...metric,
      AlarmName: 'nightly-batch',
      MetricName: 'BatchRuns',
      Statistic: 'Sum',
      Period: 3_600,
      Threshold: 1,
      ComparisonOperator: 'LessThanThreshold',
    }),
  )
  await client.send(
    new PutMetricAlarmCommand({
      ...metric,
      AlarmName: 'answers-stand-still',
      MetricName: 'Latency',
      Statistic: 'Average',
      Period: 300,
      Threshold: 4,
      ComparisonOperator: 'GreaterThanThreshold',
    }),
  )
  await client.send(
    new PutCompositeAlarmCommand({
      ...told,
      AlarmName: 'backend-down',
      AlarmRule: 'ALARM("backend-errors") AND ALARM("slow-answers")',
    }),
  )
  client.destroy()
  const mute = { timezone: 'Asia/Seoul', alarms: ['slow-answers', 'nightly-batch'] }
  await ask(url, 'PUT', '/api/alarms/mutes', {
    ...mute,
    name: 'nights',
    expression: 'cron(0 2 * * 1-5)',
    duration: 'PT2H',
  })
  await ask(url, 'PUT', '/api/alarms/mutes', {
    name: 'rollout',
    description: 'While the back end is rolled out',
    expression: `at(${new Date(now - 10 * minute).toISOString().slice(0, 16)})`,
    duration: 'PT1H',
    timezone: 'UTC',
    alarms: ['slow-answers'],
  })
  const patience = Date.now() + 120_000
  for (;;) {
    const { counts } = await ask<{ counts: Record<string, number> }>(url, 'GET', '/api/alarms')
    if ((counts.ALARM ?? 0) >= 3) return
    if (Date.now() > patience) throw new Error(`alarms that were to fire do not: ${JSON.stringify(counts)}`)
    await new Promise(resolve => setTimeout(resolve, 500))
  }
}

async function ask<T>(url: string, method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(url + path, {
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
  return (await response.json()) as T
}
