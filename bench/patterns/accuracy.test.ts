import { describe, expect, test } from 'vitest'
import { accuracyOf, normalTemplate } from './accuracy.ts'
import { createDrain } from './drain.ts'
import { madeSamples } from './lines.ts'

describe('accuracy', () => {
  const truth = ['a <*>', 'a <*>', 'b', 'c <*>']
  test.each([
    ['all right', [1, 1, 2, 3], ['a <Token-1>', 'a <Token-1>', 'b', 'c <Number-1>'], [1, 1, 1, 1]],
    ['one group torn', [1, 4, 2, 3], ['a <*>', 'a <*>', 'b', 'c <*>'], [0.5, 4 / 7, 1, 4 / 7]],
    ['two groups in one', [1, 1, 2, 2], ['a <*>', 'a <*>', '<*>', '<*>'], [0.5, 0.4, 0.5, 0.4]],
    ['a wrong template', [1, 1, 2, 3], ['a <*>', 'a <*>', 'x', 'c <*>'], [1, 1, 0.75, 2 / 3]],
  ])('%s', (_, groups, templates, [ga, fga, pa, fta]) => {
    const found = accuracyOf(truth, groups, templates)
    expect(found.ga).toBeCloseTo(ga!)
    expect(found.fga).toBeCloseTo(fga!)
    expect(found.pa).toBeCloseTo(pa!)
    expect(found.fta).toBeCloseTo(fta!)
  })

  test.each([
    ['took  <Number-1> ms', 'took <*>'],
    ['from /<IP-1>:<Number-2>', 'from <*>'],
    ['port 22 ssh2', 'port <*>'],
    ['open /var/log now', 'open <*> now'],
  ])('%s is spelt %s', (template, spelt) => {
    expect(normalTemplate(template)).toBe(spelt)
  })
})

test('the baseline groups by words of the same number', () => {
  const drain = createDrain()
  const groups = ['took 5 of 9 items', 'took 7 of 8 items', 'lost it', 'took them all by night'].map(line =>
    drain.add(line),
  )
  expect(groups).toEqual([0, 0, 1, 2])
  expect(drain.template(0)).toBe('took <*> of <*> items')
})

test('the same seed makes the same lines, and every template has one', () => {
  const [some, again] = [madeSamples(500, 7), madeSamples(500, 7)]
  expect(some).toEqual(again)
  expect(some.length).toBeGreaterThanOrEqual(10)
  expect(some.every(({ lines, truth }) => lines.length === 500 && truth.length === 500)).toBe(true)
})
