import { expect, test } from 'vitest'
import { saidEn } from '../../insights/said/index.ts'
import { inEnglish, mathSaidEn, mathSaidKo, said } from './index.ts'

const placeholders = (text: string) => [...new Set([...text.matchAll(/\{(\w+)[|}]/g)].map(match => match[1]))]

/** Of what fits where, English lists words and Korean CloudWatch's marks of types; a search's own sentence stands beside, in Korean. */
const otherValues: Readonly<Record<string, readonly string[]>> = {
  'math-takes': ['name', 'parameter', 'takes', 'gave'],
  'math-search-wrong': [],
}

test('every code has words in both languages, with the same values', () => {
  expect(Object.keys(mathSaidKo)).toEqual(Object.keys(mathSaidEn))
  for (const [code, text] of Object.entries(mathSaidEn)) {
    const korean = mathSaidKo[code as keyof typeof mathSaidEn]
    expect(placeholders(korean).sort(), code).toEqual([...(otherValues[code] ?? placeholders(text))].sort())
    expect(korean, code).toMatch(/[가-힣]/)
  }
})

test('no code means two things: the page looks them up together with those of queries', () => {
  expect(Object.keys(mathSaidEn).filter(code => Object.hasOwn(saidEn, code))).toEqual([])
})

test('counts choose the word', () => {
  expect(inEnglish(said('math-arguments', { name: 'ABS', count: 1, given: 2 }))).toBe('ABS takes 1 argument, and not 2')
  expect(inEnglish(said('math-arguments', { name: 'IF', count: 3, given: 0 }))).toBe('IF takes 3 arguments, and not 0')
})
