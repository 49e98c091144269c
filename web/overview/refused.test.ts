import { expect, test } from 'vitest'
import { refusedOf } from './refused.ts'

const group = {
  name: 'a',
  accepted: 9,
  durable: 9,
  rejectedTooOld: 1,
  rejectedTooNew: 2,
  rejectedExpired: 4,
  throttled: 8,
}

test.each([
  ['nothing', [], { all: 0, tooOld: 0, tooNew: 0, expired: 0, throttled: 0 }],
  ['two groups', [group, group], { all: 30, tooOld: 2, tooNew: 4, expired: 8, throttled: 16 }],
])('refused: %s', (_story, groups, expected) => {
  expect(refusedOf({ groups })).toEqual(expected)
})
