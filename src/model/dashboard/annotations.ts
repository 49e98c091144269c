/** Lines and bands over a chart, and the alarm that a chart may stand for. */
import { limits } from '../../limits.ts'
import {
  choiceAt,
  fault,
  flagAt,
  known,
  listAt,
  member,
  numberAt,
  objectAt,
  type Place,
  required,
  textAt,
} from './notes.ts'
import { colorAt, wordsAt } from './pieces.ts'
import { readTime } from './times.ts'
import type { Annotations, HorizontalAnnotation, VerticalAnnotation } from './types.ts'

export function annotationsOf(properties: Place): Annotations {
  const at = member(properties, 'annotations')
  if (!objectAt(at)) return { alarm: null, horizontal: [], vertical: [] }
  known(at, ['alarms', 'horizontal', 'vertical'])
  const [alarm] = listAt(member(at, 'alarms'), { most: 1 })
  const most = limits.dashboardAnnotations
  return {
    alarm: alarm === undefined ? null : textAt(alarm, { least: 1, most: limits.dashboardTextLength }),
    horizontal: listAt(member(at, 'horizontal'), { most }).flatMap(horizontal),
    vertical: listAt(member(at, 'vertical'), { most }).flatMap(vertical),
  }
}

/** One annotation, or a pair: a band. */
function edges(at: Place): readonly [Place, Place | null] | null {
  if (!Array.isArray(at.value)) return objectAt(at) ? [at, null] : null
  const [from, to] = listAt(at, { least: 2, most: 2 })
  return from !== undefined && to !== undefined && objectAt(from) && objectAt(to) ? [from, to] : null
}

function horizontal(at: Place): HorizontalAnnotation[] {
  const band = edges(at)
  if (band === null) return []
  const [from, to] = band
  known(from, ['value', 'label', 'color', 'fill', 'yAxis', 'visible'])
  const value = required(from, 'value') ? numberAt(member(from, 'value')) : null
  const end = to === null ? null : required(to, 'value') ? numberAt(member(to, 'value')) : null
  const rest = {
    label: wordsAt(member(from, 'label')),
    color: colorAt(member(from, 'color')),
    yAxis: choiceAt(member(from, 'yAxis'), ['left', 'right']) ?? 'left',
    fill: choiceAt(member(from, 'fill'), ['above', 'below', 'none']) ?? 'none',
    visible: flagAt(member(from, 'visible')) ?? true,
  } as const
  if (value === null || (to !== null && end === null)) return []
  return [
    { value, ...rest, to: end === null || to === null ? null : { value: end, label: wordsAt(member(to, 'label')) } },
  ]
}

function vertical(at: Place): VerticalAnnotation[] {
  const band = edges(at)
  if (band === null) return []
  const [from, to] = band
  known(from, ['value', 'label', 'color', 'fill', 'visible'])
  const start = timeOf(from)
  const end = to === null ? null : timeOf(to)
  const rest = {
    label: wordsAt(member(from, 'label')),
    color: colorAt(member(from, 'color')),
    fill: choiceAt(member(from, 'fill'), ['before', 'after', 'none']) ?? 'none',
    visible: flagAt(member(from, 'visible')) ?? true,
  } as const
  if (start === null || (to !== null && end === null)) return []
  return [
    { at: start, ...rest, to: end === null || to === null ? null : { at: end, label: wordsAt(member(to, 'label')) } },
  ]
}

function timeOf(of: Place): number | null {
  const at = member(of, 'value')
  const text = required(of, 'value') ? textAt(at) : null
  const time = text === null ? null : readTime(text)
  if (text !== null && time === null) fault(at, 'Should be a time in ISO 8601, such as "2026-11-21T06:00:00Z"')
  return time
}
