import { expect, test } from 'vitest'
import { freeName, isName, soundName } from './names.ts'

test.each([
  ['ops_1-A', true],
  ['', false],
  ['a b', false],
  ['preset:pods', false],
  ['ä', false],
  ['a'.repeat(255), true],
  ['a'.repeat(256), false],
])('%s is a name: %s', (name, is) => {
  expect(isName(name)).toBe(is)
})

test.each([
  ['ops board.json', 'ops-board'],
  ['../x.JSON', 'x'],
  ['망루', ''],
])('%s becomes %s', (wish, name) => {
  expect(soundName(wish)).toBe(name)
})

test.each([
  ['preset:pods', 'pods'],
  ['mine', 'mine-copy'],
  ['a'.repeat(255), `${'a'.repeat(250)}-copy`],
])('a copy of %s is called %s', (name, copy) => {
  expect(freeName(name)).toBe(copy)
})
