/** How wide columns begin, how they are dragged, and how rows are sorted by one of them. Pure. */
import type { ApiQueryAnswer } from '../../../src/model/index.ts'
import type { SortBy } from '../view.ts'
import { numberOf } from './grouping.ts'

type Row = ApiQueryAnswer['rows'][number]

/** Pixels. */
export const narrowest = 60
export const widest = 900
const perCharacter = 7.3
const around = 26
const sampled = 100

/** By the longest of the first values and the name; a long text gets what a screen can spare. */
export function firstWidths(answer: Pick<ApiQueryAnswer, 'columns' | 'rows'>): number[] {
  return answer.columns.map((name, at) => {
    const longest = answer.rows
      .slice(0, sampled)
      .reduce((most, row) => Math.max(most, row.values[at]?.length ?? 0), name.length + 2)
    return clamp(longest * perCharacter + around, narrowest, 520)
  })
}

export const clamp = (value: number, least: number, most: number): number =>
  Math.min(most, Math.max(least, Math.round(value)))

/** Stable; numbers by value, then texts by their characters and digits; what is missing comes last. */
export function sortRows(
  answer: Pick<ApiQueryAnswer, 'columns' | 'rows'>,
  sort: SortBy | undefined,
): readonly number[] {
  const places = answer.rows.map((_, at) => at)
  const column = sort ? answer.columns.indexOf(sort.column) : -1
  if (!sort || column < 0) return places
  const value = (at: number) => (answer.rows[at] as Row).values[column] ?? null
  return places.sort((one, other) => {
    const [a, b] = [value(one), value(other)]
    if (a === null || b === null) return Number(a === null) - Number(b === null)
    return compare(a, b) * (sort.descending ? -1 : 1)
  })
}

function compare(a: string, b: string): number {
  const [one, other] = [numberOf(a), numberOf(b)]
  if (one !== null && other !== null) return one - other
  if ((one === null) !== (other === null)) return one === null ? -1 : 1
  return a.localeCompare(b, 'en', { numeric: true })
}
