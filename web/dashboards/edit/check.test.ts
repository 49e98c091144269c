import { expect, test } from 'vitest'
import { checkWidget, parseJson } from './check.ts'

test('faults of a widget have their place in the widget', () => {
  const { errors } = checkWidget({ type: 'metric', properties: { metrics: [] } }, undefined)
  expect(errors).toEqual([{ path: '/properties/region', message: "Should have required property 'region'" }])
})

test('an expression that is none only warns', () => {
  const widget = { type: 'metric', properties: { region: 'r', metrics: [[{ expression: 'm1 +' }]] } }
  const { errors, warnings } = checkWidget(widget, undefined)
  expect(errors).toEqual([])
  expect(warnings.map(one => one.path)).toEqual(['/properties/metrics/0'])
})

test.each([
  ['{"a":1}', true],
  ['{"a":1', false],
  ['', false],
])('%s parses: %s', (text, ok) => {
  const parsed = parseJson(text)
  expect(parsed.ok).toBe(ok)
  if (!parsed.ok) expect(parsed.message).not.toBe('')
})
