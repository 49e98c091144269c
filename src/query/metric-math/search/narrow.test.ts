import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compileSearch, metricsOf, narrowSearch, readSearch } from './index.ts'

const narrowed = (text: string) => {
  const search = readSearch(text)
  if (!search.ok) throw new Error(search.error.message)
  return narrowSearch(search.value)
}

test.each([
  ['{AWS/EC2,InstanceId} MetricName="CPU"', { namespace: 'AWS/EC2', metric: 'CPU', labels: [{ name: 'InstanceId' }] }],
  ['{AWS/EC2} InstanceId="i-1" cpu', { namespace: 'AWS/EC2', labels: [{ name: 'InstanceId', value: 'i-1' }] }],
  ['{A,b} b="c"', { namespace: 'A', labels: [{ name: 'b', value: 'c' }] }],
  ['Namespace="A" MetricName="m" AND x', { namespace: 'A', metric: 'm' }],
  ['{A,Namespace} Namespace="shop"', { namespace: 'A', labels: [{ name: 'Namespace', value: 'shop' }] }],
  ['{A,b} Namespace="A"', { namespace: 'A', labels: [{ name: 'b' }] }],
  ['Namespace=A MetricName=m b=c', {}],
  ['MetricName="m" OR MetricName="n"', {}],
  ['NOT MetricName="m"', {}],
  ['MetricName=("m" OR "n") b="c"', { labels: [{ name: 'b', value: 'c' }] }],
  [':aws.AccountId="1" "x"', {}],
])('%s asks the store for %j', (text, wanted) => expect(narrowed(text)).toEqual(wanted))

const property = fc.constantFrom('MetricName=', 'Namespace=', 'b=', 'c=', '')
const word = fc.constantFrom('m', 'n', 'A', 'x', '"m"', '"A"', '"x"', '"y"')
const term = fc.tuple(fc.constantFrom('', '', 'NOT '), property, word).map(parts => parts.join(''))
const anyText = fc
  .tuple(
    fc.constantFrom('', '{A}', '{A,b}', '{A,b,c}', '{A,Namespace}'),
    fc.array(term, { minLength: 1, maxLength: 3 }),
    fc.constantFrom(' ', ' AND ', ' OR '),
  )
  .map(([schema, terms, joint]) => `${schema} ${terms.join(joint)}`)
const anyMetric = fc.record({
  namespace: fc.constantFrom('A', 'B'),
  metric: fc.constantFrom('m', 'n'),
  dimensions: fc.dictionary(fc.constantFrom('b', 'c', 'Namespace'), fc.constantFrom('x', 'y', 'A')),
})

test('what a search finds is never left out', () => {
  fc.assert(
    fc.property(anyText, anyMetric, (text, metric) => {
      const search = readSearch(text)
      if (!search.ok) throw new Error(search.error.message)
      if (!compileSearch(search.value)(metric)) return
      const { namespace = metric.namespace, metric: name = metric.metric, labels = [] } = narrowSearch(search.value)
      expect([namespace, name]).toEqual([metric.namespace, metric.metric])
      for (const { name: label, value } of labels) {
        expect(Object.keys(metric.dimensions)).toContain(label)
        if (value !== undefined) expect(metric.dimensions[label]).toBe(value)
      }
    }),
    { numRuns: 5_000 },
  )
})

test('a series is a metric for each of its sets', () => {
  const series = { namespace: 'A', metric: 'm', labels: { a: '1', b: '2' }, sets: [[], ['a'], ['b', 'a']] }
  expect(metricsOf(series).map(({ dimensions }) => dimensions)).toEqual([{}, { a: '1' }, { b: '2', a: '1' }])
})
