/** The address on another cluster: what was opened, chosen on a board or looked back at belongs to the one that was left. Pure. */
import type { Search } from '../search.ts'
import { isVariable } from '../variables.ts'

const ofOne: ReadonlySet<string> = new Set(['object', 'part', 'open', 'at', 'cluster'])

/** `cluster` undefined: the first, which needs no name. */
export function onOtherCluster(search: Search, cluster: string | undefined): Search {
  const stays = Object.entries(search).filter(([name]) => !ofOne.has(name) && !isVariable(name))
  return { ...Object.fromEntries(stays), ...(cluster === undefined ? {} : { cluster }) }
}
