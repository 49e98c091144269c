import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { JsonLines } from './json-lines.ts'

const written = (lines: JsonLines) => Buffer.concat(lines.finish()).toString()
const jsonOf = (text: string) => {
  const lines = new JsonLines(text.length)
  const bytes = Buffer.from(`before${text}after`)
  lines.text(bytes, 6, bytes.length - 5)
  return written(lines)
}

describe('a text', () => {
  test.each([
    ['', '""'],
    ['a "quoted" \\ word', '"a \\"quoted\\" \\\\ word"'],
    ['\b\t\n\f\r', '"\\b\\t\\n\\f\\r"'],
    ['\u0000\u001f\u007f\u2028', '"\\u0000\\u001f\u007f\u2028"'],
    ['망루 \u{1f600}', '"망루 \u{1f600}"'],
  ])('%j', (text, json) => {
    expect(jsonOf(text)).toBe(json)
  })

  test('is what JSON.stringify makes of it', () => {
    const any = fc.string({
      unit: fc.oneof(fc.constantFrom('"', '\\', '\n', '\u0001'), fc.string({ unit: 'grapheme' })),
    })
    fc.assert(
      fc.property(any, text => {
        expect(jsonOf(text)).toBe(JSON.stringify(text.toWellFormed()))
      }),
    )
  })
})

test('lines longer than a piece, and than was expected, are whole', () => {
  const lines = new JsonLines(10)
  const long = Buffer.from('"\u0001'.repeat(200_000))
  for (const at of [1, 2, 3]) {
    lines.ascii(`{"at":${at},"text":`)
    lines.text(long, 0, at === 2 ? long.length : 4)
    lines.bytes(Buffer.from('}\n'))
  }
  const read = written(lines)
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
  expect(read.map(({ at, text }) => [at, text.length])).toEqual([
    [1, 4],
    [2, 400_000],
    [3, 4],
  ])
  expect(lines.finish()).toEqual([])
})
