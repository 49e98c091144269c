import fc from 'fast-check'
import { expect, test } from 'vitest'
import { metricStore } from '../../store/metrics/index.ts'
import { Tally, type TallyRow } from './tally.ts'

const store = metricStore({} as never)
const [one, two] = ['one', 'two'].map(metric =>
  store.series({ namespace: 'n', metric, labels: {}, unit: 'None', resolution: 60, source: '' }),
) as [ReturnType<typeof store.series>, ReturnType<typeof store.series>]

const rowsOf = (seen: readonly (readonly [minute: number, value: number, second?: boolean])[]) => {
  const tally = new Tally<string>()
  for (const [minute, value, second] of seen) tally.add('f', second ? two : one, minute, value)
  return tally.rows().map(({ minute, sample }: TallyRow<string>) => [minute, sample])
}

test.each([
  ['nothing', [], []],
  ['one value', [[7, 5]], [[7, { kind: 'value', value: 5, weight: 1 }]]],
  [
    'the same value is a weight',
    [
      [7, 5],
      [7, 5],
      [7, 5],
    ],
    [[7, { kind: 'value', value: 5, weight: 3 }]],
  ],
  [
    'another value makes a distribution, in order',
    [
      [7, 5],
      [7, 5],
      [7, 2],
    ],
    [[7, { kind: 'distribution', values: [2, 5], weights: [1, 2], count: 3, sum: 12, min: 2, max: 5 }]],
  ],
  [
    'minutes and series are rows of their own',
    [
      [7, 1],
      [8, 1],
      [7, 1, true],
      [7, 1],
    ],
    [
      [7, { kind: 'value', value: 1, weight: 2 }],
      [8, { kind: 'value', value: 1, weight: 1 }],
      [7, { kind: 'value', value: 1, weight: 1 }],
    ],
  ],
] as const)('%s', (_story, seen, rows) => {
  expect(rowsOf(seen)).toEqual(rows)
})

test('a row stands for exactly what was seen in its minute, in whatever order', () => {
  const seen = fc.array(fc.tuple(fc.integer({ min: 0, max: 2 }), fc.constantFrom(-3, 0, 0.5, 2, 7)), { minLength: 1 })
  fc.assert(
    fc.property(seen, of => {
      const told = rowsOf(of).flatMap(([minute, sample]) => {
        if (typeof sample === 'number' || typeof minute !== 'number') return []
        if (sample?.kind === 'value') return Array.from({ length: sample.weight }, () => [minute, sample.value])
        if (sample?.kind !== 'distribution') return []
        const all = sample.values.flatMap((value, at) => Array<number>(sample.weights[at] ?? 0).fill(value))
        expect(sample).toMatchObject({ count: all.length, min: Math.min(...all), max: Math.max(...all) })
        expect(sample.sum).toBeCloseTo(all.reduce((sum, value) => sum + value, 0))
        return all.map(value => [minute, value])
      })
      const sorted = (pairs: readonly (readonly number[])[]) => pairs.map(pair => pair.join(' ')).sort()
      expect(sorted(told)).toEqual(sorted(of))
    }),
  )
})
