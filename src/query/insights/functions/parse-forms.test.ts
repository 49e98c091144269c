/** JSON, the fields of messages, and the forms of parse. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import type { Value } from '../value.ts'
import {
  captures,
  compileRegex,
  discover,
  jsonText,
  matchesRegex,
  matchGlob,
  parseCsv,
  parseCsvRecord,
  parseJson,
  parseJsonFragment,
  parseLogfmt,
  pathInto,
} from './index.ts'

const field = (text: string) => ({ segments: text.split('.'), text })
const shown = (value: Value | undefined) => (value === undefined ? undefined : jsonText(value))
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth)

describe('JSON', () => {
  test.each([
    ['{"a":1,"a":2}', '{"a":1}'],
    [' [1 , -0, 1.50, 1e2, true, null]\n', '[1,0,1.5,100,true,null]'],
    ['\ufeff"x"', '"x"'],
    ['9007199254740993', '"9007199254740993"'],
    ['18446744073709551616', undefined],
    ['0.12345678901234567', '"0.12345678901234567"'],
    ['1e999', undefined],
    ['"\\ud83d\\ude00"', '"😀"'],
    ['"\\ud800"', undefined],
    ['"a\nb"', undefined],
    ['"\\u00zz"', undefined],
    ['"\\x"', undefined],
    ['[1,]', undefined],
    ['{"a" 1}', undefined],
    ['{a:1}', undefined],
    ['01', undefined],
    ['[1] x', undefined],
    ['', undefined],
    ['"open', undefined],
  ])('%s is %s', (text, json) => {
    expect(shown(parseJson(text))).toBe(json)
  })
  test('what JavaScript writes is read alike', () => {
    // Numbers that would not print as they stand are texts here.
    const alike = (_: string, value: unknown) =>
      typeof value === 'number' || (typeof value === 'string' && /^-?[\d.]{13,}$/.test(value))
        ? Number(value) + 0
        : value
    const written = fc.json().filter(text => text.isWellFormed() && !/\\ud[89a-f]|e[+-]?\d/i.test(text))
    fc.assert(
      fc.property(written, text => {
        const ours = parseJson(text)
        if (ours === undefined) expect(text).toMatch(/\d{16}/)
        else expect(JSON.parse(jsonText(ours), alike)).toEqual(JSON.parse(text, alike))
      }),
    )
  })
  test('as many levels as filterJsonDepth, one more is none', () => {
    expect(parseJson(nested(limits.filterJsonDepth))).toBeDefined()
    expect(parseJson(nested(limits.filterJsonDepth + 1))).toBeUndefined()
  })
  test('the first fragment, among insightsFragmentTries brackets', () => {
    expect(shown(parseJsonFragment('x [INFO] {"a":1} tail {"b":2}'))).toBe('{"a":1}')
    expect(shown(parseJsonFragment(`${'[x '.repeat(limits.insightsFragmentTries - 1)}{"a":1}`))).toBe('{"a":1}')
    expect(parseJsonFragment(`${'[x '.repeat(limits.insightsFragmentTries)}{"a":1}`)).toBeUndefined()
  })
})

describe('fields of a message', () => {
  const fields = (message: string, log?: string) => Object.fromEntries(discover(message, log).fields)

  test('JSON is flattened; null and empty structures are no fields; texts are not looked into', () => {
    expect(fields('{"a":{"b":[1,{"c":true}]},"n":null,"e":{},"s":"{\\"x\\":1}","@t":"v"}')).toEqual({
      'a.b.0': 1,
      'a.b.1.c': true,
      s: '{"x":1}',
      '@@t': 'v',
    })
  })
  test('a nested path goes before a dotted key, whichever stands first', () => {
    for (const message of ['{"a.b":1,"a":{"b":2}}', '{"a":{"b":2},"a.b":1}']) {
      expect(discover(message).get(field('a.b'))).toBe(2)
      expect(discover(message).get({ segments: ['a.b'], text: 'a.b' })).toBe(1)
    }
    expect(discover('{"a.b":1}').get(field('a.b'))).toBe(1)
  })
  test('objects and arrays are found where they are asked for', () => {
    const found = discover('{"a":{"l":[1,2]},"@x":{"y":1}}')
    expect(found.get(field('a.l'))).toBeNull()
    expect(shown(found.container(field('a.l')))).toBe('[1,2]')
    expect(found.container(field('a.l.0'))).toBe(1)
    expect(shown(found.container(field('@@x')))).toBe('{"y":1}')
    expect(discover('plain').container(field('a'))).toBeNull()
  })
  test.each(['[1,2]', '"x"', '{"a":1} tail', 'x {"a":1}', '', '{'])('%s has none', message => {
    expect(fields(message)).toEqual({})
  })
  test('a Lambda group: the first JSON of a line, and its request', () => {
    const id = '3604209a-e9a3-11e6-939a-754dd98c7be3'
    expect(fields(`2026-01-20T10:00:00.000Z\t${id}\tINFO\t{"a":1}`, '1:/aws/lambda/f')).toEqual({
      '@requestId': id,
      a: 1,
    })
    expect(fields(`2026-01-20T10:00:00.000Z\t${id}\tINFO\t{"a":1}`, '1:/app')).toEqual({})
  })
  test("Lambda's own lines", () => {
    const id = '3604209a-e9a3-11e6-939a-754dd98c7be3'
    expect(fields(`START RequestId: ${id} Version: $LATEST\n`)).toEqual({ '@type': 'START', '@requestId': id })
    const report = `REPORT RequestId: ${id}\tDuration: 12.34 ms\tBilled Duration: 100 ms\tMemory Size: 128 MB\tMax Memory Used: 18 MB\tInit Duration: 150.5 ms\tXRAY TraceId: 1-5e\tSegmentId: 07f\tSampled: true`
    expect(fields(report)).toEqual({
      '@type': 'REPORT',
      '@requestId': id,
      '@duration': 12.34,
      '@billedDuration': 100,
      '@initDuration': 150.5,
      '@memorySize': 128_000_000,
      '@maxMemoryUsed': 18_000_000,
      '@xrayTraceId': '1-5e',
      '@xraySegmentId': '07f',
    })
  })
  test('VPC flow and Route 53 lines', () => {
    const flow =
      '2 123456789010 eni-1235b8ca 172.31.16.139 172.31.16.21 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK'
    expect(fields(flow)).toMatchObject({
      version: '2',
      srcAddr: '172.31.16.139',
      dstPort: '22',
      bytes: '4249',
      action: 'ACCEPT',
      logStatus: 'OK',
    })
    expect(fields('2 123456789010 eni-1235b8ca - - - - - - - 1431280876 1431280934 - NODATA')).toMatchObject({
      srcAddr: '-',
      logStatus: 'NODATA',
    })
    expect(fields(flow.replace('eni-', 'x-'))).toEqual({})
    const query = '1.0 2017-12-13T08:16:02.130Z Z123412341234 example.com A NOERROR UDP FRA6 192.168.1.1 -'
    expect(fields(query)).toMatchObject({
      queryName: 'example.com',
      responseCode: 'NOERROR',
      resolverIp: '192.168.1.1',
    })
  })
  test('insightsDiscoveredFields fields, the next is none', () => {
    const message = (count: number) =>
      JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, at])))
    expect(discover(message(limits.insightsDiscoveredFields)).fields.size).toBe(limits.insightsDiscoveredFields)
    expect(discover(message(limits.insightsDiscoveredFields + 1)).fields.size).toBe(limits.insightsDiscoveredFields)
    expect(
      discover(message(limits.insightsDiscoveredFields + 1)).get(field(`k${limits.insightsDiscoveredFields}`)),
    ).toBeNull()
  })
  test('steps into a structure', () => {
    const value = parseJson('{"a":{"b.c":1,"l":["x"]}}') ?? null
    expect([pathInto(value, ['a', 'b', 'c']), pathInto(value, ['a', 'b.c']), pathInto(value, ['a', 'l', '0'])]).toEqual(
      [1, 1, 'x'],
    )
    expect([pathInto(value, ['a', 'l', '1']), pathInto(value, ['a', 'l', '-1']), pathInto('x', ['a'])]).toEqual([
      null,
      null,
      null,
    ])
  })
  test('a name that is shown finds the value that is shown, and no name finds a structure', () => {
    const key = fc.constantFrom('a', 'b', 'a.b', '@a', '0', '')
    const { value } = fc.letrec<{ value: unknown }>(tie => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(1, 'x', null, true),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(key, tie('value'), { maxKeys: 3 }),
      ),
    }))
    fc.assert(
      fc.property(fc.dictionary(key, value, { maxKeys: 4 }), document => {
        const found = discover(JSON.stringify(document))
        for (const [name, shownValue] of found.fields) expect(found.get(field(name))).toBe(shownValue)
        for (const name of ['a', 'b', 'a.b', 'a.0', 'a.a', 'b.a.b', '0', '@@a']) {
          expect(found.get(field(name))).toBe(found.fields.get(name) ?? null)
        }
      }),
      { numRuns: 1_000 },
    )
  })
  test('no message makes it throw', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.json(),
          fc.string({ unit: 'binary' }),
          fc.json().map(text => text.slice(1)),
        ),
        message => {
          expect(discover(message, '1:/aws/lambda/x').fields.size).toBeGreaterThanOrEqual(0)
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('glob', () => {
  test.each([
    ['[INFO] Request time: 327 ms x', ['[', '] Request time: ', ' ms'], ['INFO', '327']],
    ['user=ann, method:GET', ['user=', ', method:', ''], ['ann', 'GET']],
    ['aXbXc', ['', 'X', ''], ['a', 'bXc']],
    ['ab', ['', 'b', ''], ['a', '']],
    ['ab', ['', '', ''], ['', 'ab']],
    ['abc', ['x', ''], null],
    ['a1b', ['a', 'c'], null],
    ['', ['', ''], ['']],
  ])('%j by %j', (text, literals, found) => {
    expect(matchGlob(text, literals)).toEqual(found)
  })
  test('it is what a non-greedy regular expression captures', () => {
    const piece = fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 2 })
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 12 }),
        fc.array(piece, { minLength: 2, maxLength: 4 }),
        (text, literals) => {
          const source = literals
            .map(
              (one, at) =>
                one +
                (at === literals.length - 1
                  ? ''
                  : at === literals.length - 2 && literals.at(-1) === ''
                    ? '([\\s\\S]*)'
                    : '([\\s\\S]*?)'),
            )
            .join('')
          expect(matchGlob(text, literals)).toEqual(new RegExp(source).exec(text)?.slice(1) ?? null)
        },
      ),
      { numRuns: 2_000 },
    )
  })
})

describe('regular expressions', () => {
  test('groups by place and by name; one that took no part is null', () => {
    expect(captures('a1 b2', '([a-z])([0-9])(x)?', false)).toEqual([['a', '1', null]])
    expect(captures('a1 b2', '([a-z])(?P<n>[0-9])', true, ['n'])).toEqual([['1'], ['2']])
    expect(captures('x', '(', true)).toEqual([])
  })
  test('RE2 only, and linear', () => {
    expect([compileRegex('(?=a)'), compileRegex('(a)\\1'), compileRegex('a{1001}')]).toEqual([null, null, null])
    expect(matchesRegex(`${'a'.repeat(20_000)}!`, '^(a+)+$')).toBe(false)
    expect(matchesRegex('a\nb', 'a.b')).toBe(false)
  })
  test('more than insightsRegexes of them are right', () => {
    for (let at = 0; at <= limits.insightsRegexes; at++) expect(matchesRegex(`x${at}`, `^x${at}$`)).toBe(true)
    expect(matchesRegex('x0', '^x0$')).toBe(true)
  })
  test('insightsMatchesPerText matches, not one more', () => {
    expect(captures('a'.repeat(limits.insightsMatchesPerText), 'a', true)).toHaveLength(limits.insightsMatchesPerText)
    expect(captures('a'.repeat(limits.insightsMatchesPerText + 1), 'a', true)).toHaveLength(
      limits.insightsMatchesPerText,
    )
  })
})

describe('logfmt', () => {
  test.each([
    ['level=warn msg="disk low" host=n1', '{"level":"warn","msg":"disk low","host":"n1"}'],
    ['a="x \\"y\\"\\n" b= flag c=d=e', '{"a":"x \\"y\\"\\n","b":"","flag":true,"c":"d=e"}'],
    ['a=1 a=2', '{"a":"1"}'],
    ['a="open', '{"a":"open"}'],
    ['no pairs here', 'null'],
    ['', 'null'],
  ])('%s', (text, json) => {
    expect(shown(parseLogfmt(text))).toBe(json)
  })
  test('insightsListItems keys, not one more', () => {
    const keys = (count: number) => {
      const value = parseLogfmt(Array.from({ length: count }, (_, at) => `k${at}=v`).join(' '))
      return value !== null && typeof value === 'object' && value.kind === 'map' ? value.members.size : 0
    }
    expect([keys(limits.insightsListItems), keys(limits.insightsListItems + 1)]).toEqual([
      limits.insightsListItems,
      limits.insightsListItems,
    ])
  })
})

describe('CSV', () => {
  test.each([
    ['a,b', ['a', 'b']],
    ['a,"b ""x"",\ny",', ['a', 'b "x",\ny', '']],
    ['', ['']],
    ['"a"b,c', ['ab', 'c']],
    ['"open', ['open']],
    ['a\nb', ['a']],
  ])('%j', (text, cells) => {
    expect(parseCsvRecord(text)).toEqual(cells)
  })
  test('records are read as they were written', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' '), maxLength: 5 })
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 }), records => {
        const text = records.map(cells => cells.map(one => `"${one.replaceAll('"', '""')}"`).join(',')).join('\r\n')
        expect(parseCsv(text)).toEqual(records)
        expect(parseCsv(`${text}\r\n`)).toEqual(records)
      }),
      { numRuns: 500 },
    )
  })
})
