import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { LineCutter, type PodLogLine } from './lines.ts'

const time = '2026-01-20T10:00:00.123456789Z'
const bytes = (text: string) => new TextEncoder().encode(text)

function cut(...pieces: readonly (string | Uint8Array)[]): PodLogLine[] {
  const cutter = new LineCutter()
  return [...pieces.flatMap(piece => cutter.take(typeof piece === 'string' ? bytes(piece) : piece)), ...cutter.end()]
}

describe('LineCutter', () => {
  test.each([
    ['a line', [`${time} hello\n`], [['hello', 'F']]],
    ['cut anywhere', [`${time.slice(0, 9)}`, `${time.slice(9)} he`, 'llo\n'], [['hello', 'F']]],
    [
      'without a last newline',
      [`${time} a\n${time} b`],
      [
        ['a', 'F'],
        ['b', 'F'],
      ],
    ],
    [
      'empty lines',
      [`${time} \n${time}\n`],
      [
        ['', 'F'],
        ['', 'F'],
      ],
    ],
    ['carriage returns', [`${time} a\r\n`], [['a', 'F']]],
    [
      'a line without a time has the one before',
      [`${time} a\nmore\n`],
      [
        ['a', 'F'],
        ['more', 'F'],
      ],
    ],
    ['before any time nothing is known', ['rubbish\n', `${time} a\n`], [['a', 'F']]],
  ])('%s', (_story, pieces, lines) => {
    expect(cut(...pieces).map(({ text, part }) => [text, part])).toEqual(lines)
  })

  test('times of any zone', () => {
    const [line] = cut('2026-01-20T19:00:00.5+09:00 here\n')
    expect(line).toEqual({
      time: '2026-01-20T19:00:00.5+09:00',
      at: Date.UTC(2026, 0, 20, 10) + 500,
      text: 'here',
      part: 'F',
    })
  })

  test('a line of podLogLineBytes is one record, one byte more makes two', () => {
    const most = `${time} ${'x'.repeat(limits.podLogLineBytes - time.length - 1)}`
    expect(cut(`${most}\n`).map(({ part }) => part)).toEqual(['F'])
    expect(cut(`${most}y\n`).map(({ text, part }) => [text.length, part])).toEqual([
      [limits.podLogLineBytes - time.length - 1, 'P'],
      [1, 'F'],
    ])
  })

  test('a long line is cut between characters, and nothing of it is lost', () => {
    const text = '한'.repeat(limits.podLogLineBytes / 2)
    const lines = cut(`${time} ${text}\n`)
    expect(lines.map(({ text }) => text).join('')).toBe(text)
    expect(lines.map(({ part }) => part)).toEqual(['P', 'F'])
  })

  test('however bytes come, the lines are the same', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 40 }).map(one => one.replace(/[\r\n]/g, ' '))
    fc.assert(
      fc.property(fc.array(text, { maxLength: 8 }), fc.array(fc.nat(600), { maxLength: 12 }), (texts, cuts) => {
        const whole = bytes(texts.map(one => `${time} ${one}\n`).join(''))
        const places = [0, ...cuts.map(at => Math.min(at, whole.length)).sort((a, b) => a - b), whole.length]
        const pieces = places.slice(1).map((to, i) => whole.subarray(places[i], to))
        expect(cut(...pieces)).toEqual(cut(whole))
        expect(cut(whole).map(({ text }) => text)).toEqual(texts)
      }),
      { seed: 2, numRuns: 300 },
    )
  })
})
