import { describe, expect, test } from 'vitest'
import type { ApiSavedQuery } from '../../../src/model/index.ts'
import { type Folder, foldersOf, matching, nameIn } from './folders.ts'
import { parametersIn, savedByName } from './parameters.ts'

const saved = (name: string, query = 'limit 1'): ApiSavedQuery => ({
  id: name,
  name,
  query,
  groups: [],
  parameters: [],
  changedAt: 0,
})
const drawn = (folder: Folder): string =>
  [...folder.folders.map(one => `${one.name}(${drawn(one)})`), ...folder.queries.map(one => nameIn(one.name))].join(' ')

test.each([
  [['b', 'a'], 'a b'],
  [['app/errors', 'app/slow', 'other'], 'app(errors slow) other'],
  [['x/y/z', 'x/a', '/lead', 'x//odd'], 'x(y(z) a odd) lead'],
  [[], ''],
])('%j in folders: %s', (names, tree) => {
  expect(drawn(foldersOf(names.map(name => saved(name))))).toBe(tree)
})

test('every folder knows its way', () => {
  expect(foldersOf([saved('x/y/z')]).folders[0]?.folders[0]?.path).toBe('x/y')
})

test('a search looks at names and texts', () => {
  const all = [saved('app/errors', 'filter level = "ERROR"'), saved('app/slow', 'filter ms > 9')]
  expect(matching(all, 'app ERROR').map(one => one.name)).toEqual(['app/errors'])
  expect(matching(all, '').length).toBe(2)
})

describe('parameters', () => {
  test('are found once each, with what was known of them', () => {
    expect(
      parametersIn('filter a = "{{app}}" and b = {{n}} or c = "{{app}}" {{1x}}', [{ name: 'n', defaultValue: '3' }]),
    ).toEqual([{ name: 'app' }, { name: 'n', defaultValue: '3' }])
  })
  test('stand beside their text as the language takes them', () => {
    const one = { ...saved('app', 'filter a = {{x}}'), parameters: [{ name: 'x' }, { name: 'y', defaultValue: '1' }] }
    expect(savedByName([one]).get('app')).toEqual({
      text: 'filter a = {{x}}',
      parameters: [
        { name: 'x', defaultValue: null },
        { name: 'y', defaultValue: '1' },
      ],
    })
  })
})
