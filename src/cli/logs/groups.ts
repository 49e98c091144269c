/** `mangru logs` without a group: which groups there are. */
import type { ApiLogGroup, ApiLogGroups, Result } from '../../model/index.ts'
import { ok } from '../../model/index.ts'
import type { Api, ApiTrouble } from '../client/index.ts'
import type { Messages } from '../messages/index.ts'
import { showSize, tableOf, tamed } from '../table.ts'

/** Groups of one call; the server may give fewer and a place to go on from. */
const pageSize = 200

export interface SomeGroups {
  readonly groups: readonly ApiLogGroup[]
  readonly total: number
}

export async function firstGroups(api: Api, limit: number): Promise<Result<SomeGroups, ApiTrouble>> {
  const groups: ApiLogGroup[] = []
  let after: string | undefined
  for (;;) {
    const query = new URLSearchParams({ limit: String(Math.min(pageSize, limit - groups.length)) })
    if (after !== undefined) query.set('after', after)
    const page = await api.json<ApiLogGroups>(`/api/logs/groups?${query}`)
    if (!page.ok) return page
    groups.push(...page.value.groups)
    after = page.value.next
    if (after === undefined || groups.length >= limit) return ok({ groups, total: page.value.total })
  }
}

export function groupTable(groups: readonly ApiLogGroup[], say: Messages): string {
  const columns = [
    'column-group',
    'column-streams',
    'column-events',
    'column-size',
    'column-rate',
    'column-retention',
  ] as const
  return tableOf(
    columns.map(column => say[column]()),
    groups.map(group => [
      tamed(group.name),
      String(group.streams),
      String(group.events),
      showSize(group.storedBytes),
      showSize(group.bytesPerSecond),
      group.retentionDays === null ? say['retention-never']() : say['retention-days'](group.retentionDays),
    ]),
    [1, 2, 3, 4],
  )
}
