import { expect, test } from 'vitest'
import { readDashboardJson, unchosenVariables } from './index.ts'
import { presetBody, presets } from './presets/index.ts'

const json = {
  variables: [
    { type: 'pattern', pattern: '__a__', inputType: 'select', id: 'a', search: 's', populateFrom: 'A' },
    { type: 'pattern', pattern: '__b__', inputType: 'select', id: 'b', search: 's', populateFrom: 'B' },
    { type: 'pattern', pattern: '__c__', inputType: 'input', id: 'c' },
    { type: 'property', property: 'region', inputType: 'select', id: 'd', search: 's', populateFrom: 'D' },
  ],
  widgets: [{ type: 'text', properties: { markdown: 'of __a__ and __c__' } }],
}
const { variables } = readDashboardJson(json).dashboard

test.each<[string, Readonly<Record<string, string>>, readonly string[]]>([
  ['a choice that a widget stands on', {}, ['a']],
  ['chosen', { a: 'x' }, []],
  ['chosen to be nothing', { a: '' }, ['a']],
])('%s', (_story, values, unchosen) => {
  expect(unchosenVariables(json, variables, values).map(({ id }) => id)).toEqual(unchosen)
})

test('what is no board has nothing to choose', () => {
  for (const one of [null, 1, 'x', [], {}]) expect(unchosenVariables(one, variables, {})).toEqual([])
})

test('every board that comes with Mangru says what it stands on, and works once it is chosen', () => {
  for (const preset of presets) {
    const body: unknown = JSON.parse(
      presetBody(preset.name, { language: 'en', region: 'us-east-1', dollarsPerGiB: 0.5 }) ?? '',
    )
    const read = readDashboardJson(body).dashboard.variables
    const chosen = Object.fromEntries(read.map(({ id }) => [id, 'x']))
    expect([preset.name, unchosenVariables(body, read, chosen)]).toEqual([preset.name, []])
    const needed = read.filter(({ inputType }) => inputType !== 'input').map(({ id }) => id)
    expect([preset.name, unchosenVariables(body, read, {}).map(({ id }) => id)]).toEqual([preset.name, needed])
  }
})
