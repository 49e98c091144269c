/**
 * The twin's own API server: objects by kind and key, each change under a version that only grows, and the newest changes of each kind, so that a
 * watch can go on from where it stood. What is older than that is gone, as with etcd's compaction.
 */
import { limits } from '../../limits.ts'
import type { AnyObject, KindName, ObjectOf } from '../../model/kubernetes/index.ts'

export interface ObjectChange {
  readonly version: number
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly object: AnyObject
}

export interface Objects {
  /** The version of the newest change of any kind. */
  readonly version: number
  /** `key`: `namespace/name`, or the bare name of what has no namespace. */
  get<K extends KindName>(kind: K, key: string): ObjectOf<K> | undefined
  /** In the order in which they came to be. */
  all<K extends KindName>(kind: K): IterableIterator<ObjectOf<K>>
  count(kind: KindName): number
  /** Creates or replaces, under a new version; gives what is kept. */
  put<K extends KindName>(kind: K, object: ObjectOf<K>): ObjectOf<K>
  remove(kind: KindName, key: string): void
  /** What happened after a version, oldest first; `gone` where that is no longer known. */
  changes(kind: KindName, after: number): readonly ObjectChange[] | 'gone'
}

export type ObjectListener = (kind: KindName, before: AnyObject | undefined, after: AnyObject | undefined) => void

export const keyOf = ({ metadata }: AnyObject): string =>
  metadata.namespace === undefined ? metadata.name : `${metadata.namespace}/${metadata.name}`

interface Shelf {
  readonly objects: Map<string, AnyObject>
  changes: ObjectChange[]
  /** Changes up to this version have been forgotten. */
  forgotten: number
}

/** `listener` hears each change after it is kept. */
export function createObjects(listener: ObjectListener): Objects {
  const shelves = new Map<KindName, Shelf>()
  let version = 1_000
  const shelfOf = (kind: KindName): Shelf => {
    let shelf = shelves.get(kind)
    if (shelf === undefined) {
      shelf = { objects: new Map(), changes: [], forgotten: version }
      shelves.set(kind, shelf)
    }
    return shelf
  }
  const stamped = <T extends AnyObject>(object: T): T => {
    version++
    return { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } }
  }
  function note(shelf: Shelf, type: ObjectChange['type'], object: AnyObject): void {
    shelf.changes.push({ version, type, object })
    // Twice the bound, then cut to it: so that keeping one more does not move all the others.
    if (shelf.changes.length < 2 * limits.twinKeptChanges) return
    const cut = shelf.changes.length - limits.twinKeptChanges
    shelf.forgotten = shelf.changes[cut - 1]?.version ?? shelf.forgotten
    shelf.changes = shelf.changes.slice(cut)
  }
  return {
    get version() {
      return version
    },
    get: <K extends KindName>(kind: K, key: string) => shelves.get(kind)?.objects.get(key) as ObjectOf<K> | undefined,
    all: <K extends KindName>(kind: K) => shelfOf(kind).objects.values() as IterableIterator<ObjectOf<K>>,
    count: kind => shelves.get(kind)?.objects.size ?? 0,
    put<K extends KindName>(kind: K, object: ObjectOf<K>): ObjectOf<K> {
      const shelf = shelfOf(kind)
      const key = keyOf(object)
      const before = shelf.objects.get(key)
      const kept = stamped(object)
      shelf.objects.set(key, kept)
      note(shelf, before === undefined ? 'ADDED' : 'MODIFIED', kept)
      listener(kind, before, kept)
      return kept
    },
    remove(kind, key) {
      const shelf = shelfOf(kind)
      const before = shelf.objects.get(key)
      if (before === undefined) return
      shelf.objects.delete(key)
      note(shelf, 'DELETED', stamped(before))
      listener(kind, before, undefined)
    },
    changes(kind, after) {
      const shelf = shelfOf(kind)
      if (after < shelf.forgotten) return 'gone'
      // From the end: who watches is seldom far behind.
      let from = shelf.changes.length
      while (from > 0 && (shelf.changes[from - 1] as ObjectChange).version > after) from--
      return shelf.changes.slice(from)
    },
  }
}
