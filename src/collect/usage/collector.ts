/**
 * Every 15 seconds: asks the kubelet of each ready node what it and its containers use, and keeps the last two readings. What a kubelet said is told for a
 * minute; a node that is silent longer is told of no more.
 */
import { limits } from '../../limits.ts'
import { between, type Clock, err, type Instant, millis, ok, type Result } from '../../model/index.ts'
import type {
  Cluster,
  ClusterError,
  ContainerUsed,
  LiveUsage,
  Node,
  Pod,
  PodUsed,
} from '../../model/kubernetes/index.ts'
import { askEach, podKey, readSummary } from '../kubelet/index.ts'
import { type NodePairs, pairNode, usedOf } from './pairs.ts'
import { type NodePoints, pointsOfReading, readResourcePage } from './points.ts'
import { resourcePathOf } from './resource-path.ts'

export interface UsagePorts {
  readonly cluster: Pick<Cluster, 'kubelet'>
  /** As they are now; undefined as long as nothing of them was seen. */
  readonly nodes: () => readonly Node[] | undefined
  readonly clock: Clock
}

export interface Usage extends LiveUsage {
  stop(): Promise<void>
}

interface Known {
  readonly asked: Instant
  readonly pairs: NodePairs
}

export function startUsage({ cluster, nodes, clock }: UsagePorts): Usage {
  const stopped = new AbortController()
  const known = new Map<string, Known>()
  let silent = new Map<string, ClusterError>()

  const isFresh = ({ asked }: Known): boolean => clock.now() - asked <= limits.usageFresh
  const freshOf = (node: string | undefined): Known | undefined => {
    const found = node === undefined ? undefined : known.get(node)
    return found !== undefined && isFresh(found) ? found : undefined
  }

  /** How long to rest after it: longer where this account may not ask at all. */
  async function round(all: readonly Node[]): Promise<number> {
    const begun = clock.now()
    const ready = all.filter(isReady)
    const paths = new Map(ready.map(node => [node.metadata.name, resourcePathOf(node)]))
    const failed = new Map<string, ClusterError>()
    const refused = new AbortController()
    const signal = AbortSignal.any([stopped.signal, refused.signal])
    const ask = (node: string, within: AbortSignal) => askNode(cluster, clock, node, paths.get(node), within)
    const take = (node: string, answer: Result<{ asked: Instant; points: NodePoints }, ClusterError>) => {
      if (!answer.ok) {
        failed.set(node, answer.error)
        if (answer.error.code === 'may-not') refused.abort()
        return
      }
      const { asked, points } = answer.value
      known.set(node, { asked, pairs: pairNode(freshOf(node)?.pairs, points) })
    }
    await askEach([...paths.keys()], { clock, patience: limits.usageTime, ask }, take, signal)
    const denied = [...failed.values()].find(({ code }) => code === 'may-not')
    if (denied !== undefined) for (const node of failed.keys()) failed.set(node, denied)
    silent = failed
    for (const [node, one] of known) if (!isFresh(one)) known.delete(node)
    // A clock that was set back meanwhile must not make it longer.
    const took = Math.max(0, between(begun, clock.now()))
    return denied === undefined ? limits.usageEvery - took : limits.clusterBlindPause
  }

  const running = (async () => {
    while (!stopped.signal.aborted) {
      const all = nodes()
      const rest = all === undefined ? limits.insightsLook : await round(all)
      await clock.sleep(millis(Math.max(0, rest)), stopped.signal)
    }
  })()

  return {
    node: name => {
      const found = freshOf(name)
      return found?.pairs.node && usedOf(found.pairs.node, found.asked)
    },
    pod: pod => {
      if (pod.status?.phase !== 'Running') return undefined
      // A kubelet is believed of the pods on its own node alone.
      const found = freshOf(pod.spec.nodeName)
      return found && podUsed(pod, found)
    },
    silent: () => [...silent].map(([node, error]) => ({ node, error })),
    stop: () => {
      stopped.abort()
      return running
    },
  }
}

const isReady = ({ status }: Node): boolean =>
  status?.conditions?.some(one => one.type === 'Ready' && one.status === 'True') ?? false

/** With the time and window of the container that was read first. */
function podUsed({ metadata }: Pod, { asked, pairs }: Known): PodUsed | undefined {
  const containers: ContainerUsed[] = []
  let [cpu, memory] = [0, 0]
  let first: Pick<PodUsed, 'at' | 'window'> | undefined
  for (const [name, pair] of pairs.pods.get(podKey(metadata.namespace ?? '', metadata.name)) ?? []) {
    const used = usedOf(pair, asked)
    if (used === undefined) return undefined
    containers.push({ name, cpu: used.cpu, memory: used.memory })
    cpu += used.cpu
    memory += used.memory
    if (first === undefined || used.at < first.at) first = { at: used.at, window: used.window }
  }
  if (first === undefined) return undefined
  return { cpu, memory, ...first, containers: containers.sort((one, other) => (one.name < other.name ? -1 : 1)) }
}

async function askNode(
  cluster: Pick<Cluster, 'kubelet'>,
  clock: Clock,
  node: string,
  path: string | undefined,
  signal: AbortSignal,
): Promise<Result<{ readonly asked: Instant; readonly points: NodePoints }, ClusterError>> {
  const asked = clock.now()
  const page = await cluster.kubelet(node, path ?? '/metrics/resource', signal)
  if (!page.ok && page.error.code !== 'not-found') return page
  const points = page.ok ? readResourcePage(page.value, asked) : undefined
  if (points !== undefined) return ok({ asked, points })
  const askedAgain = clock.now()
  const summary = await cluster.kubelet(node, '/stats/summary', signal)
  if (!summary.ok) return summary
  const reading = readSummary(summary.value, askedAgain)
  if (reading === undefined)
    return err({ code: 'unreadable', message: `The kubelet of ${node} answered with what is no figures.` })
  return ok({ asked: askedAgain, points: pointsOfReading(reading) })
}
