/** Parameters of saved queries: `{{name}}` in the text stands for a value that is asked for when the query is opened. Pure. */
import type { ApiSavedQuery } from '../../../src/model/index.ts'
import type { SavedQuery } from '../../../src/query/insights/language/index.ts'

type Parameter = ApiSavedQuery['parameters'][number]

const placeholder = /\{\{([A-Za-z_]\w*)\}\}/g

/** The names in the text, each once, in order; what is known of each from before is kept. */
export function parametersIn(text: string, known: readonly Parameter[] = []): readonly Parameter[] {
  const names = [...new Set([...text.matchAll(placeholder)].map(match => match[1]!))]
  return names.map(name => known.find(one => one.name === name) ?? { name })
}

/** Saved queries by name, as the language takes them. */
export const savedByName = (saved: readonly ApiSavedQuery[]): ReadonlyMap<string, SavedQuery> =>
  new Map(
    saved.map(one => [
      one.name,
      {
        text: one.query,
        parameters: one.parameters.map(({ name, defaultValue }) => ({ name, defaultValue: defaultValue ?? null })),
      },
    ]),
  )
