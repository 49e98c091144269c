/** The widgets of a body: each is read by its type, and one that cannot be read is shown as broken, with why. */
import { limits } from '../../limits.ts'
import { metricWidgetOf } from './metric-widget.ts'
import {
  choiceAt,
  fault,
  integerAt,
  isObject,
  known,
  listAt,
  member,
  type Notes,
  objectAt,
  type Place,
  required,
} from './notes.ts'
import { alarmWidgetOf, explorerWidgetOf, keptWidgetOf, logWidgetOf, textWidgetOf } from './other-widgets.ts'
import { propertiesOf } from './pieces.ts'
import type { Widget, WidgetPlace } from './types.ts'

/** The console writes `custom`; `chart` asks PromQL. */
const types = ['metric', 'text', 'log', 'alarm', 'explorer', 'custom', 'chart'] as const

export function widgetsOf(body: Place): readonly Widget[] {
  if (!required(body, 'widgets')) return []
  const places = listAt(member(body, 'widgets'), { most: limits.dashboardWidgets })
  const metrics = places.reduce((sum, place) => sum + metricsIn(place), 0)
  // A few characters of shorthand stand for sixty names, so what one reading may take is bounded by their number.
  if (metrics <= limits.dashboardAllMetrics) return places.map(widgetOf)
  fault(member(body, 'widgets'), `Should NOT have more than ${limits.dashboardAllMetrics} metrics in all widgets`)
  return []
}

function metricsIn(widget: Place): number {
  const { value } = member(member(widget, 'properties'), 'metrics')
  return Array.isArray(value) ? value.length : 0
}

function widgetOf(at: Place): Widget {
  // Notes of its own first: they say whether it is broken.
  const notes: Notes = { errors: [], warnings: [] }
  const own = { ...at, notes }
  const place = placeOf(own)
  const widget = read(own, place)
  at.notes.errors.push(...notes.errors)
  at.notes.warnings.push(...notes.warnings)
  if (widget !== null && notes.errors.length === 0) return widget
  const wanted = member(at, 'type').value
  const title = member(member(at, 'properties'), 'title').value
  return {
    type: 'broken',
    ...place,
    wanted: typeof wanted === 'string' ? wanted : null,
    title: typeof title === 'string' ? title : '',
    troubles: notes.errors,
  }
}

function read(at: Place, place: WidgetPlace): Widget | null {
  if (!isObject(at.value)) return null
  required(at, 'type')
  known(at, ['type', 'x', 'y', 'width', 'height', 'properties'])
  const type = choiceAt(member(at, 'type'), types)
  const properties = propertiesOf(at)
  if (type === null || properties === null) return null
  switch (type) {
    case 'metric':
      return metricWidgetOf(properties, place)
    case 'text':
      return textWidgetOf(properties, place)
    case 'log':
      return logWidgetOf(properties, place)
    case 'alarm':
      return alarmWidgetOf(properties, place)
    case 'explorer':
      return explorerWidgetOf(properties, place)
    case 'custom':
    case 'chart':
      return keptWidgetOf(properties, place, type)
  }
}

function placeOf(at: Place): WidgetPlace {
  if (!objectAt(at)) return { x: null, y: null, width: 6, height: 6 }
  const [x, y] = [member(at, 'x'), member(at, 'y')]
  for (const [one, other, name] of [
    [x, y, 'y'],
    [y, x, 'x'],
  ] as const)
    if (one.value !== undefined && other.value === undefined) fault(at, `Should have required property '${name}'`)
  const left = integerAt(x, { least: 0, most: 23 })
  const top = integerAt(y, { least: 0, most: limits.dashboardRows })
  const together = left !== null && top !== null
  return {
    x: together ? left : null,
    y: together ? top : null,
    width: integerAt(member(at, 'width'), { least: 1, most: 24 }) ?? 6,
    height: integerAt(member(at, 'height'), { least: 1, most: 1_000 }) ?? 6,
  }
}
