import { expect, test } from 'vitest'
import { summarize } from './summary.ts'

test.each([
  ['plain text', undefined],
  ['[1]', undefined],
  ['{"level":"INFO","@timestamp":"x","message":"hello ","n":1}', { said: 'hello', rest: [{ name: 'n', value: '1' }] }],
  [
    '{"msg":"","a":{"b":null}}',
    {
      said: '',
      rest: [
        { name: 'msg', value: '' },
        { name: 'a.b', value: 'null' },
      ],
    },
  ],
])('%s', (message, summary) => {
  expect(summarize(message)).toEqual(summary)
})
