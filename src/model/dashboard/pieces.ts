/** Pieces that several kinds of widgets are made of. */
import { limits } from '../../limits.ts'
import { choiceAt, fault, integerAt, known, member, objectAt, type Place, required, textAt } from './notes.ts'

/** Three or six digits, as CloudWatch's own examples have them. */
export const colorAt = (at: Place): string | null => textAt(at, { pattern: /^#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})$/ })

/** Names, labels, titles: any script. */
export const wordsAt = (at: Place): string | null => textAt(at, { most: limits.dashboardTextLength })
export const titleOf = (properties: Place): string => wordsAt(member(properties, 'title')) ?? ''

/** Seconds. */
export function periodAt(at: Place): number | null {
  const period = integerAt(at, { least: 1 })
  if (period === null || [1, 5, 10, 20, 30].includes(period) || period % 60 === 0) return period
  fault(at, 'Should be 1, 5, 10, 20, 30 or a multiple of 60')
  return null
}

/** Needed; the path is the member's own, as CloudWatch tells of it. */
export function regionOf(properties: Place): string {
  const at = member(properties, 'region')
  if (at.value === undefined) fault(at, "Should have required property 'region'")
  return textAt(at, { least: 1, most: limits.dashboardTextLength }) ?? ''
}

export const accountOf = (of: Place): string | null => textAt(member(of, 'accountId'), { pattern: /^\d{12}$/ })

export function legendOf(of: Place): 'bottom' | 'right' | 'hidden' {
  const legend = member(of, 'legend')
  if (!objectAt(legend)) return 'bottom'
  known(legend, ['position'])
  return choiceAt(member(legend, 'position'), ['right', 'bottom', 'hidden']) ?? 'bottom'
}

/** The properties of a widget; null with a note where there are none. */
export function propertiesOf(widget: Place): Place | null {
  const properties = member(widget, 'properties')
  return required(widget, 'properties') && objectAt(properties) ? properties : null
}
