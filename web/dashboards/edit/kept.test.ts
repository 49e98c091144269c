import { expect, test } from 'vitest'
import { readKept } from './kept.ts'

test.each([
  ['as it was left', '{"version":3,"json":{"widgets":[]}}', { json: { widgets: [] }, version: 3 }],
  ['none', null, undefined],
  ['broken', '{"version":3', undefined],
  ['something else', '7', undefined],
  ['nothing', 'null', undefined],
  ['without a version', '{"json":{}}', undefined],
  ['no body', '{"version":3,"json":1}', undefined],
])('a draft: %s', (_story, text, kept) => {
  expect(readKept(text)).toEqual(kept)
})
