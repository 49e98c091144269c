import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import type { MetricPicture, PictureSeries, PictureView } from './index.ts'
import { pictureSvg } from './index.ts'
import { thinned } from './thin.ts'

const from = Date.parse('2026-11-21T00:00:00Z')
const minute = 60_000
const hour = 60 * minute
/** Values a minute apart; null leaves one out. */
const series = (
  label: string,
  values: readonly (number | null)[],
  more: Partial<PictureSeries> = {},
): PictureSeries => {
  const there = values.flatMap((value, at) => (value === null ? [] : [[from + at * 5 * minute, value] as const]))
  return { label, at: there.map(([at]) => at), values: there.map(([, value]) => value), periodMs: 5 * minute, ...more }
}
const wave = (steps: number, size: number, shift = 0) =>
  Array.from({ length: steps }, (_, at) => Math.round(size * (1 + Math.sin(at / 6 + shift)) * 100) / 100)
const range = { from, to: from + 3 * hour }

const pictures: Readonly<Record<string, MetricPicture>> = {
  'line-with-gaps': {
    ...range,
    title: 'Latency of the backend',
    series: [
      series('p99', [...wave(12, 300), null, null, 480, null, ...wave(20, 260, 2)], { unit: 'Milliseconds' }),
      series('p50', wave(36, 90, 1), { unit: 'Milliseconds', colour: '#2f8f5b' }),
    ],
    levels: [{ value: 500, label: 'threshold', fill: 'above' }],
    moments: [{ at: from + hour, label: 'rollout' }],
  },
  'stacked-dark-two-axes': {
    ...range,
    theme: 'dark',
    stacked: true,
    title: 'Requests by service',
    series: [
      ...['web', 'api', 'batch'].map((label, at) => series(label, wave(36, 100 * (at + 1), at), { unit: 'Count' })),
      series('memory', wave(36, 5e8), { unit: 'Bytes', axis: 'right' }),
    ],
    left: { min: 0, label: 'requests' },
    legend: 'right',
  },
  'korean-with-zone': {
    ...{ from, to: from + 36 * hour, timezone: 540, language: 'ko', title: '로그 수집량 <시간당> & 오류' },
    series: [series('백엔드 앱', wave(36, 4e6), { unit: 'Bytes', periodMs: hour })].map(one => ({
      ...one,
      at: one.at.map((_, place) => from + place * hour),
    })),
    moments: [{ at: from + 5 * hour, to: from + 8 * hour, label: '배포' }],
  },
  'no-data': { ...range, title: 'Nothing', series: [series('silent', [])] },
  'band-of-an-anomaly': {
    ...range,
    series: [
      series('load', wave(36, 20), {
        low: wave(36, 20).map(value => value - 6),
        high: wave(36, 20).map(value => value + 6),
      }),
    ],
  },
  numbers: {
    ...{ ...range, view: 'singleValue', width: 500, height: 200, title: 'Now' },
    series: [
      series('Errors', [3, 4, 17], { unit: 'Count' }),
      series('CPU', [81.256], { unit: 'Percent' }),
      series('silent', []),
    ],
  },
  gauges: {
    ...{ ...range, view: 'gauge', title: 'Load', width: 520, height: 220, left: { min: 0, max: 100 } },
    series: [
      series('node-a', [20, 64], { unit: 'Percent' }),
      series('node-b', [140], { unit: 'Percent' }),
      series('node-c', [], { unit: 'Percent' }),
    ],
    levels: [{ value: 80 }],
  },
  bars: {
    ...{ ...range, view: 'bar', title: 'By pod', width: 420, height: 160 },
    series: Array.from({ length: 12 }, (_, at) =>
      series(`backend-app-7d9f-${at}`, [(at * 37) % 100], { unit: 'Percent' }),
    ),
  },
  pie: {
    ...{ ...range, view: 'pie', title: 'Shares', height: 260 },
    series: [...[50, 25, 12.5, 0, -4].map((value, at) => series(`level-${at}`, [value])), series('none', [])],
  },
  'many-series': {
    ...{ ...range, height: 240 },
    series: Array.from({ length: limits.pictureSeries + 3 }, (_, at) => series(`series number ${at}`, [at, at + 1])),
  },
}

test.each(Object.entries(pictures))('%s', (name, picture) => {
  const drawn = `${pictureSvg(picture).replaceAll('><', '>\n<')}\n`
  const file = join(import.meta.dirname, 'cases', `${name}.txt`)
  if (process.env.UPDATE_CASES === '1') writeFileSync(file, drawn)
  expect(drawn).toBe(readFileSync(file, 'utf8'))
})

describe('bounds', () => {
  test('series past the most are counted, not drawn', () => {
    const colour = (at: number) => `#${at.toString(16).padStart(6, '0')}`
    const drawn = (count: number) =>
      pictureSvg({
        ...range,
        height: 2_000,
        width: 2_000,
        series: Array.from({ length: count }, (_, at) => series(`s${at}`, [1, 2], { colour: colour(at + 1) })),
      })
    expect(drawn(limits.pictureSeries)).not.toContain('more')
    expect(drawn(limits.pictureSeries + 1)).toContain('and 1 more')
    expect(drawn(limits.pictureSeries + 1)).not.toContain(colour(limits.pictureSeries + 1))
  })
  test('points past the most are thinned; the range stays whole and the outline stays', () => {
    const all = (count: number) => Array.from({ length: count }, (_, at) => at)
    const line = (count: number) => {
      const values = all(count).map(at => (at === 7 ? 900 : at === 70_001 ? -900 : at % 5))
      return { label: 'a', at: all(count), values, periodMs: 1 }
    }
    const most = line(limits.picturePoints)
    expect(thinned(most, limits.picturePoints)).toBe(most)
    const fewer = thinned(line(limits.picturePoints + 1), limits.picturePoints)
    expect(fewer.at.length).toBeLessThanOrEqual(limits.picturePoints)
    expect([fewer.at[0], fewer.at.at(-1)]).toEqual([0, limits.picturePoints])
    expect([Math.min(...fewer.values), Math.max(...fewer.values)]).toEqual([-900, 900])
    const drawn = pictureSvg({ from: 0, to: limits.picturePoints + 1, series: [line(limits.picturePoints + 1)] })
    expect(drawn.match(/M\d/g)).toHaveLength(1)
    expect(drawn.length).toBeLessThan(60_000)
  })
  test.each([
    [limits.pictureMost, limits.pictureMost],
    [limits.pictureMost + 1, limits.pictureMost],
    [limits.pictureLeast, limits.pictureLeast],
    [limits.pictureLeast - 1, limits.pictureLeast],
    [Number.NaN, 400],
  ])('a width of %d is %d', (width, drawn) => {
    expect(pictureSvg({ ...range, series: [], width, height: width })).toContain(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${drawn}" height="${drawn}"`,
    )
  })
  test('marks past the most are left out', () => {
    const levels = Array.from({ length: limits.pictureMarks + 1 }, (_, at) => ({ value: at, label: `level ${at}` }))
    expect(pictureSvg({ ...range, series: [], levels })).toContain(`level ${limits.pictureMarks - 1}<`)
    expect(pictureSvg({ ...range, series: [], levels })).not.toContain(`level ${limits.pictureMarks}<`)
  })
})

test('whatever comes in, a picture without NaN and without a way out of its texts comes out', () => {
  const value = fc.oneof(fc.double(), fc.integer({ min: -1_000, max: 1_000 }), fc.constant(Number.MAX_VALUE))
  const one = fc.record({
    label: fc.string({ unit: 'binary', maxLength: 80 }),
    at: fc.array(fc.integer({ min: -1e9, max: 9e12 }), { maxLength: 6 }).map(all => all.sort((a, b) => a - b)),
    values: fc.array(value, { maxLength: 6 }),
    periodMs: fc.integer({ min: 0, max: 1e9 }),
    unit: fc.constantFrom(null, 'Bytes', 'Percent', '<b>'),
    colour: fc.constantFrom(null, '#ff0000', 'red" onload="x'),
    axis: fc.constantFrom('left' as const, 'right' as const),
  })
  const picture = fc.record({
    series: fc.array(one, { maxLength: 4 }),
    ...{ from: fc.integer({ min: -1e12, max: 1e13 }), to: fc.integer({ min: -1e12, max: 1e13 }) },
    ...{ width: fc.integer({ min: -5, max: 2_500 }), height: fc.integer({ min: -5, max: 2_500 }) },
    title: fc.string({ unit: 'binary' }),
    view: fc.constantFrom<PictureView>('timeSeries', 'singleValue', 'gauge', 'bar', 'pie'),
    stacked: fc.boolean(),
    levels: fc.array(
      fc.record({ value, label: fc.string(), fill: fc.constantFrom('above' as const, 'none' as const) }),
      {
        maxLength: 2,
      },
    ),
  })
  fc.assert(
    fc.property(picture, given => {
      const svg = pictureSvg(given)
      const tags = svg.replace(/>[^<]*</g, '><')
      expect(tags).not.toMatch(/NaN|Infinity|undefined|onload/)
      expect([...svg.matchAll(/</g)]).toHaveLength([...svg.matchAll(/>/g)].length)
    }),
    { seed: 20261121, numRuns: 300 },
  )
})
