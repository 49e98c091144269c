/** Tree to text: what it prints parses back to the same tree. */
import type { Comparison, Field, FieldTest, FilterPattern, JsonCondition, Term } from './tree.ts'

export function printFilterPattern(pattern: FilterPattern): string {
  switch (pattern.kind) {
    case 'terms':
      return pattern.terms.map(printTerm).join(' ')
    case 'json':
      return `{ ${printCondition(pattern.condition, printJsonTest)} }`
    case 'fields':
      return `[${pattern.fields.map(printField).join(', ')}]`
  }
}

const signs = { must: '', not: '-', optional: '?' } as const

function printTerm({ sign, what }: Term): string {
  if (what.kind === 'regex') return `${signs[sign]}%${what.source}%`
  return signs[sign] + (/^[A-Za-z0-9_]+$/.test(what.text) ? what.text : quoted(what.text))
}

type Condition<T> = T | { readonly kind: 'or' | 'and'; readonly parts: readonly Condition<T>[] }

function printCondition<T extends { readonly kind: string }>(
  condition: Condition<T>,
  leaf: (test: T) => string,
): string {
  if (!('parts' in condition)) return leaf(condition)
  const parts = condition.parts.map(part => {
    const text = printCondition(part, leaf)
    return condition.kind === 'and' && part.kind === 'or' ? `(${text})` : text
  })
  return parts.join(condition.kind === 'and' ? ' && ' : ' || ')
}

function printJsonTest(test: Exclude<JsonCondition, { parts: unknown }>): string {
  const { text } = test.selector
  if (test.kind === 'not-exists') return `${text} NOT EXISTS`
  return test.kind === 'is' ? `${text} IS ${test.what}` : `${text} ${printComparison(test.comparison)}`
}

function printField(field: Field): string {
  if (field.kind === 'rest') return '...'
  const { name, test } = field
  if (test === null) return name ?? ''
  return printCondition(
    test,
    (one: Exclude<FieldTest, { parts: unknown }>) => `${name} ${printComparison(one.comparison)}`,
  )
}

function printComparison({ op, value }: Comparison): string {
  if (value.kind === 'number') return `${op} ${value.text}`
  if (value.kind === 'regex') return `${op} %${value.source}%`
  const { text, openStart, openEnd } = value
  return `${op} ${quoted(text === '' && openStart ? '*' : `${openStart ? '*' : ''}${text}${openEnd ? '*' : ''}`)}`
}

const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`
