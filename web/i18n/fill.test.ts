import { expect, test } from 'vitest'
import { filledIn } from './fill.ts'

const show = (value: string | number) => (typeof value === 'number' ? `#${value}` : value)

test.each([
  ['Left the cluster[, of {group}]', { group: 'workers' }, 'Left the cluster, of workers'],
  ['Left the cluster[, of {group}]', { group: '' }, 'Left the cluster'],
  ['{a} of {b}', { a: 1 }, '#1 of '],
  ['It says: {message}', { message: '[{a}] {b}' }, 'It says: [{a}] {b}'],
])('%s', (sentence, values, filled) => {
  expect(filledIn(sentence, values, show)).toBe(filled)
})
