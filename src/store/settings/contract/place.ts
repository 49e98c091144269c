/** Short words for the contract's stories: a place that can be opened again, and answers that must be good. */
import { expect } from 'vitest'
import { type Instant, instant, type Result } from '../../../model/index.ts'
import type { LogGroup, NewLogGroup, Settings } from '../port.ts'

/** Where settings are kept. `open` finds what an earlier, closed one left. */
export interface Place {
  open(): Promise<Settings>
  /** Removes all traces. */
  dispose(): Promise<void>
}

/** What a story starts from: fresh settings, and a way to close and open them again. */
export interface Stage {
  readonly settings: Settings
  reopen(): Promise<Settings>
}

export const at = (millis: number): Instant => instant(1_700_000_000_000 + millis)

/** The answer's value; a refusal fails the test. */
export function must<T, E>(result: Result<T, E>): T {
  expect(result).toMatchObject({ ok: true })
  return (result as { readonly value: T }).value
}

export const refusal = (code: string) => ({ ok: false, error: expect.objectContaining({ code }) })

export const newGroup = (name: string, over: Partial<NewLogGroup> = {}): NewLogGroup => ({
  name,
  createdAt: at(0),
  class: 'STANDARD',
  deletionProtection: false,
  kmsKeyId: null,
  tags: {},
  ...over,
})

export const makeGroup = async (settings: Settings, name: string, over: Partial<NewLogGroup> = {}): Promise<LogGroup> =>
  must(await settings.logs.create(newGroup(name, over)))

export const names = (rows: readonly { readonly name: string }[]): string[] => rows.map(row => row.name)

/** The order the port promises: by the bytes of UTF-8. JavaScript's own is by UTF-16 units, which differs above U+FFFF. */
export const byBytes = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

/** Names that tempt SQL, patterns, collations and encodings. In byte order. */
export const oddNames: readonly string[] = [
  ' lead and trail ',
  '"double"',
  '%',
  '%like%',
  "'; drop table log_groups; --",
  '/aws/lambda/A',
  '/aws/lambda/B',
  '/aws/lambda/a',
  '/aws/lambda_a',
  'A',
  'Z',
  '[*?]',
  '\\',
  '_',
  '__proto__',
  'a',
  'a\tb',
  'a b',
  'a_b',
  'aa',
  '{}',
  'ß',
  '\u00e9',
  'e\u0301',
  '로그',
  '로그/앱',
  '\ud7ff',
  '\ue000',
  '\uffff',
  '😀',
  '😀😀',
  '\u{10ffff}',
  '\u{10ffff}z',
].sort(byBytes)
