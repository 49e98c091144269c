/** Events at the edge of what JSON, the clock and the bounds of PutLogEvents allow, and past it. */
import { expect, test } from 'vitest'
import { mustCall } from '../../bench/wire/index.ts'
import { expectAws } from './answers.ts'
import { eachRow, group, type LogEvent, type World } from './world.ts'

const day = 86_400_000

export function eventCases(world: () => World): void {
  const make = (stream: string) =>
    mustCall(world().client, 'CreateLogStream', { logGroupName: group, logStreamName: stream })
  /** `events` is JSON text: what no `JSON.stringify` would write. */
  const put = (events: string, stream = 'raw') =>
    world().aws('PutLogEvents', `{"logGroupName":"${group}","logStreamName":"${stream}","logEvents":${events}}`)

  test('bytes that others choke on are read back as they came', async () => {
    await make('raw')
    const messages = [
      'a\0b', '\0', '\0\0\0', '\r\n', '\n', ' ', '\t', '\u2028\u2029', '\ufeff', '\u007f\u0080', '😀'.repeat(100), '\u202e evil', 'e\u0301',
      '\ufffd', '\uffff', '{"a":"\\u0000"}', '\u001b[31m', '\\', '\\\\', "\\'", '\\N', '\\0', '%s%n', '{', '"', 'NULL', '\\x00', '-1', 'NaN',
    ] // biome-ignore format: a list of texts
    const now = Date.now()
    await world().put(
      'raw',
      messages.map((message, at) => ({ timestamp: now + at, message })),
    )
    expect(await world().read('raw')).toEqual(messages)
  })

  test('halves of a surrogate pair are read back as U+FFFD', async () => {
    await make('halves')
    const answer = await put(
      `[{"timestamp":${Date.now()},"message":"a\\ud800b"},{"timestamp":${Date.now() + 1},"message":"\\udc00\\ud800"}]`,
      'halves',
    )
    expect(answer.status).toBe(200)
    world().remember('halves', ['a\ufffdb', '\ufffd\ufffd'])
    expect(await world().read('halves')).toEqual(['a\ufffdb', '\ufffd\ufffd'])
  })

  test('10,000 events are taken, 10,001 are not', async () => {
    await make('many')
    const now = Date.now()
    const events = Array.from({ length: 10_000 }, (_, at) => ({ timestamp: now + at, message: `e${at}` }))
    expectAws(
      await put(JSON.stringify([...events, { timestamp: now + 10_000, message: 'one too many' }]), 'many'),
      'InvalidParameterException',
    )
    await world().put('many', events)
  })

  test('1,048,576 bytes are taken, one more is not', async () => {
    await make('large')
    const message = '한'.repeat(200) // 600 bytes
    const now = Date.now()
    const whole = Array.from({ length: 1_600 }, (_, at) => ({ timestamp: now + at, message }))
    const left = 1_048_576 - 1_600 * 626 - 26
    const fill = (more: number): LogEvent[] => [...whole, { timestamp: now + 1_600, message: 'x'.repeat(left + more) }]
    expect(expectAws(await put(JSON.stringify(fill(1)), 'large'), 'InvalidParameterException')).toMatch(
      /too large: 1048577 bytes/,
    )
    await world().put('large', fill(0))
    // One event alone.
    const most = 1_048_576 - 26
    const one = (length: number) => JSON.stringify([{ timestamp: now + 2_000, message: '\u0001'.repeat(length) }])
    expect(expectAws(await put(one(most + 1), 'large'), 'InvalidParameterException')).toMatch(/1048577/)
    await world().put('large', JSON.parse(one(most)))
  })

  test('a batch across midnight, and one of just 24 hours', async () => {
    await make('midnight')
    const midnight = Math.floor(Date.now() / day) * day
    await world().put(
      'midnight',
      [-3, -2, -1, 0, 1, 2].map(at => ({ timestamp: midnight - 5 * day + at, message: `at ${at}` })),
    )
    const first = midnight - 2 * day + 1
    const span = (length: number) => [first, first + length].map(timestamp => ({ timestamp, message: `of ${length}` }))
    await world().put('midnight', span(day))
    expectAws(await put(JSON.stringify(span(day + 1)), 'midnight'), 'InvalidParameterException')
  })

  eachRow<[string, number]>([
    ['1970', 0],
    ['1970, a moment later', 1],
    ['2262', 9_223_372_036_854],
    ['2286', 9_999_999_999_999],
    ['9999', 253_402_300_799_999],
    ['far away', Number.MAX_SAFE_INTEGER],
    ['the end of Long', 9_223_372_036_854_775_000],
  ])('events out of time are rejected by themselves, and told', async (_name, timestamp) => {
    const answer = await put(`[{"timestamp":${timestamp},"message":"out of time"}]`)
    expect(answer.status).toBe(200)
    const { rejectedLogEventsInfo } = JSON.parse(answer.body.toString()) as { rejectedLogEventsInfo: object }
    expect(Object.keys(rejectedLogEventsInfo)).toEqual([
      timestamp < 2 ? 'tooOldLogEventEndIndex' : 'tooNewLogEventStartIndex',
    ])
    expectAws(
      await put(`[{"timestamp":${timestamp},"message":"x"},{"timestamp":${Date.now()},"message":"y"}]`),
      'InvalidParameterException',
    )
  })

  eachRow<[string, string]>([
    ['negative', '-1'], ['negative and huge', '-9223372036854775808'], ['fractional', '1.5'], ['a text', '"1700000000000"'],
    ['nothing', 'null'], ['a truth', 'true'], ['beyond 64 bits', '1e30'], ['no end', '1e999'], ['a list', '[1]'], ['an object', '{}'],
    ['NaN', 'NaN'], ['hexadecimal', '0x10'], ['with a leading zero', '01'], ['4,000 digits', '1'.repeat(4_000)],
  ])('timestamps that are none', async (_name, timestamp) => {
    expectAws(await put(`[{"timestamp":${timestamp},"message":"x"}]`), /^(InvalidParameter|Serialization)Exception$/)
  }) // biome-ignore format: a table

  eachRow<[string, string]>([
    ['no message', '[{"timestamp":1}]'], ['no time', '[{"message":"x"}]'], ['an empty message', '[{"timestamp":1,"message":""}]'],
    ['a number for a message', '[{"timestamp":1,"message":1}]'], ['null among them', '[null]'], ['a list among them', '[[]]'], ['none', '[]'],
    ['no list', '{}'], ['a text', '"x"'], ['wrong order', '[{"timestamp":2,"message":"x"},{"timestamp":1,"message":"x"}]'],
  ])('events that are none', async (_name, events) => {
    expectAws(await put(events), /^(InvalidParameter|Serialization)Exception$/)
  }) // biome-ignore format: a table

  test('of a key that comes twice the last counts, and names of the language are names', async () => {
    await make('keys')
    const now = Date.now()
    const body = `{"__proto__":{"logGroupName":"other"},"constructor":{"prototype":{"x":1}},"logGroupName":"other","logGroupName":"${group}",
      "logStreamName":"keys","toString":1,"logEvents":[{"timestamp":1,"timestamp":${now},"message":"first","message":"last","__proto__":{"message":"p"}},
      {"timestamp":${now},"message":"__proto__"}]}`
    const answer = await world().aws('PutLogEvents', body)
    expect([answer.status, answer.body.toString()]).toEqual([200, expect.stringContaining('nextSequenceToken')])
    world().remember('keys', ['last', '__proto__'])
    expect(await world().read('keys')).toEqual(['last', '__proto__'])
    expect(
      expectAws(
        await world().aws('PutLogEvents', '{"__proto__":{"logGroupName":"x","logStreamName":"y"}}'),
        'InvalidParameterException',
      ),
    ).toMatch(/logGroupName/)
  })

  test('an entity of any form takes no event with it', async () => {
    await make('entity')
    const entities = [
      '1',
      '"x"',
      '[]',
      '{}',
      '{"keyAttributes":{"__proto__":"x"}}',
      `{"keyAttributes":${'['.repeat(1_000)}${']'.repeat(1_000)}}`,
    ]
    for (const [at, entity] of entities.entries()) {
      const body = `{"logGroupName":"${group}","logStreamName":"entity","entity":${entity},"logEvents":[{"timestamp":${Date.now()},"message":"e${at}"}]}`
      const answer = await world().aws('PutLogEvents', body)
      expect([answer.status, answer.body.toString()]).toEqual([200, expect.stringContaining('rejectedEntityInfo')])
      world().remember('entity', [`e${at}`])
    }
  })
}
