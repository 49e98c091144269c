/** Completion in an expression: the language of the text says what may stand at a place, with the ids and names that there are. */
import { type Completion, type CompletionContext, type CompletionResult, snippet } from '@codemirror/autocomplete'
import { mathCompletionsAt } from '../../../src/query/metric-math/language/editor/index.ts'
import { insightsCompletionsAt } from '../../../src/query/metrics-insights/editor/index.ts'
import { isMetricsInsights } from '../../../src/query/metrics-insights/index.ts'

export interface Knowledge {
  readonly ids: readonly { readonly id: string; readonly kind: 'metric' | 'expression'; readonly label: string }[]
  readonly namespaces: readonly string[]
  /** Of the namespace that the text names, or that the page shows. */
  readonly metrics: readonly string[]
  readonly dimensions: readonly string[]
  readonly language: 'en' | 'ko'
}

const types: Readonly<Record<string, string>> = {
  function: 'function',
  metric: 'variable',
  expression: 'variable',
  keyword: 'keyword',
  operator: 'keyword',
  namespace: 'namespace',
  dimension: 'property',
  value: 'text',
}

interface Item {
  readonly label: string
  readonly kind: string
  readonly insert: string
  readonly detail?: string
  readonly doc: { readonly en: string; readonly ko: string } | null
}

export const completing =
  (knowledge: () => Knowledge) =>
  (context: CompletionContext): CompletionResult | null => {
    const { language, ...known } = knowledge()
    const text = context.state.doc.toString()
    const before = context.state.sliceDoc(Math.max(0, context.pos - 1), context.pos)
    // Not asked for and nothing typed: nobody wants a list.
    if (!context.explicit && !/[\w'"(,]/.test(before)) return null
    const sql = isMetricsInsights(text)
    const found = sql ? insightsCompletionsAt(text, context.pos, known) : mathCompletionsAt(text, context.pos, known)
    const start: readonly Item[] =
      !sql && /^\s*\w*$/.test(text) && 'select'.startsWith(text.trim().toLowerCase()) ? [select] : []
    const items: readonly Item[] = [...start, ...found.items]
    if (items.length === 0) return null
    return {
      from: found.from,
      to: found.to,
      // The language has chosen and ordered them.
      filter: false,
      options: items.map(
        (item): Completion => ({
          label: item.label,
          type: types[item.kind] ?? 'text',
          ...(item.detail ? { detail: item.detail } : {}),
          ...(item.doc ? { info: item.doc[language] } : {}),
          apply: item.insert.includes('#{') ? snippet(item.insert) : item.insert,
        }),
      ),
    }
  }

const select: Item = {
  label: 'SELECT',
  kind: 'keyword',
  insert: 'SELECT #{AVG}(#{metric}) FROM #{namespace}',
  detail: 'Metrics Insights',
  doc: null,
}
