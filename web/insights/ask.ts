/** New questions out of old ones: the same query with one more condition, or what a pattern's lines and values are. Pure. */
import type { Command, Query } from '../../src/query/insights/index.ts'
import { linesOf, regexOf } from './result/pattern-text.ts'

/** A field as the language writes it, in backticks where its name asks for them. */
export function writeField(name: string): string {
  if (/^@{0,2}[A-Za-z_][\w]*(\.[\w]+)*$/.test(name)) return name
  return name.startsWith('@') ? `@\`${name.slice(1)}\`` : `\`${name.replaceAll('`', '')}\``
}
export const writeText = (value: string): string =>
  `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`

/** Puts a command where the rows still are events: first, but after SOURCE. */
export function withFirst(text: string, source: Query['source'], command: string): string {
  if (text.trim() === '') return command
  if (source === null) return `${command}\n| ${text.trimStart().replace(/^\|\s*/, '')}`
  const rest = text
    .slice(source.span.to)
    .trimStart()
    .replace(/^\|\s*/, '')
  return `${text.slice(0, source.span.to)}\n| ${command}${rest === '' ? '' : `\n| ${rest}`}`
}

export const condition = (field: string, value: string, exclude: boolean): string => {
  const written = /^-?\d+(\.\d+)?$/.test(value) ? value : writeText(value)
  return `filter ${writeField(field)} ${exclude ? '!=' : '='} ${written}`
}

type PatternCommand = Extract<Command, { kind: 'pattern' }>

/** The text before the pattern command, and what it groups; undefined without one. */
function beforePattern(text: string, query: Query): { readonly head: string; readonly of: string } | undefined {
  const command = query.commands.find((one): one is PatternCommand => one.kind === 'pattern')
  if (!command) return undefined
  return {
    head: text.slice(0, command.span.from).trimEnd().replace(/\|$/, '').trimEnd(),
    of: text.slice(command.of.span.from, command.of.span.to),
  }
}

const piped = (head: string, ...commands: readonly string[]): string =>
  [...(head === '' ? [] : [head]), ...commands].join('\n| ')

/** The lines of one pattern of the answer; `exclude`: the same patterns without it. */
export function linesOfPattern(text: string, query: Query, pattern: string, exclude: boolean): string | undefined {
  const before = beforePattern(text, query)
  if (!before) return undefined
  const filter = `filter ${before.of} ${exclude ? 'not like' : 'like'} ${linesOf(pattern)}`
  return exclude
    ? piped(before.head, filter, `pattern ${before.of}`)
    : piped(before.head, filter, 'fields @timestamp, @message', 'sort @timestamp desc')
}

/** The most frequent values of one token. */
export function valuesOfToken(text: string, query: Query, pattern: string, token: number): string | undefined {
  const before = beforePattern(text, query)
  if (!before) return undefined
  return piped(
    before.head,
    `parse ${before.of} /(?s)${regexOf(pattern, token)}/`,
    'filter ispresent(value)',
    'stats count(*) as n by value',
    'sort n desc',
    'limit 10',
  )
}
