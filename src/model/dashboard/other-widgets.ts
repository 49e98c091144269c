/** Widgets of texts, logs, alarms and resources. */
import { limits } from '../../limits.ts'
import { metricViews } from './metric-widget.ts'
import {
  choiceAt,
  flagAt,
  integerAt,
  known,
  listAt,
  member,
  objectAt,
  type Place,
  required,
  textAt,
  warning,
} from './notes.ts'
import { accountOf, legendOf, periodAt, regionOf, titleOf, wordsAt } from './pieces.ts'
import type { AlarmWidget, CustomWidget, ExplorerWidget, LogWidget, TextWidget, WidgetPlace } from './types.ts'

export function textWidgetOf(properties: Place, place: WidgetPlace): TextWidget {
  known(properties, ['markdown', 'background'])
  required(properties, 'markdown')
  return {
    type: 'text',
    ...place,
    markdown: textAt(member(properties, 'markdown')) ?? '',
    background: choiceAt(member(properties, 'background'), ['transparent', 'solid']) ?? 'solid',
  }
}

export function logWidgetOf(properties: Place, place: WidgetPlace): LogWidget {
  known(properties, [
    'query',
    'region',
    'title',
    'view',
    'stacked',
    'accountId',
    'queryLanguage',
    'queryBy',
    'logGroupPrefixes',
  ])
  required(properties, 'query')
  const query = member(properties, 'query')
  if (member(properties, 'queryLanguage').value !== undefined) {
    const language = member(properties, 'queryLanguage')
    if (choiceAt(language, ['CWLI', 'SQL', 'PPL']) !== 'CWLI')
      warning(language, 'Only Logs Insights queries are drawn, no SQL and no PPL')
  }
  return {
    type: 'log',
    ...place,
    title: titleOf(properties),
    region: regionOf(properties),
    accountId: accountOf(properties),
    query: textAt(query, { least: 1, most: limits.dashboardLogQuery }) ?? '',
    view: choiceAt(member(properties, 'view'), ['table', 'timeSeries', 'bar', 'pie']) ?? 'table',
    stacked: flagAt(member(properties, 'stacked')) ?? false,
  }
}

const states: AlarmWidget['states'] = ['ALARM', 'OK', 'INSUFFICIENT_DATA']

export function alarmWidgetOf(properties: Place, place: WidgetPlace): AlarmWidget {
  known(properties, ['alarms', 'sortBy', 'states', 'title'])
  required(properties, 'alarms')
  const named = listAt(member(properties, 'states'), { most: states.length })
  const shown = named.flatMap(one => choiceAt(one, states) ?? [])
  return {
    type: 'alarm',
    ...place,
    title: titleOf(properties),
    alarms: listAt(member(properties, 'alarms'), { least: 1, most: limits.dashboardAlarms }).flatMap(
      one => textAt(one, { least: 1, most: limits.dashboardTextLength }) ?? [],
    ),
    sortBy: choiceAt(member(properties, 'sortBy'), ['default', 'stateUpdatedTimestamp', 'timestamp']) ?? 'default',
    states: shown.length === 0 ? states : [...new Set(shown)],
  }
}

/** A Lambda function draws it in CloudWatch; a chart asks another language. Both are kept as they are. */
export function keptWidgetOf(properties: Place, place: WidgetPlace, type: string): CustomWidget {
  const endpoint = member(properties, 'endpoint').value
  warning(properties, `Widgets of type '${type}' are kept and not drawn`)
  return {
    type: 'custom',
    ...place,
    title: titleOf(properties),
    endpoint: typeof endpoint === 'string' ? endpoint : null,
  }
}

export function explorerWidgetOf(properties: Place, place: WidgetPlace): ExplorerWidget {
  known(properties, ['metrics', 'labels', 'aggregateBy', 'splitBy', 'period', 'title', 'widgetOptions'])
  for (const name of ['metrics', 'labels']) required(properties, name)
  const metrics = listAt(member(properties, 'metrics'), { least: 1, most: limits.dashboardExplorerMetrics })
  return {
    type: 'explorer',
    ...place,
    title: titleOf(properties),
    metrics: metrics.flatMap(explorerMetric),
    labels: listAt(member(properties, 'labels'), { most: limits.dashboardExplorerMetrics }).flatMap(at => {
      if (!objectAt(at) || !required(at, 'key')) return []
      const key = wordsAt(member(at, 'key'))
      return key === null ? [] : [{ key, value: wordsAt(member(at, 'value')) }]
    }),
    aggregateBy: aggregateOf(member(properties, 'aggregateBy')),
    splitBy: wordsAt(member(properties, 'splitBy')),
    period: periodAt(member(properties, 'period')),
    options: explorerOptions(member(properties, 'widgetOptions')),
  }
}

function explorerMetric(at: Place): ExplorerWidget['metrics'][number][] {
  if (!objectAt(at)) return []
  const there = ['metricName', 'resourceType'].map(name => required(at, name))
  const metricName = textAt(member(at, 'metricName'), { least: 1, most: 255 })
  const resourceType = textAt(member(at, 'resourceType'), { least: 1, most: 255 })
  const stat = textAt(member(at, 'stat'), { least: 1, most: 255 }) ?? 'Average'
  return there.includes(false) || metricName === null || resourceType === null
    ? []
    : [{ metricName, resourceType, stat }]
}

function aggregateOf(at: Place): ExplorerWidget['aggregateBy'] {
  if (!objectAt(at)) return null
  for (const name of ['key', 'func']) required(at, name)
  const key = wordsAt(member(at, 'key'))
  const func = choiceAt(member(at, 'func'), ['AVG', 'MIN', 'MAX', 'STDDEV', 'SUM'])
  return key === null || func === null ? null : { key, func }
}

function explorerOptions(at: Place): ExplorerWidget['options'] {
  objectAt(at)
  const rows = integerAt(member(at, 'rowsPerPage'), { least: 1 })
  const columns = integerAt(member(at, 'widgetsPerRow'), { least: 1, most: 24 })
  return {
    legend: legendOf(at),
    view: choiceAt(member(at, 'view'), metricViews) ?? 'timeSeries',
    stacked: flagAt(member(at, 'stacked')) ?? false,
    rowsPerPage: rows ?? 2,
    widgetsPerRow: columns ?? 2,
  }
}
