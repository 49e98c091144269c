/** The rows of an answer as a table for people, lines of JSON for programs, CSV for spreadsheets. Pure. */
import type { ApiQueryAnswer } from '../../model/index.ts'
import { tableOf, tamed } from '../table.ts'

export type Format = 'table' | 'json' | 'csv'
type Answer = Pick<ApiQueryAnswer, 'columns' | 'rows'>

export function showRows(answer: Answer, format: Format): string {
  switch (format) {
    case 'json':
      return answer.rows.map(row => `${JSON.stringify(objectOf(answer.columns, row))}\n`).join('')
    case 'csv':
      return [answer.columns, ...answer.rows.map(row => row.values)]
        .map(cells => `${cells.map(cell => csvCell(cell ?? '')).join(',')}\r\n`)
        .join('')
    case 'table':
      return table(answer)
  }
}

/** A column that a row does not have is left out; the pointer to its event is there. */
function objectOf(columns: readonly string[], { values, ptr }: Answer['rows'][number]): object {
  const members = columns.flatMap((name, at) => (values[at] == null ? [] : [[name, values[at]] as const]))
  // fromEntries makes own properties, so a field called __proto__ is only a field.
  return Object.fromEntries(ptr === undefined ? members : [...members, ['@ptr', ptr] as const])
}

/** RFC 4180. */
const csvCell = (text: string): string => (/[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** Numbers stand right; a line break within a cell is shown as one sign, so that a row stays a line. */
function table({ columns, rows }: Answer): string {
  if (columns.length === 0) return ''
  const clean = (text: string) => tamed(text.replace(/\r\n|[\r\n]/g, '↵').replaceAll('\t', ' '))
  const numeric = columns.flatMap((_, at) => {
    const values = rows.flatMap(row => row.values[at] ?? [])
    return values.length > 0 && values.every(value => /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(value)) ? [at] : []
  })
  return tableOf(
    columns.map(clean),
    rows.map(row => row.values.map(value => clean(value ?? ''))),
    numeric,
  )
}
