/** Troubles by workload out of events and ends of containers: pods come and go, what they belong to stays. Pure. */
import type { ApiClusterTroubleCount, ApiClusterTroubles, ApiTroubleKind } from '../../model/index.ts'
import { workloadOf } from '../costs/index.ts'

/** Which events are troubles. Where a reason stands for several things, the message says which. */
export const troubleEvents: readonly {
  readonly kind: ApiTroubleKind
  readonly reason: string
  readonly begins?: string
  /** The cluster does not call it a warning. */
  readonly normal?: boolean
}[] = [
  { kind: 'pull-failed', reason: 'Failed', begins: 'Failed to pull image' },
  { kind: 'evicted', reason: 'Evicted' },
  // Normal events, though the pod goes; one that is spared after all is told under the same reason.
  { kind: 'evicted', reason: 'TaintManagerEviction', begins: 'Marking for deletion', normal: true },
  { kind: 'evicted', reason: 'Preempted', normal: true },
  { kind: 'unscheduled', reason: 'FailedScheduling' },
  { kind: 'probe-failed', reason: 'Unhealthy' },
  { kind: 'volume-failed', reason: 'FailedMount' },
  { kind: 'volume-failed', reason: 'FailedAttachVolume' },
]

export interface HappenedTo {
  /** The reason of an event, or of a container's end. */
  readonly reason: string
  /** The kind of object; ends of containers are of pods. */
  readonly kind: string
  readonly namespace: string
  readonly name: string
  readonly count: number
  readonly last: number
}

type Counted = Pick<ApiClusterTroubles, 'troubles' | 'totals' | 'leftOut'>

/** Names of pods that one line tells (count). */
const named = 3

/** The most urgent kinds first, in each the most frequent. `most`: lines of the answer. */
export function troublesOf(
  events: readonly HappenedTo[],
  ends: readonly Omit<HappenedTo, 'kind'>[],
  most: number,
): Counted {
  const found = [
    ...events.flatMap(event => {
      const kind = troubleEvents.find(({ reason }) => reason === event.reason)?.kind
      return kind === undefined ? [] : [{ kind, ...place(event), ...of(event) }]
    }),
    // A container that ran out of memory was started again as well: both are told.
    ...ends.flatMap(end => [
      { kind: 'restart' as const, ...place({ ...end, kind: 'Pod' }), ...of(end) },
      ...(end.reason === 'OOMKilled'
        ? [{ kind: 'oom-kill' as const, ...place({ ...end, kind: 'Pod' }), ...of(end) }]
        : []),
    ]),
  ]
  const groups = Map.groupBy(found, ({ kind, namespace, workload }) => `${kind} ${namespace}/${workload}`)
  const all = [...groups.values()].map(told).sort(byUrgency)
  const totals = Object.fromEntries(kinds.map(kind => [kind, sum(all.filter(one => one.kind === kind))]))
  return {
    troubles: all.slice(0, most),
    totals: totals as Counted['totals'],
    leftOut: Math.max(0, all.length - most),
  }
}

const of = ({ name, count, last }: Pick<HappenedTo, 'name' | 'count' | 'last'>) => ({ name, count, last })
const place = ({ kind, namespace, name }: Pick<HappenedTo, 'kind' | 'namespace' | 'name'>) => ({
  namespace,
  workload: kind === 'Pod' ? workloadOf(name) : name,
})

const kinds: readonly ApiTroubleKind[] = [
  ...(['oom-kill', 'evicted', 'pull-failed', 'restart', 'unscheduled', 'volume-failed', 'probe-failed'] as const),
]
const sum = (all: readonly { readonly count: number }[]): number => all.reduce((total, { count }) => total + count, 0)

function byUrgency(one: ApiClusterTroubleCount, other: ApiClusterTroubleCount): number {
  const urgency = kinds.indexOf(one.kind) - kinds.indexOf(other.kind)
  return urgency || other.count - one.count || other.last - one.last || (one.workload < other.workload ? -1 : 1)
}

type Found = Omit<ApiClusterTroubleCount, 'pods' | 'podCount'> & { readonly name: string }

function told(group: readonly Found[]): ApiClusterTroubleCount {
  const [{ kind, namespace, workload }] = group as [Found]
  const byPod = [...Map.groupBy(group, ({ name }) => name)]
    .map(([name, some]) => ({ name, count: sum(some) }))
    .sort((one, other) => other.count - one.count || (one.name < other.name ? -1 : 1))
  return {
    ...{ kind, namespace, workload, count: sum(group), last: Math.max(...group.map(({ last }) => last)) },
    pods: byPod.slice(0, named).map(({ name }) => name),
    podCount: byPod.length,
  }
}
