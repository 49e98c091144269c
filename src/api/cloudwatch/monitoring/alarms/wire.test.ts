/** What arrives at the desk, whatever the protocol; and that nothing which arrives makes a reader fail. */
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { AlarmDesk } from '../../../../judge/alarm-desk/index.ts'
import { limits } from '../../../../limits.ts'
import { ok } from '../../../../model/index.ts'
import { serve, steppedClock } from '../../protocol/test-server.ts'
import { createMonitoringService } from '../service.ts'
import { flatForm, looseCbor } from './wire-forms.ts'

/** What it was called with, in order; everything is well. */
const heard: [string, ...unknown[]][] = []
const desk = new Proxy({} as AlarmDesk, {
  get: (_desk, name) =>
    typeof name === 'string' && name !== 'then'
      ? async (...words: unknown[]) => {
          heard.push([name, ...words])
          if (name === 'list') return ok({ alarms: [] })
          return ok(
            ['history', 'mutes', 'detectors', 'onMetric', 'childrenOf', 'parentsOf'].includes(name) ? [] : undefined,
          )
        }
      : undefined,
})
const clock = steppedClock(Date.UTC(2026, 0, 20, 12))
const service = createMonitoringService({ metrics: {} as never, clock, newId: () => 'id', alarms: desk })

let server: Awaited<ReturnType<typeof serve>>
beforeAll(async () => {
  server = await serve([service], { clock })
})
afterAll(() => server?.[Symbol.asyncDispose]())
beforeEach(() => {
  heard.length = 0
})

async function send(path: string, body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string>) {
  const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, { method: 'POST', headers, body })
  return { status: answer.status, text: await answer.text() }
}
const byJson = (operation: string, input: unknown) =>
  send('/', JSON.stringify(input), {
    'content-type': 'application/x-amz-json-1.0',
    'x-amz-target': `GraniteServiceVersion20100801.${operation}`,
  })
const byForm = (operation: string, input: object) =>
  send('/', `Action=${operation}&Version=2010-08-01&${flatForm(input)}`, {
    'content-type': 'application/x-www-form-urlencoded; charset=utf-8',
  })
const byCbor = (operation: string, input: object, seed: number) =>
  send(`/service/GraniteServiceVersion20100801/operation/${operation}`, looseCbor(input, seed), {
    'content-type': 'application/cbor',
    'smithy-protocol': 'rpc-v2-cbor',
  })

const word = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }).filter(one => one.isWellFormed())
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined })
const dimensions = fc.array(fc.record({ Name: word, Value: word }), { minLength: 1, maxLength: 3 })
const query = fc.record({
  Id: fc.constantFrom('m1', 'e1'),
  Expression: maybe(word),
  Label: maybe(word),
  ReturnData: maybe(fc.boolean()),
  Period: maybe(fc.integer({ min: 1, max: 86_400 })),
})
const anyAlarm = fc
  .record({
    AlarmName: word,
    AlarmDescription: maybe(word),
    ActionsEnabled: maybe(fc.boolean()),
    AlarmActions: maybe(
      fc.array(fc.constant('arn:aws:sns:us-east-1:000000000000:ops'), { minLength: 1, maxLength: 2 }),
    ),
    Namespace: maybe(word),
    MetricName: maybe(word),
    Dimensions: maybe(dimensions),
    Statistic: maybe(fc.constantFrom('Sum', 'Average')),
    Period: maybe(fc.integer({ min: 1, max: 86_400 })),
    EvaluationPeriods: maybe(fc.integer({ min: 1, max: 100 })),
    Threshold: maybe(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 })),
    ComparisonOperator: maybe(fc.constantFrom('GreaterThanThreshold', 'LessThanThreshold')),
    Metrics: maybe(fc.array(query, { minLength: 1, maxLength: 2 })),
    EvaluationWindow: maybe(fc.record({ WallClockWindow: fc.record({ Timezone: fc.constant('Asia/Seoul') }) })),
  })
  .map(alarm => JSON.parse(JSON.stringify(alarm)) as Record<string, unknown>)

test('Query, JSON and CBOR bring the same alarm', async () => {
  await fc.assert(
    fc.asyncProperty(anyAlarm, fc.integer(), async (alarm, seed) => {
      heard.length = 0
      await byJson('PutMetricAlarm', alarm)
      await byForm('PutMetricAlarm', alarm)
      await byCbor('PutMetricAlarm', alarm, seed)
      expect(heard.map(([name, input, tags]) => [name, input, tags])).toEqual([
        ['put', alarm, {}],
        ['put', alarm, {}],
        ['put', alarm, {}],
      ])
    }),
    { seed: 20261121, numRuns: 150 },
  )
})

test('members that are null, and those that nobody knows, do not arrive', async () => {
  await byJson('PutMetricAlarm', {
    ...{ AlarmName: 'a', Period: null, More: 1, Tags: [{ Key: 'team', Value: 'shop' }] },
    Metrics: [{ Id: 'm1', Label: null }],
  })
  expect(heard).toEqual([['put', { AlarmName: 'a', Metrics: [{ Id: 'm1' }] }, { team: 'shop' }, 'eu-west-3']])
})

describe('nothing that is sent is an error of ours', () => {
  const operations = [...service.operations.keys()].filter(name => !/Metric(Data|Statistics|s)$/.test(name))
  const member = fc.constantFrom(
    ...['AlarmName', 'AlarmNames', 'AlarmRule', 'Metrics', 'Dimensions', 'Period', 'Threshold', 'Tags', 'Rule'],
    ...[
      'MuteTargets',
      'Name',
      'StateValue',
      'ResourceARN',
      'TagKeys',
      'Configuration',
      'EvaluationWindow',
      '__proto__',
    ],
    ...['StartDate', 'NextToken', 'MaxRecords', 'SingleMetricAnomalyDetector', 'MetricMathAnomalyDetector', 'Stat'],
  )
  const anything = fc.dictionary(member, fc.jsonValue({ maxDepth: 4 }), { maxKeys: 6 })

  test('as JSON and CBOR', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...operations), anything, fc.integer(), async (operation, input, seed) => {
        expect((await byJson(operation, input)).status).toBeLessThan(500)
        expect((await byCbor(operation, input, seed)).status).toBeLessThan(500)
      }),
      { seed: 20261121, numRuns: 300 },
    )
  })

  test('as a form', async () => {
    const step = fc.oneof(member, fc.constantFrom('member', 'entry', '1', '2', '0', 'Name', 'Value', 'key', ''))
    const field = fc.tuple(fc.array(step, { minLength: 1, maxLength: 6 }), fc.string({ maxLength: 8 }))
    const form = fc
      .array(field, { maxLength: 8 })
      .map(all => all.map(([path, value]) => `${path.join('.')}=${encodeURIComponent(value.toWellFormed())}`).join('&'))
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...operations), form, async (operation, fields) => {
        const { status, text } = await send('/', `Action=${operation}&Version=2010-08-01&${fields}`, {
          'content-type': 'application/x-www-form-urlencoded',
        })
        expect(status).toBeLessThan(500)
        expect(text).toMatch(/^<(\w+)Response xmlns/)
      }),
      { seed: 20261121, numRuns: 300 },
    )
  })

  test('also with very many names', async () => {
    const names = Array.from({ length: 200_000 }, (_, at) => `AlarmNames.member.${at + 1}=a`).join('&')
    const { status, text } = await send('/', `Action=DeleteAlarms&Version=2010-08-01&${names}`, {
      'content-type': 'application/x-www-form-urlencoded',
    })
    expect(status).toBe(400)
    expect(text).toMatch(/<Code>(ValidationError|Serialization)/)
    expect(heard).toEqual([])
  })
})

describe('bounds', () => {
  const names = (count: number) => Array.from({ length: count }, (_, at) => `a${at}`)
  const said = async (operation: string, input: object) => JSON.parse((await byJson(operation, input)).text).message
  test.each<[string, string, (count: number) => object, number]>([
    ['alarmsPerCall of DeleteAlarms', 'DeleteAlarms', count => ({ AlarmNames: names(count) }), limits.alarmsPerCall],
    ['of EnableAlarmActions', 'EnableAlarmActions', count => ({ AlarmNames: names(count) }), limits.alarmsPerCall],
    [
      'muteTargets',
      'PutAlarmMuteRule',
      count => ({
        Name: 'm',
        Rule: { Schedule: { Expression: 'cron(0 2 * * *)', Duration: 'PT1H' } },
        MuteTargets: { AlarmNames: names(count) },
      }),
      limits.muteTargets,
    ],
    [
      'excludedTimeRanges',
      'PutAnomalyDetector',
      count => ({
        ...{ Namespace: 'App', MetricName: 'm', Stat: 'Sum' },
        Configuration: { ExcludedTimeRanges: names(count).map((_, at) => ({ StartTime: at, EndTime: at + 1 })) },
      }),
      limits.excludedTimeRanges,
    ],
    [
      'tagsPerResource',
      'PutMetricAlarm',
      count => ({ AlarmName: 'a', Tags: names(count).map(Key => ({ Key, Value: '' })) }),
      limits.tagsPerResource,
    ],
  ])('%s', async (_story, operation, input, most) => {
    expect(await said(operation, input(most))).toBe(undefined)
    expect(heard).toHaveLength(1)
    expect(await said(operation, input(most + 1))).toMatch(new RegExp(`\\b${most}\\b`))
    expect(heard).toHaveLength(1)
  })
})
