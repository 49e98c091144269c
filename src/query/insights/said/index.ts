/** What is said to people about a query: a code with its values, and its words in each language. The English is what programs read. */
import type { Said } from '../../../model/index.ts'
import { type SaidCode, saidEn } from './en.ts'

export { type SaidCode, saidEn } from './en.ts'
export { saidKo } from './ko.ts'

/** A sentence: a code alone where nothing stands in it. */
export type Sentence = SaidCode | Said

export const said = (code: SaidCode, values: Said['values'] = {}): Said => ({ code, values })
export const sentence = (one: Sentence): Said => (typeof one === 'string' ? said(one) : one)

/** Undefined for a code that these words do not know: it comes from a newer server. `show` writes counts. */
export function sayIn(
  words: Readonly<Record<string, string>>,
  { code, values }: Said,
  show: (count: number) => string = String,
): string | undefined {
  if (!Object.hasOwn(words, code)) return undefined
  return words[code]?.replace(/\{(\w+)(?:\|([^|}]*)\|([^|}]*))?\}/g, (_, name: string, one?: string, many?: string) => {
    const value = values[name] ?? ''
    if (one !== undefined) return (value === 1 ? one : many) ?? ''
    return typeof value === 'number' ? show(value) : value
  })
}

/** A sentence in English for programs, with its code beside it for people. */
export interface Told {
  readonly message: string
  readonly said: Said
}

export function told(code: SaidCode, values: Said['values'] = {}): Told {
  const one = said(code, values)
  return { message: inEnglish(one), said: one }
}

export const inEnglish = (one: Said): string => sayIn(saidEn, one) ?? one.code
