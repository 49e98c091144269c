import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutLines } from './ndjson.ts'

test.each([
  ['', 'a\nb\n', ['a', 'b'], ''],
  ['', 'a\nb', ['a'], 'b'],
  ['he', 'llo\n', ['hello'], ''],
  ['', '\n\n', [], ''],
])('%j then %j', (rest, chunk, lines, left) => {
  expect(cutLines(rest, chunk)).toEqual({ lines, rest: left })
})

test('however it is cut, the lines are the same', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ minLength: 1 }).map(s => `x${s.replaceAll('\n', '')}`)),
      fc.integer({ min: 1, max: 7 }),
      (lines, size) => {
        const whole = lines.map(line => `${line}\n`).join('')
        const got: string[] = []
        let rest = ''
        for (let at = 0; at < whole.length; at += size) {
          const cut = cutLines(rest, whole.slice(at, at + size))
          got.push(...cut.lines)
          rest = cut.rest
        }
        expect(got).toEqual(lines)
        expect(rest).toBe('')
      },
    ),
  )
})
