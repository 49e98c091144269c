import { expect, test } from 'vitest'
import { parseSearch, printSearch } from '../search.ts'
import { emptyMetrics, type MetricsView, readMetrics, writeMetrics } from './view.ts'

test.each<[string, Partial<MetricsView>, string]>([
  ['nothing', {}, ''],
  ['a namespace', { namespace: 'App' }, '?ns=App'],
  ['its metrics without dimensions', { namespace: 'App', set: [] }, '?ns=App&by='],
  ['its metrics by pod and node', { namespace: 'App', set: ['node', 'pod'] }, '?ns=App&by=node&by=pod'],
  ['a search', { find: 'error rate' }, '?q=error+rate'],
  [
    'all the rest',
    { stat: 'p99', period: 60, shape: 'pie', log: true, tab: 'rows' },
    '?stat=p99&period=60&show=pie&log=1&tab=rows',
  ],
])('%s stands in the address and comes back', (_name, part, written) => {
  const view = { ...emptyMetrics, ...part }
  expect(printSearch(writeMetrics(view))).toBe(written)
  expect(readMetrics(parseSearch(written))).toEqual(view)
})

test.each(['?by=pod', '?period=0', '?period=1.5', '?show=nothing', '?tab=x', '?m='])(
  '%s is the empty view',
  written => {
    expect(readMetrics(parseSearch(written))).toEqual(emptyMetrics)
  },
)
