import { expect, test } from 'vitest'
import { nearestNames } from './nearest.ts'

test.each([
  ['bakend-app', ['frontend', 'backend-app', 'backend'], ['backend-app']],
  ['backend', ['backend-app', 'backend-worker', 'cart'], ['backend-app', 'backend-worker']],
  ['backend-app-v2', ['backend-app', 'app'], ['backend-app', 'app']],
  ['bakend', ['frontend', 'backend-app'], ['backend-app']],
  ['x', ['frontend'], []],
  ['web', ['wob', 'web', 'web'], ['web', 'wob']],
])('%s among %j', (word, names, near) => {
  expect(nearestNames(word, names, 3)).toEqual(near)
})

test('no more than asked for', () => {
  expect(nearestNames('web', ['web-1', 'web-2', 'web-3'], 2)).toHaveLength(2)
})
