import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instant, millis } from '../../model/index.ts'
import { readQuantity } from '../../model/kubernetes/index.ts'
import { formOf } from './form.ts'
import { asLabel } from './metric-labels.ts'
import { cpuQuantity, memoryQuantity, quantity, spanText, timeText } from './words.ts'

test.each([
  [0, '0'],
  [0.123456789, '123456789n'],
  [0.25, '250m'],
  [0.00025, '250u'],
  [2, '2'],
  [96, '96'],
])('%d cores are %s', (cores, text) => {
  expect(cpuQuantity(cores)).toBe(text)
})

test.each([
  [0, '0'],
  [1_000, '1000'],
  [4_096, '4Ki'],
  [1_536, '1536'],
  [3 * 2 ** 30, '3Gi'],
  [2 ** 50, '1024Ti'],
])('%d bytes are %s', (bytes, text) => {
  expect(memoryQuantity(bytes)).toBe(text)
})

test.each([
  [0, '0'],
  [-3, '-3'],
  [1.5, '1500m'],
  [0.0004, '0'],
  [2 / 3, '667m'],
  [1e12 + 0.5, '1000000000001'],
  [9.19e15, '9190000000000000'],
  [9.2e15, undefined],
  [Number.NaN, undefined],
  [Number.POSITIVE_INFINITY, undefined],
])('%d is %s', (value, text) => {
  expect(quantity(value)).toBe(text)
})

test('a quantity reads back as what it was, to a thousandth', () => {
  fc.assert(
    fc.property(fc.double({ min: -1e11, max: 1e11, noNaN: true }), value => {
      const text = quantity(value)
      return text !== undefined && Math.abs((readQuantity(text) ?? Number.NaN) - value) <= 0.0006
    }),
    { seed: 63, numRuns: 500 },
  )
})

test.each([
  [15_012, '15.012s'],
  [15_000, '15s'],
  [500, '0.5s'],
  [60_500, '1m0.5s'],
  [3_600_000, '1h0m0s'],
  [3_661_000, '1h1m1s'],
])('%d ms last %s', (span, text) => {
  expect(spanText(millis(span))).toBe(text)
})
test('times are to the second', () => {
  expect(timeText(instant(1_799_999_999_999))).toBe('2027-01-15T07:59:59Z')
})

describe('names as Kubernetes takes them', () => {
  test.each([
    ['ECS/ContainerInsights', 'ECS_ContainerInsights'],
    ['% Processor Time', 'Processor_Time'],
    ['plain-1.2_3', 'plain-1.2_3'],
    ['주문', ''],
    [`${'a'.repeat(62)}/b`, 'a'.repeat(62)],
  ])('%s: %s as a label', (name, label) => {
    expect(asLabel(name)).toBe(label)
  })
  test('whatever comes, a label is one, and stays what it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), text => {
        const label = asLabel(text)
        return /^(|[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)$/.test(label) && asLabel(label) === label
      }),
      { seed: 64, numRuns: 500 },
    )
  })
})

test.each([
  [undefined, 'object'],
  ['', 'object'],
  ['*/*', 'object'],
  ['application/json', 'object'],
  ['application/vnd.kubernetes.protobuf,application/json', 'object'],
  ['application/json;as=Table;v=v1;g=meta.k8s.io,application/json', 'table'],
  ['application/json;as=Table;v=v1beta1;g=meta.k8s.io', 'table-v1beta1'],
  ['application/json;as=Table;v=v9;g=meta.k8s.io,application/json', 'object'],
  ['application/json;as=APIGroupDiscoveryList;v=v2;g=apidiscovery.k8s.io', undefined],
  ['application/yaml', undefined],
  [';;;,=,as', undefined],
])('accept %s: %s', (accept, form) => {
  expect(formOf(accept)).toBe(form)
})
