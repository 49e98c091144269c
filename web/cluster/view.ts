/** What the Cluster page shows, and how it stands in the address: whatever stands there, a sound view comes out. Pure. */
import { type Search, text } from '../search.ts'

export const clusterTabs = ['nodes', 'workloads', 'pods', 'events'] as const
export type ClusterTab = (typeof clusterTabs)[number]

export interface ClusterView {
  readonly tab: ClusterTab
  /** Words that a row must hold, or with `!` must not. */
  readonly text: string
}
export const emptyCluster: ClusterView = { tab: 'nodes', text: '' }

export function readCluster(search: Search): ClusterView {
  const tab = clusterTabs.find(one => one === text(search.tab))
  return { tab: tab ?? 'nodes', text: text(search.q) ?? '' }
}

export const writeCluster = ({ tab, text: words }: ClusterView): Search => ({
  ...(tab === 'nodes' ? {} : { tab }),
  ...(words === '' ? {} : { q: words }),
})

/** Whether a row with these cells is wanted: every word is in one of them, no `!word` is in any. */
export function wanted(words: string, cells: readonly string[]): boolean {
  const text = cells.join('\n').toLowerCase()
  const all = words.toLowerCase().split(/\s+/).filter(Boolean)
  return all.every(word => (word.startsWith('!') ? word === '!' || !text.includes(word.slice(1)) : text.includes(word)))
}
