/** Text literals: `"…"` or `'…'` with backslash escapes. */
import type { Token } from './tokens.ts'

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '"': '"', "'": "'", '\\': '\\' }

/** An unknown escape keeps its backslash, so that `"\d"` stays what somebody wrote. */
export const readText = ({ text }: Token): string =>
  text.slice(1, -1).replace(/\\([\s\S])/g, (pair, char: string) => escapes[char] ?? pair)

const written: Readonly<Record<string, string>> = { '\n': '\\n', '\t': '\\t', '\r': '\\r', '"': '\\"', '\\': '\\\\' }

/** The literal that `readText` reads back. */
export const printText = (value: string): string => `"${value.replace(/[\n\t\r"\\]/g, char => written[char]!)}"`
