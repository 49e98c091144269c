import { expect, test } from 'vitest'
import { defaultColumns } from '../view.ts'
import { mayTellStream, tellsStream } from './columns.ts'

test.each([
  ['a pod is told', 'pod', defaultColumns, 'web-1', false],
  ['without one the stream is', 'pod', defaultColumns, '', true],
  ['but not twice', 'pod', ['pod', 'stream'], '', false],
  ['other columns stay empty', 'node', defaultColumns, '', false],
] as const)('%s', (_, column, columns, pod, told) => {
  expect(tellsStream(column, columns, { pod })).toBe(told)
})

test.each([
  [defaultColumns, true],
  [['pod', 'stream'], false],
  [['stream'], false],
  [['message'], false],
] as const)('the heading of %j says so: %s', (columns, says) => {
  expect(mayTellStream(columns)).toBe(says)
})
