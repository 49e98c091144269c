/** Where widgets stand: pulled up as CloudWatch's grid does it, moved and resized by keys. The arithmetic is the grid library's own. Pure. */
import { type Layout, type LayoutItem, moveElement, verticalCompactor } from 'react-grid-layout/core'
import type { PlacedWidget } from '../../../src/model/dashboard/index.ts'

export const columns = 24

/** Keys are the widgets' places in the body. */
export const layoutOf = (places: readonly PlacedWidget[]): LayoutItem[] =>
  places.map(({ x, y, width, height }, at) => ({ i: String(at), x, y, w: width, h: height }))

/** In the order of the body, whatever the order of the layout. */
export function placesOf(layout: Layout): PlacedWidget[] {
  const places: PlacedWidget[] = []
  for (const { i, x, y, w, h } of layout) places[Number(i)] = { x, y, width: w, height: h }
  return places
}

/** No widget over another, and none lower than it need be. */
export const pulledUp = (places: readonly PlacedWidget[]): PlacedWidget[] =>
  placesOf(verticalCompactor.compact(layoutOf(places), columns))

export type Nudge = 'left' | 'right' | 'up' | 'down'

/** One step that is seen: past a neighbour where it needs to be. The same places again: there is no way. */
export function moved(places: readonly PlacedWidget[], at: number, way: Nudge): readonly PlacedWidget[] {
  const place = places[at]
  if (!place) return places
  const bottom = Math.max(...places.map(one => one.y + one.height))
  const most =
    way === 'left' ? place.x : way === 'right' ? columns - place.width - place.x : way === 'up' ? place.y : bottom
  for (let by = 1; by <= most; by += 1) {
    const x = place.x + (way === 'left' ? -by : way === 'right' ? by : 0)
    const y = place.y + (way === 'up' ? -by : way === 'down' ? by : 0)
    const after = moveTo(places, at, x, y)
    const now = after[at]!
    if (now.x !== place.x || (way === 'up' && now.y < place.y) || (way === 'down' && now.y > place.y)) return after
  }
  return places
}

function moveTo(places: readonly PlacedWidget[], at: number, x: number, y: number): PlacedWidget[] {
  const layout = layoutOf(places)
  const moving = layout[at]!
  const after = moveElement(layout, moving, x, y, true, false, 'vertical', columns)
  return placesOf(verticalCompactor.compact(after, columns))
}

/** One column or row more or less, within the grid. */
export function resized(places: readonly PlacedWidget[], at: number, way: Nudge): readonly PlacedWidget[] {
  const place = places[at]
  if (!place) return places
  const width = place.width + (way === 'right' ? 1 : way === 'left' ? -1 : 0)
  const height = place.height + (way === 'down' ? 1 : way === 'up' ? -1 : 0)
  if (width < 1 || height < 1 || place.x + width > columns || height > 1_000) return places
  return pulledUp(places.map((one, which) => (which === at ? { ...one, width, height } : one)))
}

/** The first free row below everything. */
export const bottomOf = (places: readonly PlacedWidget[]): number =>
  Math.max(0, ...places.map(one => one.y + one.height))

/** Rows from the top, then from the left: the order in which a person reads them, and a phone shows them. */
export const readingOrder = (places: readonly PlacedWidget[]): number[] =>
  places.map((_, at) => at).sort((a, b) => places[a]!.y - places[b]!.y || places[a]!.x - places[b]!.x)
