/** What is in the cluster now: a cache of every kind that we look at, kept up by a reflector each, and told on to whoever keeps versions. */
import { limits } from '../../limits.ts'
import type { AnyObject, ChosenKind, KindName, ObjectOf } from '../../model/kubernetes/index.ts'
import { kindNames } from '../../model/kubernetes/index.ts'
import { type ReflectorPorts, reflect, type Sight } from './reflector.ts'
import { type RoomOfOne, type SharedRoom, sharedRoom } from './room.ts'

export interface Inventory {
  /** All that is known of a kind, in no order. */
  objects<K extends KindName>(kind: K): readonly ObjectOf<K>[]
  object<K extends KindName>(kind: K, namespace: string, name: string): ObjectOf<K> | undefined
  sight(kind: KindName): Sight
  /** Objects of a kind that there is no room for (count); of more than `limits.inventoryObjects` it is not known how many. */
  leftOut(kind: KindName): number
  /** Goes up with every change of any object. */
  readonly generation: () => number
  stop(): Promise<void>
}

/** Whoever wants to hear of everything; kinds come as they are seen. */
export interface Listener {
  /** `leftOut`: are there too, and there is no room for them. */
  listed(kind: KindName, objects: readonly AnyObject[], leftOut: readonly AnyObject[]): void
  put(object: AnyObject): void
  taken(object: AnyObject): void
}

class Shelf {
  readonly objects = new Map<string, AnyObject>()
  #all: readonly AnyObject[] | undefined
  sight: Sight = { state: 'waiting' }
  /** By key: one that changes is told again and again. */
  readonly #leftOut = new Set<string>()
  readonly #place: RoomOfOne

  constructor(place: RoomOfOne) {
    this.#place = place
  }

  get leftOut(): number {
    return this.#leftOut.size
  }

  /** The same list for as long as nothing changes. */
  all(): readonly AnyObject[] {
    this.#all ??= [...this.objects.values()]
    return this.#all
  }

  /** False: there is no room. */
  put(object: AnyObject): boolean {
    const key = keyOf(object)
    if (!this.objects.has(key) && !this.#place.take()) {
      if (this.#leftOut.size < limits.inventoryObjects) this.#leftOut.add(key)
      return false
    }
    this.#leftOut.delete(key)
    this.objects.set(key, object)
    this.#all = undefined
    return true
  }

  remove(object: AnyObject): void {
    const key = keyOf(object)
    this.#leftOut.delete(key)
    // Of the same name there may be another by now.
    if (this.objects.get(key)?.metadata.uid !== object.metadata.uid) return
    this.objects.delete(key)
    this.#all = undefined
    this.#place.giveBack(1)
  }

  clear(): void {
    this.#place.giveBack(this.objects.size)
    this.objects.clear()
    this.#all = undefined
    this.#leftOut.clear()
  }
}

/** The one room of all kinds by choice. */
const chosenRoom = 'chosen'

const keyOf = ({ metadata: { namespace = '', name } }: AnyObject): string => `${namespace}/${name}`

export interface InventoryPorts extends ReflectorPorts {
  /** What it shares with the inventories of other clusters; absent: it has `limits.inventoryObjects` alone. */
  readonly room?: SharedRoom
  /** Told of every change of any object of a kind, and of how well the kind is seen, at once: it must be quick. */
  readonly changed?: (kind: KindName) => void
  /** Custom resources that are looked at too, and the room that they share; absent: none. */
  readonly chosen?: { readonly kinds: readonly ChosenKind[]; readonly room: SharedRoom }
}

/** Begins at once; nodes and pods first, for a page that is being waited for. */
export function startInventory(ports: InventoryPorts, listener?: Listener): Inventory {
  const stopping = new AbortController()
  const { room = sharedRoom(limits.inventoryObjects, 1), changed = () => undefined, chosen } = ports
  const shelves = new Map<KindName, Shelf>(kindNames.map(kind => [kind, new Shelf(room.of(kind))]))
  for (const kind of chosen?.kinds ?? []) shelves.set(kind, new Shelf(chosen!.room.of(chosenRoom)))
  let generation = 0
  const shelf = (kind: KindName): Shelf => {
    const found = shelves.get(kind)
    if (found === undefined) throw new RangeError(`no shelf for ${kind}`)
    return found
  }
  const running = [...shelves.keys()].map(kind => {
    const of = shelf(kind)
    const moved = () => {
      generation += 1
      changed(kind)
    }
    return reflect(
      kind,
      ports,
      {
        replaced: objects => {
          of.clear()
          const [taken, leftOut]: [AnyObject[], AnyObject[]] = [[], []]
          for (const object of objects) (of.put(object) ? taken : leftOut).push(object)
          moved()
          listener?.listed(kind, taken, leftOut)
        },
        put: object => {
          const hasRoom = of.put(object)
          moved()
          if (hasRoom) listener?.put(object)
        },
        taken: object => {
          of.remove(object)
          moved()
          listener?.taken(object)
        },
        sight: sight => {
          of.sight = sight
          moved()
        },
      },
      stopping.signal,
    )
  })
  return {
    objects: kind => shelf(kind).all() as never,
    object: (kind, namespace, name) => shelf(kind).objects.get(`${namespace}/${name}`) as never,
    sight: kind => shelf(kind).sight,
    leftOut: kind => shelf(kind).leftOut,
    generation: () => generation,
    stop: async () => {
      stopping.abort()
      await Promise.all(running)
    },
  }
}
