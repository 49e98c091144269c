/**
 * Where everything stands on the map: groups of nodes below each other, nodes as boxes that flow like words, pods as squares within. The squares are as
 * large as lets all be seen at once, and never too small to be pointed at. Pure: pixels, from the top left.
 */

export interface MapNode {
  readonly name: string
  readonly pods: number
}
export interface MapGroup {
  readonly name: string
  readonly nodes: readonly MapNode[]
}
export interface GroupPlace {
  readonly name: string
  readonly y: number
  readonly nodes: number
}
export interface NodePlace {
  readonly name: string
  readonly group: number
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** Squares in a row of this box. */
  readonly columns: number
  readonly pods: number
}
export interface MapLayout {
  readonly cell: number
  readonly height: number
  readonly groups: readonly GroupPlace[]
  readonly nodes: readonly NodePlace[]
}

/** Sides of a pod's square, the largest that fits first. */
export const cellSizes = [40, 32, 26, 20, 16, 13, 10, 8] as const
export const groupHead = 26
export const nodeHead = 18
export const inset = 4
const gap = 8
/** A box is wide enough for a few letters of its name. */
const leastWidth = 92

export function layoutMap(groups: readonly MapGroup[], width: number, height: number): MapLayout {
  let layout: MapLayout | undefined
  for (const cell of cellSizes) {
    layout = layoutAt(groups, width, cell)
    if (layout.height <= height) break
  }
  return layout!
}

function layoutAt(groups: readonly MapGroup[], width: number, cell: number): MapLayout {
  // All boxes are alike wide, so that the eye finds rows and columns; the fullest node says how wide.
  const most = Math.max(1, ...groups.flatMap(({ nodes }) => nodes.map(({ pods }) => pods)))
  const inner = Math.max(leastWidth, cell * 4, Math.ceil(Math.sqrt(most * 1.6)) * cell)
  const room = Math.max(leastWidth, width)
  const columns = Math.max(1, Math.floor(Math.min(inner, room - 2 * inset) / cell))
  const boxWidth = Math.max(leastWidth, columns * cell) + 2 * inset
  const inRow = Math.max(1, Math.floor((room + gap) / (boxWidth + gap)))
  const places: NodePlace[] = []
  const heads: GroupPlace[] = []
  let y = 0
  for (const [group, { name, nodes }] of groups.entries()) {
    heads.push({ name, y, nodes: nodes.length })
    y += groupHead
    for (let at = 0; at < nodes.length; at += inRow) {
      const row = nodes.slice(at, at + inRow)
      const rows = Math.max(1, ...row.map(({ pods }) => Math.ceil(pods / columns)))
      const tall = nodeHead + rows * cell + 2 * inset
      for (const [place, node] of row.entries())
        places.push({ ...node, group, x: place * (boxWidth + gap), y, width: boxWidth, height: tall, columns })
      y += tall + gap
    }
    y += gap
  }
  return { cell, height: y, groups: heads, nodes: places }
}

/** Where a node's square stands; `at` counts from 0. */
export const squareAt = ({ x, y, columns }: NodePlace, cell: number, at: number) => ({
  x: x + inset + (at % columns) * cell,
  y: y + nodeHead + inset + Math.floor(at / columns) * cell,
})

export interface MapHit {
  /** Index of the node in `layout.nodes`. */
  readonly node: number
  /** Index of the pod on it; -1: the node's own head. */
  readonly pod: number
}

/** What is at a place; undefined: nothing. */
export function hitOf({ nodes, cell }: MapLayout, x: number, y: number): MapHit | undefined {
  const node = nodes.findIndex(one => x >= one.x && x < one.x + one.width && y >= one.y && y < one.y + one.height)
  const place = nodes[node]
  if (place === undefined) return undefined
  const column = Math.floor((x - place.x - inset) / cell)
  const row = Math.floor((y - place.y - nodeHead - inset) / cell)
  const pod = row * place.columns + column
  const isSquare = row >= 0 && column >= 0 && column < place.columns && pod < place.pods
  return { node, pod: isSquare ? pod : -1 }
}

/** From one to the next by the arrow keys; Home and End go to the first and the last. Undefined: the key means nothing here. */
export function stepTo(layout: MapLayout, from: MapHit | undefined, key: string): MapHit | undefined {
  const { nodes } = layout
  if (nodes.length === 0) return undefined
  if (key === 'End') return { node: nodes.length - 1, pod: nodes.at(-1)!.pods - 1 }
  if (key === 'Home' || from === undefined) return isStep(key) ? { node: 0, pod: -1 } : undefined
  const here = nodes[Math.min(from.node, nodes.length - 1)]!
  if (key === 'ArrowRight')
    return from.pod + 1 < here.pods ? { ...from, pod: from.pod + 1 } : onNode(nodes, from.node + 1)
  if (key === 'ArrowLeft') {
    if (from.pod >= 0) return { ...from, pod: from.pod - 1 }
    const before = nodes[from.node - 1]
    return before === undefined ? from : { node: from.node - 1, pod: before.pods - 1 }
  }
  if (key === 'ArrowDown') return down(nodes, here, from)
  if (key === 'ArrowUp') return up(nodes, here, from)
  return undefined
}

const isStep = (key: string): boolean => /^(Arrow(Up|Down|Left|Right)|Home|End)$/.test(key)
const onNode = (nodes: readonly NodePlace[], at: number): MapHit => ({ node: Math.min(at, nodes.length - 1), pod: -1 })

function down(nodes: readonly NodePlace[], here: NodePlace, from: MapHit): MapHit {
  const next = from.pod < 0 ? 0 : from.pod + here.columns
  if (next < here.pods) return { ...from, pod: next }
  const below = nodes.findIndex(({ x, y }) => x === here.x && y > here.y)
  return below < 0 ? from : { node: below, pod: -1 }
}

function up(nodes: readonly NodePlace[], here: NodePlace, from: MapHit): MapHit {
  if (from.pod >= 0) return { ...from, pod: from.pod < here.columns ? -1 : from.pod - here.columns }
  const above = nodes.findLastIndex(({ x, y }) => x === here.x && y < here.y)
  return above < 0 ? from : { node: above, pod: -1 }
}
