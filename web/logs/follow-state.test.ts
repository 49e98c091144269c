import { expect, test } from 'vitest'
import type { ApiLogEvent } from '../../src/model/index.ts'
import { type FollowStep, newFollow, stepFollow } from './follow-state.ts'

const events = (...ids: number[]) => ids.map(id => ({ id: String(id), timestamp: id }) as ApiLogEvent)
const run = (...steps: FollowStep[]) =>
  steps.reduce((state, step) => stepFollow(state, step, { shown: 3, waiting: 2 }), newFollow)
const ids = (list: readonly ApiLogEvent[]) => list.map(event => event.id).join('')

test.each<[string, FollowStep[], { events: string; waiting: string; dropped: number }]>([
  ['lines come in time order', [{ type: 'events', events: events(2, 1) }], { events: '12', waiting: '', dropped: 0 }],
  [
    'at the bound all are held',
    [{ type: 'events', events: events(1, 2, 3) }],
    { events: '123', waiting: '', dropped: 0 },
  ],
  [
    'past it the oldest goes and is counted',
    [{ type: 'events', events: events(1, 2, 3, 4) }],
    { events: '234', waiting: '', dropped: 1 },
  ],
  [
    'told again is shown once',
    [
      { type: 'found', events: events(1) },
      { type: 'events', events: events(1, 2) },
    ],
    { events: '12', waiting: '', dropped: 0 },
  ],
  [
    'what came before the tail was open stands where its time says, once',
    [
      { type: 'found', events: events(1) },
      { type: 'events', events: events(3) },
      { type: 'found', events: events(1, 2, 3) },
    ],
    { events: '123', waiting: '', dropped: 0 },
  ],
  [
    'lines found past the bound push out the oldest',
    [
      { type: 'events', events: events(1, 4) },
      { type: 'found', events: events(2, 3) },
    ],
    { events: '234', waiting: '', dropped: 1 },
  ],
  [
    'found while paused, they wait with the others',
    [
      { type: 'found', events: events(1) },
      { type: 'pause' },
      { type: 'events', events: events(3) },
      { type: 'found', events: events(1, 2, 3) },
    ],
    { events: '1', waiting: '23', dropped: 0 },
  ],
  [
    'a pause holds them back',
    [{ type: 'pause' }, { type: 'events', events: events(1, 2) }],
    { events: '', waiting: '12', dropped: 0 },
  ],
  [
    'past its bound a pause counts',
    [{ type: 'pause' }, { type: 'events', events: events(1, 2, 3) }],
    { events: '', waiting: '23', dropped: 1 },
  ],
  [
    'resuming brings them',
    [{ type: 'pause' }, { type: 'events', events: events(1) }, { type: 'resume' }],
    { events: '1', waiting: '', dropped: 0 },
  ],
])('%s', (_story, steps, expected) => {
  const state = run(...steps)
  expect({ events: ids(state.events), waiting: ids(state.waiting), dropped: state.dropped }).toEqual(expected)
})

test('what the server left out adds up, and a broken connection has no rate', () => {
  const rate = { type: 'rate', rate: { eventsPerSecond: 9, sampledOut: 5 } } as const
  expect(run(rate, rate)).toMatchObject({ rate: 9, sampledOut: 10 })
  expect(run({ type: 'opened' }, rate, { type: 'trouble', final: false })).toMatchObject({
    rate: 0,
    connection: 'retrying',
  })
})
