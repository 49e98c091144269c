import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { en } from './en.ts'
import { ko } from './ko.ts'

/** Each text with its path; functions are called with marks instead of values, so that a forgotten value shows. */
function texts(node: unknown, path: string): [string, string][] {
  if (typeof node === 'string') return [[path, node]]
  if (typeof node === 'function') {
    const marks = Array.from({ length: node.length }, (_, at) => `<${at}>`)
    return [[path, String((node as (...args: unknown[]) => string)(...marks))]]
  }
  return Object.entries(node as object).flatMap(([name, child]) => texts(child, `${path}.${name}`))
}
const english = new Map(texts(en, ''))
const korean = new Map(texts(ko, ''))

test('both catalogues have the same texts', () => {
  expect([...korean.keys()].sort()).toEqual([...english.keys()].sort())
})

test.each([...english.keys()])('%s says something, with the same values, in both', path => {
  const values = (text: string) => [...new Set(text.match(/<\d>/g))].sort()
  expect(english.get(path)!.trim()).not.toBe('')
  expect(korean.get(path)!.trim()).not.toBe('')
  expect(values(korean.get(path)!)).toEqual(values(english.get(path)!))
})

test('Korean is Korean, but for signs and commands', () => {
  const same = [...english]
    .filter(([path, text]) => korean.get(path) === text && /[a-z]{4}/i.test(text))
    .map(([path]) => path)
  expect(same).toEqual([
    '.search.ndjson',
    '.row.json',
    '.insights.formats.ndjson',
    '.insights.formats.json',
    '.exports.formats.parquet',
    '.exports.formats.ndjson',
    '.exports.formats.cloudwatch',
  ])
})

test('no words stand outside the catalogue', () => {
  const root = join(import.meta.dirname, '..')
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    file => file.endsWith('.tsx') && !/^(dist|node_modules)/.test(file),
  )
  const found = files.flatMap(file => {
    const source = readFileSync(join(root, file), 'utf8')
    const spoken = [
      ...source.matchAll(/[^=]>\s*([A-Za-z][A-Za-z ,.']{2,})\s*<\//g),
      ...source.matchAll(/\b(?:aria-label|label|title|placeholder|description)="([^"]*[A-Za-z]{2}[^"]*)"/g),
    ]
    return spoken.map(match => `${file}: ${match[1]}`)
  })
  expect(files.length).toBeGreaterThan(5)
  expect(found).toEqual([])
})

test.each([
  ['of a histogram', en.volume.total(1, '1', '85 B'), en.volume.total(2, '2', '1 kB'), '1 line, 85 B', '2 lines, 1 kB'],
  ['of a bar', en.volume.lines(1, '1'), en.volume.lines(0, '0'), '1 line', '0 lines'],
  ['of a value', en.facets.lines(1, '1'), en.facets.lines(1_000, '1,000'), '1 line', '1,000 lines'],
  ['under way', en.search.shown(1, '1'), en.search.shown(2, '2'), '1 line', '2 lines'],
])('one line is a line: %s', (_where, one, many, oneSaid, manySaid) => {
  expect([one, many]).toEqual([oneSaid, manySaid])
})
