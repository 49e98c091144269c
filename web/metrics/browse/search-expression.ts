/** What is listed, as a SEARCH: metrics that come later are drawn as well. Pure. */
import type { MetricsView } from '../view.ts'

/** Undefined: the words cannot be said in a search, or nothing is chosen. */
export function searchOf({ namespace, set, find, stat }: Pick<MetricsView, 'namespace' | 'set' | 'find' | 'stat'>) {
  const text = find.trim()
  if (namespace === undefined || (set === undefined && text === '')) return undefined
  if (/['"\\(){}]/.test(text) || /['{}]/.test([namespace, ...(set ?? [])].join(''))) return undefined
  const schema = [namespace, ...(set ?? [])].map(quoted).join(',')
  return `SEARCH('${[`{${schema}}`, text].filter(part => part !== '').join(' ')}', '${stat}')`
}

const quoted = (name: string): string => (/^[\w/.:-]+$/.test(name) ? name : `"${name}"`)
