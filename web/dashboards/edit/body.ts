/** Changes of a dashboard's body: each takes the parsed JSON and gives another, and what it does not know stays as it is. Pure. */
import type { PlacedWidget } from '../../../src/model/dashboard/index.ts'

export type Json = Readonly<Record<string, unknown>>
/** A body that can be edited: its widgets are a list of objects. */
export interface Body extends Json {
  readonly widgets: readonly Json[]
}

export const emptyBody: Body = { widgets: [] }

/** Undefined: this is no dashboard that widgets could be put in. */
export function bodyOf(json: unknown): Body | undefined {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return undefined
  const { widgets } = json as { widgets?: unknown }
  if (!Array.isArray(widgets) || widgets.some(one => typeof one !== 'object' || one === null || Array.isArray(one)))
    return undefined
  return json as Body
}

/** Only widgets that stand elsewhere than written are changed, so that a save without a move leaves the text as it was. */
export function movedTo(body: Body, before: readonly PlacedWidget[], after: readonly PlacedWidget[]): Body {
  if (after.every((place, at) => samePlace(place, before[at]))) return body
  return { ...body, widgets: body.widgets.map((widget, at) => (after[at] ? placed(widget, after[at]) : widget)) }
}

const placed = (widget: Json, { x, y, width, height }: PlacedWidget): Json => ({ ...widget, x, y, width, height })

export const samePlace = (one: PlacedWidget, other: PlacedWidget | undefined): boolean =>
  other !== undefined &&
  one.x === other.x &&
  one.y === other.y &&
  one.width === other.width &&
  one.height === other.height

/** Below all others, as wide and tall as it says. */
export function withWidget(body: Body, widget: Json, below: number): Body {
  return { ...body, widgets: [...body.widgets, { ...widget, x: 0, y: below }] }
}

export const withWidgetAt = (body: Body, at: number, widget: Json): Body => ({
  ...body,
  widgets: body.widgets.map((one, place) => (place === at ? widget : one)),
})

export const withoutWidget = (body: Body, at: number): Body => ({
  ...body,
  widgets: body.widgets.filter((_, place) => place !== at),
})

/** Beside the one it is copied from where there is room, else below it. The copy is the last of the body. */
export function withCopy(body: Body, at: number, places: readonly PlacedWidget[]): Body {
  const widget = body.widgets[at]
  const place = places[at]
  if (!widget || !place) return body
  const beside = place.x + 2 * place.width <= 24
  const copy = placed(widget, {
    ...place,
    ...(beside ? { x: place.x + place.width } : { y: place.y + place.height }),
  })
  return { ...body, widgets: [...body.widgets, copy] }
}

/** For people: files and the source editor. What is stored has no blanks. */
export const printBody = (json: unknown): string => `${JSON.stringify(json, undefined, 2)}\n`
export const storedBody = (json: unknown): string => JSON.stringify(json)
