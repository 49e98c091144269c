/** Chosen pods in two forms: SQL for what is kept, a predicate for what just came. They mean the same of pods that are known. */
import type { LogFields } from '../../../model/index.ts'
import type { ContainerStatus, Pod } from '../../../model/kubernetes/index.ts'
import { type Sql, sql } from '../../../store/engine/index.ts'
import { logColumns } from '../../../store/logs/index.ts'
import type { ClusterPort } from '../cluster-port.ts'
import type { PodChoice } from './choose.ts'

const { namespace: inNamespace, pod: inPod, container: inContainer, message } = logColumns

/** What has no place in the columns (a line without a pod) is never meant. */
export function podCondition(choice: PodChoice): Sql {
  const { containers, previous } = choice.selector
  const which = [whichPods(choice)]
  if (containers?.length) which.push(sql`${inContainer} IN (${listOf(containers)})`)
  if (previous) which.push(sql.or(previousIds(choice).map(id => sql`hasToken(${message}, ${id})`)))
  return sql.and(which)
}

function whichPods({ selector: { namespace, labels }, workload, pods, shape, others }: PodChoice): Sql {
  if (workload === undefined && labels === undefined) return sql`${inNamespace} = ${namespace ?? ''}`
  const known = namesOf(pods.map(({ pod }) => pod))
  if (shape === undefined) return known
  const there = namespace === undefined ? sql`1` : sql`${inNamespace} = ${namespace}`
  const unseen = sql.and([there, sql`match(${inPod}, ${shape.source})`, sql`NOT (${namesOf(others)})`])
  return sql.or([known, unseen])
}

function namesOf(pods: readonly Pod[]): Sql {
  const byNamespace = Map.groupBy(pods, ({ metadata }) => metadata.namespace ?? '')
  return sql.or(
    [...byNamespace].map(([namespace, some]) => {
      const names = new Set(some.map(({ metadata }) => metadata.name))
      return sql`${inNamespace} = ${namespace} AND ${inPod} IN (${listOf([...names])})`
    }),
  )
}

const listOf = (words: readonly string[]): Sql =>
  sql.join(
    words.map(word => sql`${word}`),
    ', ',
  )

/** A pod that begins while somebody follows is meant as those before it. */
export function podPredicate(
  choice: PodChoice,
  cluster: ClusterPort | undefined,
): (fields: LogFields, message: string) => boolean {
  const { selector, workload, shape, means } = choice
  const containers = selector.containers?.length ? new Set(selector.containers) : undefined
  const ids = selector.previous ? previousIds(choice) : undefined
  const keyOf = ({ metadata }: Pod) => `${metadata.namespace ?? ''}/${metadata.name}`
  const known = new Set(choice.pods.map(({ pod }) => keyOf(pod)))
  const others = new Set(choice.others.map(keyOf))
  const isOneOf = (namespace: string, pod: string): boolean => {
    if (workload === undefined && selector.labels === undefined) return namespace === selector.namespace
    const key = `${namespace}/${pod}`
    if (known.has(key)) return true
    const there = cluster?.object('Pod', namespace, pod)
    if (there !== undefined) return means(there)
    if (others.has(key) || shape === undefined) return false
    return (selector.namespace === undefined || namespace === selector.namespace) && shape.test(pod)
  }
  return (fields, text) =>
    isOneOf(fields.namespace, fields.pod) &&
    (containers === undefined || containers.has(fields.container)) &&
    (ids === undefined || ids.some(id => text.includes(id)))
}

/** Of each container the instance that ended last, before the one that runs. */
export function previousIds({ pods, selector: { containers } }: PodChoice): readonly string[] {
  const ids = pods.flatMap(({ pod: { status } }) =>
    [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]
      .filter(({ name }) => !containers?.length || containers.includes(name))
      .map(endedLast),
  )
  return [...new Set(ids)].filter(id => /^[0-9A-Za-z]+$/.test(id))
}

/** `containerd://8967…` → `8967…`; '': none has ended. */
const endedLast = ({ lastState }: ContainerStatus): string =>
  lastState?.terminated?.containerID?.split('://').at(-1) ?? ''
