/** What is said to people about an expression: a code with its values, and its words in each language. The English is what programs read. */
import type { Said } from '../../../model/index.ts'
import { sayIn } from '../../insights/said/index.ts'
import { type MathSaidCode, mathSaidEn } from './en.ts'

export { type MathSaidCode, mathSaidEn } from './en.ts'
export { mathSaidKo } from './ko.ts'

/** A sentence: a code alone where nothing stands in it. */
export type Sentence = MathSaidCode | Said

export const said = (code: MathSaidCode, values: Said['values'] = {}): Said => ({ code, values })
export const sentence = (one: Sentence): Said => (typeof one === 'string' ? said(one) : one)
export const inEnglish = (one: Said): string => sayIn(mathSaidEn, one) ?? one.code
