import { expect, test } from 'vitest'
import { logWidgetQuery } from '../../../src/model/dashboard/index.ts'
import { writeLogQuery } from './log-source.ts'

test.each([
  [[], 'fields @message'],
  [['/a/b'], 'fields @message\n| limit 5'],
  [['/a/b', 'c'], 'stats count(*)'],
])('groups %j survive', (groups, text) => {
  expect(logWidgetQuery(writeLogQuery(groups, text))).toEqual({ groups, text })
})
