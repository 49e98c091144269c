import { expect, test } from 'vitest'
import type { ApiLogEvent } from '../../src/model/index.ts'
import { newSearch, type SearchState, stepSearch } from './search-state.ts'
import { asksForText, isFirstUnderWay, tallyByField, tallyByTime, wholeOf } from './tallied.ts'

const event = (timestamp: number, more: Partial<ApiLogEvent> = {}): ApiLogEvent => ({
  ...{ id: String(timestamp), group: '/g', stream: 's', timestamp, ingestionTime: 0, message: 'm', level: '' },
  ...{ namespace: '', pod: '', container: '', node: '' },
  ...more,
})

test.each([
  [{}, false],
  [{ pattern: '' }, false],
  [{ pattern: 'declined' }, true],
  [{ filters: [{ field: 'level', value: 'ERROR' }] }, false],
  [{ filters: [{ field: 'word', value: 'declined' }] }, true],
] as const)('%j looks for a text: %s', (selection, asks) => {
  expect(asksForText(selection)).toBe(asks)
})

const done = (state: SearchState, next?: string) =>
  stepSearch(state, { type: 'done', rowsRead: 9, bytesRead: 9, elapsedMs: 9, ...(next === undefined ? {} : { next }) })

test('all is known when a search came to the end of its range, and nothing while its first page is under way', () => {
  const some = stepSearch(newSearch, { type: 'events', events: [event(1)] })
  const ended = done(some)
  const paused = done(some, 'more')
  const on = stepSearch(paused, { type: 'more' })
  const cancelled = stepSearch(some, { type: 'cancelled' })
  const broken = stepSearch(some, { type: 'ended' })
  const states = [newSearch, some, ended, paused, on, cancelled, broken]
  expect(states.map(isFirstUnderWay)).toEqual([true, true, false, false, false, false, false])
  expect(states.map(wholeOf)).toEqual([...[undefined, undefined], [event(1)], ...Array(4).fill(undefined)])
})

test('by time: steps and levels as the server has them, bytes of UTF-8', () => {
  const events = [event(61_000, { level: 'INFO', message: '결제' }), event(60_000, { level: 'ERROR' }), event(1)]
  expect(tallyByTime(events, { from: 0, to: 120_000 }, 2)).toEqual({
    ...{ from: 0, to: 120_000, stepMs: 60_000, events: 3, bytes: 8, rowsRead: 0, elapsedMs: 0 },
    bars: [
      { at: 0, counts: { '': 1 } },
      { at: 60_000, counts: { INFO: 1, ERROR: 1 } },
    ],
  })
})

test('by field: the most frequent first, those alike by name, no more than asked for', () => {
  const events = ['b', 'a', 'c', 'c', ''].map((pod, at) => event(at, { pod, stream: 'x' }))
  const { facets } = tallyByField(events, 3)
  expect(facets.map(({ field }) => field)).toEqual(['level', 'namespace', 'pod', 'container', 'node', 'stream'])
  expect(facets[2]?.values).toEqual([
    { value: 'c', events: 2 },
    { value: '', events: 1 },
    { value: 'a', events: 1 },
  ])
  expect(facets[5]?.values).toEqual([{ value: 'x', events: 5 }])
})
