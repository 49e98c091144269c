import { expect, test } from 'vitest'
import { unwrapped } from './unwrapped.ts'

const body = { widgets: [] }

test.each([
  ['a body', body, { json: body, name: undefined }],
  ['an answer', { DashboardName: 'a', DashboardBody: '{"widgets":[]}' }, { json: body, name: 'a' }],
  ['an answer without a name', { DashboardBody: '{"widgets":[]}' }, { json: body, name: undefined }],
  ['a broken answer', { DashboardBody: '{' }, { json: { DashboardBody: '{' }, name: undefined }],
  ['a text', 'x', { json: 'x', name: undefined }],
  ['nothing', null, { json: null, name: undefined }],
])('%s', (_story, json, inside) => {
  expect(unwrapped(json)).toEqual(inside)
})
