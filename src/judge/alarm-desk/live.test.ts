/** Alarms evaluated by a stepped clock over a store in memory: on time, over restarts, and without telling anything twice. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { limits } from '../../limits.ts'
import { instant } from '../../model/index.ts'
import { openSqlite, type Settings } from '../../store/settings/index.ts'
import { FakeMetrics } from './fake-metrics.ts'
import { AlarmWorld, errorsAlarm, must, topic } from './test-world.ts'

const noon = Date.UTC(2026, 0, 20, 12)
const minute = 60_000
const hour = 60 * minute

let settings: Settings
let store: FakeMetrics
let world: AlarmWorld
beforeEach(async () => {
  settings = must(await openSqlite(':memory:'))
  store = new FakeMetrics()
  world = new AlarmWorld(settings, store.store, noon)
  await world.live.look()
})
afterEach(() => settings.close())

const put = async (input: Readonly<Record<string, unknown>>) => must(await world.desk.put(input, {}))
const composite = (name: string, rule: string, over: Readonly<Record<string, unknown>> = {}) => ({
  ...{ AlarmName: name, AlarmRule: rule, AlarmActions: [topic], OKActions: [topic], ...over },
})

describe('one alarm', () => {
  test('is evaluated at once when it is new, fires within seconds of an error, and goes back by itself', async () => {
    await put(errorsAlarm('a'))
    await world.run(noon + 5_000, 1_000)
    expect(await world.changes('a')).toEqual(['12:00:00 OK'])
    await world.run(noon + 150_000, 1_000)
    await world.write('Errors', noon + 150_500, 1)
    await world.run(noon + 152_000, 1_000)
    expect(await world.changes('a')).toEqual(['12:00:00 OK', '12:02:31 ALARM'])
    // Lines without an error go on to count for nothing.
    await world.write('Errors', noon + 7 * minute, 0)
    await world.run(noon + 10 * minute)
    expect(await world.changes('a')).toEqual(['12:00:00 OK', '12:02:31 ALARM', '12:08:00 OK'])
    expect(await world.deeds()).toEqual(['12:00:00 a OK', '12:02:31 a ALARM', '12:08:00 a OK'])
    const view = must(await world.desk.find('a'))
    expect(view?.reason).toContain('was not greater than or equal to the threshold (1.0)')
    expect(view?.evaluatedAt).toBe(noon + 9 * minute)
  })

  test('is of the region in which it was put, and tells so', async () => {
    const made = must(await world.desk.put(errorsAlarm('a'), {}, 'ap-northeast-2'))
    expect(made.arn).toBe('arn:aws:cloudwatch:ap-northeast-2:000000000000:alarm:a')
    await world.run(noon + 5_000, 1_000)
    const [deed] = must(await settings.alarms.deeds(10))
    expect(JSON.parse(deed?.message ?? '')).toMatchObject({ region: 'ap-northeast-2', alarm: { arn: made.arn } })
  })

  test('made after the error came fires as soon', async () => {
    await world.look(noon + 20_000)
    await world.write('Errors', noon + 19_000, 1)
    await put(errorsAlarm('a'))
    await world.run(noon + 25_000, 1_000)
    expect(await world.changes('a')).toEqual(['12:00:20 OK', '12:00:21 ALARM'])
  })

  test('whose statistic may still fall waits for its minute', async () => {
    await put(errorsAlarm('a', { Statistic: 'Average', Period: 60 }))
    await world.run(noon + 30_000, 1_000)
    await world.write('Errors', noon + 30_000, 5)
    await world.run(noon + 59_000, 1_000)
    expect(await world.state('a')).toBe('OK')
    await world.run(noon + minute + limits.alarmSettle)
    expect(await world.changes('a')).toEqual(['12:00:00 OK', '12:01:00 ALARM'])
  })

  test('of short periods is evaluated every ten seconds', async () => {
    await put(errorsAlarm('a', { Statistic: 'Average', Period: 10, TreatMissingData: 'missing' }))
    await world.run(noon + 40_000, 1_000)
    await world.write('Errors', noon + 41_000, 5)
    await world.run(noon + 55_000, 1_000)
    expect(await world.changes('a')).toEqual(['12:00:50 ALARM'])
  })

  test('reads its series once, and hears of what comes', async () => {
    for (const name of ['a', 'b', 'c']) await put(errorsAlarm(name))
    await world.run(noon + 5 * minute)
    store.asked = 0
    await world.run(noon + 20 * minute)
    expect(store.asked).toBe(0)
    await world.write('Errors', noon + 20 * minute, 1)
    await world.run(noon + 22 * minute)
    expect(store.asked).toBe(0)
    expect(await world.state('a')).toBe('ALARM')
  })

  test('late samples are seen', async () => {
    await put(errorsAlarm('a'))
    await world.run(noon + 10 * minute)
    await world.write('Errors', noon + 7 * minute, 1)
    await world.run(noon + 11 * minute + limits.alarmSettle)
    expect(await world.changes('a')).toEqual(['12:00:00 OK', '12:10:00 ALARM'])
  })

  test('a clock that is set back stops nothing', async () => {
    await put(errorsAlarm('a', { Statistic: 'Average', Period: 60 }))
    await world.run(noon + 3 * minute)
    world.now = instant(noon - 2 * hour)
    await world.look(noon - 2 * hour + 1_000)
    await world.write('Errors', noon - 2 * hour + 5_000, 5)
    await world.run(noon - 2 * hour + minute + limits.alarmSettle)
    expect(await world.state('a')).toBe('ALARM')
  })

  test('a sum that something negative was added to is not foreseen', async () => {
    await put(errorsAlarm('a'))
    await world.run(noon + 10_000)
    await world.write('Errors', noon + 11_000, -1)
    await world.write('Errors', noon + 12_000, 5)
    await world.run(noon + 50_000)
    expect(await world.state('a')).toBe('OK')
    await world.run(noon + minute + limits.alarmSettle)
    expect(await world.state('a')).toBe('ALARM')
  })

  test('put anew keeps its state, and is evaluated at the next minute', async () => {
    await put(errorsAlarm('a'))
    await world.write('Errors', noon + 1_000, 3)
    await world.run(noon + 20_000)
    expect(await world.state('a')).toBe('ALARM')
    expect((await put(errorsAlarm('a', { Threshold: 5 }))).state).toBe('ALARM')
    await world.run(noon + minute + limits.alarmSettle)
    expect((await world.changes('a')).at(-1)).toBe('12:01:00 OK')
    const types = must(await world.desk.history({ alarm: 'a', type: 'ConfigurationUpdate', limit: 9 }))
    expect(types.map(({ summary }) => summary)).toEqual(['Alarm "a" updated', 'Alarm "a" created'])
  })

  test('set by a person goes back at its next evaluation, and tells both', async () => {
    await put(errorsAlarm('a'))
    await world.run(noon + 30_000)
    const set = must(await world.desk.setState('a', 'ALARM', 'a test', '{"n":1}'))
    expect(set).toMatchObject({ state: 'ALARM', reason: 'a test', reasonData: '{"n":1}' })
    await world.run(noon + minute + limits.alarmSettle)
    expect(await world.changes('a')).toEqual(['12:00:00 OK', '12:00:30 ALARM', '12:01:00 OK'])
    expect(await world.deeds()).toHaveLength(3)
    expect(await world.desk.setState('b', 'OK', 'x', '')).toMatchObject({ ok: false, error: { code: 'missing' } })
  })

  test('with its actions off tells nobody, and goes on', async () => {
    await put(errorsAlarm('a'))
    await world.run(noon + 10_000)
    must(await world.desk.setActions(['a', 'not there'], false))
    expect(must(await world.desk.find('a'))?.actionsEnabled).toBe(false)
    await world.write('Errors', noon + 10_000, 3)
    await world.run(noon + 20_000)
    expect(await world.state('a')).toBe('ALARM')
    expect(await world.deeds()).toEqual(['12:00:00 a OK'])
  })

  test('deleted is gone, and its history says so', async () => {
    await put(errorsAlarm('a'))
    await world.run(noon + 10_000)
    expect(must(await world.desk.remove(['a', 'b']))).toEqual(['a'])
    await world.write('Errors', noon + 10_000, 3)
    await world.run(noon + 2 * minute)
    expect(await world.state('a')).toBeUndefined()
    const [newest] = must(await world.desk.history({ alarm: 'a', limit: 1 }))
    expect(newest?.summary).toBe('Alarm "a" deleted')
  })

  test(`shows its last ${limits.alarmRecentValues} values (alarmRecentValues), and no more`, async () => {
    await put(errorsAlarm('a', { Period: 60, Threshold: 1e9 }))
    for (let at = 0; at < limits.alarmRecentValues + 5; at++) {
      await world.write('Errors', noon + at * minute, at)
      await world.look(noon + (at + 1) * minute + limits.alarmSettle)
      if (at === limits.alarmRecentValues - 1)
        expect(must(await world.desk.find('a'))?.recent).toHaveLength(limits.alarmRecentValues)
    }
    const view = must(await world.desk.find('a'))
    expect(view?.recent).toHaveLength(limits.alarmRecentValues)
    expect(view?.recent.at(-1)).toEqual({
      at: noon + (limits.alarmRecentValues + 5) * minute,
      value: limits.alarmRecentValues + 4,
    })
    expect(view?.value).toBe(limits.alarmRecentValues + 4)
  })
})

describe('restarts and pauses', () => {
  test('forget nothing and tell nothing twice', async () => {
    await put(errorsAlarm('a'))
    await world.write('Errors', noon + 30_000, 1)
    await world.run(noon + 40_000)
    const before = await world.deeds()
    const seen = must(await world.desk.find('a'))
    world.restart()
    await world.run(noon + minute + limits.alarmSettle)
    expect(await world.deeds()).toEqual(before)
    expect(must(await world.desk.find('a'))).toMatchObject({ state: 'ALARM', transitionedAt: seen?.transitionedAt })
    world.restart()
    await world.write('Errors', noon + 5 * minute, 0)
    await world.run(noon + 10 * minute)
    expect(await world.changes('a')).toEqual(['12:00:00 OK', '12:00:20 ALARM', '12:06:00 OK'])
    expect(await world.deeds()).toHaveLength(3)
  })

  test('what could not be kept did not happen, and is decided again', async () => {
    await put(errorsAlarm('a'))
    await world.run(noon + 10_000)
    await world.write('Errors', noon + 10_000, 1)
    const { progress } = settings.alarms
    const broken = { code: 'unavailable', message: 'the disk is full' } as const
    Object.assign(settings.alarms, { progress: async () => ({ ok: false, error: broken }) })
    await world.run(noon + 3 * minute)
    expect(await world.state('a')).toBe('OK')
    expect(world.told).toContain('Alarms wait to be evaluated: the disk is full')
    Object.assign(settings.alarms, { progress })
    await world.run(noon + 4 * minute + limits.alarmSettle)
    expect(await world.changes('a')).toEqual(['12:00:00 OK', '12:01:00 ALARM'])
    expect(await world.deeds()).toEqual(['12:00:00 a OK', '12:01:00 a ALARM'])
  })

  test('while the store does not answer nothing is decided; a short pause is made up for', async () => {
    await put(errorsAlarm('a', { Period: 60 }))
    await world.run(noon + 10_000)
    await world.write('Errors', noon + 70_000, 1)
    await world.write('Errors', noon + 130_000, 0)
    store.trouble = { code: 'unavailable', message: 'the engine is away' }
    await world.run(noon + 4 * minute)
    expect(await world.changes('a')).toEqual(['12:00:00 OK'])
    expect(must(await world.desk.find('a'))?.evaluationState).toBeNull()
    store.trouble = undefined
    await world.run(noon + 4 * minute + 30_000)
    expect(await world.changes('a')).toEqual(['12:00:00 OK', '12:02:00 ALARM', '12:03:00 OK'])
    expect(await world.deeds()).toHaveLength(3)
  })

  test('a store that is away for long is told as a failure of evaluation, until it is back', async () => {
    await put(errorsAlarm('a'))
    await world.run(noon + 10_000)
    await world.write('Errors', noon + 20_000, 0)
    store.trouble = { code: 'unavailable', message: 'the engine is away' }
    await world.run(noon + limits.alarmPause)
    expect(must(await world.desk.find('a'))?.evaluationState).toBeNull()
    await world.run(noon + limits.alarmPause + 20_000)
    expect(must(await world.desk.find('a'))).toMatchObject({ state: 'OK', evaluationState: 'EVALUATION_FAILURE' })
    store.trouble = undefined
    await world.run(noon + 2 * minute + limits.alarmPause + 20_000)
    expect(must(await world.desk.find('a'))).toMatchObject({ state: 'OK', evaluationState: null })
  })

  test('a pause of three hours goes on record by its last hour, and people are told where it ended', async () => {
    await put(errorsAlarm('a', { Period: 60 }))
    await put(errorsAlarm('b', { Period: 60, MetricName: 'Other' }))
    await world.run(noon + 10_000)
    for (const at of [0.5, 1.5, 2.25, 2.5]) await world.write('Errors', noon + at * hour, 1)
    await world.write('Other', noon + 3 * hour - 30_000, 1)
    world.restart()
    await world.look(noon + 3 * hour + 10_000)
    expect(await world.changes('a')).toEqual([
      '12:00:00 OK',
      '14:16:00 ALARM',
      '14:19:00 OK',
      '14:31:00 ALARM',
      '14:34:00 OK',
    ])
    // It ended where it was.
    expect(await world.deeds()).toEqual(['12:00:00 a OK', '12:00:00 b OK', '15:00:00 b ALARM'])
  })

  test('an alarm that somebody changed meanwhile is not written over', async () => {
    await put(errorsAlarm('a'))
    await world.run(noon + 10_000)
    await world.write('Errors', noon + 10_000, 1)
    const stored = must(await settings.alarms.find('a'))!
    must(
      await settings.alarms.put(
        { ...stored, input: JSON.stringify(errorsAlarm('a', { Threshold: 50 })) },
        { state: '', memory: '', tags: {} },
        () => [],
      ),
    )
    await world.run(noon + 3 * minute)
    expect(await world.changes('a')).toEqual(['12:00:00 OK'])
    expect(must(await world.desk.find('a'))?.input.Threshold).toBe(50)
  })
})

describe('composites', () => {
  test('follow their children in the same look, up to the top', async () => {
    await put(errorsAlarm('a'))
    await put(errorsAlarm('b', { MetricName: 'Other' }))
    await put(composite('both', 'ALARM(a) AND ALARM(b)'))
    await put(composite('top', 'ALARM(both)'))
    await world.run(noon + 10_000)
    expect(await world.state('top')).toBe('OK')
    await world.write('Errors', noon + 10_000, 1)
    await world.write('Other', noon + 10_000, 1)
    await world.look(noon + 11_000)
    expect([await world.state('both'), await world.state('top')]).toEqual(['ALARM', 'ALARM'])
    const deeds = must(await settings.alarms.deeds(100))
    const last = JSON.parse(deeds.at(-1)?.message ?? '') as {
      triggers: readonly { arn: string }[]
      alarm: { name: string }
    }
    expect(last.alarm.name).toBe('top')
    expect(last.triggers.map(({ arn }) => arn)).toEqual(['arn:aws:cloudwatch:us-east-1:000000000000:alarm:both'])
    must(await world.desk.remove(['b']))
    await world.look(noon + 12_000)
    expect(await world.state('top')).toBe('OK')
  })

  test('follow a state set by a person, too', async () => {
    await put(errorsAlarm('a'))
    await put(composite('c', 'ALARM(a)'))
    await world.run(noon + 10_000)
    must(await world.desk.setState('a', 'ALARM', 'x', ''))
    await world.look(noon + 11_000)
    expect(await world.state('c')).toBe('ALARM')
  })

  test('wait for their suppressor, and act when its extension is over', async () => {
    await put(errorsAlarm('a'))
    await put(errorsAlarm('maintenance', { MetricName: 'Maintenance' }))
    await put(
      composite('c', 'ALARM(a)', {
        ...{ ActionsSuppressor: 'maintenance', ActionsSuppressorWaitPeriod: 5, ActionsSuppressorExtensionPeriod: 10 },
      }),
    )
    await world.run(noon + 10_000)
    must(await world.desk.setState('a', 'ALARM', 'x', ''))
    await world.look(noon + 11_000)
    expect(must(await world.desk.find('c'))).toMatchObject({ state: 'ALARM', suppressedBy: 'WaitPeriod' })
    must(await world.desk.setState('maintenance', 'ALARM', 'x', ''))
    await world.look(noon + 12_000)
    expect(must(await world.desk.find('c'))?.suppressedBy).toBe('Alarm')
    const before = await world.deeds()
    world.restart()
    await world.look(noon + 20_000)
    must(await world.desk.setState('maintenance', 'OK', 'x', ''))
    await world.look(noon + 21_000)
    expect(must(await world.desk.find('c'))?.suppressedBy).toBe('ExtensionPeriod')
    expect((await world.deeds()).filter(deed => deed.includes(' c ALARM'))).toEqual([])
    await world.look(noon + 32_000)
    expect((await world.deeds()).slice(before.length).filter(deed => deed.includes(' c '))).toEqual([
      '12:00:10 c ALARM',
    ])
    expect(must(await world.desk.find('c'))?.suppressedBy).toBeNull()
  })

  test('a ring is not evaluated and cannot be deleted; unknown children are refused', async () => {
    await put(errorsAlarm('a'))
    expect(await world.desk.put(composite('c', 'ALARM(a) OR ALARM(nobody)'), {})).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('[nobody]') },
    })
    await put(composite('c', 'ALARM(a)'))
    await put(composite('d', 'ALARM(c)'))
    await put(composite('c', 'OK(d)'))
    await world.run(noon + 10_000)
    expect(await world.desk.remove(['c'])).toMatchObject({ ok: false, error: { code: 'ValidationError' } })
    expect(await world.desk.remove(['c', 'd'])).toMatchObject({ ok: false, error: { code: 'ValidationError' } })
    await put(composite('c', 'FALSE'))
    await world.run(noon + 20_000)
    expect([await world.state('c'), await world.state('d')]).toEqual(['OK', 'OK'])
    expect(must(await world.desk.remove(['c']))).toEqual(['c'])
  })

  test(`one alarm is named by ${limits.alarmInRules} rules (alarmInRules), and by no more`, async () => {
    await put(errorsAlarm('a'))
    for (let n = 0; n < limits.alarmInRules; n++) await put(composite(`c${n}`, 'ALARM(a)'))
    expect(await world.desk.put(composite('more', 'OK(a)'), {})).toMatchObject({
      ok: false,
      error: { code: 'LimitExceeded' },
    })
    await put(composite('c0', 'OK(a)'))
  })
})

describe('mute rules', () => {
  const rule = { description: '', timezone: 'UTC', start: null, expire: null }

  test('hold back what changed, and tell it when they end', async () => {
    await put(errorsAlarm('a'))
    await put(errorsAlarm('free'))
    await world.run(noon + 10_000)
    must(
      await world.desk.putMute(
        { ...rule, name: 'm', expression: 'at(2026-01-20T12:01)', duration: 'PT3M', alarms: ['a'] },
        {},
      ),
    )
    await world.run(noon + minute + 10_000)
    await world.write('Errors', noon + 70_000, 1)
    await world.run(noon + 2 * minute)
    expect(must(await world.desk.find('a'))).toMatchObject({ state: 'ALARM', mutedBy: ['m'] })
    expect((await world.deeds()).filter(deed => deed.includes('ALARM'))).toEqual(['12:01:20 free ALARM'])
    world.restart()
    await world.run(noon + 4 * minute + 10_000)
    expect((await world.deeds()).filter(deed => deed.includes(' a ALARM'))).toEqual(['12:01:20 a ALARM'])
    const [, , , late] = must(await settings.alarms.deeds(10))
    expect(JSON.parse(late?.message ?? '')).toMatchObject({ afterMute: true, before: { value: 'OK' } })
    expect(must(await world.desk.mutes({ limit: 5 }))).toMatchObject([{ name: 'm', status: 'EXPIRED' }])
  })

  test('what came and went under one is not told at all; a removed rule ends at once', async () => {
    await put(errorsAlarm('a', { Period: 60 }))
    await world.run(noon + 10_000)
    must(
      await world.desk.putMute(
        { ...rule, name: 'm', expression: 'at(2026-01-20T12:00)', duration: 'PT1H', alarms: ['a'] },
        {},
      ),
    )
    await world.write('Errors', noon + 20_000, 1)
    await world.write('Errors', noon + 60_000, 0)
    await world.run(noon + 3 * minute)
    expect(await world.changes('a')).toEqual(['12:00:00 OK', '12:00:20 ALARM', '12:02:00 OK'])
    await world.write('Errors', noon + 3 * minute, 1)
    await world.run(noon + 3 * minute + 30_000)
    expect(await world.deeds()).toEqual(['12:00:00 a OK'])
    must(await world.desk.removeMute('m'))
    await world.look(noon + 3 * minute + 40_000)
    expect(await world.deeds()).toEqual(['12:00:00 a OK', '12:03:10 a ALARM'])
  })
})

describe('expressions', () => {
  const query = (id: string, metric: string, returned = false) => ({
    ...{ Id: id, ReturnData: returned },
    MetricStat: { Metric: { Namespace: 'App', MetricName: metric }, Period: 60, Stat: 'Sum' },
  })
  const over = { MetricName: undefined, Namespace: undefined, Statistic: undefined, Period: undefined }
  const math = (name: string, metrics: readonly object[], more = {}) =>
    JSON.parse(JSON.stringify(errorsAlarm(name, { ...over, Metrics: metrics, ...more }))) as Record<string, unknown>

  test('are judged by their result', async () => {
    const rate = { Id: 'rate', Expression: '100 * m1 / m2', ReturnData: true }
    await put(math('a', [query('m1', 'Errors'), query('m2', 'Requests'), rate], { Threshold: 10 }))
    for (const [at, errors] of [5, 20, 5].entries()) {
      await world.write('Requests', noon + at * minute, 100)
      await world.write('Errors', noon + at * minute, errors)
    }
    await world.run(noon + 3 * minute + limits.alarmSettle)
    expect(await world.changes('a')).toEqual(['12:00:00 OK', '12:02:00 ALARM', '12:03:00 OK'])
  })

  test('over several series have contributors, each with its own story', async () => {
    const sql = { Id: 'q', Expression: 'SELECT MAX(Errors) FROM App GROUP BY Pod', Period: 60, ReturnData: true }
    await put(math('a', [sql], { Threshold: 10 }))
    for (const [at, errors] of [5, 20, 5].entries())
      for (const pod of ['x', 'y'])
        await world.write('Errors', noon + at * minute, pod === 'x' ? errors : 1, { Pod: pod })
    await world.run(noon + 2 * minute + limits.alarmSettle)
    const contributors = must(await world.desk.contributors('a'))
    expect(contributors?.map(({ attributes, state }) => [attributes, state])).toEqual([
      [{ Pod: 'x' }, 'ALARM'],
      [{ Pod: 'y' }, 'OK'],
    ])
    expect(await world.state('a')).toBe('ALARM')
    const told = must(await settings.alarms.deeds(20)).map(
      ({ message }) => JSON.parse(message) as { now: { value: string }; contributor?: { attributes: object } },
    )
    expect(told.filter(({ now }) => now.value === 'ALARM').map(({ contributor }) => contributor?.attributes)).toEqual([
      { Pod: 'x' },
    ])
    world.restart()
    await world.run(noon + 3 * minute + limits.alarmSettle)
    expect(await world.changes('a')).toEqual(['12:00:00 OK', '12:02:00 ALARM', '12:03:00 OK'])
    const types = must(await world.desk.history({ alarm: 'a', type: 'AlarmContributorStateUpdate', limit: 20 }))
    expect(types.map(({ at, summary }) => [at - noon, summary.split(' to ')[1]])).toContainEqual([2 * minute, 'ALARM'])
  })

  test('against a band are judged by what was learnt', async () => {
    const band = { Id: 'band', Expression: 'ANOMALY_DETECTION_BAND(m1, 3)', ReturnData: true }
    for (let at = -1_440; at < 0; at++) await world.write('Errors', noon + at * minute, 100 + (at % 7))
    await put(
      math('a', [query('m1', 'Errors', true), band], {
        ...{ Threshold: undefined, ThresholdMetricId: 'band', ComparisonOperator: 'GreaterThanUpperThreshold' },
        TreatMissingData: 'missing',
      }),
    )
    await world.write('Errors', noon, 103)
    await world.run(noon + minute + limits.alarmSettle)
    expect(await world.state('a')).toBe('OK')
    await world.write('Errors', noon + minute, 500)
    await world.run(noon + 2 * minute + limits.alarmSettle)
    expect(await world.state('a')).toBe('ALARM')
    const detail = must(await world.desk.detail('a'))
    expect(detail?.evaluated[0]).toMatchObject({ start: noon + minute, value: 500, breaching: true })
    expect(detail?.evaluated[0]?.high).toBeLessThan(150)
  })
})

test('what a detector leaves out is not learnt from, also when it is put later', async () => {
  const query = {
    Id: 'm1',
    MetricStat: { Metric: { Namespace: 'App', MetricName: 'Errors' }, Period: 60, Stat: 'Sum' },
  }
  const band = { Id: 'b', Expression: 'ANOMALY_DETECTION_BAND(m1, 3)' }
  // The last sixteen hours were wild; the rest was calm.
  for (let at = -1_440; at < 0; at++)
    await world.write('Errors', noon + at * minute, at < -960 ? 100 - (at % 7) : -(at % 9) * 400)
  await put({
    ...{ AlarmName: 'a', EvaluationPeriods: 1, ComparisonOperator: 'GreaterThanUpperThreshold' },
    ...{ ThresholdMetricId: 'b', Metrics: [query, band] },
  })
  for (let at = 0; at < 5; at++) await world.write('Errors', noon + at * minute, 900)
  await world.run(noon + 2 * minute + limits.alarmSettle)
  expect(await world.state('a')).toBe('OK')
  const detector = { SingleMetricAnomalyDetector: { Namespace: 'App', MetricName: 'Errors', Stat: 'Sum' } }
  const wild = { StartTime: noon / 1_000 - 57_600, EndTime: noon / 1_000 + 3_600 }
  must(await world.desk.putDetector({ ...detector, Configuration: { ExcludedTimeRanges: [wild] } }))
  await world.run(noon + 3 * minute + limits.alarmSettle)
  expect(await world.state('a')).toBe('ALARM')
  must(await world.desk.removeDetector(detector))
  await world.run(noon + 4 * minute + limits.alarmSettle)
  expect(await world.state('a')).toBe('OK')
})

test('a wall-clock hour is judged when it is over', async () => {
  await put(errorsAlarm('a', { Period: 3_600, EvaluationWindow: { WallClockWindow: { Timezone: 'Asia/Seoul' } } }))
  await world.run(noon + 10_000)
  await world.write('Errors', noon + 20_000, 1)
  await world.run(noon + hour - 1_000, 5 * minute)
  expect(await world.state('a')).toBe('OK')
  await world.look(noon + hour + limits.alarmSettle)
  expect(await world.changes('a')).toEqual(['12:00:00 OK', '13:00:00 ALARM'])
})

test('rehearsal equals a day of live evaluation', async () => {
  const inputs = [
    errorsAlarm('sum', { AlarmActions: [], OKActions: [] }),
    errorsAlarm('two of three', {
      Period: 60,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      TreatMissingData: 'missing',
    }),
    errorsAlarm('p90', {
      Statistic: undefined,
      ExtendedStatistic: 'p90',
      Period: 120,
      Threshold: 4,
      TreatMissingData: 'ignore',
    }),
    errorsAlarm('quiet', {
      Statistic: 'Minimum',
      ComparisonOperator: 'LessThanThreshold',
      TreatMissingData: 'breaching',
    }),
  ].map(input => JSON.parse(JSON.stringify(input)) as Record<string, unknown>)
  for (const input of inputs) await put(input)
  await world.look(noon + limits.alarmSettle)
  const samples: (readonly [number, number])[] = []
  // Chance with a seed of its own: a sample about every six minutes, of 0 to 5.
  let seed = 20_261_121
  for (let at = 0; at < 1_440; at++) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
    if (seed % 6 === 0) samples.push([noon + at * minute + (seed % 50) * 1_000, (seed >> 8) % 6])
  }
  for (let at = 1; at <= 1_440; at++) {
    const end = noon + at * minute
    while (samples[0] !== undefined && samples[0][0] < end) {
      const [time, value] = samples.shift()!
      await world.write('Errors', time, value)
    }
    await world.look(end - 1)
    await world.look(end + limits.alarmSettle)
    if (at === 700) world.restart()
  }
  for (const input of inputs) {
    const name = String(input.AlarmName)
    const live = must(await world.desk.history({ alarm: name, type: 'StateUpdate', oldestFirst: true, limit: 1_000 }))
    const [first, ...rest] = live
    const initialState = first?.summary.split(' to ')[1]
    const from = Math.floor((first?.at ?? noon) / 1_000)
    const rehearsed = must(await world.desk.rehearse({ alarm: input, initialState, from, to: noon / 1_000 + 86_400 }))
    // What was certain before its minute was over came up to a minute earlier.
    expect(rest.map(({ at, summary }) => [Math.ceil(at / minute) * 60, summary.split(' to ')[1]])).toEqual(
      rehearsed.transitions.map(({ at, to }) => [at, to]),
    )
    expect(rehearsed.transitions.length).toBeGreaterThan(10)
  }
})

test('what it watched is told with the states it was in', async () => {
  await put(errorsAlarm('a', { Period: 60 }))
  for (const [at, value] of [0, 2, 0, 0].entries()) await world.write('Errors', noon + at * minute, value)
  await world.run(noon + 4 * minute + limits.alarmSettle)
  const series = must(await world.desk.series('a', instant(noon), instant(noon + 4 * minute)))
  expect(series).toMatchObject({ periodMs: minute, threshold: 1, series: [{ label: 'Errors', values: [0, 2, 0, 0] }] })
  expect(series?.states.map(({ state }) => state)).toEqual(['INSUFFICIENT_DATA', 'OK', 'ALARM', 'OK'])
  const long = limits.alarmSeriesPeriods * minute
  must(await world.desk.series('a', instant(noon - long), instant(noon)))
  expect(await world.desk.series('a', instant(noon - long - minute), instant(noon))).toMatchObject({
    ok: false,
    error: { code: 'ValidationError', message: expect.stringContaining(String(limits.alarmSeriesPeriods)) },
  })
})
