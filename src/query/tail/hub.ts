/**
 * One pass over each batch for everybody who waits for events: live tails, followers of the page, subscriptions. It is looked at as it is
 * taken, what somebody wants is kept, and told once it is durable. Batches of groups that nobody waits for cost one look-up; a message is
 * read once for all patterns; a tail's event is made once and is the same object for all, so that what is derived from it (its JSON, say)
 * is made once too.
 */
import type { Clock } from '../../model/index.ts'
import type { LogStore } from '../../store/logs/index.ts'
import { GroupPlan, type MaskOf, told } from './group-plan.ts'
import { Scratch } from './packed.ts'
import type { Collector, Tail } from './waiting.ts'

export interface TailHub {
  /** From now on; returns the way to stop. */
  open(tail: Tail): () => void
  /** The same for who takes everything. */
  collect(collector: Collector): () => void
  /** Tails and collectors that are open (count). */
  readonly size: number
}

export interface TailHubPorts {
  readonly logs: Pick<LogStore, 'follow'>
  readonly clock: Clock
  /** How a group's messages are masked; absent, or undefined: not at all. Patterns see them as they are. */
  readonly maskOf?: MaskOf
}

/** Listens to the store only while somebody waits: without followers a batch is let go as soon as it is written. */
export function createTailHub({ logs, clock, maskOf }: TailHubPorts): TailHub {
  const open = { tails: new Set<Tail>(), collectors: new Set<Collector>() }
  const scratch = new Scratch()
  let plans = new Map<string, GroupPlan>()
  let stop: (() => void) | undefined
  const size = () => open.tails.size + open.collectors.size
  const add = <T>(to: Set<T>, one: T) => {
    to.add(one)
    plans = planGroups(open.tails, open.collectors, scratch)
    stop ??= logs.follow((batch, fields, written) => {
      const picked = plans.get(batch.groupName)?.look(batch, fields, written, clock.now())
      return picked && told(picked, open, maskOf)
    })
    return () => {
      if (!to.delete(one)) return
      plans = planGroups(open.tails, open.collectors, scratch)
      if (size() > 0) return
      stop?.()
      stop = undefined
    }
  }
  return {
    get size() {
      return size()
    },
    // One of its own each: the same object may be opened twice.
    open: tail => add(open.tails, { ...tail, take: tail.take.bind(tail), passed: tail.passed?.bind(tail) } as Tail),
    collect: collector => add(open.collectors, { ...collector, take: collector.take.bind(collector) }),
  }
}

function planGroups(tails: Iterable<Tail>, collectors: Iterable<Collector>, scratch: Scratch): Map<string, GroupPlan> {
  const [tailsOf, collectorsOf] = [byGroup(tails), byGroup(collectors)]
  const names = new Set([...tailsOf.keys(), ...collectorsOf.keys()])
  return new Map(
    [...names].map(name => [name, new GroupPlan(tailsOf.get(name) ?? [], collectorsOf.get(name) ?? [], scratch)]),
  )
}

function byGroup<T extends { readonly groups: readonly string[] }>(all: Iterable<T>): Map<string, T[]> {
  const found = new Map<string, T[]>()
  for (const one of all) {
    for (const group of new Set(one.groups)) {
      const of = found.get(group)
      if (of === undefined) found.set(group, [one])
      else of.push(one)
    }
  }
  return found
}
