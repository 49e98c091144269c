import { expect, test } from 'vitest'
import { queriesTroubles, type Sample, samples, withExpression } from './check.ts'

const metric = (Id: string, ReturnData = false) => ({
  Id,
  MetricStat: { Metric: { Namespace: 'N', MetricName: 'M' }, Period: 60, Stat: 'Sum' },
  ReturnData,
})
const troubles = (queries: readonly object[], bandId = '') =>
  queriesTroubles(JSON.stringify(queries), bandId).map(one => [one.code, 'id' in one ? one.id : ''])

test.each(Object.keys(samples) as Sample[])('the sample %s is sound', name => {
  const { queries, bandId } = samples[name]
  expect(queriesTroubles(JSON.stringify(queries), bandId)).toEqual([])
})

test.each<[string, readonly object[], string, (readonly string[])[]]>([
  ['one metric', [metric('m1', true)], '', []],
  ['an id with a capital', [metric('M1', true)], '', [['bad-id', 'M1']]],
  ['an id twice', [metric('a', true), metric('a')], '', [['twice', 'a']]],
  ['a metric that there is not', [{ Id: 'e', Expression: 'm2 * 2' }, metric('m1')], '', [['expression', 'e']]],
  ['a broken expression', [{ Id: 'e', Expression: 'm1 * (' }, metric('m1')], '', [['expression', 'e']]],
  ['an alarm may not search', [{ Id: 'e', Expression: "SEARCH('x', 'Sum', 60)" }], '', [['expression', 'e']]],
  ['broken SQL', [{ Id: 'q', Expression: 'SELECT MAX(x FROM y', Period: 60 }], '', [['expression', 'q']]],
  ['two are returned', [metric('a', true), metric('b', true)], '', [['returned', '']]],
  ['none is returned', [metric('a')], '', [['returned', '']]],
  ['a band that is not there', [metric('a', true)], 'ad1', [['no-band', 'ad1']]],
])('%s', (_story, queries, bandId, expected) => {
  expect(troubles(queries, bandId)).toEqual(expected)
})

test('text that is no list is the form’s own trouble', () => {
  expect(queriesTroubles('[', '')).toEqual([])
})

test('an expression is changed where it stands', () => {
  const text = '[{"Id":"a","Expression":"m1"},{"Id":"m1"}]'
  expect(JSON.parse(withExpression(text, 0, 'm1 * 2'))).toEqual([{ Id: 'a', Expression: 'm1 * 2' }, { Id: 'm1' }])
  expect(withExpression(text, 2, 'x')).toBe(text)
  expect(withExpression('[', 0, 'x')).toBe('[')
})
