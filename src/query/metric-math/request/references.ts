/** What an expression names: ids, lists of metrics, searches, bands. */
import { defaultDeviations } from '../evaluate/index.ts'
import { printMath } from '../language/print.ts'
import type { MathArgument, MathExpression } from '../tree.ts'

export interface References {
  readonly ids: ReadonlySet<string>
  /** The texts of METRICS; null for all. */
  readonly metrics: ReadonlySet<string | null>
  readonly searches: readonly { readonly what: string; readonly statistic: string; readonly period: number | null }[]
  readonly bands: readonly { readonly of: MathExpression; readonly printed: string; readonly deviations: number }[]
}

export function referencesOf(tree: MathExpression): References {
  const ids = new Set<string>()
  const metrics = new Set<string | null>()
  const searches: References['searches'][number][] = []
  const bands: References['bands'][number][] = []
  const visit = (node: MathArgument): void => {
    switch (node.kind) {
      case 'reference':
        ids.add(node.id)
        return
      case 'negate':
        visit(node.of)
        return
      case 'power':
        visit(node.base)
        visit(node.exponent)
        return
      case 'chain':
        visit(node.first)
        for (const { operand } of node.rest) visit(operand)
        return
      case 'array':
        for (const item of node.items) visit(item)
        return
      case 'call':
        for (const arg of node.args) visit(arg)
        called(node.name, node.args)
        return
      default:
    }
  }
  const called = (name: string, [first, second, third]: readonly MathArgument[]): void => {
    if (name === 'METRICS') metrics.add(first?.kind === 'text' ? first.value : null)
    if (name === 'SEARCH' && first?.kind === 'text' && second?.kind === 'text') {
      searches.push({
        what: first.value,
        statistic: second.value,
        period: third?.kind === 'number' ? third.value : null,
      })
    }
    if (name === 'ANOMALY_DETECTION_BAND' && first !== undefined && first.kind !== 'text' && first.kind !== 'word') {
      const deviations = second?.kind === 'number' ? second.value : defaultDeviations
      bands.push({ of: first, printed: printMath(first), deviations })
    }
  }
  visit(tree)
  return { ids, metrics, searches, bands }
}
