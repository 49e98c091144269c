/**
 * From points to what is used: a rate needs two points of the same instance, in order. The rules are those by which clusters are scaled today, so that
 * an autoscaler acts on our figures as on any others. Pure.
 */
import { limits } from '../../limits.ts'
import { instant, millis } from '../../model/index.ts'
import type { UsedLately } from '../../model/kubernetes/index.ts'
import type { NodePoints, Point } from './points.ts'

/** The last point, and the one that its rate is counted from. */
export interface Pair {
  readonly last: Point
  /** Absent: there is no rate yet. */
  readonly from?: Pick<Point, 'at' | 'cpuSeconds'>
}

export interface NodePairs {
  readonly node?: Pair
  /** By `podKey`, then by container. */
  readonly pods: ReadonlyMap<string, ReadonlyMap<string, Pair>>
}

/** What is known after `now`; what `now` does not tell of is gone. */
export function pairNode(known: NodePairs | undefined, now: NodePoints): NodePairs {
  const pods = new Map<string, ReadonlyMap<string, Pair>>()
  for (const [key, containers] of now.pods) {
    const before = known?.pods.get(key)
    const pairs = new Map<string, Pair>()
    for (const [name, point] of containers) pairs.set(name, pairPoint(before?.get(name), point))
    pods.set(key, pairs)
  }
  return { ...(now.node === undefined ? {} : { node: pairPoint(known?.node, now.node) }), pods }
}

/** How a point and what was known of the same container become a pair. */
export function pairPoint(known: Pair | undefined, last: Point): Pair {
  const from = fromOf(known, last)
  return from === undefined ? { last } : { last, from }
}

function fromOf(known: Pair | undefined, last: Point): Pair['from'] {
  const { startedAt, at } = last
  const age = startedAt === undefined ? undefined : at - startedAt
  // What is young is told by its whole life: it began with nothing.
  if (startedAt !== undefined && age !== undefined && age >= limits.usageYoungest && age < limits.usageEvery)
    return { at: startedAt, cpuSeconds: 0 }
  if (known === undefined || !isSame(known.last, last)) return undefined
  // A kubelet may tell the same point twice, and its clock may be set back.
  const from = at > known.last.at ? known.last : known.from
  if (from === undefined || from.at >= at || from.cpuSeconds > last.cpuSeconds) return undefined
  return { at: from.at, cpuSeconds: from.cpuSeconds }
}

/** Whether it did not begin anew in between. */
const isSame = (before: Point, now: Point): boolean =>
  now.startedAt === undefined || (now.startedAt < before.at && now.startedAt >= (before.startedAt ?? 0))

/** Undefined: there is no rate yet. `asked`: when we asked for the last point (ms since 1970). */
export function usedOf({ last, from }: Pair, asked: number): UsedLately | undefined {
  if (from === undefined) return undefined
  const window = last.at - from.at
  const at = Math.abs(last.at - asked) > limits.usageClocksApart ? asked : last.at
  return {
    cpu: ((last.cpuSeconds - from.cpuSeconds) * 1_000) / window,
    ...{ memory: last.memory, at: instant(at), window: millis(window) },
  }
}
