import { expect, test } from 'vitest'
import type { ApiLogEvent } from '../../src/model/index.ts'
import { canAskMore, fresh, isFull, newSearch, type SearchStep, stepSearch } from './search-state.ts'

const event = (id: string): ApiLogEvent => ({
  id,
  group: 'g',
  stream: 's',
  timestamp: 0,
  ingestionTime: 0,
  message: id,
  level: '',
  namespace: '',
  pod: '',
  container: '',
  node: '',
})
const run = (...steps: SearchStep[]) => steps.reduce(stepSearch, newSearch)

test('pages add up', () => {
  const state = run(
    { type: 'progress', rowsRead: 10, bytesRead: 100, searchedTo: 5 },
    { type: 'events', events: [event('1')] },
    { type: 'done', next: 'p2', rowsRead: 20, bytesRead: 200, elapsedMs: 3 },
    { type: 'more' },
    { type: 'progress', rowsRead: 1, bytesRead: 2, searchedTo: 4 },
    { type: 'events', events: [event('2')] },
    { type: 'done', rowsRead: 5, bytesRead: 50, elapsedMs: 4 },
  )
  expect(state).toMatchObject({ phase: 'done', next: undefined, rowsRead: 25, bytesRead: 250, elapsedMs: 7 })
  expect(state.events.map(one => one.id)).toEqual(['1', '2'])
})

test.each<[string, SearchStep[], string]>([
  ['a connection that ends without a word is trouble', [{ type: 'ended' }], 'failed'],
  [
    'one that ends after done is fine',
    [{ type: 'done', rowsRead: 0, bytesRead: 0, elapsedMs: 0 }, { type: 'ended' }],
    'done',
  ],
  [
    'a cancel keeps what came',
    [{ type: 'events', events: [event('1')] }, { type: 'cancelled' }, { type: 'ended' }],
    'cancelled',
  ],
  [
    'asking again clears the trouble',
    [{ type: 'error', error: { code: 'x', message: 'm' } }, { type: 'more' }],
    'running',
  ],
])('%s', (_story, steps, phase) => {
  expect(run(...steps).phase).toBe(phase)
})

test('lines that are held already do not come twice', () => {
  expect(fresh([event('1'), event('2')], [event('2'), event('3')]).map(one => one.id)).toEqual(['3'])
})

const page = (next?: string): SearchStep => ({
  type: 'done',
  rowsRead: 0,
  bytesRead: 0,
  elapsedMs: 0,
  ...(next === undefined ? {} : { next }),
})
test.each<[string, SearchStep[], boolean, boolean]>([
  ['while it runs', [], false, false],
  ['one below the bound, with more to come', [{ type: 'events', events: [event('1')] }, page('p')], false, true],
  ['at the bound', [{ type: 'events', events: [event('1'), event('2')] }, page('p')], true, false],
  ['past the bound', [{ type: 'events', events: [event('1'), event('2'), event('3')] }, page('p')], true, false],
  ['at the end', [page()], false, false],
  ['after trouble', [{ type: 'ended' }], false, true],
  ['after a cancel', [{ type: 'cancelled' }], false, true],
])('%s', (_story, steps, full, more) => {
  expect(isFull(run(...steps), 2)).toBe(full)
  expect(canAskMore(run(...steps), 2)).toBe(more)
})
