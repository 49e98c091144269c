/** Selectors, by the API's own rules. */
import { expect, test } from 'vitest'
import type { LabelSelector } from './object.ts'
import { selects, selectsByLabels } from './selector.ts'

const by = (key: string, operator: string, ...values: string[]): LabelSelector => ({
  matchExpressions: [{ key, operator, values }],
})

test.each<[string, LabelSelector | undefined, Record<string, string> | undefined, boolean]>([
  ['absent', undefined, { app: 'a' }, false],
  ['empty', {}, { app: 'a' }, true],
  ['empty, no labels', {}, undefined, true],
  ['a label', { matchLabels: { app: 'a' } }, { app: 'a', tier: 'b' }, true],
  ['another value', { matchLabels: { app: 'a' } }, { app: 'b' }, false],
  ['not even the key', { matchLabels: { app: 'a' } }, undefined, false],
  ['In', by('app', 'In', 'a', 'b'), { app: 'b' }, true],
  ['In, absent', by('app', 'In', 'a'), {}, false],
  ['NotIn', by('app', 'NotIn', 'a'), { app: 'a' }, false],
  ['NotIn, absent', by('app', 'NotIn', 'a'), {}, true],
  ['Exists', by('app', 'Exists'), { app: '' }, true],
  ['DoesNotExist', by('app', 'DoesNotExist'), { app: '' }, false],
  ['an unknown operator', by('app', 'Near', 'a'), { app: 'a' }, false],
  ['both must hold', { matchLabels: { app: 'a' }, ...by('tier', 'Exists') }, { app: 'a' }, false],
  ['a name of every object', by('constructor', 'Exists'), {}, false],
])('%s', (_story, selector, labels, chosen) => {
  expect(selects(selector, labels)).toBe(chosen)
})

test('the plain form wants every label', () => {
  expect(selectsByLabels({ app: 'a', tier: 'b' }, { app: 'a', tier: 'b', more: 'c' })).toBe(true)
  expect(selectsByLabels({ toString: 'a' }, {})).toBe(false)
})
