/** What clusters are called: short, fit for names of groups, and no two the same. Pure. */

import { nameForGroups } from '../model/kubernetes/index.ts'

/**
 * One name for each, in order. The first of a name bears it alone; another context of the same cluster, or a cluster that is called the same elsewhere,
 * bears its context's name behind it.
 */
export function clusterNames(
  named: readonly { readonly cluster: string; readonly context: string }[],
): readonly string[] {
  const taken = new Set<string>()
  return named.map(({ cluster, context }) => {
    const own = nameForGroups(cluster)
    const longer = `${own}-${nameForGroups(context)}`
    let name = taken.has(own) ? longer : own
    for (let n = 2; taken.has(name); n++) name = `${longer}-${n}`
    taken.add(name)
    return name
  })
}
