/** Tree to canonical text: what it prints parses back to the same tree, spans aside. */
import type { Column, Command, Expression, FieldName, Query, Source } from '../tree.ts'
import { printName, printPlainName } from './names.ts'
import { ExpressionPrinter, printPeriod } from './print-expression.ts'
import { printRegex } from './regex.ts'
import { printText } from './text.ts'

const expressions = new ExpressionPrinter(query => printQuery(query))

/** Commands on one line, with ` | ` between them. */
export function printQuery({ source, commands }: Query): string {
  const parts = commands.map(printCommand)
  return (source === null ? parts : [printSource(source), ...parts]).join(' | ')
}

/** As in the name of a column that has no alias. */
export const printExpression = (expression: Expression): string => expressions.print(expression)

function printCommand(command: Command): string {
  switch (command.kind) {
    case 'fields':
    case 'display':
      return `${command.kind} ${columns(command.columns)}`
    case 'filter':
      return `filter ${expressions.print(command.condition)}`
    case 'filterIndex': {
      const values = command.values.map(literal)
      return `filterIndex ${printName(command.field)} ${values.length === 1 ? `= ${values[0]}` : `in [${values.join(', ')}]`}`
    }
    case 'stats': {
      const by = command.by.length === 0 ? '' : ` by ${columns(command.by)}`
      return `stats ${columns(command.aggregates)}${by}${command.offset === null ? '' : ` offset ${printPeriod(command.offset)}`}`
    }
    case 'sort':
      return `sort ${command.keys.map(key => expressions.sum(key.expression) + (key.descending ? ' desc' : '')).join(', ')}`
    case 'limit':
      return `limit ${command.any ? 'any ' : ''}${command.rows}`
    case 'parse':
      return `parse ${expressions.value(command.of)} ${how(command.how)}`
    case 'json':
      return `json field=${printName(command.of)} ${printText(jsonPath(command.path))} as ${printPlainName(command.name)}`
    case 'dedup':
    case 'unmask':
    case 'countFrequent':
      return `${command.kind} ${names(command.fields)}`
    case 'pattern':
      return `pattern ${expressions.sum(command.of)}`
    case 'diff':
      return command.against === 'window' ? 'diff' : `diff ${command.against}`
    case 'anomaly':
    case 'estimate':
      return command.kind
    case 'unnest':
      return `unnest ${expressions.sum(command.of)} into ${printPlainName(command.name)}`
    case 'expand':
      return `expand ${printName(command.field)}`
    default:
      return printTableCommand(command)
  }
}

type TableCommand = Extract<
  Command,
  {
    kind:
      | 'lookup'
      | 'cidrlookup'
      | 'join'
      | 'addtotals'
      | 'autoregress'
      | 'accum'
      | 'filldown'
      | 'fillmissing'
      | 'outlier'
      | 'appendcols'
      | 'sessionize'
      | 'logcompare'
      | 'relevantfields'
  }
>

function printTableCommand(command: TableCommand): string {
  switch (command.kind) {
    case 'lookup': {
      const match = command.match.map(({ column, field }) => renamed(column, field.text, printName(field)))
      return `lookup ${printText(command.table)} ${match.join(', ')} ${output(command)}`
    }
    case 'cidrlookup': {
      const column = command.column === null ? '' : ` as ${printPlainName(command.column)}`
      return `cidrlookup ${printText(command.table)} ${printName(command.field)}${column} ${output(command)}`
    }
    case 'join': {
      const on = command.on
        .map(({ left, right }) => `${side(command.left, left)} = ${side(command.right, right)}`)
        .join(' and ')
      const sides = `left=${printPlainName(command.left)} right=${printPlainName(command.right)}`
      return `join type=${command.type} ${sides} where ${on} (${printQuery(command.query)})`
    }
    case 'addtotals': {
      const options = `fieldname=${printPlainName(command.name)} row=${command.row} col=${command.column}`
      return `addtotals ${options}${command.fields.length === 0 ? '' : ` ${names(command.fields)}`}`
    }
    case 'autoregress': {
      const range = command.from === command.to ? `${command.from}` : `${command.from}-${command.to}`
      return `autoregress ${renamed(command.field.text, command.name, printPlainName(command.name), printName(command.field))} p=${range}`
    }
    case 'accum':
      return `accum ${renamed(command.field.text, command.name, printPlainName(command.name), printName(command.field))}`
    case 'filldown':
      return [
        'filldown',
        ...command.fields.map(pattern => (pattern.includes('*') ? pattern : printPlainName(pattern))),
      ].join(' ')
    case 'fillmissing': {
      const fills = command.fills.map(({ value, fields }) => `${literal(value)} for ${names(fields)}`)
      return fills.length === 0 ? 'fillmissing' : `fillmissing with ${fills.join(', ')}`
    }
    case 'outlier': {
      const { action, param, useLower, mark, fields } = command
      return `outlier action=${action} param=${param} uselower=${useLower} mark=${mark} ${names(fields)}`
    }
    case 'appendcols': {
      const max = command.max === null ? '' : ` max=${command.max}`
      return `appendcols override=${command.override}${max} (${printQuery(command.query)})`
    }
    case 'sessionize':
      return `sessionize ${names(command.fields)} maxspan ${printPeriod(command.maxSpan)} as ${printPlainName(command.name)}`
    case 'logcompare':
      return `logcompare timeshift ${printPeriod(command.shift)}`
    case 'relevantfields':
      return `relevantfields ${command.fields.length === 0 ? '' : `${names(command.fields)} `}where ${expressions.print(command.where)}`
  }
}

/** Without an alias the name of a column is its text as it was written, so that is what is printed. */
const columns = (all: readonly Column[]): string =>
  all
    .map(({ name, expression, aliased }) => {
      if (aliased) return `${expressions.print(expression)} as ${printPlainName(name)}`
      return expression.kind === 'field' ? printName(expression.field) : name
    })
    .join(', ')

const names = (fields: readonly FieldName[]): string => fields.map(printName).join(', ')
const literal = (value: string | number): string => (typeof value === 'number' ? String(value) : printText(value))
const side = (alias: string, field: FieldName): string => printName({ segments: [alias, ...field.segments], text: '' })

function renamed(from: string, to: string, shown: string, shownFrom = printPlainName(from)): string {
  return from === to ? shownFrom : `${shownFrom} as ${shown}`
}

function output({ overwrite, output: all }: Extract<Command, { kind: 'lookup' | 'cidrlookup' }>): string {
  const shown = all.map(({ column, name }) => renamed(column, name, printPlainName(name)))
  return `${overwrite ? 'OUTPUT' : 'OUTPUTNEW'} ${shown.join(', ')}`
}

function how(parse: Extract<Command, { kind: 'parse' }>['how']): string {
  const listed = 'names' in parse ? parse.names.map(printPlainName).join(', ') : ''
  switch (parse.kind) {
    case 'glob':
      return `${printText(parse.literals.join('*'))} as ${listed}`
    case 'regex': {
      const named = parse.regex.groups.length > 0 && parse.regex.groups.join() === parse.names.join()
      return `${printRegex(parse.regex)}${named ? '' : ` as ${listed}`}${parse.multi ? ' multi' : ''}`
    }
    case 'logfmt':
      return `logfmt as ${printPlainName(parse.name)}`
    case 'csv':
      return `csv as ${listed}`
  }
}

const jsonPath = (path: readonly (string | number)[]): string =>
  path
    .map((step, at) => {
      if (typeof step === 'number') return `[${step}]`
      if (/^[^.[\]"'$]+$/.test(step)) return at === 0 ? step : `.${step}`
      return step.includes('"') ? `['${step}']` : `["${step}"]`
    })
    .join('')

function printSource(source: Source): string {
  const list = (texts: readonly string[]): string => `[${texts.map(printText).join(', ')}]`
  if (source.kind === 'named') {
    return source.groups
      .map(
        ({ name, from, to }) =>
          `SOURCE ${printText(name)}${from === null ? '' : ` START=${instant(from)}`}${to === null ? '' : ` END=${instant(to)}`}`,
      )
      .join(' | ')
  }
  const { prefixes, accounts, classes, dataSources, tags } = source
  const chosen = [
    prefixes.length === 0 ? '' : `namePrefix: ${list(prefixes)}`,
    accounts.length === 0 ? '' : `accountIdentifiers: ${list(accounts)}`,
    classes.length === 0 ? '' : `class: ${list(classes)}`,
  ].filter(Boolean)
  const tagged = tags.map(
    ({ key, values }) => `{"key": ${printText(key)}, "values": ${values.length === 0 ? '""' : list(values)}}`,
  )
  return [
    `SOURCE logGroups(${chosen.join(', ')})`,
    dataSources.length === 0 ? '' : `dataSource(${list(dataSources)})`,
    tags.length === 0 ? '' : `logGroupTags([${tagged.join(', ')}])`,
  ]
    .filter(Boolean)
    .join(' ')
}

/** Zero and less count from the query's start. */
function instant(at: number): string {
  if (at > 0) return String(at)
  if (at === 0) return 'now'
  for (const [unit, millis] of [
    ['d', 864e5],
    ['h', 36e5],
    ['m', 6e4],
    ['s', 1e3],
  ] as const) {
    if (at % millis === 0) return `-${-at / millis}${unit}`
  }
  return `-${-at}ms`
}
