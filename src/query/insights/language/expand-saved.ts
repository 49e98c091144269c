/**
 * Saved queries inside of a query: `$Name(p="v") | …`, with `{{p}}` in the saved text. A value is put in so that it stays a value:
 * it can never end its quotes, begin a command or become another part of the query.
 */
import { limits } from '../../../limits.ts'
import { err, ok, type Result } from '../../../model/index.ts'
import type { CompileError, Span } from '../tree.ts'
import { Cursor } from './cursor.ts'
import { printPlainName } from './names.ts'
import { nearest } from './nearest.ts'
import { printText, readText } from './text.ts'
import { type Token, tokensOf } from './tokens.ts'
import { errorOf, QueryTrouble } from './trouble.ts'

export interface SavedQuery {
  readonly text: string
  readonly parameters: readonly {
    readonly name: string
    /** Null: a caller has to give a value. */
    readonly defaultValue: string | null
  }[]
}

/** The text with every saved query in place. `values` are for `{{p}}` of the text itself. Errors stand in the text given. */
export function expandSaved(
  text: string,
  savedByName: ReadonlyMap<string, SavedQuery>,
  values: ReadonlyMap<string, string> = new Map(),
): Result<string, CompileError> {
  try {
    const called = withCalls(text, savedByName)
    const whole = withValues(called, values, { from: 0, to: text.length }, false)
    if (whole.length > limits.insightsQueryLength) {
      const message = `a query may have ${limits.insightsQueryLength} characters, and with its saved queries this one has ${whole.length}`
      throw new QueryTrouble(message, { from: 0, to: text.length })
    }
    return ok(whole)
  } catch (error) {
    if (error instanceof QueryTrouble) return err(errorOf(error, text))
    throw error
  }
}

function withCalls(text: string, savedByName: ReadonlyMap<string, SavedQuery>): string {
  const cursor = new Cursor(text)
  let out = ''
  let done = 0
  for (let token = cursor.peek(); token !== undefined; token = cursor.peek()) {
    cursor.next()
    if (token.kind !== 'Saved') continue
    const name = token.text.slice(1).replaceAll('`', '')
    const saved = savedByName.get(name)
    if (saved === undefined) throw noSuchQuery(token, name, savedByName)
    const given = cursor.is('OpenParen') ? callValues(cursor) : new Map<string, string>()
    const span = cursor.since(token)
    out += text.slice(done, span.from) + savedText(name, saved, given, span)
    done = span.to
  }
  return out + text.slice(done)
}

function noSuchQuery(token: Token, name: string, savedByName: ReadonlyMap<string, SavedQuery>): QueryTrouble {
  const near = nearest(name, savedByName.keys())
  return new QueryTrouble(`unexpected symbol found ${token.text}`, token, {
    reason: 'there is no saved query of this name',
    suggestion: near === undefined ? null : `Did you mean $${near}?`,
  })
}

/** `(p = "v", q = 5)` */
function callValues(cursor: Cursor): Map<string, string> {
  const given = new Map<string, string>()
  cursor.open('OpenParen', '')
  while (!cursor.is('CloseParen')) {
    const name = cursor.expect('Field', 'the name of a parameter was expected').text
    if (cursor.peek()?.text !== '=') throw cursor.unexpected('= was expected')
    cursor.next()
    given.set(name, callValue(cursor))
    if (cursor.take('Comma') === undefined) break
  }
  cursor.close('CloseParen')
  return given
}

function callValue(cursor: Cursor): string {
  const token = cursor.peek()
  if (token?.kind === 'String') return readText(cursor.next())
  if (token?.kind === 'Number' || token?.kind === 'Period' || token?.kind === 'Field') return cursor.next().text
  if (token?.text === '-' && cursor.is('Number', 1)) return cursor.next().text + cursor.next().text
  throw cursor.unexpected('a value was expected')
}

function savedText(name: string, saved: SavedQuery, given: ReadonlyMap<string, string>, call: Span): string {
  const known = new Map(saved.parameters.map(parameter => [parameter.name, parameter.defaultValue]))
  for (const parameter of given.keys()) {
    if (!known.has(parameter)) {
      const names = [...known.keys()].join(', ')
      throw new QueryTrouble(`$${name} has no parameter ${parameter}`, call, {
        suggestion: names === '' ? 'It takes no parameters.' : `Its parameters are ${names}.`,
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
    throw new QueryTrouble(`$${name} holds another saved query, which may not be`, call)
  if (tokens.length === 0) throw new QueryTrouble(`$${name} is empty`, call)
  const inner = withValues(saved.text, values, call, true).replace(/^[\s|]+|[\s|]+$/g, '')
  return inner.includes('#') ? `${inner}\n` : inner
}

const placeholder = /\{\{([A-Za-z_][A-Za-z0-9_]*)\}\}/g

/** Puts values in place of `{{p}}`. `required`: one without a value is an error here, and not the parser's. */
function withValues(text: string, values: ReadonlyMap<string, string>, blame: Span, required: boolean): string {
  const look = (name: string): string | null => {
    const value = values.get(name)
    if (value === undefined && required) {
      throw new QueryTrouble(`the parameter ${name} needs a value`, blame, {
        suggestion: `Write ${name}="…" in the parentheses.`,
      })
    }
    return value ?? null
  }
  let out = ''
  let done = 0
  const tokens = tokensOf(text)
  for (const [at, token] of tokens.entries()) {
    const put = placed(tokens, at, look, blame)
    if (put === token.text) continue
    out += text.slice(done, token.from) + put
    done = token.to
  }
  return out + text.slice(done)
}

function placed(tokens: readonly Token[], at: number, look: (name: string) => string | null, blame: Span): string {
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
    throw new QueryTrouble('a parameter may not stand in place of a command', blame)
  }
  const [only, more] = tokensOf(value)
  const literal = more === undefined && only?.text === value && ['String', 'Number', 'Period'].includes(only.kind)
  if (literal || /^-\d+(\.\d+)?$/.test(value)) return value
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
  if (/[`\r\n]/.test(value) || value === '')
    throw new QueryTrouble('a name may not be empty or hold a backtick or a line break', blame)
  return value
}
