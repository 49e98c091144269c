/** `filterIndex` reads only groups that have an index on its field: the others are left out, and it is told. */
import type { InsightsGroup, InsightsWorld } from '../port.ts'
import { type Told, told } from '../said/index.ts'
import type { Query } from '../tree.ts'

export interface Indexed {
  readonly groups: readonly InsightsGroup[]
  readonly notices: readonly Told[]
}

export async function withIndex(
  world: Pick<InsightsWorld, 'indexedGroups'>,
  { commands }: Query,
  groups: readonly InsightsGroup[],
): Promise<Indexed> {
  const notices: Told[] = []
  let left = groups
  for (const command of commands) {
    if (command.kind !== 'filterIndex' || world.indexedGroups === undefined) continue
    const field = command.field.text
    const ids = left.map(({ id }) => id)
    const having = await world.indexedGroups(ids, field)
    const without = left.filter(({ id }) => !having.has(id))
    left = left.filter(({ id }) => having.has(id))
    if (without.length === 0) continue
    const names = without
      .slice(0, 3)
      .map(({ name }) => name)
      .join(', ')
    const more = without.length - 3
    notices.push(
      more > 0 ? told('index-missing-more', { names, more, field }) : told('index-missing', { names, field }),
    )
  }
  return { groups: left, notices }
}
