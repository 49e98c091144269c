/** Saved queries as folders: a `/` in a name makes them, as in CloudWatch. Pure. */
import type { ApiSavedQuery } from '../../../src/model/index.ts'

export interface Folder {
  /** The whole way down to it; '' is the root. */
  readonly path: string
  readonly name: string
  readonly folders: readonly Folder[]
  readonly queries: readonly ApiSavedQuery[]
}

interface Growing {
  readonly folders: Map<string, Growing>
  readonly queries: ApiSavedQuery[]
}

/** Folders and queries by name. */
export function foldersOf(saved: readonly ApiSavedQuery[]): Folder {
  const root: Growing = { folders: new Map(), queries: [] }
  for (const query of saved) {
    let at = root
    for (const name of folderOf(query.name).split('/').filter(Boolean)) {
      const next = at.folders.get(name) ?? { folders: new Map(), queries: [] }
      at.folders.set(name, next)
      at = next
    }
    at.queries.push(query)
  }
  return grown(root, '', '')
}

const grown = ({ folders, queries }: Growing, path: string, name: string): Folder => ({
  path,
  name,
  folders: [...folders]
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([child, inside]) => grown(inside, path === '' ? child : `${path}/${child}`, child)),
  queries: queries.toSorted((one, other) => nameIn(one.name).localeCompare(nameIn(other.name))),
})

/** `a/b/c` → `a/b`. */
const folderOf = (name: string): string => name.slice(0, Math.max(0, name.lastIndexOf('/')))
/** `a/b/c` → `c`. */
export const nameIn = (name: string): string => name.slice(name.lastIndexOf('/') + 1)

/** Those whose name or text has every typed word. */
export function matching(saved: readonly ApiSavedQuery[], typed: string): readonly ApiSavedQuery[] {
  const wanted = typed.toLowerCase().split(/\s+/).filter(Boolean)
  return saved.filter(({ name, query }) => {
    const text = `${name}\n${query}`.toLowerCase()
    return wanted.every(word => text.includes(word))
  })
}
