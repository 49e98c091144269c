import { describe, expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { minutes, plus, seconds } from '../../../model/index.ts'
import { pointsOf } from '../datapoint.ts'
import type { CompositeAlarm } from '../definition.ts'
import { pointsUntil, sampleAlarm, sampleComposite, utcTime } from '../sample-alarm.ts'
import { type CompositeRehearsal, type RehearsedChild, rehearseComposite } from './index.ts'

const ten = utcTime('2026-01-20T10:00')
const span = 20
const to = plus(ten, minutes(span))
/** Breaches in these minutes. */
const child = (name: string, ...high: readonly number[]): RehearsedChild => ({
  alarm: sampleAlarm({ name }),
  points: pointsOf(
    pointsUntil(
      to,
      Array.from({ length: span }, (_, at) => (high.includes(at) ? 9 : 0)),
    ),
  ),
})
const asked = (alarm: CompositeAlarm, children: readonly RehearsedChild[]): CompositeRehearsal => ({
  ...{ alarm, children, initialState: 'OK', from: ten, to },
})
const done = (alarm: CompositeAlarm, ...children: readonly RehearsedChild[]) => {
  const answer = rehearseComposite(asked(alarm, children))
  if (!answer.ok) throw new Error(JSON.stringify(answer.error))
  return answer.value
}
const course = (alarm: CompositeAlarm, ...children: readonly RehearsedChild[]) =>
  done(alarm, ...children).transitions.map(({ at, to: state }) => `${(at - ten / 1_000) / 60} ${state}`)

test('follows its children at the same instant', () => {
  const [a, b] = [child('a', 2, 3, 4, 5), child('b', 4, 5, 6)]
  expect(done(sampleComposite('ALARM(a) AND ALARM(b)'), a, b)).toEqual({
    finalState: 'OK',
    evaluations: span,
    transitions: [
      {
        at: ten / 1_000 + 5 * 60,
        from: 'OK',
        to: 'ALARM',
        reason:
          'arn:aws:cloudwatch:us-east-1:000000000000:alarm:b transitioned to ALARM at Tuesday 20 January, 2026 10:05:00 UTC',
      },
      {
        at: ten / 1_000 + 7 * 60,
        from: 'ALARM',
        to: 'OK',
        reason:
          'arn:aws:cloudwatch:us-east-1:000000000000:alarm:a transitioned to OK at Tuesday 20 January, 2026 10:07:00 UTC',
      },
    ],
    pages: 1,
    longest: 120,
    byHour: Array.from({ length: 24 }, (_, hour) => (hour === 10 ? 1 : 0)),
  })
})

test('composites may stand on composites, in any order, by name or ARN', () => {
  const middle = sampleComposite('ALARM(a) OR ALARM(b)', { name: 'middle' })
  const top = sampleComposite(`ALARM("${middle.arn}") AND NOT ALARM(dep)`, { name: 'top' })
  expect(course(top, { alarm: middle }, child('a', 2, 3), child('b', 8), child('dep', 8))).toEqual(['3 ALARM', '5 OK'])
})

describe('a suppressor', () => {
  const suppressor = { alarm: 'dep', wait: minutes(2), extension: minutes(3) }
  test('that stays quiet lets the page go after the wait', () => {
    const { pages, transitions } = done(
      sampleComposite('ALARM(a)', { suppressor }),
      child('a', 2, 3, 4, 5),
      child('dep'),
    )
    expect([pages, transitions.length]).toEqual([1, 2])
  })
  test('that comes in time holds it back', () => {
    const { pages, transitions } = done(
      sampleComposite('ALARM(a)', { suppressor }),
      child('a', 2, 3, 4, 5),
      child('dep', 3, 4, 5, 6, 7, 8),
    )
    expect([pages, transitions.length]).toEqual([0, 2])
  })
  test('a page after its end and the extension', () => {
    const a = child('a', ...Array.from({ length: 18 }, (_, n) => n + 2))
    expect(done(sampleComposite('ALARM(a)', { suppressor }), a, child('dep', 3, 4)).pages).toBe(1)
  })
  test('a short alarm within the wait pages nobody', () => {
    expect(done(sampleComposite('ALARM(a)', { suppressor }), child('a', 2), child('dep')).pages).toBe(0)
  })
})

test('is evaluated every ten seconds when a child is', () => {
  const quick = { alarm: sampleAlarm({ name: 'quick', period: seconds(10) }), points: pointsOf([]) }
  expect(done(sampleComposite('ALARM(quick)'), quick).evaluations).toBe(span * 6)
})

describe('what cannot be rehearsed', () => {
  const errorOf = (alarm: CompositeAlarm, ...children: readonly RehearsedChild[]) => {
    const answer = rehearseComposite(asked(alarm, children))
    return answer.ok ? undefined : answer.error
  }
  test('a rule that is none', () => {
    expect(errorOf(sampleComposite('ALARM('))).toMatchObject({ code: 'rule', alarm: 'composite' })
  })
  test('a child that is not given', () => {
    expect(errorOf(sampleComposite('ALARM(a)'))).toEqual({ code: 'unknown-child', alarm: 'composite', child: 'a' })
  })
  test('a ring', () => {
    const other = sampleComposite('ALARM(composite)', { name: 'other' })
    expect(errorOf(sampleComposite('ALARM(other)'), { alarm: other })).toMatchObject({ code: 'ring' })
  })
  test('more than rehearsalEvaluations', () => {
    const long = { ...asked(sampleComposite('TRUE'), []), to: plus(ten, minutes(limits.rehearsalEvaluations + 1)) }
    expect(rehearseComposite(long)).toMatchObject({ ok: false, error: { code: 'too-many-evaluations' } })
  })
})
