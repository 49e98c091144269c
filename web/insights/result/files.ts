/** An answer as a file: CSV (RFC 4180), NDJSON or JSON. Pure. */
import type { ApiQueryAnswer } from '../../../src/model/index.ts'

export type FileFormat = 'csv' | 'ndjson' | 'json'
export const fileTypes: Readonly<Record<FileFormat, string>> = {
  csv: 'text/csv;charset=utf-8',
  ndjson: 'application/x-ndjson',
  json: 'application/json',
}

type Rows = Pick<ApiQueryAnswer, 'columns' | 'rows'>

export function printAnswer(answer: Rows, format: FileFormat): string {
  if (format === 'csv') {
    const lines = [answer.columns, ...answer.rows.map(row => row.values)]
    return lines.map(cells => `${cells.map(cell).join(',')}\r\n`).join('')
  }
  const objects = answer.rows.map(row => rowObject(answer.columns, row.values))
  return format === 'ndjson'
    ? objects.map(one => `${JSON.stringify(one)}\n`).join('')
    : `${JSON.stringify(objects, undefined, 2)}\n`
}

const cell = (value: string | null): string =>
  value === null ? '' : /[",\r\n]|^\s|\s$/.test(value) ? `"${value.replaceAll('"', '""')}"` : value

/** What the row has, by column. */
export function rowObject(columns: readonly string[], values: readonly (string | null)[]): Record<string, string> {
  return Object.fromEntries(
    columns.flatMap((name, at) => {
      const value = values[at]
      return value === null || value === undefined ? [] : [[name, value]]
    }),
  )
}
