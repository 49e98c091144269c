import { describe, expect, test } from 'vitest'
import { type ContributorSeries, type Contributors, contributorId, evaluateContributors } from './contributors.ts'
import { pointsOf } from './datapoint.ts'
import { pointsUntil, sampleAlarm, utcTime } from './sample-alarm.ts'

const noon = utcTime('2026-01-20T12:00')
const series = (id: string, ...values: readonly (number | undefined)[]): ContributorSeries => ({
  attributes: { InstanceId: id },
  points: pointsOf(pointsUntil(noon, values)),
})
const idOf = (id: string) => contributorId({ InstanceId: id })
const evaluate = (all: readonly ContributorSeries[], before: Contributors = {}, differs = {}) =>
  evaluateContributors(sampleAlarm(differs), all, before, 'OK', noon)

test('ids are 16 hexadecimal digits, whatever the order of attributes', () => {
  expect(contributorId({ a: '1', b: '2' })).toMatch(/^[0-9a-f]{16}$/)
  expect(contributorId({ a: '1', b: '2' })).toBe(contributorId({ b: '2', a: '1' }))
  expect(contributorId({ a: '1' })).not.toBe(contributorId({ a: '2' }))
})

describe('the alarm', () => {
  test.each<[string, readonly ContributorSeries[], string]>([
    ['is in ALARM when any is', [series('a', 0), series('b', 9)], 'ALARM'],
    ['is OK when one is and none alarms', [series('a', 0), series('b')], 'OK'],
    ['has no data when none has', [series('a'), series('b')], 'INSUFFICIENT_DATA'],
    ['treats no series at all as missing data', [], 'INSUFFICIENT_DATA'],
  ])('%s', (_story, all, state) => {
    expect(evaluate(all).state).toBe(state)
  })
  test('without series and with missing data that is well', () => {
    expect(evaluate([], {}, { treatMissing: 'notBreaching' }).state).toBe('OK')
  })
  test('tells how many and the latest', () => {
    const { reason, reasonData } = evaluate([series('a', 9), series('b', 8), series('c', 0)])
    expect(reason).toBe(
      '2 of 3 series in ALARM. The latest: Threshold Crossed: 1 datapoint [9.0 (20/01/26 11:59:00)] was greater than the threshold (3.0).',
    )
    expect(JSON.parse(reasonData)).toEqual({
      version: '1.0',
      contributors: { total: 3, alarm: 2, ok: 1, insufficientData: 0 },
    })
  })
})

describe('contributors', () => {
  test('change each for itself', () => {
    const first = evaluate([series('a', 9), series('b', 0)])
    expect(first.transitions.map(({ contributor, from, to }) => [contributor, from, to])).toEqual([
      [idOf('a'), 'INSUFFICIENT_DATA', 'ALARM'],
      [idOf('b'), 'INSUFFICIENT_DATA', 'OK'],
    ])
    const second = evaluate([series('a', 9), series('b', 9)], first.contributors)
    expect(second.transitions).toMatchObject([
      { contributor: idOf('b'), from: 'OK', to: 'ALARM', attributes: { InstanceId: 'b' } },
    ])
    expect(second.contributors[idOf('a')]).toBe(first.contributors[idOf('a')])
  })
  test('that are gone go to OK and are forgotten', () => {
    const first = evaluate([series('a', 9), series('b', 0)])
    const second = evaluate([], first.contributors)
    expect(second.transitions).toMatchObject([{ contributor: idOf('a'), from: 'ALARM', to: 'OK' }])
    expect(second.contributors).toEqual({})
  })
})
