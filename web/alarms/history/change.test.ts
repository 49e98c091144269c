import { expect, test } from 'vitest'
import { changeOf } from './change.ts'

const data = {
  version: '1.0',
  oldState: { stateValue: 'OK', stateReason: 'before' },
  newState: { stateValue: 'ALARM', stateReason: 'Threshold Crossed: …' },
}

test.each<[string, Parameters<typeof changeOf>[0], ReturnType<typeof changeOf>]>([
  ['a change', { type: 'StateUpdate', data }, { from: 'OK', to: 'ALARM', reason: 'Threshold Crossed: …' }],
  [
    'of one series',
    { type: 'AlarmContributorStateUpdate', data: { newState: { stateValue: 'OK' } } },
    { from: undefined, to: 'OK', reason: '' },
  ],
  ['an action is no change', { type: 'Action', data }, undefined],
  ['nothing to read', { type: 'StateUpdate', data: null }, undefined],
  ['a state that there is not', { type: 'StateUpdate', data: { newState: { stateValue: 'MAYBE' } } }, undefined],
])('%s', (_story, item, change) => {
  expect(changeOf(item)).toEqual(change)
})
