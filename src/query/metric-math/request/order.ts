/** The order in which expressions can be computed, or the ring that they make. */
import { err, ok, type Result } from '../../../model/index.ts'
import { inEnglish, said } from '../said/index.ts'
import type { MathProblem } from './planned.ts'
import type { Read } from './read.ts'

/** Ids of expressions, each behind those that it reads. */
export function orderOf(read: ReadonlyMap<string, Read>): Result<readonly string[], MathProblem> {
  const order: string[] = []
  const done = new Set<string>()
  for (const start of read.keys()) {
    // Walked with a path of our own: five hundred expressions may refer to each other in a row.
    const path: { id: string; next: number }[] = [{ id: start, next: 0 }]
    const open = new Set([start])
    while (path.length > 0) {
      const top = path.at(-1)!
      const reads = read.get(top.id)!.reads
      const to = done.has(top.id) ? undefined : reads[top.next++]
      if (to === undefined) {
        if (!done.has(top.id)) order.push(top.id)
        done.add(top.id)
        open.delete(top.id)
        path.pop()
      } else if (open.has(to)) {
        return err(ring([...path.slice(path.findIndex(({ id }) => id === to)).map(({ id }) => id), to]))
      } else if (read.has(to) && !done.has(to)) {
        path.push({ id: to, next: 0 })
        open.add(to)
      }
    }
  }
  return ok(order)
}

function ring(ids: readonly string[]): MathProblem {
  const [id = ''] = ids
  const shown = ids.length <= 12 ? ids : [...ids.slice(0, 10), '…', id]
  const itself = said('math-itself', { path: shown.join(' → ') })
  return { id, message: `Error in expression '${id}': ${inEnglish(itself)}`, error: null, said: itself }
}
