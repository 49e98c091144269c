/** What a widget asks its board to do, by its place in the body. */
import type { Nudge } from './places.ts'

export interface WidgetActions {
  readonly enlarge: (at: number) => void
  readonly source: (at: number) => void
  readonly edit: (at: number) => void
  readonly copy: (at: number) => void
  readonly remove: (at: number) => void
  readonly nudge: (at: number, way: Nudge, resize: boolean) => void
}
