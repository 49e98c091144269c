import { describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { days, instant, minutes, plus } from '../../../model/index.ts'
import { pointsOf } from '../datapoint.ts'
import type { MetricAlarm } from '../definition.ts'
import { sampleAlarm, utcTime } from '../sample-alarm.ts'
import { rehearse, suggest } from './index.ts'

const from = utcTime('2026-01-05T00:00')
const to = plus(from, days(14))
/** Around 50 with noise; each day at three a spike of one minute to 90, each Monday at nine ten minutes of 80. */
const points = pointsOf(
  Array.from({ length: 14 * 1_440 }, (_, minute) => {
    const [day, of] = [Math.floor(minute / 1_440), minute % 1_440]
    const calm = 50 + ((minute * 7_919) % 100) / 10
    const value = of === 180 ? 90 : day % 7 === 0 && of >= 540 && of < 550 ? 80 : calm
    return { at: instant(from + minute * 60_000), value }
  }),
)
const suggested = (pagesPerWeek: number, differs: Partial<MetricAlarm> = {}) => {
  const alarm = sampleAlarm({ operator: 'GreaterThanThreshold', ...differs })
  const answer = suggest({ alarm, points, from, to, pagesPerWeek })
  if (!answer.ok) throw new Error(answer.error.code)
  return answer.value
}

test('one page a week: the ten minutes, not the spikes', () => {
  const [best] = suggested(1)
  expect(best?.pagesPerWeek).toBe(1)
  expect(best?.toAlarm).toBeGreaterThan(1)
  expect(best?.longest).toBeGreaterThanOrEqual(300)
  expect(best?.delay).toBe((best?.toAlarm ?? 0) * 60)
})

test('eight pages a week: the spikes too', () => {
  const [best] = suggested(8)
  expect(best).toMatchObject({ toAlarm: 1, periods: 1, pagesPerWeek: 8 })
})

test('no pages: beyond all that was', () => {
  const all = suggested(0)
  expect(all.length).toBeGreaterThan(0)
  expect(all.every(({ pages }) => pages === 0)).toBe(true)
  expect(suggested(0, { operator: 'GreaterThanOrEqualToThreshold' })[0]?.pages).toBe(0)
})

describe('what is suggested did come out so', () => {
  test.each<[MetricAlarm['operator'], number]>([
    ['GreaterThanThreshold', 3],
    ['GreaterThanOrEqualToThreshold', 1],
    ['LessThanThreshold', 2],
    ['LessThanOrEqualToThreshold', 5],
  ])('%s, %d a week', (operator, wished) => {
    const all = suggested(wished, { operator, period: minutes(5) })
    expect(all.length).toBeGreaterThan(0)
    for (const { threshold, toAlarm, periods, pages, pagesPerWeek } of all) {
      expect(pagesPerWeek).toBeLessThanOrEqual(wished)
      const alarm = sampleAlarm({ operator, period: minutes(5), threshold, toAlarm, periods })
      expect(rehearse({ alarm, points, initialState: 'OK', from, to })).toMatchObject({ ok: true, value: { pages } })
    }
  })
  test('a larger wish is never met worse', () => {
    const pages = [0, 1, 2, 4, 8, 16].map(wished => suggested(wished)[0]?.pages ?? -1)
    expect(pages).toEqual(pages.toSorted((a, b) => a - b))
  })
  test('the shape that the alarm has is among those tried', () => {
    expect(
      suggested(1, { periods: 4, toAlarm: 4 }).some(({ toAlarm, periods }) => toAlarm === 4 && periods === 4),
    ).toBe(true)
  })
})

describe('what cannot be suggested', () => {
  const few = (n: number) =>
    pointsOf(Array.from({ length: n }, (_, at) => ({ at: instant(from + at * 60_000), value: at % 9 })))
  test('suggestionPoints', () => {
    const asked = { alarm: sampleAlarm(), from, to, pagesPerWeek: 1 }
    expect(suggest({ ...asked, points: few(limits.suggestionPoints) }).ok).toBe(true)
    expect(suggest({ ...asked, points: few(limits.suggestionPoints - 1) })).toEqual({
      ok: false,
      error: { code: 'too-few-points', points: limits.suggestionPoints - 1 },
    })
  })
  test('thresholds of bands', () => {
    const alarm = sampleAlarm({ operator: 'GreaterThanUpperThreshold' })
    expect(suggest({ alarm, points, from, to, pagesPerWeek: 1 })).toEqual({ ok: false, error: { code: 'band' } })
  })
  test('ranges that are too long', () => {
    const asked = { alarm: sampleAlarm(), points, from, to: plus(from, days(400)), pagesPerWeek: 1 }
    expect(suggest(asked)).toMatchObject({ ok: false, error: { code: 'too-many-evaluations' } })
  })
})
