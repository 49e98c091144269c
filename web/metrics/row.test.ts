import fc from 'fast-check'
import { expect, test } from 'vitest'
import { freeId, type Row, readRows, writeRows } from './row.ts'

const look = { visible: true, label: '', colour: undefined, axis: 'left', period: undefined } as const
const metric = (id: string, more: Partial<Row> = {}): Row => ({
  ...{ ...look, kind: 'metric', id, namespace: 'App', metric: 'Errors', stat: undefined, unit: undefined },
  dimensions: [{ name: 'pod', value: 'web-1' }],
  ...(more as object),
})

test.each<[string, Row[], string[]]>([
  ['a metric', [metric('m1')], ['App~Errors~pod~web-1~~id=m1']],
  [
    'what is the same as in the row before is a dot',
    [metric('m1'), metric('m2', { dimensions: [{ name: 'pod', value: 'web-2' }], stat: 'p99' } as Partial<Row>)],
    ['App~Errors~pod~web-1~~id=m1', '.~.~.~web-2~~id=m2~stat=p99'],
  ],
  [
    'how it is drawn',
    [metric('m1', { label: 'a~b', colour: '#0b6e99', axis: 'right', period: 60, visible: false })],
    ['App~Errors~pod~web-1~~id=m1~period=60~label=a!tb~colour=0b6e99~axis=right~off=1'],
  ],
  ['an expression', [{ ...look, kind: 'expression', id: 'e1', expression: 'm1 / m2' }], ['=m1 / m2~~id=e1']],
])('%s', (_name, rows, written) => {
  expect(writeRows(rows)).toEqual(written)
  expect(readRows(written)).toEqual(rows)
})

test.each<[string, string[], number]>([
  ['nothing', [''], 0],
  ['a namespace alone', ['App'], 0],
  ['a dimension without a value', ['App~Errors~pod'], 0],
  ['a dot with nothing before it', ['.~Errors'], 0],
  ['no options', ['App~Errors'], 1],
  ['an id that is none', ['App~Errors~~id=7'], 1],
])('of an address with %s come sound rows', (_name, written, count) => {
  expect(readRows(written)).toHaveLength(count)
})

test('no id stands twice', () => {
  expect(readRows(['A~b~~id=m1', 'A~c~~id=m1', '=1~~id=m1']).map(({ id }) => id)).toEqual(['m1', 'm2', 'e1'])
  expect(freeId(readRows(['A~b~~id=m1', 'A~c~~id=m3']), 'm')).toBe('m2')
})

test('whatever the words are, what is written reads back', () => {
  const word = fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom('a', '~', '!', '.', '=', 'é', ' ', '"') })
  const rows = fc.array(
    fc.record({ namespace: word, metric: word, name: word, value: word, label: word, expression: word }),
    { maxLength: 5 },
  )
  fc.assert(
    fc.property(rows, all => {
      const given = all.flatMap(({ namespace, metric: name, name: key, value, label, expression }, at): Row[] => [
        metric(`m${at + 1}`, { namespace, metric: name, label, dimensions: [{ name: key, value }] } as Partial<Row>),
        { ...look, kind: 'expression', id: `e${at + 1}`, expression },
      ])
      expect(readRows(writeRows(given))).toEqual(given)
    }),
    { seed: 20261121, numRuns: 300 },
  )
})
