import { expect, test } from 'vitest'
import { pageLimits } from '../../limits.ts'
import { begin, type History, redo, step, undo } from './history.ts'

const run = (script: string): string => {
  let history: History<string> = begin('a')
  for (const sign of script) history = sign === '<' ? undo(history) : sign === '>' ? redo(history) : step(history, sign)
  return `${history.past.join('')}[${history.now}]${history.future.join('')}`
}

test.each([
  ['', '[a]'],
  ['b', 'a[b]'],
  ['bb', 'a[b]'],
  ['bc<', 'a[b]c'],
  ['bc<<', '[a]bc'],
  ['bc<<<', '[a]bc'],
  ['bc<<>', 'a[b]c'],
  ['bc<>>', 'ab[c]'],
  ['bc<d', 'ab[d]'],
])('%s makes %s', (script, made) => {
  expect(run(script)).toBe(made)
})

test('as many steps as the bound are kept, and no more', () => {
  let history = begin(0)
  for (let at = 1; at <= pageLimits.undoSteps; at += 1) history = step(history, at)
  expect(history.past).toHaveLength(pageLimits.undoSteps)
  expect(history.past[0]).toBe(0)
  history = step(history, -1)
  expect(history.past).toHaveLength(pageLimits.undoSteps)
  expect(history.past[0]).toBe(1)
})
