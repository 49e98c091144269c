/** Debian's aws CLI (v2) with nothing but `--endpoint-url`: any key, any region, no configuration. */
import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runProgram, type Server, startServer } from './server.ts'

const aws = '/usr/bin/aws'
const missing = !existsSync(aws)
if (missing) console.warn(`SKIPPED: the aws CLI is not at ${aws} (apt-get install awscli)`)

describe.skipIf(missing)('aws logs --endpoint-url', () => {
  let server: Server
  beforeAll(async () => {
    server = await startServer()
  })
  afterAll(() => server.stop())

  const environment = {
    AWS_ACCESS_KEY_ID: 'AKIAANY',
    AWS_SECRET_ACCESS_KEY: 'any',
    AWS_DEFAULT_REGION: 'eu-north-1',
    AWS_PAGER: '',
    HOME: '/nowhere',
  }
  const run = (...args: string[]) => runProgram(aws, ['logs', '--endpoint-url', server.url, ...args], environment)
  const logs = async (...args: string[]) => {
    const { code, out, err } = await run(...args)
    expect(err).toBe('')
    expect(code).toBe(0)
    return out.trim() === '' ? {} : JSON.parse(out)
  }
  const now = Date.now()
  const app = ['--log-group-name', '/shop/app']
  const web = [...app, '--log-stream-name', 'web-1']

  test('creates a group and a stream, and lists them', async () => {
    await logs('create-log-group', ...app, '--tags', 'team=shop')
    await logs('create-log-stream', ...web)
    const { logGroups } = await logs('describe-log-groups', '--log-group-name-prefix', '/shop')
    expect(logGroups).toMatchObject([
      {
        logGroupName: '/shop/app',
        arn: 'arn:aws:logs:eu-north-1:000000000000:log-group:/shop/app:*',
      },
    ])
    const { logStreams } = await logs('describe-log-streams', ...app)
    expect(logStreams).toMatchObject([{ logStreamName: 'web-1' }])
    expect(logStreams[0]).not.toHaveProperty('firstEventTimestamp')
  })

  test('a group that is there already is refused in the words of AWS', async () => {
    const { code, err } = await run('create-log-group', ...app)
    expect(code).toBe(254)
    expect(err).toContain('(ResourceAlreadyExistsException)')
    expect(err).toContain('The specified log group already exists')
  })

  test('puts events and reads them back', async () => {
    const events = [
      { timestamp: now - 3000, message: 'INFO started, 한글 ✓' },
      { timestamp: now - 2000, message: 'ERROR card declined' },
      { timestamp: now - 1000, message: '{"level":"error","status":503,"path":"/pay"}' },
    ]
    const put = await logs('put-log-events', ...web, '--log-events', JSON.stringify(events))
    expect(put.nextSequenceToken).toMatch(/./)
    expect(put).not.toHaveProperty('rejectedLogEventsInfo')
    const got = await logs('get-log-events', ...web, '--start-from-head')
    expect(got.events).toMatchObject(events)
    const again = await logs('get-log-events', ...web, '--next-token', got.nextForwardToken)
    expect(again.events).toEqual([])
    expect(again.nextForwardToken).toBe(got.nextForwardToken)
    const { logStreams } = await logs('describe-log-streams', ...app)
    expect(logStreams).toMatchObject([{ firstEventTimestamp: now - 3000, lastEventTimestamp: now - 1000 }])
  })

  test.each([
    ['a term', 'ERROR', ['ERROR card declined']],
    ['two terms', 'card declined', ['ERROR card declined']],
    ['without a term', '-ERROR -status', ['INFO started, 한글 ✓']],
    ['text that is not ASCII', '"한글"', ['INFO started, 한글 ✓']],
    ['JSON', '{ $.status >= 500 && $.path = "/p*" }', ['{"level":"error","status":503,"path":"/pay"}']],
    ['nothing', 'WARN', []],
  ])('filters by %s', async (_story, pattern, messages) => {
    // The = keeps a pattern that begins with a minus from being taken for an option.
    const { events } = await logs('filter-log-events', ...app, `--filter-pattern=${pattern}`)
    expect(events.map((event: { message: string }) => event.message)).toEqual(messages)
    for (const event of events) expect(event.eventId).toMatch(/^\d{56}$/)
  })

  test('pages by itself over more events than a page holds', async () => {
    await logs('create-log-stream', ...app, '--log-stream-name', 'many')
    for (let batch = 0; batch < 3; batch++) {
      const events = Array.from({ length: 400 }, (_, at) => ({
        timestamp: now + at,
        message: `line ${batch * 400 + at}`,
      }))
      await logs('put-log-events', ...app, '--log-stream-name', 'many', '--log-events', JSON.stringify(events))
    }
    const { events } = await logs('filter-log-events', ...app, '--log-stream-names', 'many', '--page-size', '250')
    expect(new Set(events.map((event: { message: string }) => event.message)).size).toBe(1200)
    expect(events).toHaveLength(1200)
  })

  test('sets, shows and lifts retention', async () => {
    await logs('put-retention-policy', ...app, '--retention-in-days', '7')
    expect((await logs('describe-log-groups')).logGroups[0].retentionInDays).toBe(7)
    await logs('delete-retention-policy', ...app)
    expect((await logs('describe-log-groups')).logGroups[0]).not.toHaveProperty('retentionInDays')
    const { code, err } = await run('put-retention-policy', ...app, '--retention-in-days', '8')
    expect(code).toBe(254)
    expect(err).toContain('(InvalidParameterException)')
  })

  test('tags, the old way and the new', async () => {
    const arn = ['--resource-arn', 'arn:aws:logs:eu-north-1:000000000000:log-group:/shop/app']
    await logs('tag-resource', ...arn, '--tags', 'tier=gold')
    expect((await logs('list-tags-for-resource', ...arn)).tags).toEqual({ team: 'shop', tier: 'gold' })
    await logs('untag-resource', ...arn, '--tag-keys', 'team')
    expect((await logs('list-tags-log-group', ...app)).tags).toEqual({ tier: 'gold' })
  })

  test('tests a filter', async () => {
    const messages = ['127.0.0.1 - frank 404 1534', '127.0.0.1 - frank 200 12']
    const { matches } = await logs(
      'test-metric-filter',
      '--filter-pattern',
      '[ip, id, user, status = 4*, bytes]',
      '--log-event-messages',
      ...messages,
    )
    expect(matches).toMatchObject([
      { eventNumber: 1, eventMessage: messages[0], extractedValues: { $status: '404', $bytes: '1534' } },
    ])
  })

  test('tails', async () => {
    const { code, out, err } = await run(
      'tail',
      '/shop/app',
      '--since',
      '1h',
      '--log-stream-names',
      'web-1',
      '--format',
      'short',
    )
    expect(err).toBe('')
    expect(code).toBe(0)
    expect(out.split('\n').filter(line => line !== '')).toHaveLength(3)
    expect(out).toContain('ERROR card declined')
  })

  test('an operation that is not there says so', async () => {
    // Of logs this CLI knows none that is not there.
    const insightRules = ['cloudwatch', '--endpoint-url', server.url, 'describe-insight-rules']
    const { code, err } = await runProgram(aws, insightRules, environment)
    expect(code).toBe(254)
    expect(err).toContain('(UnknownOperation)')
  })

  test('deletes', async () => {
    await logs('delete-log-stream', ...web)
    const { err } = await run('get-log-events', ...web)
    expect(err).toContain('The specified log stream does not exist.')
    await logs('delete-log-group', ...app)
    expect((await logs('describe-log-groups')).logGroups).toEqual([])
  })
})
