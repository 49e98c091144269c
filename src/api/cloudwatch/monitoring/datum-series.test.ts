import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type NamedDatum, seriesNames } from './datum-series.ts'

/** Names that are parts of each other, so that a look at a part of the text would not do. */
const word = fc.constantFrom('a', 'b', 'ab', 'aba', '로그')
const datum: fc.Arbitrary<NamedDatum> = fc.record(
  {
    MetricName: word,
    Dimensions: fc.array(fc.record({ Name: word, Value: word }), { maxLength: 2 }),
    Unit: fc.constantFrom(null, 'Count', 'None'),
    StorageResolution: fc.constantFrom(1, 60),
  },
  { requiredKeys: ['MetricName'] },
)

test('whatever came before it, a datum has the series that it says', () => {
  const said = ({ MetricName, Dimensions = [], Unit, StorageResolution }: NamedDatum) =>
    JSON.stringify([MetricName, Unit ?? '', StorageResolution ?? '', Dimensions?.map(one => [one.Name, one.Value])])
  const kinds = fc.array(fc.tuple(fc.constantFrom('ns', 'n', 'ns2'), datum), { minLength: 1, maxLength: 8 })
  const order = fc.array(fc.nat(7), { minLength: 1, maxLength: 60 })
  fc.assert(
    fc.property(kinds, order, (kinds, order) => {
      let made = 0
      const seriesOf = seriesNames(key => ({ key, id: String(++made) }))
      const known = new Map<string, string>()
      for (const at of order) {
        const [namespace, one] = kinds[at % kinds.length]!
        const text = `${namespace} ${said(one)}`
        const key = { namespace, metric: one.MetricName, labels: {}, unit: 'None', resolution: 60, source: '' } as const
        const series = seriesOf(namespace, one, () => key)
        if ('refused' in series) throw new Error('nothing is refused here')
        expect(series.id).toBe(known.get(text) ?? String(known.size + 1))
        known.set(text, series.id)
      }
      expect(made).toBe(known.size)
    }),
    { seed: 7, numRuns: 500 },
  )
})

test('what is refused is refused each time', () => {
  const seriesOf = seriesNames(key => ({ key, id: '1' }))
  const good = () => ({ namespace: 'n', metric: 'm', labels: {}, unit: 'None', resolution: 60, source: '' }) as const
  for (let at = 0; at < 3; at++) {
    expect(seriesOf('n', { MetricName: 'm' }, good)).toMatchObject({ id: '1' })
    expect(seriesOf('n', { MetricName: 'bad' }, () => ({ refused: at }))).toEqual({ refused: at })
  }
})
