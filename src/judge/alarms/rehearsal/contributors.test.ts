import { expect, test } from 'vitest'
import { limits } from '../../../limits.ts'
import { minutes, plus } from '../../../model/index.ts'
import type { ContributorSeries } from '../contributors.ts'
import { pointsOf } from '../datapoint.ts'
import { pointsUntil, sampleAlarm, utcTime } from '../sample-alarm.ts'
import { rehearse, rehearseContributors } from './index.ts'

const ten = utcTime('2026-01-20T10:00')
const to = plus(ten, minutes(8))
const series = (id: string, ...values: readonly number[]): ContributorSeries => ({
  attributes: { InstanceId: id },
  points: pointsOf(pointsUntil(to, values)),
})
const asked = { alarm: sampleAlarm(), initialState: 'OK', from: ten, to } as const

test('each series pages, and the alarm lasts while any does', () => {
  const all = [series('a', 0, 9, 9, 0, 0, 0, 0, 0), series('b', 0, 0, 9, 9, 0, 0, 9, 0)]
  const answer = rehearseContributors({ ...asked, series: all })
  expect(answer).toMatchObject({ ok: true, value: { evaluations: 8, pages: 3, longest: 180, finalState: 'OK' } })
  const minutesAt = answer.ok && answer.value.transitions.map(({ at, to: state }) => [(at - ten / 1_000) / 60, state])
  expect(minutesAt).toEqual([
    [2, 'ALARM'],
    [5, 'OK'],
    [7, 'ALARM'],
    [8, 'OK'],
  ])
})

test('of one series it is the rehearsal of that series', () => {
  const one = series('a', 0, 9, 9, 0, 9, 0, 0, 9)
  const [many, alone] = [rehearseContributors({ ...asked, series: [one] }), rehearse({ ...asked, points: one.points })]
  if (!many.ok || !alone.ok) throw new Error('a short range')
  const withoutReasons = (all: typeof alone.value) => ({
    ...all,
    transitions: all.transitions.map(({ reason: _, ...rest }) => rest),
  })
  expect(withoutReasons(many.value)).toEqual(withoutReasons(alone.value))
})

test('more than rehearsalEvaluations', () => {
  const long = { ...asked, series: [], to: plus(ten, minutes(limits.rehearsalEvaluations + 1)) }
  expect(rehearseContributors(long)).toMatchObject({ ok: false, error: { code: 'too-many-evaluations' } })
})
