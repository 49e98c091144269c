import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ApiPodSelector } from '../../src/model/index.ts'
import { parseSearch, printSearch } from '../search.ts'
import {
  emptyView,
  type LogsView,
  logColumns,
  readView,
  withFilter,
  withGroups,
  withoutFilter,
  writeView,
} from './view.ts'

const view = (part: Partial<LogsView>): LogsView => ({ ...emptyView, ...part })

test.each<[string, LogsView, string]>([
  ['nothing chosen', emptyView, ''],
  [
    'pods of a workload',
    view({
      pods: { cluster: 'prod', namespace: 'shop', workload: 'Deployment/web', containers: ['a'], previous: true },
    }),
    '?workload=Deployment/web&ns=shop&container=a&previous=1&cluster=prod',
  ],
  ['pods by labels', view({ pods: { labels: 'app in (a,b)' } }), '?l=app+in+(a,b)'],
  ['groups and a pattern', view({ groups: ['/aws/a', 'b'], pattern: '"a b"' }), '?group=/aws/a&group=b&q=%22a+b%22'],
  [
    'filters both ways',
    view({
      filters: [
        { field: 'level', value: '' },
        { field: 'pod', value: 'web:1', exclude: true },
      ],
    }),
    '?f=level:&f=-pod:web:1',
  ],
  [
    'how it is shown',
    view({ order: 'oldest', columns: ['time', 'message'], wrap: true, live: true, row: { id: '12', group: '/a@b' } }),
    '?order=oldest&cols=time,message&wrap=1&live=1&row=12@/a@b',
  ],
])('%s', (_story, given, written) => {
  expect(printSearch(writeView(given))).toBe(written)
  expect(readView(parseSearch(written))).toEqual(given)
})

test.each([
  ['an unknown column is left out', '?cols=time,nonsense', { columns: ['time'] }],
  ['no known column means the usual ones', '?cols=nonsense', {}],
  ['a filter on an unknown field is left out', '?f=nonsense:1&f=x', {}],
  ['a cluster alone chooses no pods', '?cluster=prod&container=a', {}],
  ['a row without a group is none', '?row=12', {}],
  ['the same group twice is once', '?group=a&group=a&group=', { groups: ['a'] }],
])('%s', (_story, written, part) => {
  expect(readView(parseSearch(written))).toEqual(view(part as Partial<LogsView>))
})

test('every view survives the address', () => {
  const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 })
  const anyView = fc.record({
    groups: fc.uniqueArray(name),
    pods: fc.option(
      fc
        .record(
          {
            ...{ cluster: name, namespace: name, workload: name, labels: name, previous: fc.constant(true) },
            containers: fc.uniqueArray(name, { minLength: 1 }),
          },
          { requiredKeys: ['workload'] },
        )
        .map(pods => pods as ApiPodSelector),
      { nil: undefined },
    ),
    streams: fc.uniqueArray(name),
    pattern: fc.string({ unit: 'grapheme' }),
    filters: fc.array(
      fc.record(
        {
          field: fc.constantFrom('level', 'pod', 'word'),
          value: fc.string({ unit: 'grapheme' }),
          exclude: fc.constant(true),
        },
        { requiredKeys: ['field', 'value'] },
      ),
    ),
    order: fc.constantFrom('newest', 'oldest'),
    columns: fc.subarray([...logColumns], { minLength: 1 }),
    wrap: fc.boolean(),
    live: fc.boolean(),
    row: fc.option(fc.record({ id: fc.stringMatching(/^\d{1,56}$/), group: name }), { nil: undefined }),
  })
  fc.assert(
    fc.property(anyView, given => {
      expect(readView(parseSearch(printSearch(writeView(given as LogsView))))).toEqual(given)
    }),
  )
})

test('a filter added twice is once, and its opposite gives way', () => {
  const error = { field: 'level', value: 'ERROR' } as const
  const once = withFilter(withFilter(emptyView, error), error)
  expect(once.filters).toEqual([error])
  const turned = withFilter(once, { ...error, exclude: true })
  expect(turned.filters).toEqual([{ ...error, exclude: true }])
  expect(withoutFilter(turned, { ...error, exclude: true }).filters).toEqual([])
})

test('other groups forget the streams and the opened line', () => {
  const before = view({ groups: ['a'], streams: ['s'], row: { id: '1', group: 'a' } })
  expect(withGroups(before, ['b'])).toEqual(view({ groups: ['b'] }))
})
