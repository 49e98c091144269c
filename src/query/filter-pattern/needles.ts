/**
 * Substrings that a matching message must hold, so that most messages are refused without reading them as JSON or fields: a list of
 * groups, of each of which at least one must occur.
 */
import { textTest } from './compare.ts'
import type { Branch, Comparison, Field, FilterPattern, JsonCondition, Selector, Term, TextValue } from './tree.ts'

export type Needles = readonly (readonly string[])[]

/** Substrings that every matching message holds. For a JSON pattern none, since an escape may hide any of them. */
export function literalsOf(pattern: FilterPattern): readonly string[] {
  if (pattern.kind === 'json') return []
  const needles = pattern.kind === 'terms' ? pattern.terms.flatMap(termNeedles) : fieldNeedles(pattern.fields)
  return [...new Set(needles.filter(group => group.length === 1).flat())]
}

const termNeedles = ({ sign, what }: Term): Needles =>
  sign !== 'must' ? [] : one(what.kind === 'substring' ? what.text : what.literal)

export function fieldNeedles(fields: readonly Field[]): Needles {
  return fields.flatMap(field =>
    field.kind === 'field' && field.test !== null
      ? treeNeedles(field.test, test => comparisonNeedle(test.comparison))
      : [],
  )
}

/** With what a field that is not the line's first begins in every matching message: one of each group. */
export function fieldBeginnings(fields: readonly Field[]): Needles {
  const behindFirst = fields.slice(fields.findIndex(field => field.kind === 'field') + 1)
  return behindFirst.flatMap(field =>
    field.kind === 'field' && field.test !== null
      ? treeNeedles(field.test, ({ comparison: { op, value } }) =>
          op !== '=' || value.kind === 'regex' || (value.kind === 'text' && value.openStart) ? [] : one(value.text),
        )
      : [],
  )
}

/** Sound for messages without a backslash only: in others an escape may hide the text. */
export function jsonNeedles(condition: JsonCondition): Needles {
  return treeNeedles(condition, test => {
    // A missing key has no text.
    if (test.kind === 'not-exists') return []
    const found = test.kind === 'is' ? one(test.what.toLowerCase()) : valueNeedle(test.comparison)
    return [...one(keyOf(test.selector)), ...found]
  })
}

function treeNeedles<T extends { readonly kind: string }>(
  condition: Branch<T> | T,
  leaf: (test: Exclude<T, Branch<T>>) => Needles,
): Needles {
  if (condition.kind !== 'and' && condition.kind !== 'or') return leaf(condition as Exclude<T, Branch<T>>)
  const parts = (condition as Branch<T>).parts.map(part => treeNeedles(part, leaf))
  if (condition.kind === 'and') return parts.flat()
  // One group that holds the longest needle of each part; a part without any leaves nothing to say.
  const group = parts.map(longest)
  return group.some(needles => needles.length === 0) ? [] : [group.flat()]
}

const longest = (needles: Needles): readonly string[] =>
  needles.reduce<readonly string[]>((best, group) => (shortestIn(group) > shortestIn(best) ? group : best), [])
const shortestIn = (group: readonly string[]): number =>
  group.length === 0 ? 0 : Math.min(...group.map(needle => needle.length))

function comparisonNeedle({ op, value }: Comparison): Needles {
  if (op !== '=') return []
  return one(value.kind === 'regex' ? value.literal : value.kind === 'text' ? value.text : value.text)
}

/** As a JSON string is written, with the quotes at the ends that are told. */
function valueNeedle({ op, value }: Comparison): Needles {
  const text = value.kind === 'regex' ? value.literal : value.text
  if (op !== '=' || text === '' || maybeNumber(text)) return []
  if (value.kind !== 'text' || maybeWord(value)) return one(text)
  const written = JSON.stringify(text)
  return one(written.slice(value.openStart ? 1 : 0, value.openEnd ? -1 : undefined))
}

/** Of a JSON number only the shortest form is compared, which need not be how the message writes it. */
const maybeNumber = (text: string): boolean => /^[0-9.eE+-]*$/.test(text)

/** Whether it finds a value that stands without quotes. */
const maybeWord = (value: TextValue): boolean => ['true', 'false', 'null'].some(textTest(value))

/** With its quotes. */
function keyOf({ steps }: Selector): string {
  const name = steps.findLast(step => step.kind === 'name')
  return name?.kind === 'name' && name.name !== '' ? JSON.stringify(name.name) : ''
}

const one = (text: string): Needles => (text === '' ? [] : [[text]])
