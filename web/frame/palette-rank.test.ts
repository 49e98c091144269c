import { expect, test } from 'vitest'
import { rank } from './palette-rank.ts'

const entries = ['/demo/backend-app', 'Go to Logs', 'Last 15m', '/aws/lambda/send-mail'].map(text => ({
  text,
  kind: 'Log groups',
}))

test.each([
  ['', ['/demo/backend-app', 'Go to Logs', 'Last 15m', '/aws/lambda/send-mail']],
  ['back', ['/demo/backend-app']],
  ['la', ['Last 15m', '/aws/lambda/send-mail']],
  ['groups mail', ['/aws/lambda/send-mail']],
  ['nonsense', []],
])('%j', (typed, texts) => {
  expect(rank(entries, typed).map(entry => entry.text)).toEqual(texts)
})
