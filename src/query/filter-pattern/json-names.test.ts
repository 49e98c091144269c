/** The quick way through bytes finds what the long way through letters finds. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { anyMessage } from './arbitrary.ts'
import { isNames, JsonNames } from './json-names.ts'
import { scanJson } from './json-scan.ts'
import { LineFields } from './line-fields.ts'
import { MessageBytes } from './message-bytes.ts'
import { splitFields } from './split-fields.ts'
import type { Step } from './tree.ts'

const name = (text: string): Step => ({ kind: 'name', name: text })
const names = ['a', 'b', 'é', '망루', 'a"b', 'a\nb', '\u{1f600}', '', 'ab', 'status']
const anySteps = fc.array(fc.constantFrom(...names).map(name), { minLength: 1, maxLength: 3 })
const about = new MessageBytes()

const quick = (message: string, selectors: readonly (readonly Step[])[]) => {
  about.write(message)
  return new JsonNames(selectors, about).scan()
}
const agree = (message: string, selectors: readonly (readonly Step[])[]) =>
  expect(quick(message, selectors)).toEqual(scanJson(message, selectors))

const [a, ab] = [[name('a')], [name('a'), name('b')]]

describe('what is JSON, and what is found in it', () => {
  test.each([
    ['{}'],
    ['[]'],
    [''],
    ['  '],
    ['"a"'],
    ['{"a":1}'],
    ['\ufeff{"a":1}'],
    ['\ufeff \t\r\n{ "a" : 1 , "b" : [ 1 , { } ] } \n'],
    ['{"a":1,"a":2}'],
    ['{"a":{"b":1},"a":{"b":2}}'],
    ['{"a":1,"a":{"b":2}}'],
    ['{"a":{"b":1,"b":2},"c":{"b":3}}'],
    ['{"\\u0061":"\\u00e9\\ud83d\\ude00\\n\\/"}'],
    ['{"a":"\\ud83d"}'],
    ['{"a":"\\ude00"}'],
    ['{"a":"\\ud83dx"}'],
    ['{"a":"\\u00g0"}'],
    ['{"a":"\\x"}'],
    ['{"a":"\\'],
    ['{"a":"\u0000"}'],
    ['{"a":"\u001f"}'],
    ['{"a":"\u007f\u0080é망\u{1f600}"}'],
    ['{"a":"x'],
    ['{"a":"x"'],
    ['{"a":"x"}}'],
    ['{"a":"x"}\u0000'],
    ['{"a":tru}'],
    ['{"a":true,"b":false,"c":null}'],
    ['{"a":null'],
    ['{"a" 1}'],
    ['{a:1}'],
    ['{"a":1,}'],
    ['[1,]'],
    ['[1 2]'],
    ['{"a":}'],
    ['{"b":[{"a":1}],"a":[1]}'],
    ['{"é":1,"a":"é","b":"망루"}'],
  ])('%j', message => agree(message, [a, ab, [name('é')], [name('b')]]))

  test.each([
    '0 -0 00 01 -01 1 -1 +1 .5 1. 1.5 -0.0 1e5 1E+5 1e-5 1e 1e+ 1.5e3 100.50 1e21 1e999 -1e999 1-1 1.1.1 - 1e5.0'.split(
      ' ',
    ),
    '123456789012345678 1234567890123456789 18446744073709551615 18446744073709551616 -9223372036854775808 -9223372036854775809'.split(
      ' ',
    ),
  ])('numbers %s …', (...numbers) => {
    for (const number of numbers) {
      agree(`{"a":${number}}`, [a])
      agree(`{"a":${number} ,"b":2}`, [a, [name('b')]])
      agree(`{"b":${number},"a":[${number}]}`, [a])
    }
  })

  test.each([limits.filterJsonDepth - 1, limits.filterJsonDepth, limits.filterJsonDepth + 1])('%i levels', depth => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      agree(open.repeat(depth) + (open === '[' ? '' : '1') + close.repeat(depth), [a, ab])
      agree(`${open.repeat(depth)}1${close.repeat(depth)}`, [a, ab])
      agree(`${open.repeat(depth)}{}${close.repeat(depth)}`, [a, ab])
    }
  })

  test('of any message and any names', () => {
    const anyText = fc.oneof(anyMessage, fc.json(), fc.json({ stringUnit: 'binary' }), noisyJson)
    fc.assert(
      fc.property(anyText, fc.array(anySteps, { maxLength: 6 }), (message, selectors) => {
        agree(message.toWellFormed(), selectors)
      }),
      { numRuns: 3_000 },
    )
  })

  test('a reader is used again: nothing of a message is left in the next', () => {
    const reader = new JsonNames([a, ab], about)
    for (const message of ['{"a":{"b":1}}', '{"a":2', '{}', '{"a":{"b":3}}', '[]']) {
      about.write(message)
      expect(reader.scan()).toEqual(scanJson(message, [a, ab]))
    }
  })

  test('only names go the quick way', () => {
    expect([isNames(ab), isNames([name('a'), { kind: 'index', index: 0 }])]).toEqual([true, false])
  })
})

/** JSON with something put in, left out or changed. */
const noisyJson = fc
  .tuple(
    fc.dictionary(fc.constantFrom(...names), fc.jsonValue({ maxDepth: 2 })),
    fc.nat(200),
    fc.constantFrom('', '"', '\\', '{', ',', '\u0001', ' ', '\\u0061', '1', 'é'),
    fc.nat(2),
  )
  .map(([value, at, text, less]) => {
    const whole = JSON.stringify(value)
    return whole.slice(0, at) + text + whole.slice(at + less)
  })

test('fields in bytes are the fields of the line', () => {
  const fields = new LineFields(about)
  const anyLine = fc.oneof(
    anyMessage,
    fc
      .array(fc.constantFrom(' ', '\t', '"', '[', ']', 'a', 'é', '망', '\n', '\r', '5', '\u0000'))
      .map(all => all.join('')),
    fc.array(fc.constantFrom('a', '"b c"', '[d e]', '망', '""'), { maxLength: 200 }).map(all => all.join(' ')),
  )
  fc.assert(
    fc.property(anyLine, line => {
      about.write(line.toWellFormed())
      fields.begin()
      const told = splitFields(line.toWellFormed())
      expect(Array.from({ length: fields.length }, (_, at) => fields.at(at))).toEqual(told)
      for (const at of [-1, -2, told.length, -told.length - 1]) expect(fields.at(at)).toBe(told.at(at))
    }),
    { numRuns: 2_000 },
  )
})

test('a large message between small ones', () => {
  for (const message of ['a', 'é'.repeat(300_000), 'b', '망'.repeat(10_000), 'c']) {
    about.write(message)
    expect(about.text(0, about.length)).toBe(message)
  }
  expect(about.bytes.length).toBeLessThan(65_537)
})
