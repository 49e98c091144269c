import { expect, test } from 'vitest'
import { inEnglish, said, saidEn, saidKo, sayIn } from './index.ts'

const placeholders = (text: string) => [...new Set([...text.matchAll(/\{(\w+)[|}]/g)].map(match => match[1]))].sort()

test('every code has words in both languages, with the same values', () => {
  expect(Object.keys(saidKo).sort()).toEqual(Object.keys(saidEn).sort())
  for (const [code, text] of Object.entries(saidEn)) {
    const korean = saidKo[code as keyof typeof saidEn]
    expect(placeholders(korean), code).toEqual(placeholders(text))
    expect(korean, code).toMatch(/[가-힣]/)
    expect(text.trim(), code).not.toBe('')
  }
})

test('values stand in the words, counts as the reader writes them', () => {
  expect(inEnglish(said('events-late', { count: 1 }))).toMatch(
    /^1 event of sources that are active came .* its own time/,
  )
  const many = said('events-late', { count: 1234 })
  expect(inEnglish(many)).toMatch(/^1234 events of sources/)
  expect(sayIn(saidKo, many, count => count.toLocaleString('en'))).toContain('이벤트 1,234개')
  expect(inEnglish(said('parameter-unknown', { query: '$a', name: 'p' }))).toBe('$a has no parameter p')
})

test('a value is never looked through for values', () => {
  expect(inEnglish(said('did-you-mean', { near: '{near} $& $1' }))).toBe('Did you mean {near} $& $1?')
})

test.each(['no-such-code-yet', 'constructor', '__proto__'])('%s has no words', code => {
  expect(sayIn(saidKo, { code, values: {} })).toBeUndefined()
})
