import { expect, test } from 'vitest'
import { stretchesOf } from './held.ts'

test('each state holds until the next, within the range', () => {
  const states = [
    { at: -50, state: 'OK' },
    { at: 20, state: 'ALARM' },
    { at: 60, state: 'OK' },
    { at: 150, state: 'ALARM' },
  ] as const
  expect(stretchesOf(states, 0, 100)).toEqual([
    { at: 0, to: 20, state: 'OK', share: 0.2 },
    { at: 20, to: 60, state: 'ALARM', share: 0.4 },
    { at: 60, to: 100, state: 'OK', share: 0.4 },
  ])
})

test.each([
  ['nothing is known', [], []],
  ['one state all along', [{ at: 0, state: 'OK' as const }], [{ at: 0, to: 100, state: 'OK', share: 1 }]],
])('%s', (_story, states, stretches) => {
  expect(stretchesOf(states, 0, 100)).toEqual(stretches)
})
