/**
 * The story of the notes, by the commands that AWS's documentation prints: a pod says ERROR, a metric filter counts it, an alarm "at least
 * once in five minutes" fires, a mail and a web hook have it, and people can read why. Debian's aws CLI does it all.
 */
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runMangru, runProgram, type Server, startServer } from './server.ts'

const aws = '/usr/bin/aws'
const missing = !existsSync(aws)
if (missing) console.warn(`SKIPPED: the aws CLI is not at ${aws} (apt-get install awscli)`)

describe.skipIf(missing)('a line with ERROR wakes people', () => {
  let server: Server
  /** What arrived, and when (ms). */
  const mails: { readonly at: number; readonly raw: string }[] = []
  const posts: { readonly at: number; readonly body: Record<string, string> }[] = []
  const smtp = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData: (stream, _session, done) => {
      text(stream).then(raw => {
        mails.push({ at: Date.now(), raw })
        done()
      }, done)
    },
  })
  const hooks = createServer((request, response) => {
    text(request).then(
      body => {
        posts.push({ at: Date.now(), body: JSON.parse(body) })
        response.end()
      },
      () => response.destroy(),
    )
  })
  let hook: string
  beforeAll(async () => {
    await new Promise<void>(resolve => smtp.listen(0, '127.0.0.1', resolve))
    await new Promise<void>(resolve => hooks.listen(0, '127.0.0.1', resolve))
    hook = `http://127.0.0.1:${(hooks.address() as AddressInfo).port}/hook`
    const mail = `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`
    const from = ['--mail-from', 'Mangru <mangru@example.com>']
    server = await startServer({ args: ['--smtp', mail, ...from, '--deliver-to', new URL(hook).origin] })
  })
  afterAll(async () => {
    await server?.stop()
    await new Promise<void>(resolve => smtp.close(() => resolve()))
    hooks.closeAllConnections()
    await new Promise(resolve => hooks.close(resolve))
  })

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
  /** When the line was said, and when it was taken (ms). */
  let said: number
  let taken: number
  let topic: string

  test('people are found: a mail and a web hook for a topic, both confirmed', async () => {
    topic = (await call('sns', 'create-topic', '--name', 'backend')).TopicArn
    const to = ['subscribe', '--topic-arn', topic, '--protocol']
    await call('sns', ...to, 'email', '--notification-endpoint', 'kim@example.com')
    await call('sns', ...to, 'http', '--notification-endpoint', hook)
    await expect.poll(() => [mails.length, posts.length], { timeout: 60_000 }).toEqual([1, 1])
    const unfolded = (mails[0]?.raw ?? '').replace(/=\r?\n/g, '').replaceAll('=3D', '=')
    const link = /(http:\/\/\S+\/sns\/confirm\?token=\w+)/.exec(unfolded)?.[1] ?? 'no link in the mail'
    expect((await fetch(link, { method: 'POST' })).status).toBe(200)
    expect((await fetch(posts[0]?.body.SubscribeURL ?? '')).status).toBe(200)
  })

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
      ...['--treat-missing-data', 'notBreaching', '--alarm-actions', topic],
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
    taken = Date.now()
    await expect.poll(alarm, { timeout: 90_000, interval: 200 }).toMatchObject({
      StateValue: 'ALARM',
      StateReason: expect.stringMatching(
        /^Threshold Crossed: 1 datapoint \[1\.0 \(\d\d\/\d\d\/\d\d \d\d:\d\d:\d\d\)\] was greater than or equal to the threshold \(1\.0\)\.$/,
      ),
    })
    const { items } = await api('/api/alarms/history?name=backend-errors&type=StateUpdate')
    // By its own account, so that a busy machine may ask late.
    expect(items[0].at - taken).toBeLessThan(10_000)
  })

  test('the mail server and the web hook hold the message', async () => {
    await expect.poll(() => [mails.length, posts.length], { timeout: 60_000 }).toEqual([2, 2])
    console.info(`from the line to the mail ${mails[1]!.at - said} ms, to the hook ${posts[1]!.at - said} ms`)
    expect(mails[1]?.raw).toMatch(/^Subject: .*backend-errors/im)
    expect(posts[1]?.body).toMatchObject({ Type: 'Notification', TopicArn: topic })
    expect(JSON.parse(posts[1]?.body.Message ?? '')).toMatchObject({
      ...{ AlarmName: 'backend-errors', NewStateValue: 'ALARM', OldStateValue: 'OK', AWSAccountId: '000000000000' },
      NewStateReason: expect.stringContaining('Threshold Crossed: 1 datapoint'),
      Trigger: { MetricName: 'Errors', Namespace: 'Backend', Period: 300, Threshold: 1 },
    })
    const { items } = await api('/api/alarms/history?name=backend-errors&type=Action')
    expect(items.map((one: { summary: string }) => one.summary)).toContainEqual(
      expect.stringMatching(/^Successfully executed action arn:aws:sns:/),
    )
  })

  test('the page’s own API tells the same', async () => {
    const { alarm: shown, evaluated, deliveries } = await api('/api/alarms/alarm?name=backend-errors')
    expect(deliveries.map((one: { way: string; status: string }) => [one.way, one.status]).sort()).toEqual([
      ['email', 'delivered'],
      ['http', 'delivered'],
    ])
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

  test('the command line lists, shows, rehearses and mutes', async () => {
    const alarms = async (...words: string[]) => {
      const { code, out, err } = await runMangru(['alarms', ...words, '--url', server.url])
      expect([words, code, err.includes('Error')]).toEqual([words, 0, false])
      return out
    }
    expect(await alarms('list')).toMatch(/^STATE .*\nALARM +backend-errors +.* 1 +Sum ≥ 1 in 300 s/)
    expect(await alarms('show', 'backend-errors')).toMatch(/Why: +Threshold Crossed: 1 datapoint[\s\S]*breaches/)
    expect(await alarms('show', 'backend-errors', '--lang', 'ko')).toContain('이유:   Threshold Crossed')
    const rehearsed = JSON.parse(await alarms('rehearse', 'backend-errors', '--from', '1h', '--json'))
    expect(rehearsed).toMatchObject({ evaluations: 60, finalState: expect.stringMatching(/^(ALARM|OK)$/) })
    await alarms('mute', 'backend-errors', '--for', '2h', '--rule', 'quiet')
    expect(await alarms('mute', '--list')).toMatch(/quiet +in force +at\(/)
    expect(await alarms('list')).toContain('muted by quiet')
    await alarms('mute', '--remove', 'quiet')
    await alarms('disable', 'backend-errors')
    await alarms('set-state', 'backend-errors', 'ok', '--reason', 'seen')
    const [shown] = JSON.parse(await alarms('list', '--json'))
    expect(shown).toMatchObject({ actionsEnabled: false, mutedBy: [] })
    await alarms('enable', 'backend-errors')
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
