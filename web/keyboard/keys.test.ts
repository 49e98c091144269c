import { expect, test } from 'vitest'
import { keyBindings, meaning, type Press } from './keys.ts'

const press = (key: string, part: Partial<Press> = {}): Press => ({
  key,
  mod: false,
  alt: false,
  typing: false,
  onControl: false,
  ...part,
})

test.each<[string, Press, string | undefined, ReturnType<typeof meaning>]>([
  ['a letter', press('j'), undefined, { name: 'down' }],
  ['a letter while typing is text', press('j', { typing: true }), undefined, {}],
  ['Escape works while typing', press('Escape', { typing: true }), undefined, { name: 'close' }],
  ['the palette works while typing', press('k', { mod: true, typing: true }), undefined, { name: 'palette' }],
  ['a query is run while it is typed', press('Enter', { mod: true, typing: true }), undefined, { name: 'run' }],
  ['other Ctrl keys are the browser’s', press('j', { mod: true }), undefined, {}],
  ['Enter on a button is the button’s', press('Enter', { onControl: true }), undefined, {}],
  ['a pair begins', press('g'), undefined, { pending: 'g' }],
  ['and ends', press('l'), 'g', { name: 'goLogs' }],
  ['a pair that goes astray is its second key', press('j'), 'g', { name: 'down' }],
])('%s', (_story, given, before, expected) => {
  expect(meaning(given, before)).toEqual(expected)
})

test('no two bindings share a key', () => {
  expect(new Set(keyBindings.map(binding => binding.keys)).size).toBe(keyBindings.length)
})
