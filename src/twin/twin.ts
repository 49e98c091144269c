/** A cluster in memory, with its own clock and seed: what it begins with, and how time goes on in it. */
import type { Instant } from '../model/index.ts'
import type { AnyObject } from '../model/kubernetes/index.ts'
import { planRuns, planScaling, reconcilers, whatFollows } from './controllers/index.ts'
import { beginFault, type Fault, type FaultName, planFaults } from './faults/index.ts'
import { startGroups } from './nodes/index.ts'
import { demoScenario, type Scenario } from './scenario/index.ts'
import { uuid } from './world/chance.ts'
import { createWorld, keyOf, timeText, type World } from './world/world.ts'

export interface TwinOptions {
  /** The same seed, start and scenario have the same history. */
  readonly seed: number
  /** When its history begins: its nodes boot and its workloads are made then. */
  readonly start: Instant
  /** The demo, unless another is given. */
  readonly scenario?: Scenario
}

export interface Twin {
  readonly scenario: Scenario
  readonly now: Instant
  /** Everything that is due until then happens, in order. Time never goes back: an earlier moment changes nothing. */
  advanceTo(at: Instant): void
  /** When the next thing happens; undefined: never. */
  next(): Instant | undefined
  /** What went wrong so far, newest last; the oldest are forgotten. */
  readonly faults: readonly Fault[]
  /** Begins a fault now; false where there is nothing that it could hit. */
  begin(fault: FaultName): boolean
  /** How many nodes a group should have, has at least and at most. */
  groups(): readonly { readonly name: string; readonly min: number; readonly desired: number; readonly max: number }[]
  /** How many things have happened. */
  readonly deeds: number
  /** For this room alone: what a port is served from. */
  readonly world: World
}

export function createTwin({ seed, start, scenario = demoScenario }: TwinOptions): Twin {
  const world = createWorld(
    scenario,
    seed,
    start,
    made => (kind, before, after) => whatFollows(made, kind, before, after),
  )
  for (const [name, reconcile] of reconcilers) world.reconcilers.set(name, reconcile)
  startGroups(world)
  for (const draft of scenario.objects) {
    const creationTimestamp = timeText(start)
    const object = {
      ...draft,
      metadata: { ...draft.metadata, uid: uuid(world.random), resourceVersion: '', creationTimestamp },
    } as AnyObject
    world.objects.put(object.kind, object)
    if (object.kind === 'CronJob') planRuns(world, keyOf(object))
    if (object.kind === 'HorizontalPodAutoscaler') planScaling(world, keyOf(object))
  }
  planFaults(world)
  return {
    scenario,
    world,
    get now() {
      return world.now
    },
    get deeds() {
      return world.deeds
    },
    get faults() {
      return world.faults
    },
    advanceTo: at => world.advanceTo(at),
    next: () => world.next(),
    begin: fault => beginFault(world, fault, () => undefined),
    groups: () =>
      scenario.groups.map(({ name, min, max }) => ({ name, min, max, desired: world.wanted.get(name) ?? min })),
  }
}
