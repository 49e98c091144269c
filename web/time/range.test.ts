import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  absolute,
  parseLength,
  parseTime,
  parseTyped,
  printLength,
  refreshEvery,
  relativeWidth,
  resolvedOr,
  resolveRange,
  stepRange,
  zoomOut,
  zoomTo,
} from './range.ts'

const now = Date.UTC(2026, 10, 21, 3, 12, 0)

test.each([
  [{ from: 'now-1h', to: 'now' }, 3_600_000],
  [{ from: 'yesterday', to: 'now' }, 900_000],
  [{ from: 'now', to: 'now-1h' }, 900_000],
])('%o is resolved, or the usual range instead', (range, width) => {
  expect(resolvedOr(range, now, 'utc')).toEqual({ from: now - width, to: now })
})

describe('a time expression', () => {
  test.each([
    ['now', now],
    ['now-15m', now - 900_000],
    ['now - 1h30m', now - 5_400_000],
    ['now+5s', now + 5_000],
    ['2026-11-21', Date.UTC(2026, 10, 21)],
    ['2026-11-21 03:04', Date.UTC(2026, 10, 21, 3, 4)],
    ['2026-11-21T03:04:05.6Z', Date.UTC(2026, 10, 21, 3, 4, 5, 600)],
    ['2026-11-21T12:04:05+09:00', Date.UTC(2026, 10, 21, 3, 4, 5)],
    ['2026-11-20T22:04:05-0500', Date.UTC(2026, 10, 21, 3, 4, 5)],
    ['1795230720000', 1_795_230_720_000],
  ])('%s', (text, at) => {
    expect(parseTime(text, now, 'utc')).toEqual({ ok: true, value: at })
  })

  test.each(['', 'yesterday', 'now-', 'now-15', 'now-15x', '2026-02-31', '2026-11-21T25:00', '15'])(
    'refuses %j',
    text => {
      expect(parseTime(text, now, 'utc').ok).toBe(false)
    },
  )

  test('without an offset it is read in the chosen zone', () => {
    const local = parseTime('2026-11-21T03:04:05', now, 'local')
    expect(local).toEqual({ ok: true, value: new Date(2026, 10, 21, 3, 4, 5).getTime() })
  })

  test('no text makes it throw', () => {
    fc.assert(fc.property(fc.string(), text => void parseTime(text, now, 'utc')))
  })
})

describe('a length', () => {
  test.each([
    ['90s', 90_000],
    ['1h30m', 5_400_000],
    ['2w', 1_209_600_000],
    ['h', undefined],
    ['1y', undefined],
  ])('%s', (text, length) => {
    expect(parseLength(text)).toBe(length)
  })

  test('printed and parsed it is the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), seconds => {
        expect(parseLength(printLength(seconds * 1_000))).toBe(seconds * 1_000)
      }),
    )
  })
})

describe('what a person types', () => {
  test.each([
    ['15m', { from: 'now-15m', to: 'now' }],
    ['now-2h', { from: 'now-2h', to: 'now' }],
    ['now-2h to now-1h', { from: 'now-2h', to: 'now-1h' }],
    ['2026-11-21 01:00 – 2026-11-21 02:00', { from: '2026-11-21T01:00:00.000Z', to: '2026-11-21T02:00:00.000Z' }],
    ['2026-11-21 01:00', { from: '2026-11-21T01:00:00.000Z', to: 'now' }],
  ])('%s', (text, range) => {
    expect(parseTyped(text, now, 'utc')).toEqual({ ok: true, value: range })
  })

  test('an end before its start is refused', () => {
    expect(parseTyped('now-1h to now-2h', now, 'utc')).toEqual({ ok: false, error: { code: 'ends-before-start' } })
  })
})

describe('moving', () => {
  const hour = { from: '2026-11-21T01:00:00.000Z', to: '2026-11-21T02:00:00.000Z' }

  test('zooming out of a range that ends now keeps it ending now', () => {
    expect(zoomOut({ from: 'now-15m', to: 'now' }, now, 'utc')).toEqual({ from: 'now-30m', to: 'now' })
  })
  test('zooming out of a past range grows on both sides', () => {
    expect(zoomOut(hour, now, 'utc')).toEqual({ from: '2026-11-21T00:30:00.000Z', to: '2026-11-21T02:30:00.000Z' })
  })
  test('zooming out does not reach into the future', () => {
    const late = { from: '2026-11-21T02:12:00.000Z', to: '2026-11-21T03:12:00.000Z' }
    expect(zoomOut(late, now, 'utc')).toEqual({ from: '2026-11-21T01:12:00.000Z', to: '2026-11-21T03:12:00.000Z' })
  })
  test('a step back from now is the stretch before', () => {
    expect(stepRange({ from: 'now-1h', to: 'now' }, -1, now, 'utc')).toEqual({
      from: '2026-11-21T01:12:00.000Z',
      to: '2026-11-21T02:12:00.000Z',
    })
  })
  test('a step forward into the future ends now', () => {
    expect(stepRange(zoomTo(now - 5_400_000, now - 1_800_000), 1, now, 'utc')).toEqual({ from: 'now-1h', to: 'now' })
  })
  test('a step back and forward is where it began', () => {
    expect(stepRange(stepRange(hour, -1, now, 'utc'), 1, now, 'utc')).toEqual(hour)
  })
  test('a brush drawn backwards, or too thin, is still a range', () => {
    expect(zoomTo(2_000_000_005_000, 2_000_000_000_000)).toEqual({
      from: absolute(2_000_000_000_000),
      to: absolute(2_000_000_005_000),
    })
    const thin = resolveRange(zoomTo(now, now), now, 'utc')
    expect(thin).toEqual({ ok: true, value: { from: now, to: now + 1_000 } })
  })
})

test('only a range that ends now has a width to say', () => {
  expect(relativeWidth({ from: 'now-15m', to: 'now' })).toBe('15m')
  expect(relativeWidth({ from: 'now-15m', to: 'now-5m' })).toBeUndefined()
})

test('refresh off means none', () => {
  expect(refreshEvery('off')).toBeUndefined()
  expect(refreshEvery('30s')).toBe(30_000)
})
