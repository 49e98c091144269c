/**
 * The story of the notes, by the commands that AWS's documentation prints: a pod says ERROR, a metric filter counts it, an alarm "at least
 * once in five minutes" fires, and people can read why. Debian's aws CLI does it all.
 */
import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runProgram, type Server, startServer } from './server.ts'

const aws = '/usr/bin/aws'
const missing = !existsSync(aws)
if (missing) console.warn(`SKIPPED: the aws CLI is not at ${aws} (apt-get install awscli)`)

describe.skipIf(missing)('a line with ERROR wakes people', () => {
  let server: Server
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server?.stop())

  const environment = {
    AWS_ACCESS_KEY_ID: 'AKIAANY',
    AWS_SECRET_ACCESS_KEY: 'any',
    AWS_DEFAULT_REGION: 'ap-northeast-2',
    AWS_PAGER: '',
    HOME: '/nowhere',
  }
  const call = async (service: string, ...args: string[]) => {
    const { code, out, err } = await runProgram(
      aws,
      [service, '--endpoint-url', server.url, '--output', 'json', ...args],
      environment,
    )
    expect(err).toBe('')
    expect(code).toBe(0)
    return out.trim() === '' ? {} : JSON.parse(out)
  }
  const alarm = async () =>
    (await call('cloudwatch', 'describe-alarms', '--alarm-names', 'backend-errors')).MetricAlarms[0]
  // biome-ignore lint/suspicious/noExplicitAny: answers of many shapes
  const api = async (path: string, body?: object): Promise<any> => {
    const answer = await fetch(`${server.url}${path}`, {
      ...(body === undefined
        ? {}
        : { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    return answer.json()
  }

  const group = ['--log-group-name', '/aws/containerinsights/demo/application']
  /** When the line was handed over (ms). */
  let said: number

  test('a group, the metric filter of the notes, and the alarm', async () => {
    await call('logs', 'create-log-group', ...group)
    await call('logs', 'create-log-stream', ...group, '--log-stream-name', 'backend-app-0')
    await call(
      'logs',
      ...['put-metric-filter', ...group, '--filter-name', 'backend-errors', '--filter-pattern', 'ERROR'],
      ...['--metric-transformations', 'metricName=Errors,metricNamespace=Backend,metricValue=1,defaultValue=0'],
    )
    await call(
      'cloudwatch',
      ...['put-metric-alarm', '--alarm-name', 'backend-errors', '--alarm-description', 'the backend says ERROR'],
      ...['--namespace', 'Backend', '--metric-name', 'Errors', '--statistic', 'Sum', '--period', '300'],
      ...['--evaluation-periods', '1', '--threshold', '1', '--comparison-operator', 'GreaterThanOrEqualToThreshold'],
      ...['--treat-missing-data', 'notBreaching'],
    )
    // Nothing was said, so nothing is missing.
    await expect.poll(alarm, { timeout: 90_000, interval: 500 }).toMatchObject({ StateValue: 'OK' })
  })

  test('fires within ten seconds of the line, and says why', async () => {
    said = Date.now()
    const events = [
      { timestamp: said, message: 'INFO  Health GET API called.' },
      { timestamp: said, message: 'ERROR LOCATION LIST BY REGION ID API failed' },
    ]
    await call(
      'logs',
      ...['put-log-events', ...group, '--log-stream-name', 'backend-app-0', '--log-events', JSON.stringify(events)],
    )
    await expect.poll(alarm, { timeout: 90_000, interval: 200 }).toMatchObject({
      StateValue: 'ALARM',
      StateReason: expect.stringMatching(
        /^Threshold Crossed: 1 datapoint \[1\.0 \(\d\d\/\d\d\/\d\d \d\d:\d\d:\d\d\)\] was greater than or equal to the threshold \(1\.0\)\.$/,
      ),
    })
    const { items } = await api('/api/alarms/history?name=backend-errors&type=StateUpdate')
    // By its own account, so that a busy machine may ask late.
    expect(items[0].at - said).toBeLessThan(10_000)
  })

  test('the page’s own API tells the same', async () => {
    const { alarm: shown, evaluated } = await api('/api/alarms/alarm?name=backend-errors')
    expect(shown).toMatchObject({ name: 'backend-errors', state: 'ALARM', kind: 'metric', value: 1 })
    expect(evaluated[0]).toMatchObject({ value: 1, breaching: true })
    const { counts } = await api('/api/alarms')
    expect(counts).toEqual({ OK: 0, ALARM: 1, INSUFFICIENT_DATA: 0 })
    const { series, states } = await api(
      `/api/alarms/series?name=backend-errors&from=${said - 600_000}&to=${said + 60_000}`,
    )
    expect(series[0].values).toContain(1)
    expect(states.at(-1).state).toBe('ALARM')
  })

  test('a rehearsal over the same samples says what happened, and what will', async () => {
    const input = (await api('/api/alarms/alarm?name=backend-errors')).alarm.input
    const from = Math.floor(said / 60_000) * 60 - 600
    const rehearsed = await api('/api/alarms/rehearse', { alarm: input, from, to: from + 1_800, initialState: 'OK' })
    // The group has fallen silent: three periods are looked at.
    expect(rehearsed).toMatchObject({ finalState: 'OK', evaluations: 30, pages: 1, longest: 900 })
    const [fired, over] = rehearsed.transitions
    expect(fired).toMatchObject({ from: 'OK', to: 'ALARM' })
    expect(fired.at * 1_000 - said).toBeGreaterThan(0)
    expect(fired.at * 1_000 - said).toBeLessThanOrEqual(60_000)
    expect(over).toMatchObject({ from: 'ALARM', to: 'OK', at: fired.at + 900 })
  })
})
