import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { commands } from './commands/index.ts'
import { en } from './messages/en.ts'
import { ko } from './messages/ko.ts'
import { referenceIn } from './reference.ts'

const docs = join(import.meta.dirname, '..', '..', 'docs')

describe('the reference of the command line is current (UPDATE_CASES=1 writes it)', () => {
  test.each([
    ['cli.md', 'en'],
    ['cli.ko.md', 'ko'],
  ] as const)('%s', (file, language) => {
    const made = referenceIn(language, commands)
    if (process.env.UPDATE_CASES === '1') writeFileSync(join(docs, file), made)
    expect(readFileSync(join(docs, file), 'utf8')).toBe(made)
  })
})

test('every sentence is there in both languages, and they differ', () => {
  expect(Object.keys(ko).sort()).toEqual(Object.keys(en).sort())
  const told = (sentence: unknown) =>
    String(sentence)
      .replace(/^[^=]*=>/, '')
      .replace(/\s/g, '')
  const alike = Object.entries(en).flatMap(([key, sentence]) =>
    told(sentence) === told(ko[key as keyof typeof en]) ? [key] : [],
  )
  // What scripts wait for is the same in every language; nothing else is.
  expect(alike).toEqual(['ready'])
})
