/** What the page of one log group shows, and how it stands in the address. Pure. */
import { type Search, text } from '../search.ts'

export type GroupTab = 'streams' | 'filters' | 'subscriptions'
export const groupTabs: readonly GroupTab[] = ['streams', 'filters', 'subscriptions']

export interface GroupView {
  readonly name: string
  readonly tab: GroupTab
  /** The metric filter in the editor; '' is a new one, undefined: the list. */
  readonly edit: string | undefined
  /** What a new filter begins with. */
  readonly pattern: string
}
export const emptyGroup: GroupView = { name: '', tab: 'streams', edit: undefined, pattern: '' }

export function readGroup(search: Search): GroupView {
  const tab = text(search.tab)
  return {
    name: text(search.name) ?? '',
    tab: groupTabs.find(one => one === tab) ?? 'streams',
    edit: text(search.edit),
    pattern: text(search.pattern) ?? '',
  }
}

export const writeGroup = (view: GroupView): Search => ({
  name: view.name,
  ...(view.tab === 'streams' ? {} : { tab: view.tab }),
  ...(view.edit === undefined ? {} : { edit: view.edit }),
  ...(view.pattern === '' ? {} : { pattern: view.pattern }),
})
