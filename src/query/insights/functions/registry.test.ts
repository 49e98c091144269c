/** Every function of the catalogue: examples, and nothing that is handed in makes one throw. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { scalarFunctions } from '../language/index.ts'
import type { Value } from '../value.ts'
import { callScalar, list, map, printValue, scalarImplementations, time } from './index.ts'
import type { Argument } from './scalar.ts'
import { anyArgument } from './value.cases.ts'

const moment = { startedAt: 1_768_903_200_999, from: 1_000, to: 4_500 }
const call = (name: string, ...args: Argument[]) => callScalar(name, args, moment)
const m5: Argument = { kind: 'period', period: { amount: 5, unit: 'm' } }
const at = Date.UTC(2026, 0, 20, 10, 4, 59, 999)
const regex = (source: string): Argument => ({ kind: 'regex', regex: { source, groups: [] } })
const nothing = list([])

test('the catalogue and the functions are the same set', () => {
  expect([...scalarImplementations.keys()].sort()).toEqual(scalarFunctions.map(({ name }) => name).sort())
})

// biome-ignore format: a table reads better in rows
const examples: readonly (readonly [name: string, args: readonly Argument[], result: Value])[] = [
  ['abs', [-3], 3], ['abs', ['x'], null], ['abs', ['-2.5'], 2.5], ['ceil', [2.1], 3], ['ceil', [-0.5], 0], ['floor', [2.7], 2],
  ['greatest', [1, '5', 3], 5], ['greatest', [1, 'x'], null], ['least', [4, 2], 2], ['least', [4, null], null],
  ['log', [Math.E], 1], ['log', [0], null], ['round', [2.5], 3], ['round', [-2.5], -3], ['round', [1.005, 2], 1.01], ['round', [1234, -2], 1200],
  ['sqrt', [9], 3], ['sqrt', [-1], null], ['toNumber', ['12.50'], 12.5], ['toNumber', ['12x'], null], ['toNumber', [true], 1],
  ['toInt', ['12.9'], 12], ['toInt', [-12.9], -12], ['toInt', [2_147_483_648], null], ['toLong', [2_147_483_648.5], 2_147_483_648], ['toDouble', ['1e3'], 1000],
  ['bin', [time(at), m5], time(at - 299_999)], ['datefloor', [at, m5], time(at - 299_999)], ['dateceil', [time(at), m5], time(at + 1)],
  ['datefloor', ['x', m5], null], ['fromMillis', [1_000.7], time(1_000)], ['fromMillis', [8.64e15 + 1], null], ['toMillis', [time(at)], at], ['now', [], 1_768_903_200],
  ['parseDate', ['2026-01-20', 'yyyy-MM-dd'], Date.UTC(2026, 0, 20)], ['parseDate', ['2026-01-20', 'yyyy-MM-dd', 'Asia/Seoul'], Date.UTC(2026, 0, 19, 15)],
  ['parseDate', ['2026-01-20', 'yyyy-MM-dd', 'Mars/Base'], null], ['formatDate', [time(at), '%Y-%m-%d'], '2026-01-20'], ['formatDate', [at, '%H:%M', '+09:00'], '19:04'],
  ['ispresent', ['x'], true], ['ispresent', [null], false], ['ispresent', [''], true], ['coalesce', [null, 'a', 'b'], 'a'], ['coalesce', [null], null],
  ['if', [true, 1, 2], 1], ['if', [false, 1, 2], 2], ['if', [null, 1, 2], 2], ['case', [false, 'a', true, 'b', 'c'], 'b'], ['case', [false, 'a', 'c'], 'c'], ['case', [false, 'a'], null],
  ['isNumeric', ['1e3'], true], ['isNumeric', ['1x'], false], ['isNumeric', [null], false], ['messageSize', ['é😀'], 6],
  ['queryStartTime', [], 1_000], ['queryEndTime', [], 4_500], ['queryTimeRange', [], 3_500], ['unmask', ['x'], 'x'],
  ['jsonParse', ['[1,"a"]'], list([1, 'a'])], ['jsonParse', ['{"a":{"b":1}}'], map(new Map([['a', map(new Map([['b', 1]]))]]))], ['jsonParse', ['5'], null], ['jsonParse', ['{'], null],
  ['jsonStringify', [map(new Map<string, Value>([['a', list([1, 'x', null, true])]]))], '{"a":[1,"x",null,true]}'],
  ['jsonArraySize', ['[1,2]'], 2], ['jsonArraySize', [list([1])], 1], ['jsonArraySize', ['{}'], null], ['jsonArrayContains', ['[1,"a"]', 'a'], true], ['jsonArrayContains', ['[1]', '1'], true], ['jsonArrayContains', ['[1]', 2], false],
  ['isValidIp', ['10.0.0.1'], true], ['isValidIp', ['::1'], true], ['isValidIp', ['10.0.0.256'], false], ['isValidIpV4', ['::1'], false], ['isValidIpV6', ['::1'], true], ['isValidIpV6', ['1:2:3'], false],
  ['isIpInSubnet', ['2001:db8::1', '2001:db8::/32'], true], ['isIpInSubnet', ['10.1.2.3', '10.0.0.0/8'], true], ['isIpInSubnet', ['10.1.2.3', 'x'], false], ['isIpInSubnet', [null, '10.0.0.0/8'], null],
  ['isIpv4InSubnet', ['10.128.0.1', '10.0.0.0/9'], false], ['isIpv4InSubnet', ['::1', '::/0'], false], ['isIpv6InSubnet', ['::1', '::/0'], true], ['ipv4ToNumber', ['1.2.3.4'], 16_909_060], ['ipv4ToNumber', ['x'], null],
  ['isPrivateIP', ['172.31.0.1'], true], ['isPrivateIP', ['172.32.0.1'], false], ['isPrivateIP', ['fd00::1'], true], ['isPublicIP', ['8.8.8.8'], true], ['isPublicIP', ['127.0.0.1'], false], ['isPublicIP', ['x'], false], ['isReservedIP', ['127.0.0.1'], true], ['isReservedIP', ['2001:db8::1'], true], ['isReservedIP', ['10.0.0.1'], false],
  ['isempty', [''], true], ['isempty', [null], true], ['isempty', [' '], false], ['isempty', [nothing], false], ['isblank', [' \t'], true], ['isblank', [null], true], ['isblank', ['x'], false],
  ['concat', ['a', 1, true], 'a11'], ['concat', ['a', null], null], ['ltrim', ['xyZxyfooxyZ', 'xyZ'], 'fooxyZ'], ['rtrim', ['xyZfooxyxyZ', 'xyZ'], 'xyZfoo'], ['trim', ['xyZxyfooxyxyZ', 'xyZ'], 'foo'], ['trim', [' \ta b\n'], 'a b'], ['trim', ['xx', 'x'], ''], ['trim', ['😀a😀', '😀'], 'a'], ['trim', ['aa', ''], 'aa'],
  ['strlen', ['é😀'], 2], ['strlen', [123], 3], ['strlen', [nothing], null], ['toupper', ['straße'], 'STRASSE'], ['tolower', ['ÄB'], 'äb'],
  ['substr', ['xyZfooxyZ', 3, 3], 'foo'], ['substr', ['/a', 1], 'a'], ['substr', ['😀bc', 1, 1], 'b'], ['substr', ['abc', -1, 2], 'ab'], ['substr', ['abc', 9], ''], ['substr', ['abc', 1, -1], ''], ['substr', ['abc', 'x'], null],
  ['replace', ['a.b.c', '.', '$1'], 'a$1b$1c'], ['replace', ['abc', '', 'x'], 'abc'], ['regexReplace', ['a1b22', regex('[0-9]+'), '<$0>'], 'a<1>b<22>'], ['regexReplace', ['john smith', '(\\w+) (\\w+)', '$2 $1$9'], 'smith john'], ['regexReplace', ['abc', regex('x*'), '-'], '-a-b-c-'], ['regexReplace', ['a', regex('('), 'x'], null],
  ['strcontains', ['abc', 'b'], true], ['strcontains', ['ABC', 'b', 1], false], ['strcontains', [null, 'b'], null], ['startsWith', ['abc', 'ab'], true], ['endsWith', ['abc', 'ab'], false],
  ['urlencode', ['a b/ü'], 'a%20b%2F%C3%BC'], ['urldecode', ['a+b%2Fc'], 'a b/c'], ['urldecode', ['%E0%A4%A'], null], ['base64encode', ['héllo'], 'aMOpbGxv'], ['base64decode', ['aMOpbGxv'], 'héllo'], ['base64decode', ['YQ'], 'a'], ['base64decode', ['*'], null],
  ['split', ['a,b,,c', ','], list(['a', 'b', '', 'c'])], ['split', ['ab', ''], list(['ab'])], ['hexToAscii', ['48656c6c6f'], 'Hello'], ['hexToAscii', ['4'], null], ['hexToDec', ['0xff'], 255], ['hexToDec', ['ffffffffffffffff'], '18446744073709551615'], ['hexToDec', ['xyz'], null], ['decToHex', [255], '0xff'], ['decToHex', [1.5], null], ['decToHex', [-255], '-0xff'],
  ['md5', ['a'], '0cc175b9c0f1b6a831c399e269772661'], ['sha256', [''], 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'], ['sha256', [null], null],
]

test.each(examples)('%s(%j)', (name, args, result) => {
  expect(call(name, ...args)).toEqual(result)
})

test('every function has an example', () => {
  const shown = new Set(examples.map(([name]) => name))
  expect([...scalarImplementations.keys()].filter(name => !shown.has(name))).toEqual(['haversine'])
  expect(call('haversine', 52.52, 13.405, 48.8566, 2.3522)).toBeCloseTo(877.46, 0)
})

describe('whatever is handed in', () => {
  test.each([...scalarImplementations.keys()])('%s does not throw, and prints', name => {
    fc.assert(
      fc.property(fc.array(anyArgument, { maxLength: 6 }), args => {
        const value = call(name, ...args)
        expect(typeof printValue(value)).toMatch(value === null ? /^object$/ : /^string$/)
      }),
      { numRuns: 150 },
    )
  })
})

describe('bounds', () => {
  test('a made text has insightsTextLength units at most', () => {
    const half = 'x'.repeat(limits.insightsTextLength / 2)
    expect(call('concat', half, half)).toHaveLength(limits.insightsTextLength)
    expect(call('concat', half, half, 'x')).toBeNull()
    expect(call('replace', half, 'x', 'yy')).toHaveLength(limits.insightsTextLength)
    expect(call('replace', `${half}x`, 'x', 'yy')).toBeNull()
    expect(call('regexReplace', 'a'.repeat(64), regex('a'), 'y'.repeat(limits.insightsTextLength / 32))).toBeNull()
  })
  test('a made list has insightsListItems items at most', () => {
    const size = (count: number) => call('jsonArraySize', call('split', ','.repeat(count - 1), ','))
    expect(size(limits.insightsListItems)).toBe(limits.insightsListItems)
    expect(size(limits.insightsListItems + 1)).toBe(limits.insightsListItems)
  })
})
