/** Fewer shapes for the same lines, when a miner has no more room. */
import { compareShapes, frameText, groupShapes } from './group.ts'
import { joinShapes, restShape, type Shape } from './shape.ts'
import type { ValueBudget } from './values.ts'

export interface Compacted {
  readonly shapes: Shape[]
  /** By old index: the new one. */
  readonly moved: readonly number[]
  /** Indices of shapes whose words vary, so that new lines may fit them. */
  readonly joined: readonly number[]
  /** Index of the shape of everything else, or -1. */
  readonly rest: number
}

/** At most `most` shapes with at most `places` tokens. First joins what is one pattern, then the rarest of one frame, then the rest. */
export function compact(shapes: readonly Shape[], most: number, places: number, budget: ValueBudget): Compacted {
  const index = new Map(shapes.map((shape, at) => [shape, at] as const))
  const isRest = (shape: Shape) => shape.open && shape.kinds.length === 0
  let groups = groupShapes(shapes)
  if (over(groups, most, places)) {
    const [frequent, rare] = split(groups, most >> 1, places >> 1)
    const byFrame = new Map<string, Shape[]>()
    for (const shape of rare.flat()) {
      const key = frameText(shape)
      const same = byFrame.get(key)
      if (same === undefined) byFrame.set(key, [shape])
      else same.push(shape)
    }
    groups = [...frequent, ...byFrame.values()]
  }
  let left: Shape[] = groups.flat().filter(isRest)
  groups = groups.filter(group => !group.some(isRest))
  if (over(groups, most - 1, places)) {
    const [frequent, rare] = split(groups, most - 1, places)
    groups = frequent
    left = [...left, ...rare.flat()]
  }
  const moved = new Array<number>(shapes.length).fill(-1)
  const made: Shape[] = []
  const joined: number[] = []
  for (const group of groups) {
    const at = made.push(group.length === 1 ? group[0]! : joinShapes(group, budget)) - 1
    if (group.length > 1 || group[0]!.joined) joined.push(at)
    for (const shape of group) {
      moved[index.get(shape)!] = at
      if (group.length > 1) for (const values of shape.values) values.release()
    }
  }
  if (left.length === 0) return { shapes: made, moved, joined, rest: -1 }
  const rest = made.push(restShape(left)) - 1
  for (const shape of left) {
    moved[index.get(shape)!] = rest
    for (const values of shape.values) values.release()
  }
  return { shapes: made, moved, joined, rest }
}

const over = (groups: readonly (readonly Shape[])[], most: number, places: number): boolean =>
  groups.length > most || groups.reduce((sum, group) => sum + group[0]!.kinds.length, 0) > places

/** The groups with the most lines, as far as there is room, and the others. */
function split(groups: readonly Shape[][], most: number, places: number): [Shape[][], Shape[][]] {
  const counted = groups.map(group => ({
    group,
    count: group.reduce((sum, shape) => sum + shape.count, 0),
    lead: group.reduce((best, shape) => (compareShapes(shape, best) < 0 ? shape : best)),
  }))
  counted.sort((a, b) => b.count - a.count || compareShapes(a.lead, b.lead))
  const frequent: Shape[][] = []
  const rare: Shape[][] = []
  let used = 0
  for (const { group } of counted) {
    const size = group[0]!.kinds.length
    if (frequent.length < most && used + size <= places) {
      frequent.push(group)
      used += size
    } else rare.push(group)
  }
  return [frequent, rare]
}
