/** Rows in the order that the reader wants. Pure. */
import type { ClusterView } from '../view.ts'
import type { Row, Rows } from './rows.ts'

const collator = new Intl.Collator('en', { numeric: true })
const worst = { bad: 0, waiting: 1, good: 2, done: 3 } as const

/** Without a wish, or with one for a column that is not there, they stay as they came. By status the worst come first. */
export function sorted(columns: Rows['columns'], rows: readonly Row[], wish: ClusterView['sort']): readonly Row[] {
  const at = wish === undefined ? -1 : (columns as readonly string[]).indexOf(wish.column)
  if (wish === undefined || at < 0) return rows
  const way = wish.descending ? -1 : 1
  const isStatus = columns[at] === 'status'
  return rows.toSorted(
    (one, other) => way * (isStatus ? byTone(one, other) || byCell(one, other, at) : byCell(one, other, at)),
  )
}

const byTone = (one: Row, other: Row): number => worst[one.tone] - worst[other.tone]

function byCell(one: Row, other: Row, at: number): number {
  const [first, second] = [one.cells[at], other.cells[at]]
  if (first?.order !== undefined && second?.order !== undefined) return first.order - second.order
  return collator.compare(first?.text ?? '', second?.text ?? '')
}
