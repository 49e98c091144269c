/** Where on the bar things changed: changes that fall on one place are one mark, as bad as the worst of them. Pure. */
import type { ApiClusterChange } from '../../../src/model/index.ts'

export interface Mark {
  /** 0 to 1, from the left. */
  readonly place: number
  readonly tone: ApiClusterChange['tone']
  readonly count: number
  /** The newest of them. */
  readonly change: ApiClusterChange
}

const worst = ['bad', 'waiting', 'good', 'done'] as const

/** `places`: marks that can be told apart on the bar. */
export function marksOf(
  changes: readonly ApiClusterChange[],
  from: number,
  to: number,
  places: number,
): readonly Mark[] {
  if (to <= from) return []
  const within = changes.filter(({ at }) => at >= from && at <= to)
  const groups = Map.groupBy(within, ({ at }) => Math.round(((at - from) / (to - from)) * places))
  return [...groups]
    .sort(([one], [other]) => one - other)
    .map(([place, some]) => ({
      place: place / places,
      tone: worst.find(tone => some.some(one => one.tone === tone)) ?? 'done',
      count: some.length,
      change: some.reduce((newest, one) => (one.at > newest.at ? one : newest)),
    }))
}

/** The change before or after a moment; undefined: there is none. `at` undefined is now. */
export function besides(changes: readonly ApiClusterChange[], at: number | undefined, way: -1 | 1): number | undefined {
  const moment = at ?? Number.POSITIVE_INFINITY
  const times = changes.map(one => one.at).filter(one => (way === -1 ? one < moment : one > moment))
  if (times.length === 0) return undefined
  return way === -1 ? Math.max(...times) : Math.min(...times)
}
