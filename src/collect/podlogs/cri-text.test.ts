import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { CriText } from './cri-text.ts'

const told = (...pieces: readonly (string | Uint8Array)[]): string => {
  const text = new CriText()
  return Buffer.concat(pieces.map(piece => text.take(Buffer.from(piece)))).toString()
}
const time = '2026-01-20T10:00:00.12Z'
const asTold = '2026-01-20T10:00:00.120000000Z'

describe('CriText', () => {
  test.each([
    ['a line', `${time} stdout F hello world\n`, `${asTold} hello world\n`],
    ['standard error', `${time} stderr F hello\n`, `${asTold} hello\n`],
    ['an empty line', `${time} stdout F \n`, `${asTold} \n`],
    ['spaces of its own', `${time} stdout F  a  b \n`, `${asTold}  a  b \n`],
    ['a carriage return', `${time} stdout F a\r\n`, `${asTold} a\r\n`],
    ['more tags than one', `${time} stdout F:later a\n`, `${asTold} a\n`],
    [
      'parts, joined under the time of the first',
      `${time} stdout P a\n2026-01-20T10:00:09Z stdout P b\n${time} stdout F c\n`,
      `${asTold} abc\n`,
    ],
    [
      'a part, as the kubelet joins it, whatever stream follows',
      `${time} stdout P a\n${time} stderr F b\n`,
      `${asTold} ab\n`,
    ],
    ['an empty part joins nothing', `${time} stdout P \n${time} stdout F b\n`, `${asTold} ${asTold} b\n`],
    ['no decimals', '2026-01-20T10:00:00Z stdout F a\n', '2026-01-20T10:00:00.000000000Z a\n'],
    ['more than nine decimals', '2026-01-20T10:00:00.1234567899Z stdout F a\n', '2026-01-20T10:00:00.123456789Z a\n'],
    ['a time of another zone', '2026-01-20T19:00:00.5+09:00 stdout F a\n', '2026-01-20T19:00:00.500000000+09:00 a\n'],
    ['no offset', '2026-01-20T10:00:00.5+00:00 stdout F a\n', '2026-01-20T10:00:00.500000000Z a\n'],
    ['the end without a newline', `${time} stdout F a`, `${asTold} a`],
    ['no time', `yesterday stdout F a\n${time} stdout F b\n`, `${asTold} b\n`],
    ['a time that there is not', `2026-13-20T10:00:00Z stdout F a\n${time} stdout F b\n`, `${asTold} b\n`],
    ['no such stream', `${time} stdin F a\n${time} stdout F b\n`, `${asTold} b\n`],
    ['a head alone', `${time} stdout\n${time} stdout F\n${time} stdout F b\n`, `${asTold} b\n`],
    ['a head without end', `${'x'.repeat(500)} stdout F a\n${time} stdout F b\n`, `${asTold} b\n`],
    ['another runtime’s format', `{"log":"a\\n","stream":"stdout","time":"${time}"}\n`, ''],
    ['nothing', '', ''],
  ])('%s', (_story, file, log) => {
    expect(told(file)).toBe(log)
  })

  test('tells when the rest of a line is elsewhere', () => {
    const isLeftOpen = (file: string) => {
      const text = new CriText()
      text.take(Buffer.from(file))
      return text.unfinished
    }
    expect(isLeftOpen(`${time} stdout P a\n`)).toBe(true)
    expect(isLeftOpen(`${time} stdout P a`)).toBe(true)
    expect(isLeftOpen(`${time} stdout F a\n`)).toBe(false)
    expect(isLeftOpen(`${time} stdout F a`)).toBe(false)
  })

  test('whatever bytes come, and wherever they are cut, the text is the same', () => {
    const line = fc.oneof(
      fc
        .tuple(fc.constantFrom('P', 'F', 'F:x', ''), fc.string({ unit: 'grapheme', maxLength: 30 }))
        .map(([tag, text]) => `${time} stdout ${tag} ${text.replaceAll('\n', '')}\n`),
      fc.string({ unit: 'binary', maxLength: 200 }),
    )
    fc.assert(
      fc.property(fc.array(line, { maxLength: 10 }), fc.array(fc.nat(600), { maxLength: 12 }), (lines, cuts) => {
        const whole = Buffer.from(lines.join(''))
        const places = [0, ...cuts.map(at => Math.min(at, whole.length)).sort((a, b) => a - b), whole.length]
        expect(told(...places.slice(1).map((to, i) => whole.subarray(places[i], to)))).toBe(told(whole))
      }),
      { seed: 4, numRuns: 150 },
    )
  })
})
