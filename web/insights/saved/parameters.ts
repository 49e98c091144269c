/** Parameters of saved queries: `{{name}}` in the text stands for a value that is asked for when the query is opened. Pure. */
import type { ApiSavedQuery } from '../../../src/model/index.ts'

type Parameter = ApiSavedQuery['parameters'][number]

const placeholder = /\{\{\s*([A-Za-z_]\w*)\s*\}\}/g

/** The names in the text, each once, in order; what is known of each from before is kept. */
export function parametersIn(text: string, known: readonly Parameter[] = []): readonly Parameter[] {
  const names = [...new Set([...text.matchAll(placeholder)].map(match => match[1]!))]
  return names.map(name => known.find(one => one.name === name) ?? { name })
}

/** Every placeholder with a value gives way to it, as it stands; one without stays. */
export const filledIn = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(placeholder, (written, name: string) => values[name] ?? written)
