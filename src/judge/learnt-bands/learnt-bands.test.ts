/** Bands of GetMetricData, over a store whose statistics are made up. */
import { expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { instant, ok } from '../../model/index.ts'
import { answerMetricData, type MetricDataPorts } from '../../query/metric-data/index.ts'
import type { DataQuery } from '../../query/metric-math/data/index.ts'
import type { Series, StatisticsQuery } from '../../store/metrics/index.ts'
import { learntBands } from './index.ts'

const now = instant(Date.UTC(2026, 0, 20, 12, 30))
const hour = 3_600_000
const series: Series = {
  ...{ namespace: 'n', metric: 'm', labels: {}, sets: [[]], unit: 'None', resolution: 60, source: '', id: '1' },
  ...{ fallback: false, first: instant(0), last: now },
}

/** A metric that goes up and down by the hour of the day, with a little noise. */
function world(options: { readonly empty?: boolean; readonly fails?: boolean } = {}) {
  const asked: StatisticsQuery[] = []
  const store: MetricDataPorts['store'] = {
    find: async wanted => ok(wanted.map(() => [series])),
    list: async () => ok([series]),
    statisticsOf: async queries => {
      asked.push(...queries)
      if (options.fails === true) return { ok: false, error: { code: 'unavailable', message: 'gone' } }
      return ok(
        queries.map(({ from, to, period }) => {
          const count = options.empty === true ? 0 : Math.ceil((to - from) / period)
          return Array.from({ length: count }, (_, n) => {
            const at = instant(from + n * period)
            const value = 100 + 50 * Math.sin((at / hour / 24) * 2 * Math.PI) + ((n * 7) % 5)
            return { at, count: 1, sum: value, min: value, max: value }
          })
        }),
      )
    },
  }
  const ports = { store, account: '0', region: 'r' }
  const bands = learntBands(ports)
  const ask = (text: string, at = now, period = 300) => {
    const metric: DataQuery = {
      ...{ kind: 'metric', id: 'm1', label: null, returned: true, statistic: 'Average', unit: undefined, period },
      metric: { namespace: 'n', metric: 'm', dimensions: {} },
    }
    const band: DataQuery = { kind: 'expression', id: 'b', text, period: null, label: null, returned: true }
    const times = { start: instant(at - 3 * hour), end: at, now: at, timezone: 0 }
    return answerMetricData({ ...ports, bands }, { queries: [metric, band], ...times })
  }
  return { asked, ask }
}

test.each(['ANOMALY_DETECTION_BAND(m1, 3)', 'ANOMALY_DETECTION_BAND(m1 * 2, 3)'])(
  '%s lies around what is usual',
  async text => {
    const { ask } = world()
    const answer = await ask(text)
    if (!answer.ok) throw new Error(JSON.stringify(answer.error))
    const [metric, low, high] = answer.value.series
    const factor = text.includes('* 2') ? 2 : 1
    const inside = [...metric!.values].filter(
      (value, at) => value * factor >= low!.values[at]! && value * factor <= high!.values[at]!,
    )
    expect(inside.length / metric!.values.length).toBeGreaterThan(0.95)
    expect(high!.values[0]! - low!.values[0]!).toBeLessThan(80 * factor)
  },
)

test('is learnt once an hour, from before the full hour (bandLearntFrom)', async () => {
  const { ask, asked } = world()
  await ask('ANOMALY_DETECTION_BAND(m1)')
  const first = asked.length
  const until = Math.floor(now / hour) * hour
  const learning = asked.find(({ to }) => to === until)
  expect(until - (learning?.from ?? 0)).toBe(limits.bandLearntFrom)
  await ask('ANOMALY_DETECTION_BAND(m1)')
  await ask('ANOMALY_DETECTION_BAND(m1, 4)')
  // The metric alone.
  expect(asked.length - first).toBe(2)
  await ask('ANOMALY_DETECTION_BAND(m1)', instant(now + hour))
  expect(asked.length - first).toBe(4)
})

test('nothing is known of a metric that was never there; trouble of the store is told', async () => {
  const answer = await world({ empty: true }).ask('ANOMALY_DETECTION_BAND(m1)')
  expect(answer.ok && answer.value.series.slice(1).every(({ values }) => values.every(Number.isNaN))).toBe(true)
  expect(await world({ fails: true }).ask('ANOMALY_DETECTION_BAND(m1)')).toMatchObject({ error: { kind: 'engine' } })
})

test('at most so many are remembered (learntBands), and what is used stays', async () => {
  const { ask, asked } = world()
  const learns = async (text: string) => {
    const before = asked.length
    await ask(text)
    return asked.length - before > 1
  }
  const nth = (n: number) => `ANOMALY_DETECTION_BAND(m1 + ${n})`
  expect(await learns(nth(0))).toBe(true)
  for (let n = 1; n < limits.learntBands / 2; n++) await ask(nth(n), now, 86_400)
  expect(await learns(nth(0))).toBe(false)
  for (let n = 0; n < limits.learntBands; n++) await ask(nth(n + 10_000), now, 86_400)
  expect(await learns(nth(0))).toBe(true)
}, 60_000)
