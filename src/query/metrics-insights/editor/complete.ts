/** What may stand at a place in a query: the clauses that may follow, functions, names and values that the editor knows. */

import { printName } from '../print.ts'
import { insightsFunctions, type Token, tokensOf } from '../tokens.ts'

export interface InsightsCompletion {
  readonly label: string
  readonly kind: 'keyword' | 'function' | 'namespace' | 'metric' | 'dimension' | 'value'
  /** What is put in; `#{…}` marks what is to be filled in. */
  readonly insert: string
  readonly doc: { readonly en: string; readonly ko: string } | null
}

export interface InsightsCompletions {
  /** What is replaced. */
  readonly from: number
  readonly to: number
  readonly items: readonly InsightsCompletion[]
}

export interface InsightsKnowledge {
  readonly namespaces?: readonly string[]
  readonly metrics?: readonly string[]
  readonly dimensions?: readonly string[]
  readonly valuesOf?: (dimension: string) => readonly string[]
}

// biome-ignore format: a table reads better in rows
export const insightsDocs: Readonly<Record<string, { readonly en: string; readonly ko: string }>> = {
  SELECT: { en: 'How the observations of each period are taken together, and of which metric.', ko: '기간마다 관측값을 합치는 함수와 지표.' },
  FROM: { en: 'The namespace; metrics with any dimensions.', ko: '네임스페이스. 차원은 무엇이든 됩니다.' },
  SCHEMA: { en: 'Only metrics with exactly these dimensions.', ko: '정확히 이 차원만 가진 지표.' },
  WHERE: { en: 'Only metrics whose dimensions have, or have not, these values.', ko: '차원 값이 같거나 다른 지표만.' },
  'GROUP BY': { en: 'One series for each value of these dimensions.', ko: '차원 값마다 시계열 하나.' },
  'ORDER BY': { en: 'Sorts the series by one number of each.', ko: '시계열마다 계산한 값으로 정렬합니다.' },
  LIMIT: { en: 'The first so many series (up to 500).', ko: '앞의 시계열 몇 개만(최대 500).' },
  AVG: { en: 'Average of all observations.', ko: '모든 관측값의 평균.' },
  COUNT: { en: 'How many observations there are.', ko: '관측값의 개수.' },
  MAX: { en: 'The largest observation.', ko: '가장 큰 관측값.' },
  MIN: { en: 'The smallest observation.', ko: '가장 작은 관측값.' },
  SUM: { en: 'Sum of all observations.', ko: '모든 관측값의 합.' },
}

export function insightsCompletionsAt(
  text: string,
  offset: number,
  known: InsightsKnowledge = {},
): InsightsCompletions {
  const tokens = tokensOf(text.slice(0, offset))
  const last = tokens.at(-1)
  const typing =
    last !== undefined && last.to === offset && ['Name', 'Keyword', 'FunctionName', 'Unclosed'].includes(last.kind)
      ? last
      : undefined
  const before = typing === undefined ? tokens : tokens.slice(0, -1)
  const from = typing?.from ?? offset
  const quote = typing?.kind === 'Unclosed' ? typing.text[0]! : ''
  const rest =
    quote === ''
      ? typing === undefined
        ? 0
        : /^[\w.]*/.exec(text.slice(offset))![0].length
      : text[offset] === quote
        ? 1
        : 0
  const wanted = (typing?.text ?? '').replace(/^["']/, '').toLowerCase()
  const items = candidates(before, known).filter(
    ({ label, kind }) =>
      label.toLowerCase().includes(wanted) && (quote === '' || (quote === "'") === (kind === 'value')),
  )
  return { from, to: offset + rest, items }
}

function candidates(before: readonly Token[], known: InsightsKnowledge): readonly InsightsCompletion[] {
  const last = before.at(-1)
  const word = last?.kind === 'Keyword' ? last.text.toUpperCase() : ''
  const clause = clauseOf(before)
  const names = (all: readonly string[] | undefined, kind: InsightsCompletion['kind']) =>
    (all ?? []).map(name => ({ label: name, kind, insert: printName(name), doc: null }))
  const keyword = (label: string, insert = label): InsightsCompletion => ({
    label,
    kind: 'keyword',
    insert,
    doc: insightsDocs[label] ?? null,
  })
  if (last === undefined) return [keyword('SELECT', 'SELECT #{AVG}(#{metric}) FROM #{namespace}')]
  const open = openParen(before)
  if (open) {
    if (last.kind !== 'OpenParen' && last.kind !== 'Comma') return []
    if (clause === 'SELECT') return names(known.metrics, 'metric')
    if (clause !== 'FROM') return []
    return last.kind === 'OpenParen' ? names(known.namespaces, 'namespace') : names(known.dimensions, 'dimension')
  }
  if (word === 'SELECT') return insightsFunctions.map(name => call(name, '#{metric}'))
  if (word === 'FROM')
    return [keyword('SCHEMA', 'SCHEMA(#{namespace}, #{dimension})'), ...names(known.namespaces, 'namespace')]
  if (word === 'WHERE' || word === 'AND') return names(known.dimensions, 'dimension')
  if (word === 'BY')
    return clause === 'ORDER' ? insightsFunctions.map(name => call(name, '')) : names(known.dimensions, 'dimension')
  if (word === 'GROUP' || word === 'ORDER') return [keyword('BY')]
  if (last.kind === 'CompareOp') return values(before, known)
  if (clause === 'GROUP' && last.kind === 'Comma') return names(known.dimensions, 'dimension')
  return next(clause, word, before).map(each => keyword(each))
}

const call = (name: string, inner: string): InsightsCompletion => ({
  label: name,
  kind: 'function',
  insert: `${name}(${inner})`,
  doc: insightsDocs[name] ?? null,
})

const clauses = ['SELECT', 'FROM', 'WHERE', 'GROUP', 'ORDER', 'LIMIT']
const clauseOf = (before: readonly Token[]): string =>
  before.findLast(({ kind, text }) => kind === 'Keyword' && clauses.includes(text.toUpperCase()))?.text.toUpperCase() ??
  ''

const openParen = (before: readonly Token[]): boolean =>
  before.findLastIndex(({ kind }) => kind === 'OpenParen') > before.findLastIndex(({ kind }) => kind === 'CloseParen')

/** Clauses that may come behind this one. */
function next(clause: string, word: string, before: readonly Token[]): readonly string[] {
  const rest = ['WHERE', 'GROUP BY', 'ORDER BY', 'LIMIT']
  if (clause === 'SELECT') return ['FROM']
  if (clause === 'FROM') return rest
  if (clause === 'WHERE') return before.at(-1)?.kind === 'Name' ? [] : ['AND', ...rest.slice(1)]
  if (clause === 'GROUP') return rest.slice(2)
  if (clause === 'ORDER') return word === 'ASC' || word === 'DESC' ? ['LIMIT'] : ['ASC', 'DESC', 'LIMIT']
  return []
}

function values(before: readonly Token[], { valuesOf }: InsightsKnowledge): readonly InsightsCompletion[] {
  const key = before.at(-2)
  if (valuesOf === undefined || key?.kind !== 'Name') return []
  return valuesOf(key.text.replaceAll('"', '')).map(value => ({
    label: value,
    kind: 'value',
    insert: `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`,
    doc: null,
  }))
}
