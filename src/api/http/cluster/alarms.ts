/** GET /api/cluster/alarms: which alarms speak of a cluster, and of what in it. What stands behind a Service is found by its selector. */
import type { AlarmDesk, AlarmView } from '../../../judge/alarm-desk/index.ts'
import { type AlarmObject, alarmObjects, mayConcern, watchedBy } from '../../../judge/alarm-objects/index.ts'
import { limits } from '../../../limits.ts'
import { type ApiClusterAlarm, type ApiClusterAlarms, ok } from '../../../model/index.ts'
import { type Pod, selectsByLabels, workloadOf } from '../../../model/kubernetes/index.ts'
import { deskTrouble } from '../alarms/trouble.ts'
import type { ClusterPort } from '../cluster-port.ts'
import type { Asked } from '../trouble.ts'

/** `desk` undefined: there are no alarms. */
export async function clusterAlarms(
  cluster: ClusterPort,
  desk: Pick<AlarmDesk, 'list' | 'counts' | 'contributors'> | undefined,
): Promise<Asked<ApiClusterAlarms>> {
  if (desk === undefined) return ok({ alarms: [], leftOut: 0 })
  const looked = new Map<string, AlarmView>()
  for (const state of ['ALARM', 'INSUFFICIENT_DATA', 'OK']) {
    const room = limits.clusterAlarms - looked.size
    if (room === 0) break
    const some = await desk.list({ state, limit: room })
    if (!some.ok) return deskTrouble(some.error)
    for (const alarm of some.value.alarms) looked.set(alarm.name, alarm)
  }
  const counts = await desk.counts()
  if (!counts.ok) return deskTrouble(counts.error)
  const total = Object.values(counts.value).reduce((sum, count) => sum + count, 0)
  let [leftOut, objects] = [Math.max(0, total - looked.size), 0]
  const behind = behindServices(cluster)
  const alarms: ApiClusterAlarm[] = []
  for (const { name, state, input, transitionedAt: since } of looked.values()) {
    const watched = watchedBy(input)
    if (!mayConcern(watched, cluster.name)) continue
    const isGrouped = watched.some(({ each }) => each.length > 0)
    const contributors = isGrouped ? await desk.contributors(name) : ok([])
    if (!contributors.ok) return deskTrouble(contributors.error)
    const said = { state, contributors: contributors.value ?? [] }
    const speaksOf = alarmObjects(watched, cluster.name, said).flatMap(object => [object, ...behind(object)])
    if (speaksOf.length === 0) continue
    if (objects + speaksOf.length > limits.clusterAlarmObjects) leftOut += 1
    else {
      objects += speaksOf.length
      alarms.push({ name, state, since, speaksOf })
    }
  }
  return ok({ alarms, leftOut })
}

/** Workloads whose pods a Service selects, and pods that nobody made. */
function behindServices(cluster: ClusterPort): (object: AlarmObject) => readonly AlarmObject[] {
  let pods: ReadonlyMap<string, readonly Pod[]> | undefined
  const known = new Map<string, readonly Pick<AlarmObject, 'kind' | 'name'>[]>()
  const find = (namespace: string, service: string) => {
    const { selector = {} } = cluster.object('Service', namespace, service)?.spec ?? {}
    if (Object.keys(selector).length === 0) return []
    pods ??= Map.groupBy(cluster.objects('Pod'), ({ metadata }) => metadata.namespace ?? '')
    const owners = new Map<string, Pick<AlarmObject, 'kind' | 'name'>>()
    for (const pod of pods.get(namespace) ?? []) {
      if (!selectsByLabels(selector, pod.metadata.labels ?? {})) continue
      const workload = workloadOf(pod)
      const kind = workload === null ? 'Pod' : 'Workload'
      const name = workload?.name ?? pod.metadata.name
      owners.set(`${kind}/${name}`, { kind, name })
    }
    return [...owners.values()]
  }
  return ({ kind, namespace, name, state }) => {
    if (kind !== 'Service') return []
    const key = `${namespace}/${name}`
    const found = known.get(key) ?? find(namespace, name)
    known.set(key, found)
    return found.map(one => ({ ...one, namespace, state }))
  }
}
