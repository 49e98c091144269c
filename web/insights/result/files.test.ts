import { expect, test } from 'vitest'
import { printAnswer } from './files.ts'

const answer = {
  columns: ['@message', 'n'],
  rows: [{ values: ['say "hi",\nthere', '1'] }, { values: [null, ' 2'] }],
}

test('CSV quotes what needs it', () => {
  expect(printAnswer(answer, 'csv')).toBe('@message,n\r\n"say ""hi"",\nthere",1\r\n," 2"\r\n')
})
test('NDJSON leaves out what a row has not', () => {
  expect(printAnswer(answer, 'ndjson')).toBe('{"@message":"say \\"hi\\",\\nthere","n":"1"}\n{"n":" 2"}\n')
})
test('JSON is a list', () => {
  expect(JSON.parse(printAnswer(answer, 'json'))).toEqual([{ '@message': 'say "hi",\nthere', n: '1' }, { n: ' 2' }])
})
