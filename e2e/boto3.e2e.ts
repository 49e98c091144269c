/** boto3, as Python programs use it. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { missingBoto3, tellStory } from './boto3/environment.ts'
import { type Server, startServer } from './server.ts'

const missing = await missingBoto3()

let server: Server
beforeAll(async () => {
  if (missing === undefined) server = await startServer()
})
afterAll(() => server?.stop())

test.skipIf(missing !== undefined)(
  'boto3 writes, pages both ways, is refused in the words of AWS, and deletes',
  async () => {
    const { code, out, err } = await tellStory('story.py', server.url)
    expect(err).toBe('')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toEqual({
      missing: ['ResourceNotFoundException', 'The specified log group does not exist.'],
      token: true,
      requestId: 36,
      rejected: { tooOldLogEventEndIndex: 1 },
      unordered: [
        'InvalidParameterException',
        'Log events in a single PutLogEvents request must be in chronological order.',
      ],
      paged: 2500,
      unique: 2500,
      ordered: true,
      errors: 25,
      backwards: true,
      stream: ['pod/web-0', 2499],
      tags: { team: 'shop' },
      validation: [
        'InvalidParameterException',
        "1 validation error detected: Value '51' at 'limit' failed to satisfy constraint: Member must have value less than or equal to 50",
      ],
      groups: [],
    })
  },
)

test.skipIf(missing !== undefined)('boto3 makes alarms, sees them fire, mutes, is refused, and deletes', async () => {
  const { code, out, err } = await tellStory('alarms.py', server.url)
  expect(err).toBe('')
  expect(code).toBe(0)
  expect(JSON.parse(out)).toEqual({
    names: ['errors-0', 'errors-1', 'errors-2'],
    kinds: [3, 1, []],
    composite: 'any',
    state: ['ALARM', true],
    data: [3],
    stamp: true,
    history: ['ConfigurationUpdate', 'StateUpdate'],
    mute: [true, 'RECURRING', { AlarmNames: ['errors-0'] }],
    active: true,
    refused: [
      ['ResourceNotFound', 404],
      ['ValidationError', 400],
      ['ResourceNotFoundException', 404],
      ['InvalidParameterCombination', 400],
      ['InvalidNextToken', 400],
      ['ValidationError', 400],
      ['ValidationError', 400],
      ['ResourceNotFoundException', 404],
    ],
    contributors: [],
    left: [],
  })
})

test.skipIf(missing !== undefined)('boto3 puts metrics, lists them, reads them every way, and is refused', async () => {
  const { code, out, err } = await tellStory('metrics.py', server.url)
  expect(err).toBe('')
  expect(code).toBe(0)
  expect(JSON.parse(out)).toEqual({
    listed: [500, 201],
    filtered: ['Latency'],
    statistics: [
      [true, 'Seconds', 20, 5, 1, 10, 2],
      [true, 'Milliseconds', 7, 1, 7, 7, 7],
    ],
    data: [
      [7],
      [{ Code: 'MultipleUnits', Value: "Multiple units returned: '[Milliseconds, Seconds]'" }],
      [1, [20]],
      [['web-0', [20, 7]]],
    ],
    refused: [
      [
        'InvalidParameterCombination',
        'The parameters MetricData.member.1.Value and MetricData.member.1.Values are mutually exclusive and you have specified both.',
      ],
      'InvalidParameterValue',
      ['MissingParameter', 'The parameter MetricData.member.1.Values is required.'],
      'InvalidParameterValue',
      'InvalidParameterValue',
      'ValidationError',
    ],
    spoken: ['application/x-amz-json-1.0'],
    gzip: true,
  })
})
