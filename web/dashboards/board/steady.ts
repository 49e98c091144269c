/** Widgets that say the same stay the same objects, so that a step of editing draws only what it changed. Pure. */
import type { Widget } from '../../../src/model/dashboard/index.ts'

/** Where it stands is not what it says. */
function sayingOf({ x: _x, y: _y, width: _width, height: _height, ...rest }: Widget): string {
  return JSON.stringify(rest)
}

export interface Steady {
  readonly widgets: readonly Widget[]
  readonly sayings: readonly string[]
}

export function steadied(before: Steady | undefined, widgets: readonly Widget[]): Steady {
  const sayings = widgets.map(sayingOf)
  const known = new Map(before?.sayings.map((saying, at) => [saying, before.widgets[at]!]))
  return { sayings, widgets: widgets.map((widget, at) => known.get(sayings[at]!) ?? widget) }
}
