/** Tree to text. Reading it gives the same tree, but for where it stood. */
import { keywords } from './tokens.ts'
import type { Condition, MetricsInsightsQuery } from './tree.ts'

export function printMetricsInsights(query: MetricsInsightsQuery): string {
  const { select, metric, namespace, dimensions, where, groupBy, orderBy, limit } = query
  const source =
    dimensions === null ? printName(namespace) : `SCHEMA(${[namespace, ...dimensions].map(printName).join(', ')})`
  return [
    `SELECT ${select}(${printName(metric)}) FROM ${source}`,
    ...(where.length === 0 ? [] : [`WHERE ${where.map(printCondition).join(' AND ')}`]),
    ...(groupBy.length === 0 ? [] : [`GROUP BY ${groupBy.map(printName).join(', ')}`]),
    ...(orderBy === null ? [] : [`ORDER BY ${orderBy.by}() ${orderBy.direction}`]),
    ...(limit === null ? [] : [`LIMIT ${limit}`]),
  ].join(' ')
}

const printCondition = ({ key, op, value }: Condition): string =>
  `${printName(key)} ${op} ${value === null ? 'CURRENT_ACCOUNT_ID()' : `'${escaped(value, "'")}'`}`

const escaped = (text: string, quote: string): string =>
  text.replace(/[\\"']/g, char => (char === '\\' || char === quote ? `\\${char}` : char))

const plain = /^(?:tag\.|AWS\.)?[A-Za-z_]\w*$/
const others: ReadonlySet<string> = new Set(['AVG', 'COUNT', 'MAX', 'MIN', 'SUM'])

/** In double quotes where it must be. */
export const printName = (name: string): string =>
  plain.test(name) && !keywords.includes(name.toUpperCase()) && !others.has(name.toUpperCase())
    ? name
    : `"${escaped(name, '"')}"`
