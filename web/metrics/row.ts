/** What is graphed: a metric or an expression with how it is drawn, and how it stands in the address. Pure. */
import { pageLimits } from '../limits.ts'

export interface RowLook {
  readonly id: string
  readonly visible: boolean
  /** '': the server names it. */
  readonly label: string
  /** `#rrggbb`; undefined: the palette's. */
  readonly colour: string | undefined
  readonly axis: 'left' | 'right'
  /** Seconds; undefined: the page's. */
  readonly period: number | undefined
}
export interface MetricRow extends RowLook {
  readonly kind: 'metric'
  readonly namespace: string
  readonly metric: string
  readonly dimensions: readonly { readonly name: string; readonly value: string }[]
  /** Undefined: the page's. */
  readonly stat: string | undefined
  /** Undefined: whatever there is. */
  readonly unit: string | undefined
}
export interface ExpressionRow extends RowLook {
  readonly kind: 'expression'
  readonly expression: string
}
export type Row = MetricRow | ExpressionRow

export const plainLook: Omit<RowLook, 'id'> = {
  visible: true,
  label: '',
  colour: undefined,
  axis: 'left',
  period: undefined,
}

/** The first id of that letter that nobody has: m1, m2, e1. */
export function freeId(rows: readonly Row[], letter: 'm' | 'e'): string {
  const taken = new Set(rows.map(({ id }) => id))
  for (let at = 1; ; at += 1) if (!taken.has(`${letter}${at}`)) return `${letter}${at}`
}

type Identity = Pick<MetricRow, 'namespace' | 'metric' | 'dimensions'>

export const isSameMetric = (a: Identity, b: Identity): boolean => nameOf(a) === nameOf(b)
export const nameOf = ({ namespace, metric, dimensions }: Identity): string =>
  JSON.stringify([namespace, metric, dimensions.map(({ name, value }) => [name, value])])

// In the address a row is its words with ~ between: namespace, metric, names and values; behind an empty word name=value for how it is
// drawn. A dot stands for the same word of the row before. An expression is one word that begins with =.
const signs: Readonly<Record<string, string>> = { '!': '!!', '~': '!t' }
const escaped = (word: string): string => {
  const plain = word.replace(/[!~]/g, sign => signs[sign]!)
  return plain === '' ? '!n' : plain === '.' ? '!d' : plain.startsWith('=') ? `!e${plain.slice(1)}` : plain
}
const unescaped = (word: string): string =>
  word.replace(/!(.)/g, (_, sign: string) => ({ '!': '!', t: '~', n: '', d: '.', e: '=' })[sign] ?? '')

export function writeRows(rows: readonly Row[]): string[] {
  let before: readonly string[] = []
  return rows.map(row => {
    if (row.kind === 'expression') return [`=${escaped(row.expression)}`, '', ...optionsOf(row)].join('~')
    const words = [row.namespace, row.metric, ...row.dimensions.flatMap(({ name, value }) => [name, value])].map(
      escaped,
    )
    const written = words.map((word, at) => (before[at] === word ? '.' : word))
    before = words
    return [...written, '', ...optionsOf(row)].join('~')
  })
}

function optionsOf(row: Row): string[] {
  const all = {
    id: row.id,
    stat: row.kind === 'metric' ? row.stat : undefined,
    period: row.period,
    label: row.label === '' ? undefined : row.label,
    colour: row.colour?.slice(1),
    axis: row.axis === 'right' ? 'right' : undefined,
    unit: row.kind === 'metric' ? row.unit : undefined,
    off: row.visible ? undefined : '1',
  }
  return Object.entries(all).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${escaped(String(value))}`],
  )
}

/** Whatever stands there, sound rows come out; what names no metric is left out, and no id stands twice. */
export function readRows(written: readonly string[]): Row[] {
  const rows: Row[] = []
  let before: readonly string[] = []
  for (const text of written) {
    const parts = text.split('~')
    const end = parts.indexOf('', 1)
    const words = end < 0 ? parts : parts.slice(0, end)
    const options = Object.fromEntries((end < 0 ? [] : parts.slice(end + 1)).map(optionIn))
    const look = lookOf(options)
    if (words[0]?.startsWith('=')) {
      const expression = unescaped(words[0].slice(1))
      rows.push({ ...look, kind: 'expression', expression, id: soundId(options.id, rows, 'e') })
      continue
    }
    const full = words.map((word, at) => (word === '.' ? (before[at] ?? '') : word))
    if (full.length < 2 || full.length % 2 === 1 || full.some(word => word === '')) continue
    before = full
    const [namespace = '', metric = '', ...pairs] = full.map(unescaped)
    rows.push({
      ...{ ...look, kind: 'metric', namespace, metric, id: soundId(options.id, rows, 'm') },
      dimensions: pairs.flatMap((name, at) => (at % 2 === 0 ? [{ name, value: pairs[at + 1] ?? '' }] : [])),
      ...{ stat: options.stat || undefined, unit: options.unit || undefined },
    })
  }
  return rows
}

const optionIn = (word: string): readonly [string, string] => {
  const at = word.indexOf('=')
  return at < 0 ? [word, ''] : [word.slice(0, at), unescaped(word.slice(at + 1))]
}

function lookOf(options: Readonly<Record<string, string>>): Omit<RowLook, 'id'> {
  const period = Number(options.period)
  return {
    visible: options.off === undefined,
    label: options.label ?? '',
    colour: /^[0-9a-f]{6}$/i.test(options.colour ?? '') ? `#${options.colour}` : undefined,
    axis: options.axis === 'right' ? 'right' : 'left',
    period: Number.isInteger(period) && period > 0 && period <= pageLimits.metricPeriod ? period : undefined,
  }
}

const soundId = (id: string | undefined, rows: readonly Row[], letter: 'm' | 'e'): string =>
  id !== undefined && /^[a-z]\w{0,254}$/.test(id) && rows.every(row => row.id !== id) ? id : freeId(rows, letter)
