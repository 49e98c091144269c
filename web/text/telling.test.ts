import { expect, test } from 'vitest'
import { telling } from './telling.ts'

const pods = ['backend-app-7c9d8f6b5-k2x8v', 'backend-app-7c9d8f6b5-q9wlm', 'frontend-5d4f9c7b8-8mzpl-and-more']

test.each([
  ['short names stand whole', 'nginx', pods, { start: 'nginx', rest: '' }],
  ['a pod shows its own end', pods[0]!, pods, { start: 'backend', rest: 'k2x8v' }],
  ['a name like no other is cut by its place only', pods[2]!, pods, { start: pods[2]!, rest: '' }],
  ['alone there is nothing to tell apart', pods[0]!, [pods[0]!], { start: pods[0]!, rest: '' }],
])('%s', (_story, name, siblings, expected) => {
  expect(telling(name, siblings)).toEqual(expected)
})
