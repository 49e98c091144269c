import { describe, expect, test } from 'vitest'
import type { ApiAlarmHistory, ApiClusterChange } from '../../src/model/index.ts'
import { happeningsOf, stripOf } from './strip.ts'

const range = { from: 1_000, to: 2_000 }
const change = (
  at: number,
  type: ApiClusterChange['type'],
  more: Partial<ApiClusterChange> = {},
): ApiClusterChange => ({
  ...{ at, type, kind: 'Deployment', namespace: 'shop', name: 'web', said: [], tone: 'done', by: null },
  ...more,
})
const alarm = (at: number, from: string, to: string): ApiAlarmHistory['items'][number] => ({
  ...{ at, alarm: 'errors', kind: 'metric', type: 'StateUpdate', summary: '' },
  data: { oldState: { stateValue: from }, newState: { stateValue: to } },
})

describe('what happened', () => {
  test('is told newest first, and only within the range', () => {
    const all = happeningsOf([change(1_100, 'rollout'), change(999, 'rollout')], [alarm(1_500, 'OK', 'ALARM')], range)
    expect(all.map(({ lane, at, tone }) => [lane, at, tone])).toEqual([
      ['alarm', 1_500, 'bad'],
      ['rollout', 1_100, 'done'],
    ])
  })

  test('an alarm that merely found data is no news', () => {
    const items = [alarm(1_100, 'INSUFFICIENT_DATA', 'OK'), alarm(1_200, 'ALARM', 'OK')]
    expect(happeningsOf([], items, range).map(({ at, tone }) => [at, tone])).toEqual([[1_200, 'good']])
  })

  test('whatever becomes of a node belongs to the nodes', () => {
    const changes = [change(1_100, 'created', { kind: 'Node' }), change(1_200, 'created'), change(1_300, 'scaled')]
    expect(happeningsOf(changes, [], range).map(({ lane }) => lane)).toEqual(['scaled', 'config', 'node'])
  })
})

describe('the strip', () => {
  const told = (changes: readonly ApiClusterChange[], room: number) =>
    stripOf(happeningsOf(changes, [], range), range, room)

  test('has a lane for what there is, in a fixed order', () => {
    const lanes = told([change(1_100, 'config'), change(1_900, 'node', { kind: 'Node' })], 10)
    expect(lanes.map(({ lane }) => lane)).toEqual(['node', 'config'])
    expect(told([], 10)).toEqual([])
  })

  test('puts what stands too close into one mark, with the gravest tone, at the first of them', () => {
    const changes = [change(1_010, 'rollout', { tone: 'bad' }), change(1_090, 'rollout'), change(1_500, 'rollout')]
    const [lane] = told(changes, 10)
    expect(
      lane?.marks.map(({ at, place, tone, happenings }) => [at, place, tone, happenings.map(one => one.at)]),
    ).toEqual([
      [1_010, 0.01, 'bad', [1_090, 1_010]],
      [1_500, 0.5, 'done', [1_500]],
    ])
  })

  test('what happens at the very end has its place too', () => {
    expect(told([change(2_000, 'scaled')], 10)[0]?.marks[0]?.place).toBe(1)
  })
})
