import { expect, test } from 'vitest'
import { placeLabels } from './labels.ts'

test.each([
  ['above its line', [50], [44]],
  ['below, at the top', [2], [8]],
  ['below, where above is taken', [50, 54], [44, 60]],
  ['nowhere, where both are taken', [50, 54, 52], [44, undefined, 58]],
  ['none', [], []],
])('%s', (_story, lines, places) => {
  expect(placeLabels(lines, 0, 100, 10)).toEqual(places)
})
