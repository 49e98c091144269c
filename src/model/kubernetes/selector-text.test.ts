import { expect, test } from 'vitest'
import { err, ok } from '../result.ts'
import { selects } from './selector.ts'
import { readLabelSelector } from './selector-text.ts'

const web = { app: 'web', tier: 'front', 'app.kubernetes.io/name': 'web' }

test.each([
  ['', true],
  ['app=web', true],
  ['app==web,tier=front', true],
  ['app = web , tier != back', true],
  ['app!=web', false],
  ['other!=x', true],
  ['tier in (front, back),app notin (x)', true],
  ['tier in (back)', false],
  ['app', true],
  ['!app', false],
  ['!canary', true],
  ['app.kubernetes.io/name=web', true],
  ['app=', false],
])('%s: %s', (text, chosen) => {
  const selector = readLabelSelector(text)
  expect(selector.ok && selects(selector.value, web)).toBe(chosen)
})

test.each([
  ['app=web,', ''],
  ['app~web', 'app~web'],
  ['app=web,tier in front', 'tier in front'],
  ['a b', 'a b'],
  ['app=we b', 'app=we b'],
])('%s cannot be read', (text, part) => {
  expect(readLabelSelector(text)).toEqual(err(part))
})

test('equals are kept as one value', () => {
  expect(readLabelSelector('a=b')).toEqual(ok({ matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] }))
})
