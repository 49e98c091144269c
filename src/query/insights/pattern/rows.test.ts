import { describe, expect, test } from 'vitest'
import { createPatternMiner } from './miner.ts'

const rowsOf = (...lines: string[]) => {
  const miner = createPatternMiner()
  for (const line of lines) miner.add(line)
  return miner.result()
}
const patternsOf = (...lines: string[]) => rowsOf(...lines).map(row => row.pattern)

test('two lines of a service, word for word', () => {
  const [row, ...others] = rowsOf(
    '[INFO] Request time: 327 ms user=ann, method:GET, latency := 327',
    '[ERROR] Request time: 5 ms user=bob, method:PUT, latency := 5',
  )
  expect(others).toEqual([])
  expect(row).toMatchObject({
    pattern: '[<Token-1>] Request time: <Time-2> ms user=<Token-3>, method:<Token-4>, latency := <Number-5>',
    sampleCount: 2,
    ratio: 1,
    severityLabel: 'Error',
  })
  expect(row?.tokens.map(({ name, type, distinct, exact }) => [name, type, distinct, exact])).toEqual([
    ['Token-1', 'Token', 2, true],
    ['Time-2', 'Time', 2, true],
    ['Token-3', 'Token', 2, true],
    ['Token-4', 'Token', 2, true],
    ['Number-5', 'Number', 2, true],
  ])
  expect(row?.tokens[2]?.values).toEqual([
    { value: 'ann', count: 1 },
    { value: 'bob', count: 1 },
  ])
  expect(row?.tokens[4]?.numeric).toEqual({ count: 2, min: 5, max: 327, mean: 166, deviation: 161 })
})

describe('types of values', () => {
  test.each([
    ['at 2026-01-20T10:00:00.123Z done', 'at <Time-1> done'],
    ['at 2026-01-20 10:00:00,123 done', 'at <Time-1> done'],
    ['at 2026/01/20 10:00:00 done', 'at <Time-1> done'],
    ['at 10/Oct/2000:13:25:15 -0700 done', 'at <Time-1> done'],
    ['at 2005-06-03-15.42.50.675872 done', 'at <Time-1> done'],
    ['Jan  2 10:00:00 host done', '<Time-1> host done'],
    ['Thu Jun 14 15:16:01 2005 done', '<Time-1> done'],
    ['Sun, 10 Jul 2005 03:04:05 +0000 done', '<Time-1> done'],
    ['uptime 10:31 done', 'uptime <Time-1> done'],
    ['took 12ms and 1h2m3s', 'took <Time-1> and <Time-2>'],
    ['took 12 seconds', 'took <Time-1> seconds'],
    ['-5 of 12.5 or 99% and 1e-5, 93.0KB', '<Number-1> of <Number-2> or <Number-3> and <Number-4>, <Number-5>'],
    ['from 10.0.0.1:8080 to /10.0.0.2', 'from <IP-1>:<Number-2> to /<IP-3>'],
    ['in 10.0.0.0/16', 'in <IP-1>'],
    ['from 2001:db8::1 to fe80::1', 'from <IP-1> to <IP-2>'],
    ['mac 00:11:43:e3:ba:c3 seen', 'mac <Hex-1> seen'],
    ['id 123e4567-e89b-12d3-a456-426614174000 seen', 'id <UUID-1> seen'],
    ['at 0xdeadBEEF0 and a1b2c3d4', 'at <Hex-1> and <Hex-2>'],
    ['get https://a.example/b?c=1&d=2, then', 'get <URL-1>, then'],
    ['open /var/log/a.log now', 'open <Path-1> now'],
    ['open C:\\Windows\\a.dll now', 'open <Path-1> now'],
    ['block blk_-1608999687919862906 gone', 'block <Token-1> gone'],
    ['mail to ann@example.com sent', 'mail to <Token-1> sent'],
    ['and/or is prose, I/O too', 'and/or is prose, I/O too'],
    ["don't stop, it's fine.", "don't stop, it's fine."],
    ['0000:00:1f.1 is no time', '<Number-1>:<Number-2>:<Token-3> is no time'],
    ['99-99-9999 is no date', '<Token-1> is no date'],
    ['로그인 실패: 사용자 12', '로그인 실패: 사용자 <Number-1>'],
    ['init() is a word', 'init() is a word'],
    ['', ''],
  ])('%j is %j', (line, pattern) => {
    expect(patternsOf(line)).toEqual([pattern])
  })
})

describe('what is one pattern', () => {
  test.each<[string, string[], string[]]>([
    [
      'many words in one place vary',
      ['ann', 'bob', 'cy', 'dan', 'eve', 'fay'].map(name => `account of ${name} was locked`),
      ['account of <Token-1> was locked'],
    ],
    [
      'two in prose do not',
      ['Session was opened for good', 'Session was closed for good'],
      ['Session was closed for good', 'Session was opened for good'],
    ],
    [
      'a value that never varied is shown as what it is',
      ['mode=fast took 3 ms', 'mode=fast took 4 ms'],
      ['mode=fast took <Time-1> ms'],
    ],
    [
      'lists of any length',
      ['replicate to nodes 10.0.0.1 10.0.0.2 now', 'replicate to nodes 10.0.0.1 10.0.0.2 10.0.0.3 now'],
      ['replicate to nodes <Token-1> now'],
    ],
    [
      'a part that may be missing',
      ['sent 12 bytes to peer', 'sent 2048 bytes (2 KB) to peer'],
      ['sent <Number-1> bytes <Token-2> to peer'],
    ],
    ['different marks', ['a: b c d', 'a b c d'], ['a b c d', 'a: b c d']],
    ['single words', ['active', 'blocked', 'closing'], ['active', 'blocked', 'closing']],
  ])('%s', (_, lines, patterns) => {
    expect(patternsOf(...lines)).toEqual(patterns)
  })

  test('JSON groups by its keys and what its message says', () => {
    expect(
      patternsOf(
        '{"level":"INFO","msg":"served 12 items","user":"ann","tags":["a"],"at":"2026-01-20T10:00:00Z"}',
        '{"level":"INFO","msg":"served 9 items","user":"bob b","tags":["a","b"],"at":"2026-01-20T10:00:01Z"}',
        '{"level":"INFO","msg":"cache is cold","user":"bob","tags":[],"at":"2026-01-20T10:00:01Z"}',
        '{"level":"INFO","msg":"served 9 items"}',
      ),
    ).toEqual([
      '{"level":"INFO","msg":"served <Number-1> items","user":"<Token-2>","tags":<Token-3>,"at":"<Time-4>"}',
      '{"level":"INFO","msg":"cache is cold","user":"<Token-1>","tags":<Token-2>,"at":"<Time-3>"}',
      '{"level":"INFO","msg":"served <Number-1> items"}',
    ])
  })

  test('text that only begins as JSON is prose from where it ends', () => {
    expect(patternsOf('{"a":1} tail 5', '{"a":1', '{"a" b')).toHaveLength(3)
  })

  test('stack traces group by what is said before them', () => {
    const trace = (id: number, frames: number) =>
      `Request ${id} failed: java.io.IOException: gone\n${Array.from({ length: frames }, (_, at) => `\tat a.B.c(B.java:${at})`).join('\n')}`
    const [row, ...others] = rowsOf(trace(1, 3), trace(2, 9), trace(3, 40))
    expect(others).toEqual([])
    expect(row?.pattern).toBe('Request <Number-1> failed: java.io.IOException: gone<Token-2>')
    expect(rowsOf(`{"log":${JSON.stringify(trace(1, 3))}}`, `{"log":${JSON.stringify(trace(1, 4))}}`)).toHaveLength(1)
  })
})

test.each([
  [
    'E1121 02:51:00.123456       1 reflector.go:147] watch ended',
    'Error',
    'E<Time-1>       <Number-2> reflector.go:<Number-3>] watch ended',
  ],
  ['level=warn msg="disk low" pct=91', 'Warning', 'level=warn msg="disk low" pct=<Number-1>'],
  ['{"level":50,"msg":"x"}', 'Error', '{"level":50,"msg":"x"}'],
  ['{"severity":"critical","msg":"x"}', 'Fatal', '{"severity":"critical","msg":"x"}'],
  ['{"log":"2026 DEBUG here"}', 'Debug', '{"log":"<Number-1> DEBUG here"}'],
  ['2026-01-20 TRACE entering', 'Trace', '<Time-1> TRACE entering'],
  ['error handling done', 'None', 'error handling done'],
])('severity of %j is %s', (line, label, pattern) => {
  expect(rowsOf(line)[0]).toMatchObject({ severityLabel: label, pattern })
})

test('rows come by lines, then by text; counts weigh', () => {
  const miner = createPatternMiner()
  miner.add('b b b', 2)
  miner.add('a a a', 2)
  miner.add('c c c', 5)
  expect(miner.result().map(row => [row.pattern, row.sampleCount, row.ratio])).toEqual([
    ['c c c', 5, 5 / 9],
    ['a a a', 2, 2 / 9],
    ['b b b', 2, 2 / 9],
  ])
  expect(miner.lines).toBe(9)
})

test('finder tells the pattern of lines that came and of lines that are like them', () => {
  const miner = createPatternMiner()
  miner.add('took 5 ms to serve')
  const find = miner.finder()
  expect(find('took 99 ms to serve')).toBe(miner.result()[0]?.id)
  expect(find('took long to serve')).toBeUndefined()
})
