import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { days, hours, type Instant, instant, minutes, plus, seconds } from '../../../model/index.ts'
import { type AlarmMemory, advance, newMemory } from '../actions/index.ts'
import { pointsOf } from '../datapoint.ts'
import type { MetricAlarm, StateValue } from '../definition.ts'
import { type Evaluation, evaluateMetric } from '../metric.ts'
import { reasonDataOf, reasonOf } from '../reason/index.ts'
import { sampleAlarm, utcTime } from '../sample-alarm.ts'
import { evaluateFrom, evaluationStep } from '../schedule.ts'
import { seriesPoints, statisticOf } from '../series/index.ts'
import { rehearse } from './index.ts'

const ten = utcTime('2026-01-20T10:00')
const second = (at: number) => at / 1_000
const value = (at: number, amount: number) => ({ at: instant(at), count: 1, sum: amount, min: amount, max: amount })
const sums = (samples: readonly (readonly [minute: number, amount: number])[]) =>
  seriesPoints(
    samples.map(([minute, amount]) => value(ten + minute * 60_000, amount)),
    statisticOf('Sum') ?? (() => undefined),
  )
const done = (question: Parameters<typeof rehearse>[0]) => {
  const answer = rehearse(question)
  if (!answer.ok) throw new Error(answer.error.code)
  return answer.value
}

test('one ERROR in a log that is otherwise counted as 0', () => {
  const alarm = sampleAlarm({
    operator: 'GreaterThanOrEqualToThreshold',
    threshold: 1,
    period: minutes(5),
    treatMissing: 'notBreaching',
    statistic: 'Sum',
  })
  const points = sums(Array.from({ length: 60 }, (_, at) => [at, at === 32 ? 1 : 0]))
  const from = plus(ten, minutes(30))
  expect(done({ alarm, points, initialState: 'OK', from, to: plus(ten, hours(1)) })).toEqual({
    finalState: 'OK',
    evaluations: 30,
    transitions: [
      {
        at: second(plus(ten, minutes(33))),
        from: 'OK',
        to: 'ALARM',
        reason:
          'Threshold Crossed: 1 datapoint [1.0 (20/01/26 10:28:00)] was greater than or equal to the threshold (1.0).',
      },
      {
        at: second(plus(ten, minutes(38))),
        from: 'ALARM',
        to: 'OK',
        reason:
          'Threshold Crossed: 1 datapoint [0.0 (20/01/26 10:33:00)] was not greater than or equal to the threshold (1.0).',
      },
    ],
    pages: 1,
    longest: 300,
    byHour: Array.from({ length: 24 }, (_, hour) => (hour === 10 ? 1 : 0)),
  })
})

describe('the range', () => {
  const alarm = sampleAlarm()
  test.each<[string, from: number, to: number, MetricAlarm, evaluations: number]>([
    ['from is left out, to is taken', 0, 5 * 60_000, alarm, 5],
    ['whole minutes alone', 1, 5 * 60_000 - 1, alarm, 4],
    ['nothing within a minute', 1, 59_999, alarm, 0],
    ['an empty range', 60_000, 60_000, alarm, 0],
    ['a range the wrong way round', 600_000, 60_000, alarm, 0],
    ['every ten seconds for shorter periods', 0, 60_000, sampleAlarm({ period: seconds(30) }), 6],
    [
      'each minute also where the live alarm looks once an hour',
      0,
      60 * 60_000,
      sampleAlarm({ period: days(1), periods: 2 }),
      60,
    ],
  ])('%s', (_story, from, to, of, evaluations) => {
    const asked = { alarm: of, points: pointsOf([]), initialState: 'OK' as const }
    expect(done({ ...asked, from: instant(ten + from), to: instant(ten + to) }).evaluations).toBe(evaluations)
  })

  test('rehearsalEvaluations', () => {
    const asked = { alarm, points: pointsOf([]), initialState: 'OK' as const, from: ten }
    expect(rehearse({ ...asked, to: plus(ten, minutes(limits.rehearsalEvaluations)) }).ok).toBe(true)
    expect(rehearse({ ...asked, to: plus(ten, minutes(limits.rehearsalEvaluations + 1)) })).toEqual({
      ok: false,
      error: { code: 'too-many-evaluations', evaluations: limits.rehearsalEvaluations + 1 },
    })
  })
})

describe('longest and pages', () => {
  const at = (n: number) => plus(ten, minutes(n))
  const course = (values: readonly number[], initialState: StateValue = 'OK') =>
    done({
      alarm: sampleAlarm(),
      points: sums(values.map((amount, n) => [n, amount])),
      initialState,
      from: ten,
      to: at(values.length),
    })
  test.each<[string, readonly number[], StateValue, pages: number, longest: number]>([
    ['never', [0, 0, 0], 'OK', 0, 0],
    ['two alarms, the longer counts', [9, 0, 9, 9, 0], 'OK', 2, 120],
    ['one that goes on at the end', [0, 9, 9], 'OK', 1, 60],
    ['one from before pages nobody, but lasts', [9, 9, 0], 'ALARM', 0, 180],
    ['one from before that goes on', [9, 9, 9], 'ALARM', 0, 180],
  ])('%s', (_story, values, initial, pages, longest) => {
    expect(course(values, initial)).toMatchObject({ pages, longest })
  })
})

const explained = (alarm: MetricAlarm, found: Evaluation) => ({
  reason: reasonOf(alarm, found),
  reasonData: reasonDataOf(alarm, found),
})

describe('what it says for the past is what a live alarm did', () => {
  const alarms = fc
    .record({
      periods: fc.integer({ min: 1, max: 4 }),
      m: fc.integer({ min: 1, max: 4 }),
      period: fc.constantFrom(seconds(10), seconds(30), minutes(1), minutes(5), hours(13)),
      treatMissing: fc.constantFrom<MetricAlarm['treatMissing']>('missing', 'ignore', 'breaching', 'notBreaching'),
      statistic: fc.constantFrom('Sum', 'Average', 'Maximum'),
      window: fc.constantFrom<MetricAlarm['window']>(
        { kind: 'sliding' },
        { kind: 'sliding' },
        { kind: 'wall-clock', zone: 'Asia/Kolkata' },
      ),
      threshold: fc.integer({ min: 1, max: 9 }),
    })
    .map(({ m, window, ...others }) => {
      const aligned = others.period === minutes(1) || others.period === minutes(5)
      return sampleAlarm({
        ...others,
        toAlarm: Math.min(m, others.periods),
        window: aligned ? window : { kind: 'sliding' },
      })
    })
  const samples = fc.array(fc.tuple(fc.integer({ min: -100, max: 1_500 }), fc.integer({ min: 0, max: 10 })), {
    maxLength: 300,
  })
  // How long the shell sleeps between two rounds, in seconds; never longer than alarmPause.
  const sleeps = fc.array(fc.integer({ min: 1, max: 290 }), { minLength: 5, maxLength: 12 })

  test('a day of evaluation with a stepped clock', () => {
    fc.assert(
      fc.property(alarms, samples, sleeps, (alarm, list, rhythm) => {
        const points = seriesPoints(
          list.map(([minute, amount]) => value(ten + minute * 60_000, amount)),
          statisticOf(alarm.statistic ?? '') ?? (() => undefined),
        )
        const to = plus(ten, days(1))
        let memory: AlarmMemory = { ...newMemory(ten), state: 'OK', told: 'OK' }
        // New at ten: first evaluated at the next step, and from then on when it says itself.
        let last: Instant | undefined
        let pages = 0
        const transitions: unknown[] = []
        for (let now = ten + evaluationStep(alarm) + limits.alarmSettle, n = 0; now <= to + limits.alarmPause; n++) {
          for (const { at, silent } of evaluateFrom(alarm, last, instant(now))) {
            if (at > to) break
            expect(silent).toBe(false)
            const found = evaluateMetric(alarm, points, memory.state, at)
            const told = found.state === memory.state ? memory : explained(alarm, found)
            const finding = { state: found.state, reason: told.reason, reasonData: told.reasonData }
            const step = advance(
              { ...alarm, actions: { OK: [], INSUFFICIENT_DATA: [], ALARM: ['page'] } },
              memory,
              finding,
              { at },
            )
            memory = step.memory
            last = at
            pages += step.deeds.length
            if (step.transition) {
              const { from, to: entered, reason } = step.transition
              transitions.push({ at: second(at), from, to: entered, reason })
            }
          }
          now += (rhythm[n % rhythm.length] ?? 60) * 1_000
        }
        const rehearsed = done({ alarm, points, initialState: 'OK', from: ten, to })
        expect({ transitions, pages, finalState: memory.state }).toEqual({
          transitions: [...rehearsed.transitions],
          pages: rehearsed.pages,
          finalState: rehearsed.finalState,
        })
      }),
      { numRuns: 12 },
    )
  })
})
