import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { days, type Instant, instant, minutes, plus } from '../../../model/index.ts'
import { utcTime } from '../sample-alarm.ts'
import { type BandTraining, bandOf, type TrainingOptions, type TrainingPoint, train } from './index.ts'
import { median, smoothRing, spreadAround } from './robust.ts'
import { centerAt } from './train.ts'
import { trendOf } from './trend.ts'

/** A Monday. */
const monday = utcTime('2026-01-05T00:00')
const step = 5
const noise = (n: number): number =>
  ((((n * 2_654_435_761) >>> 0) % 10_007) / 10_007 + (((n * 40_503 + 7) >>> 0) % 9_973) / 9_973 - 1) * 2

/** Every five minutes. */
const season = (
  length: number,
  value: (at: Instant, n: number) => number | undefined,
  from = monday,
): TrainingPoint[] =>
  Array.from({ length: (length * 1_440) / step }, (_, n) => n).flatMap(n => {
    const at = plus(from, minutes(n * step))
    const found = value(at, n)
    return found === undefined ? [] : [{ at, value: found }]
  })
/** Busy by day, calm at night, calmer at weekends. */
const office = (at: number, n: number): number => {
  const hour = (at / 3_600_000) % 24
  const weekday = Math.floor(at / 86_400_000 + 3) % 7
  const busy = 50 * Math.exp(-(((hour - 14) / 4) ** 2))
  return 100 + (weekday >= 5 ? 0.3 * busy : busy) + noise(n)
}
const trained = (points: readonly TrainingPoint[], options: TrainingOptions = { zone: 'UTC' }): BandTraining => {
  const answer = train(points, options)
  if (!answer.ok) throw new Error(answer.error)
  return answer.value
}
const bandFrom = (training: BandTraining) => {
  if (training.state === 'PENDING_TRAINING') throw new Error(training.why)
  return bandOf(training.model)
}
/** Part of the points inside. */
const inside = (training: BandTraining, points: readonly TrainingPoint[], width = 3): number => {
  const band = bandFrom(training)
  const held = points.filter(({ at, value }) => {
    const [low, high] = band(at, width) ?? [Number.NaN, Number.NaN]
    return low <= value && value <= high
  })
  return held.length / points.length
}
const next = (length: number, value: (at: Instant, n: number) => number | undefined, after = 14) =>
  season(length, (at, n) => value(at, n + 100_000), plus(monday, days(after)))

describe('a season', () => {
  const training = trained(season(14, office))
  test('is trained after two weeks, and the week after stays inside', () => {
    expect(training.state).toBe('TRAINED')
    expect(inside(training, next(7, office))).toBeGreaterThan(0.98)
  })
  test.each([1, 2, 3])('a width of %d holds about what a normal spread would', width => {
    const part = inside(training, next(7, office), width)
    expect(part).toBeGreaterThan([0, 0.55, 0.9, 0.98][width] ?? 1)
  })
  test('a jump leaves it, by day and by night', () => {
    const band = bandFrom(training)
    for (const hour of [3, 14]) {
      const at = instant(plus(monday, days(15)) + hour * 3_600_000)
      const [low, high] = band(at, 3) ?? [0, 0]
      expect(office(at, 1) + 15).toBeGreaterThan(high)
      expect(office(at, 1) - 15).toBeLessThan(low)
    }
  })
  test('what is usual by day is not at night', () => {
    const [, high] = bandFrom(training)(instant(plus(monday, days(15)) + 3 * 3_600_000), 3) ?? [0, 0]
    expect(high).toBeLessThan(office(plus(monday, days(15)) + 14 * 3_600_000, 1))
  })
  test('weekends are known', () => {
    const saturday = instant(plus(monday, days(19)) + 14 * 3_600_000)
    const [low, high] = bandFrom(training)(saturday, 3) ?? [0, 0]
    expect(office(saturday, 1)).toBeGreaterThan(low)
    expect(150).toBeGreaterThan(high)
  })
  test('a model is plain JSON', () => {
    const model = training.state === 'TRAINED' ? training.model : undefined
    expect(JSON.parse(JSON.stringify(model))).toEqual(model)
  })
})

describe('what it does not learn from', () => {
  test('an outage of three hours and a tenth of wild values', () => {
    const spoilt = season(14, (at, n) => {
      const since = at - plus(monday, days(2))
      if (since >= 12 * 3_600_000 && since < 15 * 3_600_000) return 0
      return n % 10 === 0 ? 5_000 : office(at, n)
    })
    const training = trained(spoilt)
    expect(inside(training, next(7, office))).toBeGreaterThan(0.95)
    const noon = instant(plus(monday, days(16)) + 13 * 3_600_000)
    expect((bandFrom(training)(noon, 3) ?? [0])[0]).toBeGreaterThan(100)
  })
  test('times that are left out', () => {
    const [from, to] = [plus(monday, days(7)), plus(monday, days(14))]
    const spoilt = season(21, (at, n) => (from <= at && at < to ? 9 : office(at, n)))
    expect(inside(trained(spoilt, { zone: 'UTC', excluded: [{ from, to }] }), next(7, office, 21))).toBeGreaterThan(
      0.95,
    )
  })
  test('what is no number', () => {
    const spoilt = season(14, (at, n) =>
      n % 7 === 0 ? Number.NaN : n % 7 === 1 ? Number.POSITIVE_INFINITY : office(at, n),
    )
    expect(inside(trained(spoilt), next(7, office))).toBeGreaterThan(0.95)
  })
  test('gaps: half of the points and whole days', () => {
    const sparse = season(21, (at, n) => (n % 2 === 0 || Math.floor(n / 288) % 5 === 3 ? undefined : office(at, n)))
    expect(inside(trained(sparse), next(7, office, 21))).toBeGreaterThan(0.95)
  })
})

describe('honest about training', () => {
  test('bandLeastPoints', () => {
    const few = season(2, office)
    expect(trained(few.slice(0, limits.bandLeastPoints - 1))).toEqual({
      state: 'PENDING_TRAINING',
      why: `${limits.bandLeastPoints - 1} points so far; ${limits.bandLeastPoints} are needed.`,
    })
    expect(trained(few.slice(0, limits.bandLeastPoints)).state).toBe('TRAINED_INSUFFICIENT_DATA')
  })
  test('bandTrainingPoints: the newest', () => {
    const old = Array.from({ length: 10 }, (_, n) => ({ at: instant(monday - (n + 1) * 60_000), value: 1 }))
    const many = Array.from({ length: limits.bandTrainingPoints }, (_, n) => ({
      at: instant(monday + n * 60_000),
      value: 5,
    }))
    const training = trained([...many, ...old])
    expect(training).toMatchObject({ model: { trained: { points: limits.bandTrainingPoints, from: monday } } })
  })
  test.each([
    [1, 'none'],
    [3, 'daily'],
    [13, 'daily'],
    [15, 'weekly'],
  ])('%d days know a season: %s', (length, known) => {
    const training = trained(season(length, office))
    expect(training).toMatchObject({ model: { season: known } })
    expect('why' in training).toBe(known !== 'weekly')
  })
  test('hours of the day that were never seen have no band', () => {
    const mornings = season(14, (at, n) => ((at / 3_600_000) % 24 < 12 ? office(at, n) : undefined))
    const band = bandFrom(trained(mornings))
    expect(band(instant(plus(monday, days(15)) + 18 * 3_600_000), 2)).toBe(undefined)
    expect(band(instant(plus(monday, days(15)) + 9 * 3_600_000), 2)).not.toBe(undefined)
  })
  test('a zone that is none', () => {
    expect(train([], { zone: 'Nowhere/Land' })).toEqual({ ok: false, error: 'bad-timezone' })
  })
})

describe('steady metrics', () => {
  test.each([0, 10, -3, 1e9, 1e-6])('%d stays inside, twice as much does not', value => {
    const training = trained(season(14, () => value))
    expect(
      inside(
        training,
        next(2, () => value),
        2,
      ),
    ).toBe(1)
    if (value !== 0)
      expect(
        inside(
          training,
          next(1, () => 2 * value),
          2,
        ),
      ).toBe(0)
  })
  test('of nought any stir leaves the band', () => {
    expect(
      inside(
        trained(season(14, () => 0)),
        next(1, () => 1e-3),
        2,
      ),
    ).toBe(0)
  })
})

describe('trends', () => {
  test('a metric that grows is expected to grow', () => {
    const growing = (at: Instant, n: number) => office(at, n) + (at - monday) / 86_400_000
    const training = trained(season(28, growing))
    expect(training).toMatchObject({ model: { trendPerDay: expect.closeTo(1, 1) } })
    expect(inside(training, next(7, growing, 28))).toBeGreaterThan(0.95)
  })
  test('noise is no trend', () => {
    expect(trendOf(Array.from({ length: 28 }, (_, day) => ({ day, value: noise(day) })))).toBe(0)
    expect(trendOf(Array.from({ length: 10 }, (_, day) => ({ day, value: day })))).toBe(0)
  })
})

test('clocks that change: the working day stays where the clocks say', () => {
  const zone = 'Europe/Berlin'
  // Berlin goes to summer time on 2026-03-29; work begins at eight by the clock there.
  const changes = utcTime('2026-03-29T01:00')
  const work = (at: number, n: number) => {
    const hour = (at / 3_600_000 + (at >= changes ? 2 : 1)) % 24
    return (hour >= 8 && hour < 18 ? 200 : 100) + noise(n)
  }
  const from = utcTime('2026-03-02T00:00')
  const training = trained(season(27, work, from), { zone })
  const expected = (model: BandTraining, at: string): number => {
    const [low, high] = bandFrom(model)(utcTime(at), 1) ?? [0, 0]
    return (low + high) / 2
  }
  // 08:50 and 17:10 in Berlin, on the Tuesday after.
  expect(expected(training, '2026-03-31T06:50')).toBeGreaterThan(150)
  expect(expected(training, '2026-03-31T15:10')).toBeGreaterThan(150)
  expect(expected(training, '2026-03-31T16:50')).toBeLessThan(150)
  // By UTC it would come an hour late.
  expect(expected(trained(season(27, work, from)), '2026-03-31T06:50')).toBeLessThan(150)
})

describe('robust measures', () => {
  test('median', () => {
    expect(median([3, 1, 2])).toBe(2)
    expect(median([4, 1, 2, 3])).toBe(2.5)
    expect(median([])).toBeNaN()
    expect(median([-1, 10, -5])).toBe(-1)
  })
  test('spread of what is spread normally is its standard deviation', () => {
    // Quantiles of the normal distribution.
    expect(
      spreadAround(
        [-1.1503, -0.6745, -0.3186, 0, 0.3186, 0.6745, 1.1503].map(z => 10 + 5 * z),
        10,
      ),
    ).toBeCloseTo(5, 2)
  })
  test('smoothing goes round and leaves out what is not there', () => {
    expect(smoothRing([4, 0, 0, 0])).toEqual([2, 1, 0, 1])
    expect(smoothRing([4, Number.NaN, 8, 8])).toEqual([16 / 3, Number.NaN, 8, 7])
  })
  test('between two hours', () => {
    const centers = Array.from({ length: 168 }, (_, slot) => slot)
    expect(centerAt(centers, 10.5)).toBe(10)
    expect(centerAt(centers, 11)).toBe(10.5)
    expect(centerAt(centers, 0)).toBe(83.5)
    expect(
      centerAt(
        centers.map(() => null),
        5,
      ),
    ).toBe(undefined)
  })
})

test('the order of points does not matter, nor what width is asked for first', () => {
  const points = season(14, office).filter((_point, n) => n % 12 === 0)
  fc.assert(
    fc.property(fc.func(fc.integer()), fc.integer({ min: 0, max: 14 * 1_440 }), (order, minute) => {
      const shuffled = points.toSorted((a, b) => order(a.at) - order(b.at))
      const at = plus(monday, minutes(minute))
      const [band, other] = [bandFrom(trained(points)), bandFrom(trained(shuffled))]
      expect(other(at, 2)).toEqual(band(at, 2))
      const [[low, high], [lower, higher]] = [band(at, 2) ?? [0, 0], band(at, 3) ?? [0, 0]]
      expect(lower).toBeLessThan(low)
      expect(higher).toBeGreaterThan(high)
    }),
    { numRuns: 10 },
  )
})
