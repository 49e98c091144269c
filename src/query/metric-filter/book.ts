/**
 * The metric filters of all groups, compiled and at hand for every batch. Whoever changes a filter does it through the book, so that the next
 * batch is judged by it; what other replicas change is seen at the next `refresh`.
 */
import { type Clock, ok, type Result } from '../../model/index.ts'
import type {
  MetricFilter,
  MetricFilterQuery,
  MetricFilterSettings,
  NewMetricFilter,
  SettingsError,
} from '../../store/settings/index.ts'
import { compileGroup, type FilterWorld, type GroupFilters } from './compile.ts'

export interface MetricFilterBook {
  /** undefined: the group has none at work. */
  of(groupId: number): GroupFilters | undefined
  groups(): ReadonlyMap<number, GroupFilters>
  put(filter: NewMetricFilter): ReturnType<MetricFilterSettings['put']>
  remove(groupId: number, name: string): ReturnType<MetricFilterSettings['remove']>
  list(query: MetricFilterQuery): ReturnType<MetricFilterSettings['list']>
  count(groupIds: readonly number[]): ReturnType<MetricFilterSettings['count']>
  /** Reads all anew; groups whose filters are as they were go on with what they have. */
  refresh(): Promise<Result<void, SettingsError>>
}

export interface BookOptions {
  readonly settings: MetricFilterSettings
  readonly store: FilterWorld['store']
  readonly account: string
  readonly clock: Clock
  readonly log: (line: string) => void
}

const pageSize = 1_000

export async function openMetricFilterBook(options: BookOptions): Promise<Result<MetricFilterBook, SettingsError>> {
  const { settings, store, account, clock, log } = options
  let compiled: ReadonlyMap<number, { readonly text: string; readonly filters: GroupFilters | undefined }> = new Map()
  let active: ReadonlyMap<number, GroupFilters> = new Map()
  const world: FilterWorld = {
    store,
    account,
    onStopped: (filter, reason) => {
      log(`The metric filter ${filter.name} was stopped. ${reason}`)
      void settings.stop(filter, { at: clock.now(), reason }).then(noted => {
        if (!noted.ok)
          log(`That the metric filter ${filter.name} was stopped could not be noted: ${noted.error.message}`)
      })
    },
  }

  /** One reading at a time: an older answer must not undo a newer one. */
  let reading: Promise<Result<void, SettingsError>> = Promise.resolve(ok(undefined))
  const refresh = (groupId?: number): Promise<Result<void, SettingsError>> => {
    reading = reading.then(() => read(groupId))
    return reading
  }
  async function read(only?: number): Promise<Result<void, SettingsError>> {
    const found = await allFilters(settings, only)
    if (!found.ok) return found
    const next = new Map(only === undefined ? [] : compiled)
    if (only !== undefined) next.delete(only)
    for (const [groupId, filters] of Map.groupBy(found.value, filter => filter.groupId)) {
      const text = JSON.stringify(filters)
      const known = compiled.get(groupId)
      next.set(groupId, known?.text === text ? known : { text, filters: compileGroup(filters, world) })
    }
    compiled = next
    active = new Map([...next].flatMap(([groupId, { filters }]) => (filters ? [[groupId, filters] as const] : [])))
    return ok(undefined)
  }
  const changing = async <T, E>(
    groupId: number,
    change: Promise<Result<T, E>>,
  ): Promise<Result<T, E | SettingsError>> => {
    const changed = await change
    const seen = await refresh(groupId)
    return changed.ok && !seen.ok ? seen : changed
  }

  const first = await refresh()
  if (!first.ok) return first
  return ok({
    of: groupId => active.get(groupId),
    groups: () => active,
    put: filter => changing(filter.groupId, settings.put(filter)),
    remove: (groupId, name) => changing(groupId, settings.remove(groupId, name)),
    list: query => settings.list(query),
    count: groupIds => settings.count(groupIds),
    refresh: () => refresh(),
  })
}

async function allFilters(
  settings: MetricFilterSettings,
  groupId?: number,
): Promise<Result<readonly MetricFilter[], SettingsError>> {
  const all: MetricFilter[] = []
  let after: MetricFilterQuery['after']
  for (;;) {
    const page = await settings.list({
      limit: pageSize,
      ...(after && { after }),
      ...(groupId !== undefined && { groupId }),
    })
    if (!page.ok) return page
    all.push(...page.value)
    const last = page.value.at(-1)
    if (last === undefined || page.value.length < pageSize) return ok(all)
    after = last
  }
}
