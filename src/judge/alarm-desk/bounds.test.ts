/** Bounds of alarms, each at the bound and one past it; and several replicas over one set of settings. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { instant, ok } from '../../model/index.ts'
import { openSqlite, type Settings } from '../../store/settings/index.ts'
import { FakeMetrics } from './fake-metrics.ts'
import { type AlarmOwner, leasedOwner } from './owner.ts'
import { AlarmWorld, errorsAlarm, must } from './test-world.ts'

const noon = Date.UTC(2026, 0, 20, 12)
const minute = 60_000

let settings: Settings
let store: FakeMetrics
beforeEach(async () => {
  settings = must(await openSqlite(':memory:'))
  store = new FakeMetrics()
})
afterEach(() => settings.close())

const open = async (more = {}) => {
  const world = new AlarmWorld(settings, store.store, noon, more)
  await world.live.look()
  return world
}

test(`${limits.alarms} alarms stand (alarms), one more does not`, async () => {
  const world = await open()
  const others = new Map([['ALARM', 1]])
  Object.assign(settings.alarms, { counts: async () => ok(others) })
  for (const owner of [true, false]) {
    const counting = (found: number) => {
      others.set('OK', found - 1)
      Object.defineProperties(world.live.roll, { isOwner: { get: () => owner, configurable: true } })
      Object.defineProperty(world.live.roll.book, 'size', { get: () => found, configurable: true })
    }
    counting(limits.alarms - 1)
    must(await world.desk.put(errorsAlarm(`last ${owner}`), {}))
    counting(limits.alarms)
    expect(await world.desk.put(errorsAlarm('more'), {})).toMatchObject({ ok: false, error: { code: 'LimitExceeded' } })
    must(await world.desk.put(errorsAlarm(`last ${owner}`, { Threshold: 2 }), {}))
  }
})

test(`history is kept ${limits.alarmHistoryKept} ms (alarmHistoryKept), and looked through every ${limits.alarmHistoryExpiryEvery} ms (alarmHistoryExpiryEvery)`, async () => {
  const world = await open()
  const item = (at: number, summary: string) => ({
    ...({ alarm: 'a', kind: 'metric', at: instant(at), type: 'Action', summary, data: '' } as const),
  })
  await world.look(noon + limits.alarmHistoryExpiryEvery - 1)
  must(
    await settings.alarms.addHistory([item(noon + limits.alarmHistoryExpiryEvery - limits.alarmHistoryKept, 'young')]),
  )
  must(
    await settings.alarms.addHistory([
      item(noon + limits.alarmHistoryExpiryEvery - limits.alarmHistoryKept - 1, 'old'),
    ]),
  )
  await world.look(noon + limits.alarmHistoryExpiryEvery - 1)
  expect(must(await settings.alarms.history({ limit: 9 }))).toHaveLength(2)
  await world.look(noon + limits.alarmHistoryExpiryEvery)
  expect(must(await settings.alarms.history({ limit: 9 })).map(({ summary }) => summary)).toEqual(['young'])
})

test(`${limits.alarmStatesShown} changes of state are told with what was watched (alarmStatesShown)`, async () => {
  const world = await open()
  must(await world.desk.put(errorsAlarm('a'), {}))
  const data = JSON.stringify({ oldState: { stateValue: 'OK' }, newState: { stateValue: 'ALARM' } })
  const items = Array.from({ length: limits.alarmStatesShown + 1 }, (_, n) => ({
    ...({ alarm: 'a', kind: 'metric', type: 'StateUpdate', summary: '', data } as const),
    at: instant(noon + n),
  }))
  must(await settings.alarms.addHistory(items.slice(0, -1)))
  const told = async () => must(await world.desk.series('a', instant(noon), instant(noon + minute)))?.states
  expect(await told()).toHaveLength(limits.alarmStatesShown + 1)
  must(await settings.alarms.addHistory(items.slice(-1)))
  expect(await told()).toHaveLength(limits.alarmStatesShown + 1)
})

describe('rehearsals', () => {
  const day = 86_400
  const rehearsal = (seconds: number) => ({
    alarm: JSON.parse(JSON.stringify(errorsAlarm('r', { Period: 60 }))) as object,
    ...{ from: noon / 1_000 - seconds, to: noon / 1_000 },
  })

  test(`read ${limits.rehearsedSteps} steps (rehearsedSteps) and no more`, async () => {
    const world = await open()
    // Two metrics of a family, each with the three minutes before the range.
    const family = (steps: number) => {
      const child = (name: string, metric: string) =>
        JSON.parse(JSON.stringify(errorsAlarm(name, { Period: 60, MetricName: metric }))) as object
      return {
        ...rehearsal((steps / 2 - 3) * 60),
        alarm: { AlarmName: 'c', AlarmRule: 'ALARM(a) OR ALARM(b)' },
        children: [child('a', 'm'), child('b', 'n')],
      }
    }
    must(await world.desk.rehearse(family(limits.rehearsedSteps)))
    expect(await world.desk.rehearse(family(limits.rehearsedSteps + 2))).toMatchObject({
      ok: false,
      error: { code: 'ValidationError', at: 'to' },
    })
  })

  test(`suggest for up to ${limits.suggestedPages} pages a week (suggestedPages)`, async () => {
    const world = await open()
    for (let at = 0; at < 120; at++) await world.write('Errors', noon - at * minute - 1, at % 10)
    const asked = (pagesPerWeek: unknown) => world.desk.suggest({ ...rehearsal(day), pagesPerWeek })
    expect((await asked(limits.suggestedPages)).ok).toBe(true)
    expect((await asked(limits.suggestedPages + 1)).ok).toBe(false)
    expect((await asked('7')).ok).toBe(false)
    expect(must(await asked(5)).length).toBeGreaterThan(0)
  })
})

test(`${limits.alarmsForeseenAtOnce} metrics are looked at before their minute is over (alarmsForeseenAtOnce); the rest have their turn`, async () => {
  const world = await open()
  const count = limits.alarmsForeseenAtOnce + 1
  for (let n = 0; n < count; n++) must(await world.desk.put(errorsAlarm(`a${n}`, { MetricName: `m${n}` }), {}))
  await world.look(noon + 3_000)
  await world.look(noon + 4_000)
  for (let n = 0; n < count; n++) await world.write(`m${n}`, noon + 5_000, 1)
  const inAlarm = async () => must(await world.desk.counts()).ALARM
  await world.look(noon + 6_000)
  expect(await inAlarm()).toBe(limits.alarmsForeseenAtOnce)
  await world.look(noon + 7_000)
  expect(await inAlarm()).toBe(count)
})

test(`of more than ${limits.alarmsWithRecentValues} alarms no values are kept to be shown (alarmsWithRecentValues)`, async () => {
  const world = await open()
  must(await world.desk.put(errorsAlarm('a', { Period: 60 }), {}))
  let size = limits.alarmsWithRecentValues
  Object.defineProperty(world.live.roll.book, 'size', { get: () => size })
  const seen = async () => must(await world.desk.find('a'))?.recent.length
  await world.write('Errors', noon + 1, 0)
  await world.look(noon + minute + limits.alarmSettle)
  await world.look(noon + 2 * minute + limits.alarmSettle)
  const before = await seen()
  expect(before).toBeGreaterThan(0)
  size++
  await world.write('Errors', noon + 2 * minute, 0)
  await world.look(noon + 3 * minute + limits.alarmSettle)
  expect(await seen()).toBe(before)
})

test(`a band is learnt from ${limits.bandLearntFrom} ms back (bandLearntFrom), and anew after ${limits.bandLearntEvery} ms (bandLearntEvery)`, async () => {
  const froms: number[] = []
  const inner = store.store
  const world = new AlarmWorld(
    settings,
    {
      ...inner,
      statisticsOf: queries => {
        froms.push(...queries.map(({ from }) => noon - from))
        return inner.statisticsOf(queries)
      },
    },
    noon,
  )
  for (let at = 1; at < 200; at++) await world.write('Errors', noon - at * minute, at % 5)
  const query = {
    Id: 'm1',
    MetricStat: { Metric: { Namespace: 'App', MetricName: 'Errors' }, Period: 60, Stat: 'Sum' },
  }
  const band = { Id: 'b', Expression: 'ANOMALY_DETECTION_BAND(m1, 2)' }
  await world.live.look()
  must(
    await world.desk.put(
      {
        ...{ AlarmName: 'a', EvaluationPeriods: 1, ComparisonOperator: 'GreaterThanUpperThreshold' },
        ...{ ThresholdMetricId: 'b', Metrics: [query, band] },
      },
      {},
    ),
  )
  await world.look(noon + 2_500)
  expect(Math.max(...froms)).toBeGreaterThanOrEqual(limits.bandLearntFrom - minute)
  for (let at = 1; at <= 3; at++) await world.look(noon + at * minute + 2_500)
  froms.length = 0
  await world.write('Errors', noon + 4 * minute, 1)
  await world.look(noon + limits.bandLearntEvery + 2_499)
  expect(Math.max(...froms, 0)).toBeLessThan(limits.bandLearntFrom / 2)
  await world.look(noon + limits.bandLearntEvery + minute + 2_500)
  expect(Math.max(...froms)).toBeGreaterThan(limits.bandLearntFrom - limits.bandLearntEvery - 2 * minute)
})

describe('replicas', () => {
  const replica = async (name: string) => {
    const world: { now: AlarmWorld | undefined } = { now: undefined }
    const owner: AlarmOwner = {
      name,
      holds: () => asked?.holds() ?? Promise.resolve(false),
      release: async () => asked?.release(),
    }
    world.now = new AlarmWorld(settings, store.store, noon, { owner, alone: false })
    const asked: AlarmOwner = leasedOwner(settings.alarms, world.now.clock, name)
    return world.now
  }

  test(`one evaluates; another does when it has not said so for ${limits.alarmLease} ms (alarmLease), asked for every ${limits.alarmLeaseRenewed} ms (alarmLeaseRenewed)`, async () => {
    const [one, two] = [await replica('one'), await replica('two')]
    await one.look(noon)
    await two.look(noon)
    expect([one.live.roll.isOwner, two.live.roll.isOwner]).toEqual([true, false])
    // Put at the other one.
    must(await two.desk.put(errorsAlarm('a'), { team: 'x' }))
    await one.write('Errors', noon + 1_000, 1)
    await one.look(noon + 2_500)
    await two.look(noon + 2_500)
    await one.look(noon + limits.alarmLeaseRenewed)
    expect(await one.state('a')).toBe('ALARM')
    await one.look(noon + minute + 2_000)
    expect([await one.state('a'), await two.state('a')]).toEqual(['ALARM', 'ALARM'])
    const told = await one.deeds()
    // The first is gone; within its time nobody acts.
    const renewed = noon + minute + 2_000
    await two.look(renewed + limits.alarmLease)
    expect(two.live.roll.isOwner).toBe(false)
    await two.look(renewed + limits.alarmLease + limits.alarmLeaseRenewed)
    expect(two.live.roll.isOwner).toBe(true)
    expect(await two.deeds()).toEqual(told)
    // It comes back from a long sleep and does not know: nothing of what it decides is kept.
    must(await one.desk.setState('a', 'OK', 'by hand', ''))
    const before = await two.changes('a')
    one.now = instant(renewed + limits.alarmLease + limits.alarmLeaseRenewed)
    await one.live.look()
    expect(one.live.roll.isOwner).toBe(false)
    expect(await two.changes('a')).toEqual(before)
  })

  test('what one is told another sees: states set, rules, deletions', async () => {
    const [one, two] = [await replica('one'), await replica('two')]
    await one.look(noon)
    await two.look(noon)
    for (const name of ['a', 'b']) must(await two.desk.put(errorsAlarm(name), {}))
    await one.look(noon + 3_000)
    must(await two.desk.setState('a', 'ALARM', 'x', ''))
    must(
      await two.desk.putMute(
        {
          ...{ name: 'm', description: '', expression: 'at(2026-01-20T12:00)', duration: 'PT1H', timezone: 'UTC' },
          ...{ start: null, expire: null, alarms: ['b'] },
        },
        {},
      ),
    )
    must(await two.desk.remove(['b']))
    await one.look(noon + 6_000)
    expect(one.live.roll.book.get('a')?.kept.memory.state).toBe('ALARM')
    expect(one.live.roll.book.get('b')).toBeUndefined()
    expect(one.live.roll.mutedBy('b', one.now)).toEqual(['m'])
    expect(must(await two.desk.find('a'))).toMatchObject({ state: 'ALARM', mutedBy: [] })
    await one.look(noon + minute + 2_000)
    expect(await two.state('a')).toBe('OK')
  })
})
