/**
 * The state of a twin and its clock. Deeds stand on an agenda and happen in order, each at its own moment; whatever reads the state in between
 * changes nothing. So the history is the same however large the steps are in which time goes on.
 */
import { type Instant, instant, type Millis, millis, plus, type Random } from '../../model/index.ts'
import type { AnyObject, KindName } from '../../model/kubernetes/index.ts'
import type { Fault } from '../faults/fault.ts'
import type { Scenario } from '../scenario/scenario.ts'
import { createAgenda } from './agenda.ts'
import { randomFrom } from './chance.ts'
import { type Demand, dayShaped } from './demand.ts'
import { createLoad, type Load } from './load.ts'
import { createObjects, keyOf, type ObjectListener, type Objects } from './objects.ts'
import type { NodeRun, PodRun } from './running.ts'

/** Looks at one object and does what follows, as a controller does. */
export type Reconciler = (world: World, key: string) => void

export interface World {
  readonly seed: number
  readonly scenario: Scenario
  readonly start: Instant
  now: Instant
  readonly random: Random
  readonly objects: Objects
  readonly demand: Demand
  readonly nodes: Map<string, NodeRun>
  /** By uid. */
  readonly pods: Map<string, PodRun>
  readonly podsByOwner: Map<string, Set<PodRun>>
  /** Pods that no node was found for, oldest first. */
  readonly waiting: Set<PodRun>
  /** By workload, `namespace/name`. */
  readonly loads: Map<string, Load>
  /** Nodes that each group should have. */
  readonly wanted: Map<string, number>
  /** Nodes on their way, by group. */
  readonly booting: Map<string, number>
  /** What is wrong with an image, by its full reference. */
  readonly badImages: Map<string, 'crashes' | 'missing'>
  readonly faults: Fault[]
  /** How many deeds have been done. */
  deeds: number
  after(length: Millis | number, deed: () => void): void
  /** Has a reconciler look at a key soon; once, however often it is asked for. */
  wake(reconciler: string, key: string): void
  readonly reconcilers: Map<string, Reconciler>
  advanceTo(at: Instant): void
  /** When the next deed is due. */
  next(): Instant | undefined
}

/** How long controllers take to see a change: their watch and their queue. */
const reaction = { least: 8, spread: 30 }

export function createWorld(
  scenario: Scenario,
  seed: number,
  start: Instant,
  listener: (world: World) => ObjectListener,
): World {
  const agenda = createAgenda()
  const random = randomFrom(seed)
  const demand = dayShaped(seed, scenario.demand.peak, scenario.demand.busiestHour)
  const awake = new Set<string>()
  const world: World = {
    seed,
    scenario,
    start,
    now: start,
    random,
    demand,
    objects: createObjects((kind: KindName, before: AnyObject | undefined, after: AnyObject | undefined) =>
      listen(kind, before, after),
    ),
    nodes: new Map(),
    pods: new Map(),
    podsByOwner: new Map(),
    waiting: new Set(),
    loads: new Map([...scenario.weights].map(([key, weight]) => [key, createLoad(demand, weight, start)])),
    wanted: new Map(scenario.groups.map(group => [group.name, group.desired])),
    booting: new Map(),
    badImages: new Map(),
    faults: [],
    deeds: 0,
    reconcilers: new Map(),
    after(length, deed) {
      agenda.add(plus(world.now, millis(Math.max(0, Math.round(length)))), deed)
    },
    wake(reconciler, key) {
      const name = `${reconciler} ${key}`
      if (awake.has(name)) return
      awake.add(name)
      world.after(reaction.least + reaction.spread * random.next(), () => {
        awake.delete(name)
        world.reconcilers.get(reconciler)?.(world, key)
      })
    },
    advanceTo(at) {
      for (let due = agenda.next(); due !== undefined && due <= at; due = agenda.next()) {
        world.now = due
        world.deeds++
        agenda.take()?.deed()
      }
      if (at > world.now) world.now = at
    },
    next: () => agenda.next(),
  }
  const listen = listener(world)
  return world
}

/** RFC 3339, whole seconds: how Kubernetes writes times. */
export const timeText = (at: Instant): string => `${new Date(at).toISOString().slice(0, 19)}Z`

export const secondsSince = (world: World, text: string | undefined): number =>
  text === undefined ? 0 : (world.now - instant(Date.parse(text))) / 1_000

export { keyOf }
