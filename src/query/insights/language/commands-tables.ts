/** Commands that work on the table of rows: other tables, totals, neighbours, gaps. */
import { said } from '../said/index.ts'
import type { Command, FieldName } from '../tree.ts'
import type { CommandBody, CommandReader, Commands } from './commands.ts'
import { fieldNamed } from './names.ts'
import { QueryTrouble } from './trouble.ts'

type Output = (Command & { kind: 'lookup' })['output']

/** `OUTPUT a as x, b`. */
function output(read: Commands): { overwrite: boolean; output: Output } {
  const word = read.tokens.takeKeyword('output', 'outputnew') ?? read.tokens.fail('output-expected')
  const columns: { column: string; name: string }[] = []
  do {
    const column = read.alias()
    columns.push({ column, name: read.aliasIfAny() ?? column })
  } while (read.tokens.take('Comma') !== undefined)
  return { overwrite: word.text.toLowerCase() === 'output', output: columns }
}

function lookup(read: Commands): CommandBody {
  const table = read.bareName('lookup-table-expected')
  const match: { column: string; field: FieldName }[] = []
  do {
    const column = read.field('lookup-column-expected')
    const field = read.tokens.takeKeyword('as') === undefined ? column : read.field()
    match.push({ column: column.text, field })
  } while (read.tokens.take('Comma') !== undefined)
  return { kind: 'lookup', table, match, ...output(read) }
}

function cidrlookup(read: Commands): CommandBody {
  const table = read.bareName('lookup-table-expected')
  const field = read.field()
  return { kind: 'cidrlookup', table, field, column: read.aliasIfAny(), ...output(read) }
}

function join(read: Commands): CommandBody {
  const { tokens } = read
  let type: 'inner' | 'left' = 'inner'
  let left: string | null = null
  let right: string | null = null
  for (
    let option = read.option('type', 'left', 'right');
    option !== undefined;
    option = read.option('type', 'left', 'right')
  ) {
    if (option.name === 'type') {
      const word = option.value.text.toLowerCase()
      if (word !== 'inner' && word !== 'left') throw tokens.unexpected('join-type-expected')
      tokens.next()
      type = word
    } else if (option.name === 'left') left = read.alias()
    else right = read.alias()
  }
  if (left === null || right === null) throw tokens.unexpected('join-needs-names')
  if (left === right) throw tokens.unexpected('join-names-differ')
  tokens.expectKeyword('where')
  const on: { left: FieldName; right: FieldName }[] = []
  do on.push(equality(read, left, right))
  while (tokens.takeKeyword('and') !== undefined || tokens.take('Comma') !== undefined)
  tokens.open('OpenParen', 'query-expected')
  const query = read.query()
  tokens.close('CloseParen')
  return { kind: 'join', type, left, right, on, query }
}

/** `a.k = b.k`, in either order. */
function equality(read: Commands, left: string, right: string): { left: FieldName; right: FieldName } {
  const start = read.tokens.here
  const first = read.field()
  if (read.tokens.peek()?.text !== '=') throw read.tokens.unexpected('join-equality-expected')
  read.tokens.next()
  const second = read.field()
  for (const [a, b] of [
    [first, second],
    [second, first],
  ] as const) {
    if (a.segments[0] === left && b.segments[0] === right && a.segments.length > 1 && b.segments.length > 1) {
      return { left: fieldNamed(...a.segments.slice(1)), right: fieldNamed(...b.segments.slice(1)) }
    }
  }
  throw new QueryTrouble(said('join-keys-form', { left, right }), read.tokens.since(start))
}

function addtotals(read: Commands): CommandBody {
  let name = 'Total'
  let row = true
  let column = false
  const names = ['fieldname', 'row', 'col']
  for (let option = read.option(...names); option !== undefined; option = read.option(...names)) {
    if (option.name === 'fieldname') name = read.alias()
    else if (option.name === 'row') row = read.flag()
    else column = read.flag()
  }
  return { kind: 'addtotals', name, row, column, fields: read.looseFields() }
}

function autoregress(read: Commands): CommandBody {
  const field = read.field()
  const name = read.aliasIfAny() ?? field.text
  let from = 1
  let to = 1
  if (read.option('p') !== undefined) {
    from = read.count('rows-expected', 1, 100)
    to = from
    if (read.tokens.peek()?.text === '-') {
      read.tokens.next()
      to = read.count('rows-expected', from, 100)
    }
  }
  return { kind: 'autoregress', field, name, from, to }
}

/** Names with `*`: what stands without a blank between belongs together. */
function filldown(read: Commands): CommandBody {
  const { tokens } = read
  const fields: string[] = []
  for (;;) {
    if (fields.length > 0) tokens.take('Comma')
    const start = tokens.peek()
    if (start === undefined || !(tokens.is('Field') || tokens.is('Star') || tokens.is('Keyword'))) break
    let pattern = ''
    let end = start.from
    while (
      tokens.peek()?.from === end &&
      (tokens.is('Field') || tokens.is('Star') || tokens.is('Keyword') || tokens.is('Number'))
    ) {
      const token = tokens.next()
      pattern += token.text.replaceAll('`', '')
      end = token.to
    }
    fields.push(pattern)
  }
  return { kind: 'filldown', fields }
}

function fillmissing(read: Commands): CommandBody {
  const fills: { value: string | number; fields: FieldName[] }[] = []
  if (read.tokens.takeKeyword('with') === undefined) return { kind: 'fillmissing', fills }
  do {
    const value = literal(read)
    if (value === null) {
      const fill = fills.at(-1)
      if (fill === undefined) throw read.tokens.unexpected('literal-expected')
      fill.fields.push(read.field())
    } else {
      read.tokens.expectKeyword('for')
      fills.push({ value, fields: [read.field()] })
    }
  } while (read.tokens.take('Comma') !== undefined)
  return { kind: 'fillmissing', fills }
}

function literal(read: Commands): string | number | null {
  if (!read.tokens.is('String') && !read.tokens.is('Number') && read.tokens.peek()?.text !== '-') return null
  const expression = read.sum()
  if (expression.kind === 'text' || expression.kind === 'number') return expression.value
  throw new QueryTrouble('literal-expected', expression.span)
}

function outlier(read: Commands): CommandBody {
  const { tokens } = read
  let action: 'transform' | 'remove' = 'transform'
  let param = 2.5
  let useLower = false
  let mark = false
  const names = ['action', 'param', 'uselower', 'mark']
  for (let option = read.option(...names); option !== undefined; option = read.option(...names)) {
    if (option.name === 'action') {
      const word = option.value.text.toLowerCase()
      if (/^(remove|rm)$/.test(word)) action = 'remove'
      else if (/^(transform|tf)$/.test(word)) action = 'transform'
      else throw tokens.unexpected('outlier-action-expected')
      tokens.next()
    } else if (option.name === 'param') param = read.number().value
    else if (option.name === 'uselower') useLower = read.flag()
    else mark = read.flag()
  }
  const fields = read.looseFields()
  if (fields.length === 0) throw tokens.unexpected('field-expected')
  return { kind: 'outlier', action, param, useLower, mark, fields }
}

function appendcols(read: Commands): CommandBody {
  const { tokens } = read
  let override = false
  let max: number | null = null
  for (;;) {
    const option = read.option('override', 'max')
    if (option?.name === 'override') override = read.flag()
    else if (option !== undefined) max = read.count('rows-expected', 1, 100_000)
    else if (tokens.takeKeyword('override') !== undefined) override = true
    else break
  }
  tokens.open('OpenParen', 'query-expected')
  const query = read.query()
  tokens.close('CloseParen')
  return { kind: 'appendcols', override, max, query }
}

export const tableCommands: Readonly<Record<string, CommandReader>> = {
  lookup,
  cidrlookup,
  join,
  addtotals,
  autoregress,
  accum: read => {
    const field = read.field()
    return { kind: 'accum', field, name: read.aliasIfAny() ?? field.text }
  },
  filldown,
  fillmissing,
  outlier,
  appendcols,
}
