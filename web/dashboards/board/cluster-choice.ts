/** The choice of a cluster on boards that come with Mangru: the one that the page looks at, and where no metric is found, those that are watched. Pure. */
import type { ChosenValues, DashboardVariable } from '../../../src/model/dashboard/index.ts'
import type { FoundValues } from '../queries.ts'

/** As the boards that come with Mangru call it. */
const id = 'cluster'

export const needsCluster = (variables: readonly DashboardVariable[]): boolean =>
  variables.some(variable => variable.id === id && variable.search !== null)

/** `watched`: undefined as long as it is not known. */
export function withClusters(found: FoundValues, watched: readonly string[] | undefined): FoundValues {
  const heard = found.found[id]
  if (heard === undefined || heard.length > 0 || found.waiting) return found
  return watched === undefined ? { ...found, waiting: true } : { ...found, found: { ...found.found, [id]: watched } }
}

/** What stands when nobody has chosen on the board itself. `looked`: the cluster of the page's address. */
export const clusterLooked = ({ found }: FoundValues, looked: string | undefined): ChosenValues =>
  looked !== undefined && found[id]?.includes(looked) ? { [id]: looked } : {}
