import { expect, test } from 'vitest'
import { binarySteps, yRangeOf } from './y-range.ts'

const wish = { filled: false, levels: [] }

test.each([
  ['nothing there', undefined, wish, [0, 1.06]],
  ['from nothing', [20, 100], wish, [0, 106]],
  ['close values are looked at closely', [90, 100], wish, [88.8, 101.2]],
  ['but not under an area', [90, 100], { ...wish, filled: true }, [0, 106]],
  ['a threshold is seen', [90, 100], { ...wish, levels: [50] }, [0, 106]],
  ['below nothing', [-100, -20], wish, [-106, 0]],
  ['on both sides', [-50, 50], wish, [-56, 56.36]],
  ['all nothing', [0, 0], wish, [0, 1]],
  ['one value', [5, 5], wish, [0, 5.3]],
  ['as told', [20, 30], { ...wish, min: 10, max: 40 }, [10, 40]],
  ['a told least above the values', [1, 2], { ...wish, min: 10 }, [10, 11]],
  ['a told greatest below the values', [5, 6], { ...wish, max: -1 }, [-2, -1]],
  ['powers of ten', [3, 4_000], { ...wish, log: true }, [1, 10_000]],
  ['one power', [10, 10], { ...wish, log: true }, [10, 100]],
  ['nothing above nothing', [-3, 0], { ...wish, log: true }, [1, 10]],
  ['a told least of powers', [3, 4_000], { ...wish, log: true, min: 2 }, [2, 10_000]],
] as const)('%s', (_story, extent, wishes, range) => {
  const [low, high] = yRangeOf(extent, wishes)
  expect([low, high].map(one => Number(one.toFixed(6)))).toEqual(range)
})

test('binary steps double', () => {
  expect(binarySteps.slice(0, 4)).toEqual([1, 2, 4, 8])
})
