/** Who runs and who waits: so many at once, the rest in the order they came, and past a bound nobody. Pure. */
import { err, ok, type Result } from '../../model/index.ts'

export interface Queue {
  /** How many may run at the same time, and how many may run and wait together. */
  readonly atOnce: number
  readonly most: number
  readonly running: ReadonlySet<string>
  /** First come, first. */
  readonly waiting: readonly string[]
}

/** The queue after a move, and whose turn it is now. */
export interface Moved {
  readonly queue: Queue
  readonly starts: readonly string[]
}

export const emptyQueue = (atOnce: number, most: number): Queue => ({
  atOnce,
  most,
  running: new Set(),
  waiting: [],
})

export function enter(queue: Queue, id: string): Result<Moved, 'full'> {
  if (queue.running.size + queue.waiting.length >= queue.most) return err('full')
  return ok(advance({ ...queue, waiting: [...queue.waiting, id] }))
}

/** Whether it ran or waited, it is gone; an id that is not there changes nothing. */
export function leave(queue: Queue, id: string): Moved {
  const running = new Set(queue.running)
  running.delete(id)
  return advance({ ...queue, running, waiting: queue.waiting.filter(one => one !== id) })
}

/** 0: it runs, or is not here. 1: it is the next. */
export const positionOf = (queue: Queue, id: string): number => queue.waiting.indexOf(id) + 1

function advance(queue: Queue): Moved {
  const free = Math.max(0, queue.atOnce - queue.running.size)
  const starts = queue.waiting.slice(0, free)
  if (starts.length === 0) return { queue, starts }
  return {
    queue: { ...queue, running: new Set([...queue.running, ...starts]), waiting: queue.waiting.slice(free) },
    starts,
  }
}
