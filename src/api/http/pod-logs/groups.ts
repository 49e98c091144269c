/** In which groups the logs of a cluster's pods are. */
import { limits } from '../../../limits.ts'
import { ok } from '../../../model/index.ts'
import { nameForGroups, podLogGroups } from '../../../model/kubernetes/index.ts'
import type { LogSettings } from '../../../store/settings/index.ts'
import type { ClusterPort } from '../cluster-port.ts'
import { type Asked, settingsTrouble } from '../trouble.ts'

/** Absent a name: the first. A name that no cluster has may still be that of a cluster whose agents send here. */
export const clusterNamed = (
  clusters: readonly ClusterPort[] | undefined,
  name: string | undefined,
): ClusterPort | undefined => (name === undefined ? clusters?.[0] : clusters?.find(one => one.name === name))

/** Names, whether or not they are there yet. Where no cluster is known: every group that agents fill with logs of pods. */
export async function groupsOfPods(
  settings: Pick<LogSettings, 'groups'>,
  name: string | undefined,
): Promise<Asked<readonly string[]>> {
  if (name !== undefined) return ok(podLogGroups(nameForGroups(name)))
  const found = await settings.groups({ contains: '/aws/containerinsights/', limit: limits.selectedGroups * 8 })
  if (!found.ok) return settingsTrouble(found.error)
  const names = found.value.map(group => group.name).filter(one => /\/(application|dataplane)$/.test(one))
  return ok(names.slice(0, limits.selectedGroups))
}
