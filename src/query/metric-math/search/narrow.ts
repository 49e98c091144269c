/**
 * What a search says of series without looking at them: the store is asked for these, and the predicate has the last word. Never
 * leaves out a series that a search finds.
 */
import type { MetricSearch, SearchTerm } from './tree.ts'

/** As `SeriesQuery` of the metric store has it. */
export interface Narrowing {
  readonly namespace?: string
  readonly metric?: string
  readonly labels?: readonly { readonly name: string; readonly value?: string }[]
}

export function narrowSearch({ schema, term }: MetricSearch): Narrowing {
  const needed = term === null ? [] : whole(term)
  const named = (property: string): string | undefined => needed.find(one => one.property === property)?.text
  const namespace = schema?.namespace ?? named('Namespace')
  const metric = named('MetricName')
  // As in a metric's own search: see `compileSearch`.
  const others = ['MetricName', ':aws.AccountId', ...(schema?.dimensions?.includes('Namespace') ? [] : ['Namespace'])]
  const values = needed.filter(({ property }) => !others.includes(property))
  const names = schema?.dimensions?.filter(name => !values.some(({ property }) => property === name)) ?? []
  const labels = [
    ...names.map(name => ({ name })),
    ...values.map(({ property, text }) => ({ name: property, value: text })),
  ]
  return {
    ...(namespace === undefined ? {} : { namespace }),
    ...(metric === undefined ? {} : { metric }),
    ...(labels.length === 0 ? {} : { labels }),
  }
}

/** Whole values that must be there for the term to hold. */
function whole(term: SearchTerm): readonly { readonly property: string; readonly text: string }[] {
  if (term.kind === 'exact') return term.property === null ? [] : [{ property: term.property, text: term.text }]
  return term.kind === 'and' ? term.parts.flatMap(whole) : []
}
