import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvField } from './csv.ts'

test.each([
  ['plain', 'plain'],
  ['', ''],
  ['a,b', '"a,b"'],
  ['a "b"', '"a ""b"""'],
  ['two\nlines', '"two\nlines"'],
  [' led', '" led"'],
  ['=1+1', `"'=1+1"`],
  ['+1', `"'+1"`],
  ['-1', `"'-1"`],
  ['@SUM(A1)', `"'@SUM(A1)"`],
  ['\t=1', `"'\t=1"`],
  ['  =1', `"'  =1"`],
  ['\r\n=1', `"'\r\n=1"`],
  ['a=1', 'a=1'],
  ['한글', '한글'],
])('%j becomes %j', (text, field) => {
  expect(csvField(text)).toBe(field)
})

test('a field reads back as it was, but for the apostrophe, and never begins like a formula', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('=', '+', '-', '@', '"', "'", ',', '\n', '\r', '\t', ' ', 'a') }),
      text => {
        const field = csvField(text)
        const read = field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field
        expect(read === text || read === `'${text}`).toBe(true)
        expect(read.trimStart()).not.toMatch(/^[=+\-@]/)
        if (!field.startsWith('"')) expect(field).not.toMatch(/[",\r\n]/)
      },
    ),
  )
})
