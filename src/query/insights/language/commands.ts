/** The commands that most queries are made of; `commands-tables.ts` and `commands-patterns.ts` have the others. */
import { limits } from '../../../limits.ts'
import { type Sentence, said } from '../said/index.ts'
import type { Command, Expression, FieldName, ParseHow, Query, SortKey, Span } from '../tree.ts'
import { Expressions, messageAt } from './expressions.ts'
import { spanOf } from './leaves.ts'
import { fieldNamed } from './names.ts'
import { readRegexLiteral } from './regex.ts'
import { readText } from './text.ts'
import type { Token } from './tokens.ts'
import { QueryTrouble, unexpectedSymbol } from './trouble.ts'

type Unplaced<T> = T extends unknown ? Omit<T, 'span'> : never
/** A command without the place where it stands. */
export type CommandBody = Unplaced<Command>
export type CommandReader = (read: Expressions & Commands, name: Token) => CommandBody | readonly CommandBody[]

/** What readers of commands share beside expressions. */
export class Commands extends Expressions {
  get tokens() {
    return this.cursor
  }

  /** At least one, with commas between them. */
  fieldList(): FieldName[] {
    const fields = [this.field()]
    while (this.cursor.take('Comma') !== undefined) fields.push(this.field())
    return fields
  }

  /** Any number, with commas or only blanks between them. */
  looseFields(): FieldName[] {
    const fields: FieldName[] = []
    while (this.cursor.is('Field') || this.cursor.is('Keyword') || this.cursor.is('Comma')) {
      if (fields.length > 0) this.cursor.take('Comma')
      fields.push(this.field())
    }
    return fields
  }

  /** `name=value` options in any order, in front of or behind the rest; undefined when none comes next. */
  option(...names: string[]): { name: string; value: Token } | undefined {
    const { cursor } = this
    if (!cursor.isKeyword(...names) || !cursor.is('CompareOp', 1)) return undefined
    const name = cursor.next().text.toLowerCase()
    if (cursor.next().text !== '=') throw cursor.unexpected('equals-expected')
    return { name, value: cursor.peek() ?? cursor.fail(said('option-value-expected', { name })) }
  }

  flag(): boolean {
    const token = this.cursor.peek()
    if (token === undefined || !/^(true|false)$/i.test(token.text)) throw this.cursor.unexpected('flag-expected')
    this.cursor.next()
    return token.text.toLowerCase() === 'true'
  }

  query(): Query {
    return this.readQuery()
  }

  /** A text in quotes, or words and dashes without a blank between them. */
  bareName(wanted: Sentence): string {
    const { cursor } = this
    if (cursor.is('String')) return readText(cursor.next())
    let text = ''
    let end: number | undefined
    for (;;) {
      const token = cursor.peek()
      if (token === undefined || (end !== undefined && token.from !== end)) break
      if (!['Field', 'Number', 'Period', 'Keyword', 'ArithmeticOp'].includes(token.kind) || token.text === '^') break
      cursor.next()
      text += token.text.replaceAll('`', '')
      end = token.to
    }
    if (text === '') throw cursor.unexpected(wanted)
    return text
  }
}

/** Words of the search command stand for themselves: `search "a" and /b/` looks in the message. */
function searched(expression: Expression): Expression {
  const of = messageAt({ from: expression.span.from, to: expression.span.from })
  switch (expression.kind) {
    case 'text':
      return { kind: 'like', of, pattern: expression.value, negated: false, span: expression.span }
    case 'regex':
      return { kind: 'like', of, pattern: expression.regex, negated: false, span: expression.span }
    case 'not':
      return { ...expression, of: searched(expression.of) }
    case 'and':
    case 'or':
      return { ...expression, parts: expression.parts.map(searched) }
    default:
      return expression
  }
}

/** Itself. A regular expression or a period alone says nothing about a row. */
function meant(expression: Expression): Expression {
  refuseLiterals(expression)
  return expression
}

function refuseLiterals(expression: Expression): void {
  if (expression.kind === 'and' || expression.kind === 'or') expression.parts.forEach(refuseLiterals)
  else if (expression.kind === 'not') refuseLiterals(expression.of)
  else if (expression.kind === 'regex' || expression.kind === 'period') {
    throw new QueryTrouble('condition-expected', expression.span, {
      suggestion: 'say-the-field',
    })
  }
}

function sortKeys(read: Commands): SortKey[] {
  const keys: SortKey[] = []
  do {
    const expression = read.sum()
    const way = read.tokens.takeKeyword('asc', 'desc')
    keys.push({ expression, descending: way?.text.toLowerCase() === 'desc' })
  } while (read.tokens.take('Comma') !== undefined)
  return keys
}

const limit: CommandReader = read => {
  const any = read.tokens.takeKeyword('any') !== undefined
  return { kind: 'limit', rows: read.count('rows-expected', 1, limits.insightsLimitRows), any }
}

function parsing(read: Commands, name: Token): CommandBody {
  const { tokens } = read
  const [first, second] = [tokens.peek(), tokens.peek(1)]
  const how = (token: Token | undefined): boolean =>
    token?.kind === 'String' ||
    token?.kind === 'Regex' ||
    (token?.kind === 'Keyword' && /^(logfmt|csv)$/i.test(token.text))
  const bare = how(first) && !how(second)
  const of = bare ? messageAt(name) : read.sum()
  return { kind: 'parse', of, how: parseHow(read) }
}

function parseHow(read: Commands): ParseHow {
  const { tokens } = read
  if (tokens.is('String')) {
    const token = tokens.next()
    tokens.expectKeyword('as')
    return glob(readText(token), read.names(), token)
  }
  if (tokens.is('Regex')) return parseRegex(read)
  if (tokens.takeKeyword('logfmt') !== undefined) {
    tokens.expectKeyword('as')
    return { kind: 'logfmt', name: read.alias() }
  }
  if (tokens.takeKeyword('csv') !== undefined) {
    tokens.expectKeyword('as')
    return { kind: 'csv', names: read.names() }
  }
  throw tokens.unexpected('parse-how-expected')
}

function glob(pattern: string, names: readonly string[], span: Span): ParseHow {
  const literals = pattern.split('*')
  const stars = literals.length - 1
  if (stars > limits.insightsGlobStars)
    throw new QueryTrouble(said('glob-stars', { most: limits.insightsGlobStars }), span)
  if (stars !== names.length) {
    throw new QueryTrouble(said('glob-names', { stars, names: names.length }), span, {
      suggestion: 'name-per-star',
    })
  }
  return { kind: 'glob', literals, names }
}

function parseRegex(read: Commands): ParseHow {
  const { tokens } = read
  const token = tokens.next()
  const { captures } = readRegexLiteral(token.text, token)
  const regex = read.regex(token)
  let multi = tokens.takeKeyword('multi') !== undefined
  let { groups: names } = regex
  if (tokens.takeKeyword('as') !== undefined) {
    names = read.names()
    if (names.length !== captures) {
      throw new QueryTrouble(said('regex-names', { groups: captures, names: names.length }), token, {
        suggestion: 'name-per-group',
      })
    }
  } else if (names.length === 0) {
    throw new QueryTrouble('regex-names-nothing', token, {
      suggestion: 'name-a-group',
    })
  }
  if (!multi) multi = tokens.takeKeyword('multi') !== undefined
  if (names.length > limits.insightsGlobStars)
    throw new QueryTrouble(said('regex-groups', { most: limits.insightsGlobStars }), token)
  return { kind: 'regex', regex, names, multi }
}

/** `"a.b[0]"` as steps. */
function jsonPath(token: Token): (string | number)[] {
  const path = readText(token).replace(/^\$\.?/, '')
  const steps: (string | number)[] = []
  for (const match of path.matchAll(/\[(\d{1,9})\]|\["([^"]*)"\]|\['([^']*)'\]|([^.[\]]+)|(.)/g)) {
    if (match[1] !== undefined) steps.push(Number(match[1]))
    else if (match[5] === undefined) steps.push(match[2] ?? match[3] ?? match[4]!)
    else if (match[5] !== '.') throw new QueryTrouble(unexpectedSymbol(match[5]), token, { reason: 'path-form' })
  }
  if (steps.length === 0) throw new QueryTrouble('path-expected', token, { suggestion: 'write-path' })
  return steps
}

const single = (expression: Expression): FieldName | null => (expression.kind === 'field' ? expression.field : null)

export const usualCommands: Readonly<Record<string, CommandReader>> = {
  fields: read => ({ kind: 'fields', columns: read.columns() }),
  display: read => ({ kind: 'display', columns: read.columns() }),
  filter: read => ({ kind: 'filter', condition: meant(read.expression()) }),
  where: read => ({ kind: 'filter', condition: meant(read.expression()) }),
  search: read => ({ kind: 'filter', condition: meant(searched(read.expression())) }),
  filterindex: read => {
    const field = read.field()
    const value = (): string | number => {
      const expression = read.sum()
      if (expression.kind === 'text' || expression.kind === 'number') return expression.value
      throw new QueryTrouble('literal-expected', expression.span)
    }
    if (read.tokens.takeKeyword('in') !== undefined) return { kind: 'filterIndex', field, values: read.list(value) }
    if (read.tokens.peek()?.text !== '=') throw read.tokens.unexpected('equals-or-in-expected')
    read.tokens.next()
    return { kind: 'filterIndex', field, values: [value()] }
  },
  stats: read => {
    const aggregates = read.columns()
    const by = read.tokens.takeKeyword('by') === undefined ? [] : read.columns()
    const offset = read.tokens.takeKeyword('offset') === undefined ? null : read.period()
    return { kind: 'stats', aggregates, by, offset }
  },
  sort: read => ({ kind: 'sort', keys: sortKeys(read) }),
  order: read => {
    read.tokens.takeKeyword('by')
    return { kind: 'sort', keys: sortKeys(read) }
  },
  limit,
  head: limit,
  parse: parsing,
  json: (read, name) => {
    const option = read.option('field')
    const field = option === undefined ? fieldNamed('@message') : single(read.sum())
    if (field === null) throw new QueryTrouble('field-expected', spanOf(option?.value ?? name))
    const token = read.tokens.expect('String', 'quoted-path-expected')
    const path = jsonPath(token)
    read.tokens.expectKeyword('as')
    return { kind: 'json', of: field, path, name: read.alias() }
  },
  dedup: read => ({ kind: 'dedup', fields: read.fieldList() }),
}
