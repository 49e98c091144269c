/** The loop that looks at alarms: how often, and how it ends. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { FakeMetrics } from '../judge/alarm-desk/fake-metrics.ts'
import { limits } from '../limits.ts'
import { type Clock, instant } from '../model/index.ts'
import { watchedMetricStore } from '../store/metrics/index.ts'
import { openSqlite, type Settings } from '../store/settings/index.ts'
import { openAlarms, type RunningAlarms } from './alarms.ts'
import type { Stores } from './stores.ts'

const noon = Date.UTC(2026, 0, 20, 12)
let settings: Settings
let alarms: RunningAlarms
let sleeps: number[]
let told: string[]
let turn: PromiseWithResolvers<void>

beforeEach(async () => {
  const opened = await openSqlite(':memory:')
  if (!opened.ok) throw new Error(opened.error.message)
  settings = opened.value
  sleeps = []
  told = []
  turn = Promise.withResolvers()
  let now = noon
  const clock: Clock = {
    now: () => instant(now),
    sleep: async (length, signal) => {
      sleeps.push(length)
      await Promise.race([
        turn.promise,
        new Promise(resolve => signal?.addEventListener('abort', resolve, { once: true })),
      ])
      now += length
    },
  }
  const keeping = { metrics: watchedMetricStore(new FakeMetrics().store) } as unknown as Stores['keeping']
  const engine = { kind: 'chdb' } as unknown as Stores['engine']
  alarms = openAlarms(
    { account: '000000000000' },
    { alarmSteps: 1_000 },
    { settings, keeping, engine },
    line => told.push(line),
    clock,
  )
})
afterEach(async () => {
  await alarms.stop()
  await settings.close()
})

const next = () => {
  const before = turn
  turn = Promise.withResolvers()
  before.resolve()
}
const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise(resolve => setImmediate(resolve))
}
const alarm = (name: string) => ({
  ...{ AlarmName: name, Namespace: 'App', MetricName: 'm', Statistic: 'Sum', Period: 60, EvaluationPeriods: 1 },
  ...{ Threshold: 1, ComparisonOperator: 'GreaterThanThreshold', TreatMissingData: 'notBreaching' },
  OKActions: ['arn:aws:sns:us-east-1:000000000000:ops'],
})

test(`alarms are looked at every ${limits.alarmTick} ms (alarmTick), and who tells people hears of deeds`, async () => {
  let heard = 0
  const end = alarms.onDeeds(() => heard++)
  alarms.begin()
  await until(() => sleeps.length === 1)
  expect(sleeps).toEqual([limits.alarmTick])
  await alarms.desk.put(alarm('a'), {})
  for (let n = 2; heard === 0 && n < 10; n++) {
    next()
    await until(() => sleeps.length === n)
  }
  expect(heard).toBe(1)
  end()
  await alarms.desk.setState('a', 'ALARM', 'x', '')
  await alarms.desk.setState('a', 'OK', 'x', '')
  expect(heard).toBe(1)
})

test('a look that fails is told, and the next one is made all the same', async () => {
  const { version } = settings.alarms
  Object.assign(settings.alarms, { version: () => Promise.reject(new Error('broken on purpose')) })
  alarms.begin()
  await until(() => sleeps.length === 1)
  expect(told.join()).toContain('broken on purpose')
  Object.assign(settings.alarms, { version })
  next()
  await until(() => sleeps.length === 2)
  expect(told).toHaveLength(1)
})
