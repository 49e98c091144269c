import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { SeenLines } from './seen.ts'

describe('lines that were seen', () => {
  const line = (at: number, text: string) => ({ time: new Date(at).toISOString(), at, text })

  test('the same line twice in one moment is two lines, and repeats of both are known', () => {
    const seen = new SeenLines()
    expect([line(1_500, 'a'), line(1_500, 'a')].map(one => seen.repeats(one))).toEqual([false, false])
    expect(seen.since).toBe('1970-01-01T00:00:01Z')
    seen.reconnected()
    expect([1, 2, 3].map(() => seen.repeats(line(1_500, 'a')))).toEqual([true, true, false])
  })

  test('a log begins as it is known when its first line is the first of the last second', () => {
    const seen = new SeenLines()
    for (const one of [line(900, 'a'), line(1_500, 'b'), line(1_600, 'c')]) seen.note(one)
    expect(['a', 'b', 'c'].map((text, i) => seen.beginsWith(line([900, 1_500, 1_600][i] ?? 0, text)))).toEqual([
      ...[false, true, false],
    ])
    expect(new SeenLines().beginsWith(line(0, 'a'))).toBe(false)
  })

  test('podLogRemembered lines of a second are known, one more is not', () => {
    const seen = new SeenLines()
    for (let i = 0; i <= limits.podLogRemembered; i++) seen.note(line(1_000, `${i}`))
    seen.reconnected()
    expect(seen.repeats(line(1_000, `${limits.podLogRemembered - 1}`))).toBe(true)
    expect(seen.repeats(line(1_000, `${limits.podLogRemembered}`))).toBe(false)
  })
})
