/** Where something is drawn, in pixels, and the scales of its two sides. */
import type { Extent, Tick } from './ticks.ts'

export interface Area {
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

export type Side = 'left' | 'right'

export interface Scale {
  readonly extent: Extent
  readonly ticks: readonly Tick[]
  /** Unit and name, above the axis. */
  readonly name: string
}

/** Of the words at axes and lines. */
export const fontSize = 11
