import { expect, test } from 'vitest'
import type { ApiMetricFilter } from '../../src/model/index.ts'
import { draftOf, type FilterDraft, filterOf, newDraft, troublesOf } from './draft.ts'

const good: FilterDraft = { ...newDraft('ERROR'), name: 'errors', metric: 'ErrorCount' }

test.each<[string, Partial<FilterDraft>, readonly string[]]>([
  ['a count', {}, []],
  ['no names yet', { name: ' ', metric: '' }, ['name', 'metric']],
  ['signs that names may not have', { name: 'a:b', namespace: 'x$', metric: 'a*' }, ['name', 'namespace', 'metric']],
  ['a selector as value', { value: '$.latency' }, []],
  ['a word as value', { value: 'latency' }, ['value']],
  ['a default that is no number', { defaultValue: 'x' }, ['default']],
  [
    'a default beside dimensions',
    { defaultValue: '0', dimensions: [{ name: 'App', selector: '$.app' }] },
    ['default-with-dimensions'],
  ],
  ['half a dimension', { dimensions: [{ name: 'App', selector: '' }] }, ['dimension']],
  ['an empty row of dimensions', { dimensions: [{ name: '', selector: ' ' }] }, []],
])('%s', (_story, part, troubles) => {
  expect(troublesOf({ ...good, ...part })).toEqual(troubles)
})

test('what is edited comes back as it was', () => {
  const filter: ApiMetricFilter = {
    group: '/a',
    name: 'slow',
    pattern: '{ $.ms > 500 }',
    namespace: 'App',
    metric: 'Slow',
    value: '$.ms',
    unit: 'Milliseconds',
    dimensions: { Path: '$.path' },
  }
  expect(filterOf('/a', draftOf(filter))).toEqual(filter)
  expect(filterOf('/a', { ...good, defaultValue: '0' })).toEqual({
    group: '/a',
    name: 'errors',
    pattern: 'ERROR',
    namespace: 'Logs',
    metric: 'ErrorCount',
    value: '1',
    defaultValue: 0,
  })
})
