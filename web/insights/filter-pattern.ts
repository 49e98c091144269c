/** The conditions of a query as a CloudWatch filter pattern, so that a query becomes a metric filter, where the pattern language has words for it. Pure. */
import type { CompareOp, Expression, Query, Regex } from '../../src/query/insights/index.ts'

/** Undefined: the pattern language cannot say it. '' matches every line. */
export function toFilterPattern(query: Query): string | undefined {
  const conditions: Expression[] = []
  for (const command of query.commands) {
    if (command.kind === 'stats') break
    if (command.kind === 'filter') conditions.push(command.condition)
  }
  if (conditions.length === 0) return ''
  const flat = conditions.flatMap(one => (one.kind === 'and' ? one.parts : [one]))
  return asTerms(flat) ?? asJson(flat)
}

/** Words that the message has or has not: `"Read timed out" -"health"`. */
function asTerms(conditions: readonly Expression[]): string | undefined {
  const terms = conditions.map(one => {
    if (one.kind !== 'like' || !isMessage(one.of)) return undefined
    const text = typeof one.pattern === 'string' ? one.pattern : plainRegex(one.pattern)
    return text === undefined || text.includes('"') ? undefined : `${one.negated ? '-' : ''}"${text}"`
  })
  return terms.includes(undefined) ? undefined : terms.join(' ')
}

function asJson(conditions: readonly Expression[]): string | undefined {
  const clauses = conditions.map(jsonClause)
  return clauses.includes(undefined) ? undefined : `{ ${clauses.join(' && ')} }`
}

const selector = (of: Expression): string | undefined => {
  if (of.kind !== 'field' || of.field.text.startsWith('@')) return undefined
  const { segments } = of.field
  if (segments.length === 0) return undefined
  return `$${segments.map(part => (/^[A-Za-z_][\w-]*$/.test(part) ? `.${part}` : `['${part.replaceAll("'", "\\'")}']`)).join('')}`
}

/** What the pattern language calls unequal things. */
const flipped: Readonly<Record<CompareOp, CompareOp>> = {
  '=': '=',
  '!=': '!=',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
}

function jsonClause(one: Expression): string | undefined {
  switch (one.kind) {
    case 'and':
    case 'or': {
      const parts = one.parts.map(jsonClause)
      return parts.includes(undefined) ? undefined : `(${parts.join(one.kind === 'and' ? ' && ' : ' || ')})`
    }
    case 'compare': {
      const [of, value, op] = isLiteral(one.right)
        ? [one.left, one.right, one.op]
        : [one.right, one.left, flipped[one.op]]
      const path = selector(of)
      if (path === undefined) return undefined
      if (value.kind === 'number') return `${path} ${op} ${value.value}`
      if (value.kind !== 'text' || (op !== '=' && op !== '!=')) return undefined
      return value.value.includes('"') || value.value.includes('*') ? undefined : `${path} ${op} "${value.value}"`
    }
    case 'like': {
      const path = selector(one.of)
      if (path === undefined) return undefined
      const op = one.negated ? '!=' : '='
      const text = typeof one.pattern === 'string' ? one.pattern : plainRegex(one.pattern)
      if (text !== undefined && !/["*]/.test(text)) return `${path} ${op} "*${text}*"`
      return typeof one.pattern === 'string' || one.negated || one.pattern.source.includes('%')
        ? undefined
        : `${path} = %${one.pattern.source}%`
    }
    case 'in': {
      const path = selector(one.of)
      const values = one.values.map(value =>
        value.kind === 'number'
          ? String(value.value)
          : value.kind === 'text' && !/["*]/.test(value.value)
            ? `"${value.value}"`
            : undefined,
      )
      if (path === undefined || values.length === 0 || values.includes(undefined)) return undefined
      const parts = values.map(value => `${path} ${one.negated ? '!=' : '='} ${value}`)
      return parts.length === 1 ? parts[0] : `(${parts.join(one.negated ? ' && ' : ' || ')})`
    }
    case 'call': {
      const path = one.name === 'ispresent' && one.args[0] ? selector(one.args[0]) : undefined
      return path === undefined ? undefined : `${path} EXISTS`
    }
    default:
      return undefined
  }
}

const isLiteral = (one: Expression): boolean => one.kind === 'text' || one.kind === 'number'
const isMessage = (one: Expression): boolean => one.kind === 'field' && one.field.text === '@message'

/** The text that a regular expression without any sign of its own stands for. */
const plainRegex = ({ source }: Regex): string | undefined =>
  /^(?:[^\\^$.*+?()[\]{}|]|\\[^A-Za-z0-9])*$/.test(source) ? source.replace(/\\(.)/g, '$1') : undefined
