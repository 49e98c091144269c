/**
 * Saved queries inside of a query: `$Name(p="v") | …`, with `{{p}}` in the saved text. A value is put in so that it stays a value:
 * it can never end its quotes, begin a command or become another part of the query.
 */
import { limits } from '../../../limits.ts'
import { err, ok, type Result } from '../../../model/index.ts'
import { said } from '../said/index.ts'
import type { CompileError, Span } from '../tree.ts'
import { Cursor } from './cursor.ts'
import { printPlainName } from './names.ts'
import { nearest } from './nearest.ts'
import { printText, readText } from './text.ts'
import { numberText, periodText, type Token, tokensOf } from './tokens.ts'
import { errorOf, QueryTrouble, unexpectedSymbol } from './trouble.ts'

export interface SavedQuery {
  readonly text: string
  readonly parameters: readonly {
    readonly name: string
    /** Null: a caller has to give a value. */
    readonly defaultValue: string | null
  }[]
}

/** The value of a parameter; null when it has none. */
type Look = (name: string) => string | null

/** The text with every saved query in place. `values` are for `{{p}}` of the text itself. Errors stand in the text given. */
export function expandSaved(
  text: string,
  savedByName: ReadonlyMap<string, SavedQuery>,
  values: ReadonlyMap<string, string> = new Map(),
): Result<string, CompileError> {
  try {
    const whole = expanded(text, savedByName, values)
    if (whole.length > limits.insightsQueryLength) {
      const words = said('too-long-expanded', { most: limits.insightsQueryLength, length: whole.length })
      throw new QueryTrouble(words, { from: 0, to: text.length })
    }
    return ok(whole)
  } catch (error) {
    if (error instanceof QueryTrouble) return err(errorOf(error, text))
    throw error
  }
}

/** One pass, so that nothing is looked for in what was put in. */
function expanded(
  text: string,
  savedByName: ReadonlyMap<string, SavedQuery>,
  values: ReadonlyMap<string, string>,
): string {
  const cursor = new Cursor(text)
  const tokens = tokensOf(text)
  const look = (name: string): string | null => values.get(name) ?? null
  let out = ''
  let done = 0
  const put = (span: Span, insert: string): void => {
    out += text.slice(done, span.from) + insert
    done = span.to
  }
  for (let token = cursor.peek(); token !== undefined; token = cursor.peek()) {
    const at = cursor.taken
    cursor.next()
    if (token.kind !== 'Saved') {
      const placedText = placed(tokens, at, look, token)
      if (placedText !== token.text) put(token, placedText)
      continue
    }
    const name = token.text.slice(1).replaceAll('`', '')
    const saved = savedByName.get(name)
    if (saved === undefined) throw noSuchQuery(token, name, savedByName)
    const given = cursor.is('OpenParen') ? callValues(cursor, look) : new Map<string, string>()
    const span = cursor.since(token)
    put(span, savedText(name, saved, given, span))
  }
  return out + text.slice(done)
}

function noSuchQuery(token: Token, name: string, savedByName: ReadonlyMap<string, SavedQuery>): QueryTrouble {
  const near = nearest(name, savedByName.keys())
  return new QueryTrouble(unexpectedSymbol(token.text), token, {
    reason: 'no-such-saved-query',
    suggestion: near === undefined ? null : said('did-you-mean', { near: `$${near}` }),
  })
}

/** `(p = "v", q = 5)` */
function callValues(cursor: Cursor, look: Look): Map<string, string> {
  const given = new Map<string, string>()
  cursor.open('OpenParen')
  while (!cursor.is('CloseParen')) {
    const name = cursor.expect('Field', 'parameter-name-expected').text
    if (cursor.peek()?.text !== '=') throw cursor.unexpected('equals-expected')
    cursor.next()
    given.set(name, callValue(cursor, look))
    if (cursor.take('Comma') === undefined) break
  }
  cursor.close('CloseParen')
  return given
}

function callValue(cursor: Cursor, look: Look): string {
  const token = cursor.peek()
  if (token?.kind === 'String') return readText(cursor.next())
  if (token?.kind === 'Number' || token?.kind === 'Period' || token?.kind === 'Field') return cursor.next().text
  if (token?.text === '-' && cursor.is('Number', 1)) return cursor.next().text + cursor.next().text
  const value = token?.kind === 'Parameter' ? look(token.text.slice(2, -2)) : null
  if (value === null) throw cursor.unexpected('value-expected')
  cursor.next()
  return value
}

function savedText(name: string, saved: SavedQuery, given: ReadonlyMap<string, string>, call: Span): string {
  const known = new Map(saved.parameters.map(parameter => [parameter.name, parameter.defaultValue]))
  for (const parameter of given.keys()) {
    if (!known.has(parameter)) {
      const names = [...known.keys()].join(', ')
      throw new QueryTrouble(said('parameter-unknown', { query: `$${name}`, name: parameter }), call, {
        suggestion: names === '' ? 'parameters-none' : said('parameters-are', { names }),
      })
    }
  }
  const values = new Map<string, string>()
  for (const [parameter, own] of known) {
    const value = given.get(parameter) ?? own
    if (value !== null) values.set(parameter, value)
  }
  const tokens = tokensOf(saved.text)
  if (tokens.some(({ kind }) => kind === 'Saved'))
    throw new QueryTrouble(said('saved-in-saved', { query: `$${name}` }), call)
  if (tokens.length === 0) throw new QueryTrouble(said('saved-empty', { query: `$${name}` }), call)
  const inner = withValues(name, saved.text, values, call).replace(/^[\s|]+|[\s|]+$/g, '')
  const end = tokensOf(inner).at(-1)?.to ?? 0
  return inner.slice(end).includes('#') ? `${inner}\n` : inner
}

const placeholder = /\{\{([A-Za-z_][A-Za-z0-9_]*)\}\}/g

/** Puts values in place of `{{p}}`. */
function withValues(name: string, text: string, values: ReadonlyMap<string, string>, call: Span): string {
  const look = (parameter: string): string => {
    const value = values.get(parameter)
    if (value !== undefined) return value
    throw new QueryTrouble(said('parameter-missing', { query: `$${name}`, name: parameter }), call, {
      suggestion: said('write-parameter', { name: parameter }),
    })
  }
  let out = ''
  let done = 0
  const tokens = tokensOf(text)
  for (const [at, token] of tokens.entries()) {
    const put = placed(tokens, at, look, call)
    if (put === token.text) continue
    out += text.slice(done, token.from) + put
    done = token.to
  }
  return out + text.slice(done)
}

function placed(tokens: readonly Token[], at: number, look: Look, blame: Span): string {
  const token = tokens[at]!
  const within = (quoted: (value: string) => string): string =>
    token.text.replace(placeholder, (whole, name: string) => {
      const value = look(name)
      return value === null ? whole : quoted(value)
    })
  switch (token.kind) {
    case 'Parameter': {
      const value = look(token.text.slice(2, -2))
      return value === null ? token.text : bare(value, tokens, at, blame)
    }
    case 'String':
      return within(value => printText(value).slice(1, -1).replaceAll("'", "\\'"))
    case 'Regex':
      return within(value =>
        value
          .replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
          .replaceAll('\n', '\\n')
          .replaceAll('\r', '\\r'),
      )
    case 'Field':
    case 'Path':
      return within(value => nameText(value, blame))
    default:
      return token.text
  }
}

/** Where a value stands: behind an operator, in a list, as a later argument. Elsewhere a name is meant. */
function bare(value: string, tokens: readonly Token[], at: number, blame: Span): string {
  const before = tokens[at - 1]
  if (before === undefined || before.kind === 'Pipe') {
    throw new QueryTrouble('parameter-as-command', blame)
  }
  if (numberText.test(value) || /^-\d+(\.\d+)?$/.test(value)) return value
  if (periodText.test(value) && (before.kind === 'OpenParen' || before.kind === 'Comma')) return value
  const [only, more] = tokensOf(value)
  if (more === undefined && only?.kind === 'String' && only.text === value) return value
  return isValuePlace(tokens, at) ? printText(value) : printPlainName(nameText(value, blame))
}

function isValuePlace(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1]!
  switch (before.kind) {
    case 'CompareOp':
    case 'OpenBracket':
      return true
    case 'Comma':
      return enclosed(tokens, at)
    case 'Keyword':
      return /^(like|with)$/i.test(before.text)
    case 'CommandName':
      return /^(search|limit|head|tail|source)$/i.test(before.text)
    default:
      return false
  }
}

/** Between brackets or parentheses. */
function enclosed(tokens: readonly Token[], at: number): boolean {
  let depth = 0
  for (let i = at - 1; i >= 0; i--) {
    const { kind } = tokens[i]!
    if (kind.startsWith('Close')) depth++
    else if (kind.startsWith('Open') && depth-- === 0) return true
  }
  return false
}

function nameText(value: string, blame: Span): string {
  if (/[`\r\n]/.test(value) || value === '') throw new QueryTrouble('parameter-as-name', blame)
  return value
}
