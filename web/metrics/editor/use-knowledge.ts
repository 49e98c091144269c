/** Names that completion may offer in an expression: namespaces, and what the namespace has that the text names. */
import { useMetrics, useNamespaces, useSets } from '../queries.ts'
import type { Knowledge } from './completion.ts'

/** `FROM App`, `FROM SCHEMA("AWS/Logs", …`, `SEARCH('{App,…`. */
const named = /(?:FROM\s+(?:SCHEMA\s*\(\s*)?|SEARCH\(\s*['"]\{\s*)(?:"([^"]+)"|([^\s"'(),{}]+))/i

export function useKnowledge(
  text: string,
  shown: string | undefined,
): Pick<Knowledge, 'namespaces' | 'metrics' | 'dimensions'> {
  const [, quoted, bare] = named.exec(text) ?? []
  const namespaces = useNamespaces(true)
  const all = namespaces.data?.namespaces.map(one => one.namespace) ?? []
  const namespace = all.find(one => one === (quoted ?? bare)) ?? shown
  const sets = useSets(namespace)
  const metrics = useMetrics({ namespace, set: undefined, contains: '' }, namespace !== undefined)
  return {
    namespaces: all,
    metrics: [...new Set(metrics.data?.pages.flatMap(page => page.metrics.map(one => one.metric)))],
    dimensions: [...new Set(sets.data?.sets.flatMap(set => set.names))],
  }
}
