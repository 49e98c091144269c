/** All operations of CloudWatch Logs on inputs of wrong types, names and numbers, over real settings and a store that keeps nothing. */
import { createLogsService } from '../../src/api/cloudwatch/index.ts'
import { type Clock, instant, millis, ok } from '../../src/model/index.ts'
import type { FuzzTarget } from '../../src/query/filter-pattern/fuzz.ts'
import { patternNoise } from '../../src/query/filter-pattern/noise.ts'
import type { LogStore } from '../../src/store/logs/index.ts'
import { openSqlite } from '../../src/store/settings/index.ts'
import { anyValue, explained, must, type Next, numbers, pick, textOf } from './noise.ts'

const now = Date.UTC(2026, 10, 21)
const clock: Clock = { now: () => instant(now), sleep: async () => {} }
const position = '0'.repeat(55)
const names = [
  'g',
  'h',
  'a/b',
  '__proto__',
  'none',
  'aws/x',
  'x'.repeat(512),
  'x'.repeat(513),
  'bad name',
  'a:b',
  'a*',
  '\0',
  's\ud800',
]
const arns = [
  'arn:aws:logs:eu-west-3:000000000000:log-group:g',
  'arn:aws:logs:eu-west-3:000000000000:log-group:g:*',
  'arn:aws:logs:::log-group:g',
  'arn:::::',
]
const tokens = [
  `f/3${position}/s`,
  `b/3${position}/s`,
  `f/3${'9'.repeat(55)}/s`,
  'WzEsMV0',
  'x',
  Buffer.from('[1,1e99,"x",null]').toString('base64url'),
]
const numbersOf = [0, 1, 50, 51, 10_000, 10_001, now, now + 1, now - 86_400_001, -1, 2 ** 53, 9_999_999_999_999]
const events = [
  { timestamp: now, message: 'x' },
  { timestamp: now - 1, message: '\ud800' },
  { timestamp: now + 86_400_000, message: 'y' },
  { timestamp: '1', message: 1 },
  null,
]
const members: Readonly<Record<string, readonly unknown[]>> = {
  logGroupName: names, logStreamName: names, logGroupNamePrefix: names, logGroupNamePattern: names, logStreamNamePrefix: names, logGroupIdentifier: [...names, ...arns], logGroupArn: arns, resourceArn: [...arns, ...names],
  logGroupIdentifiers: [names.slice(0, 2), arns, [...arns, ...names], names], logStreamNames: [names.slice(0, 2), names], nextToken: tokens, limit: numbersOf, startTime: numbersOf, endTime: numbersOf, startFromHead: [true, false],
  logEvents: [events, events.slice(0, 1), [events[1], events[0]], []], sequenceToken: ['x', ''], entity: [{}, { keyAttributes: { Type: 'x', Name: 'y' } }], retentionInDays: [1, 7, 8, 3653], orderBy: ['LogStreamName', 'LastEventTime', 'x'], descending: [true, false],
  tags: [{ a: 'b' }, { 'aws:x': 'y' }, { '': '' }, JSON.parse('{"__proto__":"x"}')], tagKeys: [['a'], ['aws:x'], []], filterPattern: ['', 'ERROR', '[', '%('], interleaved: [true], unmask: [true], kmsKeyId: names, logGroupClass: ['STANDARD', 'DELIVERY', 'INFREQUENT_ACCESS', 'x'],
  deletionProtectionEnabled: [true, false], includeLinkedAccounts: [true], accountIdentifiers: [['000000000000'], ['1']], logEventMessages: [['x', '{"a":1}'], []],
} // biome-ignore format: a table
const memberNames = Object.keys(members)
const insides = /SQLITE|sqlite|undefined|\[object|\.ts:|DB::|at \w+ \(/

export const callFuzz: FuzzTarget = {
  name: 'cloudwatch-calls',
  async run(seed, n) {
    const next = numbers(seed)
    const opened = await openSqlite(':memory:')
    if (!opened.ok) throw new Error(opened.error.message)
    const { operations } = createLogsService({ settings: opened.value.logs, logs: keepsNothing, clock })
    const all = [...operations.keys()]
    for (let left = n; left > 0; left--) {
      const name = pick(next, all)
      const input = inputOf(next)
      await explained([name, input], async () => {
        const answer = await operations.get(name)?.run(input, {
          requestId: 'r', region: 'eu-west-3', account: '000000000000', caller: { name: 'kim', role: 'operator', accessKeyId: null, region: '' },
          bodyBytes: next() % 2 ? 1_000 : 8_000_000, signal: new AbortController().signal,
          header: () => undefined, bodyDigest: () => `${seed} ${left}`, gone: false,
        }) // biome-ignore format: a call
        if (answer?.ok) return void JSON.stringify(answer.value)
        const { type, message } = answer?.error ?? { type: '', message: '' }
        must(/^\w+Exception$/.test(type), `${type} ${message}`)
        must(
          /\w+/.test(message) &&
            (type === 'ResourceNotFoundException' || !insides.test(message.replaceAll(/'[^']*'/g, ''))),
          message,
        )
      })
    }
    await opened.value.close()
  },
}

function inputOf(next: Next): unknown {
  const input: Record<string, unknown> = {}
  // Most calls name a group and a stream that may be there.
  if (next() % 4) input.logGroupName = pick(next, names.slice(0, 3))
  if (next() % 2) input.logStreamName = pick(next, names.slice(0, 3))
  for (let left = next() % 6; left > 0; left--) {
    const name = pick(next, memberNames)
    const kind = next() % 8
    if (kind === 0) input[name] = anyValue(next, members[name] as readonly unknown[])
    else if (kind === 1) input[name] = textOf(next, names)
    else if (name === 'filterPattern') input[name] = patternNoise(next)
    else input[name] = pick(next, members[name] as readonly unknown[])
  }
  return input
}

const nobody = (): never => {
  throw new Error('nobody asks for this here')
}
const keepsNothing: LogStore = {
  append: async ({ timestamps, messages }) => {
    must(timestamps.length === messages.length && timestamps.length > 0, 'uneven')
    must(
      timestamps.every(Number.isSafeInteger) &&
        messages.every(message => typeof message === 'string' && message !== ''),
      'bad event',
    )
    return ok({ ingestionTime: instant(now) })
  },
  page: async ({ groups, from, to }, { limit }) => {
    must(
      groups.length > 0 && Number.isSafeInteger(from) && Number.isSafeInteger(to) && limit > 0,
      `bad selection ${from} ${to}`,
    )
    return ok({ rows: [], rowsRead: 0, bytesRead: 0, elapsed: millis(0) })
  },
  streamStats: async () => ok([]),
  groupStats: async ids => ok(ids.map(groupId => ({ groupId, events: 0, bytes: 0, bytesPerSecond: 0 }))),
  histogram: nobody,
  facets: nobody,
  follow: nobody,
  caughtUp: nobody,
  close: async () => {},
}
