import { expect, test } from 'vitest'
import { parseSearch, printSearch, type Search } from '../search.ts'
import {
  type AlarmsView,
  emptyAlarms,
  readAlarm,
  readAlarms,
  readHistory,
  readMutes,
  writeAlarm,
  writeAlarms,
  writeHistory,
  writeMutes,
} from './view.ts'

const round = (search: Search): Search => parseSearch(printSearch(search))

test.each<[string, AlarmsView]>([
  ['nothing', emptyAlarms],
  ['everything', { state: 'INSUFFICIENT_DATA', kind: 'composite', text: 'a & b', row: 'x=y' }],
])('the list in the address: %s', (_story, view) => {
  expect(readAlarms(round(writeAlarms(view)))).toEqual(view)
})

test('one alarm, its history, and a mute rule in the address', () => {
  for (const tab of ['why', 'history', 'actions', 'definition'] as const)
    expect(readAlarm(round(writeAlarm({ name: 'a b/c', tab })))).toEqual({ name: 'a b/c', tab })
  for (const type of [undefined, 'Action'] as const)
    expect(readHistory(round(writeHistory({ type })))).toEqual({ type })
  for (const view of [
    { edit: undefined, alarm: undefined },
    { edit: '', alarm: 'errors' },
    { edit: 'night', alarm: undefined },
  ])
    expect(readMutes(round(writeMutes(view)))).toEqual(view)
})

test('an address written by hand does no harm', () => {
  expect(readAlarms({ state: 'MAYBE', kind: 'x', q: ['a', 'b'], row: '' })).toEqual({ ...emptyAlarms, text: 'b' })
  expect(readAlarm({ tab: 'x' })).toEqual({ name: '', tab: 'why' })
  expect(readHistory({ type: 'x' })).toEqual({ type: undefined })
})
