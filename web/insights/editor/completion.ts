/** Completion in the editor: the language says what may stand at a place, with the fields and values that the lines have. */
import { type Completion, type CompletionContext, type CompletionResult, snippet } from '@codemirror/autocomplete'
import type { ApiQueryFields } from '../../../src/model/index.ts'
import { completionsAt } from '../../../src/query/insights/language/editor/index.ts'

export interface Knowledge {
  readonly fields: ApiQueryFields['fields']
  readonly saved: readonly string[]
  readonly language: 'en' | 'ko'
}

const types = {
  command: 'keyword',
  function: 'function',
  aggregate: 'function',
  keyword: 'keyword',
  field: 'property',
  value: 'text',
  saved: 'variable',
} as const

/** Not asked for and nothing typed: only behind a pipe, where the commands are news. */
const silent = (context: CompletionContext): boolean =>
  !context.explicit && !/[\w@."'$|]\s?$/.test(context.state.sliceDoc(Math.max(0, context.pos - 2), context.pos))

export const completing =
  (knowledge: () => Knowledge) =>
  (context: CompletionContext): CompletionResult | null => {
    if (silent(context)) return null
    const { fields, saved, language } = knowledge()
    const found = completionsAt(context.state.doc.toString(), context.pos, {
      fields: fields.map(field => field.name),
      saved,
      valuesOf: name => fields.find(field => field.name === name)?.values ?? [],
    })
    if (found.items.length === 0) return null
    return {
      from: found.from,
      to: found.to,
      // The language has chosen and ordered them.
      filter: false,
      options: found.items.map(
        (item): Completion => ({
          label: item.label,
          type: types[item.kind],
          detail: item.detail,
          ...(item.doc ? { info: item.doc[language] } : {}),
          apply: item.insert.includes('#{') ? snippet(item.insert) : item.insert,
        }),
      ),
    }
  }
