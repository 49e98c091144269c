/** Where each widget stands on the 24 columns: as written, else at the next place where it fits, from the left and from the top. */
import type { Widget } from './types.ts'

export interface PlacedWidget {
  readonly x: number
  readonly y: number
  /** Never over the right edge. */
  readonly width: number
  readonly height: number
}

const columns = 24

/** One for each widget, in their order. Those with a place keep it, also where they overlap. */
export function placeWidgets(
  widgets: readonly Pick<Widget, 'x' | 'y' | 'width' | 'height'>[],
): readonly PlacedWidget[] {
  /** The first free row of each column, below all that was placed before. */
  const free = new Array<number>(columns).fill(0)
  let [nextX, rowY] = [0, 0]
  return widgets.map(({ x, y, width, height }) => {
    const placed = x !== null && y !== null
    if (!placed && nextX + width > columns) {
      nextX = 0
      rowY = Math.max(...free)
    }
    const left = placed ? x : nextX
    const wide = Math.min(width, columns - left)
    const top = placed ? y : Math.max(rowY, ...free.slice(left, left + wide))
    for (let column = left; column < left + wide; column += 1) free[column] = Math.max(free[column] ?? 0, top + height)
    if (!placed) nextX = left + wide
    return { x: left, y: top, width: wide, height }
  })
}
