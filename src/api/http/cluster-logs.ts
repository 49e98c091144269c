/** Which pods a selector means, how to ask for their lines, and what to know of their logs: asked before anything is searched. */
import { z } from 'zod'
import { limits } from '../../limits.ts'
import {
  type ApiLoggingPod,
  type ApiPodLogs,
  type ApiPodSelector,
  bytes,
  err,
  instant,
  nearestNames,
  ok,
  type Said,
} from '../../model/index.ts'
import { type AnyObject, isKindName, readLabelSelector, selects, workloadOf } from '../../model/kubernetes/index.ts'
import type { LogGroup } from '../../store/settings/index.ts'
import type { ClusterPort } from './cluster-port.ts'
import type { HttpApiDeps } from './deps.ts'
import { type ChosenPod, notesOf, type PodChoice, type PodRange, podCondition } from './pod-logs/index.ts'
import { answer, asks, goneSignal, type Routes, refuse } from './routes.ts'
import { findGroups, notBeforeOf, readPods } from './selection.ts'
import { laterEnd, queryTime } from './shape-parts.ts'
import { podSelectorShape, readShape } from './shapes.ts'
import { type Asked, engineTrouble } from './trouble.ts'

const list = z.union([z.string().transform(one => [one]), z.array(z.string())])
const shape = z
  .object({
    container: list.exactOptional(),
    previous: z
      .enum(['true', 'false'])
      .transform(word => word === 'true')
      .exactOptional(),
    from: queryTime.default(0),
    to: queryTime.default(limits.lastInstant),
  })
  .loose()
  .refine(laterEnd.test, laterEnd.words)

export const clusterLogRoutes: Routes = (app, deps) => {
  app.get('/api/cluster/logs', asks, async (request, reply) => {
    const query = readShape(shape, request.query)
    if (!query.ok) return refuse(reply, query.error)
    const { container: containers, from, to, ...words } = query.value
    const selector = readShape(podSelectorShape, { ...words, ...(containers === undefined ? {} : { containers }) })
    if (!selector.ok) return refuse(reply, selector.error)
    const range = { from, to, now: deps.clock.now() }
    return answer(reply, await podLogs(deps, selector.value, range, goneSignal(request, reply)))
  })
}

async function podLogs(
  deps: HttpApiDeps,
  pods: ApiPodSelector,
  range: PodRange,
  signal: AbortSignal,
): Promise<Asked<ApiPodLogs>> {
  const read = await readPods(deps, { pods, groups: [] }, range)
  if (!read.ok) return read
  if (read.value === undefined) throw new Error('pods were asked for')
  const { choice, cluster, groups: names } = read.value
  const groups = await findGroups(deps.settings.logs, [], names)
  if (!groups.ok) return groups
  if (cluster === undefined && groups.value.length === 0) {
    const known = (deps.clusters ?? []).map(one => one.name).join(', ')
    return known === '' ? unknown('no-cluster', {}) : unknown('no-such-cluster', { cluster: pods.cluster ?? '', known })
  }
  if (choice.pods.length === 0) {
    const stored = await isStored(deps, groups.value, choice, range, signal)
    if (!stored.ok) return stored
    const missing = stored.value || isThere(cluster, choice) ? undefined : missingOf(cluster, choice)
    if (missing !== undefined) return unknown(missing.code, missing.values)
  }
  const name = pods.cluster ?? cluster?.name ?? ''
  const collected = {
    state: deps.podLogs?.state(name),
    leftOut: (pod: ChosenPod['pod']) => deps.podLogs?.leftOut(name, pod),
  }
  return ok({
    cluster: name,
    selection: { groups: groups.value.map(group => group.name), pods },
    pods: choice.pods.slice(0, limits.shownPods).map(loggingPod),
    total: choice.pods.length,
    notes: notesOf(choice, { cluster: name, stored: groups.value.length > 0, collected }),
  })
}

function loggingPod({ pod, goneAt }: ChosenPod): ApiLoggingPod {
  const { metadata, spec } = pod
  return {
    ...{ namespace: metadata.namespace ?? '', name: metadata.name, workload: workloadOf(pod), goneAt },
    containers: [...(spec.initContainers ?? []), ...spec.containers].map(({ name }) => name),
  }
}

/** Whether there is a line of pods that Mangru never saw itself. */
async function isStored(
  { logs, clock }: HttpApiDeps,
  groups: readonly LogGroup[],
  choice: PodChoice,
  { from, to }: PodRange,
  signal: AbortSignal,
): Promise<Asked<boolean>> {
  if (groups.length === 0) return ok(false)
  const selected = groups.map(group => ({ id: group.id, notBefore: notBeforeOf(group, clock.now()) }))
  const page = await logs.page(
    { groups: selected, from: instant(from), to: instant(to), where: podCondition(choice) },
    { order: 'descending', limit: 1, maxBytes: bytes(1), budget: limits.searchPieceTime, signal },
  )
  if (!page.ok) return engineTrouble(page.error)
  return ok(page.value.rows.length > 0 || page.value.next !== undefined)
}

/** It may have no pods just now. */
function isThere(cluster: ClusterPort | undefined, { workload, selector: { namespace } }: PodChoice): boolean {
  if (cluster === undefined || workload === undefined || !isKindName(workload.kind)) return false
  const { kind, name } = workload
  return cluster
    .objects(kind)
    .some(({ metadata: is }) => is.name === name && (namespace === undefined || is.namespace === namespace))
}

function missingOf(cluster: ClusterPort | undefined, { workload, selector }: PodChoice): Said {
  const { namespace = '', labels, workload: asked = '' } = selector
  const near = (word: string, names: Iterable<string>) => nearestNames(word, names, limits.nearestNames).join(', ')
  const pods = cluster?.objects('Pod') ?? []
  if (workload !== undefined) {
    const { kind, name } = workload
    const all = cluster !== undefined && isKindName(kind) ? cluster.objects(kind) : []
    const here = all.filter(({ metadata }) => namespace === '' || metadata.namespace === namespace)
    const names = here.map(({ metadata }) => metadata.name)
    const elsewhere = namespacesOf(all.filter(({ metadata }) => metadata.name === name))
    return { code: 'no-such-workload', values: { workload: asked, namespace, near: near(name, names), elsewhere } }
  }
  if (labels !== undefined) {
    const pairs = pods.flatMap(({ metadata }) => Object.entries(metadata.labels ?? {}).map(pair => pair.join('=')))
    const wanted = readLabelSelector(labels)
    const elsewhere = wanted.ok ? namespacesOf(pods.filter(pod => selects(wanted.value, pod.metadata.labels))) : ''
    return { code: 'no-such-pods', values: { labels, near: elsewhere === '' ? near(labels, pairs) : '', elsewhere } }
  }
  const namespaces = pods.map(({ metadata }) => metadata.namespace ?? '')
  return { code: 'no-such-namespace', values: { namespace, near: near(namespace, namespaces), elsewhere: '' } }
}

const namespacesOf = (objects: readonly AnyObject[]): string =>
  [...new Set(objects.map(({ metadata }) => metadata.namespace ?? ''))].slice(0, limits.nearestNames).join(', ')

function unknown(code: string, values: Said['values']): Asked<never> {
  const near = values.near ? ` Near: ${values.near}.` : ''
  const elsewhere = values.elsewhere ? ` There is in: ${values.elsewhere}.` : ''
  const message = `${sentences[code]?.(values) ?? code}${elsewhere}${near}`
  return err({ status: 404, error: { code, message, said: { code, values } } })
}

const sentences: Readonly<Record<string, (values: Said['values']) => string>> = {
  'no-cluster': () => 'No cluster is watched, and no agent has sent logs of pods here.',
  'no-such-cluster': ({ cluster, known }) =>
    `Mangru looks at no cluster ${cluster}, and no agent has sent logs of its pods here. It looks at: ${known}.`,
  'no-such-workload': ({ workload, namespace }) =>
    `There is no ${workload}${namespace === '' ? '' : ` in ${namespace}`}, nor was there one in this time.`,
  'no-such-pods': ({ labels }) => `No pod has the labels ${labels}, nor had one in this time.`,
  'no-such-namespace': ({ namespace }) => `No pod is in the namespace ${namespace}, nor was one in this time.`,
}
