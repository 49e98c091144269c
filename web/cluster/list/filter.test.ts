import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readFilter, wanted } from './filter.ts'

const row = {
  cells: [{ text: 'web-1' }, { text: 'Running' }, { text: 'two words' }],
  fields: { namespace: 'shop', status: 'Running' },
  labels: { app: 'web', 'app.kubernetes.io/name': 'Web', tier: '' },
}

test.each<[string, boolean]>([
  ['', true],
  ['WEB', true],
  ['web running', true],
  ['web db', false],
  ['!web', false],
  ['web !db', true],
  ['!', true],
  ['"two words"', true],
  ['"words two"', false],
  ['!"two words"', false],
  ['app=web', true],
  ['app=we', false],
  ['app=w*', true],
  ['app=*', true],
  ['!app=web', false],
  ['app!=web', false],
  ['!app!=web', true],
  ['app!=db', true],
  ['app.kubernetes.io/name=web', true],
  ['namespace=shop status=running', true],
  ['namespace=back', false],
  ['tier=', true],
  ['none=', true],
  ['none=x', false],
  ['none!=x', true],
  ['app="web"', true],
  ['app="we', false],
  ['constructor=', true],
  ['app=(', false],
])('%s', (words, is) => {
  expect(wanted(readFilter(words), row)).toBe(is)
})

test('a term and its opposite never hold together, and no text makes it throw', () => {
  fc.assert(
    fc.property(fc.string(), text => {
      wanted(readFilter(text), row)
      const [term] = readFilter(text)
      if (term) expect(wanted([term], row)).not.toBe(wanted([{ ...term, not: !term.not }], row))
    }),
    { seed: 20_260_121, numRuns: 500 },
  )
})
