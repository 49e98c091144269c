import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readPrefix, StreamSteps, stepOf } from './layout.ts'

describe('a step of a path', () => {
  test.each([
    ['web-1', 'web-1'],
    ['2026/11/21/[$LATEST]ab', '2026-11-21-[$LATEST]ab'],
    ['..', '--'],
    ['../../etc/passwd', '---..-etc-passwd'],
    ['.hidden', '-hidden'],
    ['a\nb\\c', 'a-b-c'],
    ['한글 ✓', '한글 ✓'],
    ['', '-'],
  ])('%j is %j', (name, step) => {
    expect(stepOf(name)).toBe(step)
  })

  test('never climbs, hides or grows too long', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 600 }), fc.string({ maxLength: 600 })), name => {
        const step = stepOf(name)
        expect(step).not.toMatch(/[/\\\p{Cc}]|^\./u)
        expect(Buffer.byteLength(step)).toBeLessThanOrEqual(180)
        expect(step).not.toBe('')
      }),
    )
  })

  test('each stream has its own, whatever their names come to', () => {
    const long = 'x'.repeat(400)
    const names = ['a/b', 'a-b', 'A-b', 'a\\b', `${long}1`, `${long}2`, '.', '-']
    const steps = new StreamSteps()
    const given = names.map(name => steps.next(name).toLowerCase())
    expect(new Set(given).size).toBe(names.length)
    expect(given[0]).toBe('a-b')
  })
})

test.each([
  ['exportedlogs', ['exportedlogs']],
  ['/a//b c/', ['a', 'b c']],
  ['', []],
])('the prefix %j', (text, steps) => {
  expect(readPrefix(text)).toEqual({ ok: true, value: steps })
})
test.each(['../x', 'a/..', '.a', 'a\\b', 'a\0', 'x'.repeat(513), 'y'.repeat(300)])('%j is no prefix', text => {
  expect(readPrefix(text).ok).toBe(false)
})
