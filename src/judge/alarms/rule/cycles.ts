/** Composite alarms that stand on each other in a ring cannot be evaluated. */

/** Of each composite alarm the names it stands on; others may be named too. */
export type AlarmGraph = ReadonlyMap<string, readonly string[]>

export interface AlarmOrder {
  /** Each composite after the composites that it stands on, those in and above a ring left out. */
  readonly order: readonly string[]
  /** Those that lie in a ring or stand on one. */
  readonly ringed: ReadonlySet<string>
}

export function orderOf(graph: AlarmGraph): AlarmOrder {
  const waits = new Map<string, number>()
  const parents = new Map<string, string[]>()
  for (const [name, children] of graph) {
    const composites = [...new Set(children)].filter(child => graph.has(child))
    waits.set(name, composites.length)
    for (const child of composites) parents.set(child, [...(parents.get(child) ?? []), name])
  }
  const order = [...graph.keys()].filter(name => waits.get(name) === 0)
  for (let at = 0; at < order.length; at++)
    for (const parent of parents.get(order[at] ?? '') ?? []) {
      const left = (waits.get(parent) ?? 0) - 1
      waits.set(parent, left)
      if (left === 0) order.push(parent)
    }
  const sorted = new Set(order)
  return { order, ringed: new Set([...graph.keys()].filter(name => !sorted.has(name))) }
}

/** The names around a ring that `name` lies in, beginning with it; undefined when it lies in none. */
export function ringOf(graph: AlarmGraph, name: string): readonly string[] | undefined {
  const cameFrom = new Map<string, string>()
  const waiting = [name]
  for (let at = 0; at < waiting.length; at++) {
    const here = waiting[at] ?? ''
    for (const child of graph.get(here) ?? []) {
      if (child === name) return pathTo(here, cameFrom)
      if (cameFrom.has(child) || !graph.has(child)) continue
      cameFrom.set(child, here)
      waiting.push(child)
    }
  }
  return undefined
}

function pathTo(last: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const path = [last]
  for (let before = cameFrom.get(last); before !== undefined; before = cameFrom.get(before)) path.unshift(before)
  return path
}
