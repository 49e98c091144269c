/**
 * What of an AWS account is taken over, as steps that can be shown before they are done: what is put here, what is worth knowing of
 * it, or why it cannot be. Pure.
 */
import { checkDashboard } from '../../query/dashboards/index.ts'
import { checkInsights } from '../../query/insights/language/index.ts'
import { readMetricFilter } from '../../query/metric-filter/index.ts'
import type { Problem } from '../option.ts'
import { alarmStep, compositeStep } from './alarms.ts'
import { type Gathered, type ImportKind, isJson, type Json, objectsOf, textOf } from './gathered.ts'
import { nameless, refused, type Step } from './step.ts'

/** In the order in which they are done: what others stand on comes first. */
export function planImport(gathered: Gathered, kinds: readonly ImportKind[]): readonly Step[] {
  const steps = [
    ...gathered.groups.map(groupStep),
    ...gathered.filters.map(filterStep),
    ...gathered.queries.map(queryStep),
    ...[...gathered.dashboards].map(([name, body]) => dashboardStep(name, body)),
    ...gathered.alarms.map(alarmStep),
    ...gathered.composites.map(compositeStep),
  ]
  return steps.filter(({ kind }) => kinds.includes(kind))
}

function groupStep(group: Json): Step {
  const name = textOf(group, 'logGroupName')
  if (name === undefined) return refused('groups', name, nameless)
  const { retentionInDays: days } = group
  const retentionDays = typeof days === 'number' ? days : null
  const notes: Problem[] = []
  const rare = textOf(group, 'logGroupClass')
  if (rare !== undefined && rare !== 'STANDARD') notes.push(say => say['import-note-class'](rare))
  if (textOf(group, 'kmsKeyId') !== undefined) notes.push(say => say['import-note-key']())
  if (group.deletionProtectionEnabled === true) notes.push(say => say['import-note-protected']())
  return { kind: 'groups', name, notes, what: { ok: true, deed: { do: 'group', name, retentionDays } } }
}

function filterStep(filter: Json): Step {
  const [name, group] = [textOf(filter, 'filterName'), textOf(filter, 'logGroupName')]
  if (name === undefined || group === undefined) return refused('filters', name, nameless)
  const shown = `${group} ${name}`
  const [made, more] = objectsOf(filter, 'metricTransformations')
  const fields = filter.emitSystemFieldDimensions
  if (made === undefined || more !== undefined)
    return refused('filters', shown, say => say['import-why-transformations']())
  if (filter.applyOnTransformedLogs === true) return refused('filters', shown, say => say['import-why-transformed']())
  if (textOf(filter, 'fieldSelectionCriteria') !== undefined || (Array.isArray(fields) && fields.length > 0))
    return refused('filters', shown, say => say['import-why-selection']())
  const { defaultValue, unit, dimensions } = made
  const taken = {
    ...{ group, name, pattern: textOf(filter, 'filterPattern') ?? '' },
    ...{ namespace: textOf(made, 'metricNamespace') ?? '', metric: textOf(made, 'metricName') ?? '' },
    value: textOf(made, 'metricValue') ?? '',
    ...(typeof defaultValue === 'number' ? { defaultValue } : {}),
    ...(typeof unit === 'string' ? { unit } : {}),
    ...(isJson(dimensions) && Object.keys(dimensions).length > 0 ? { dimensions } : {}),
  }
  const read = readMetricFilter({
    ...{ pattern: taken.pattern, value: taken.value, selection: null },
    ...{ defaultValue: taken.defaultValue ?? null, dimensions: textsOf(taken.dimensions ?? {}) },
  })
  if (!read.ok) return refused('filters', shown, () => read.error.message)
  return { kind: 'filters', name: shown, notes: [], what: { ok: true, deed: { do: 'filter', filter: taken } } }
}

const textsOf = (of: Json): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(of).map(([name, value]) => [name, String(value)]))

function queryStep(definition: Json): Step {
  const [name, query] = [textOf(definition, 'name'), textOf(definition, 'queryString')]
  if (name === undefined || query === undefined) return refused('queries', name, nameless)
  const language = textOf(definition, 'queryLanguage') ?? 'CWLI'
  if (language !== 'CWLI') return refused('queries', name, say => say['import-why-language'](language))
  const groups = Array.isArray(definition.logGroupNames)
    ? definition.logGroupNames.filter(one => typeof one === 'string')
    : []
  const parameters = objectsOf(definition, 'parameters').map(({ name, defaultValue, description }) => ({
    name,
    ...(defaultValue === undefined ? {} : { defaultValue }),
    ...(description === undefined ? {} : { description }),
  }))
  const checked = checkInsights(query)
  const { message = '' } = checked.ok ? {} : checked.error
  const notes: readonly Problem[] = checked.ok ? [] : [say => say['import-note-query'](message)]
  return {
    kind: 'queries',
    name,
    notes,
    what: { ok: true, deed: { do: 'query', query: { name, query, groups, parameters } } },
  }
}

function dashboardStep(name: string, body: string | null): Step {
  if (body === null) return refused('dashboards', name, say => say['import-why-no-body']())
  const { errors, warnings } = checkDashboard(body)
  const [first] = errors
  if (first !== undefined) return refused('dashboards', name, () => `${first.path}: ${first.message}`)
  const notes: readonly Problem[] = warnings.length === 0 ? [] : [say => say['import-note-warnings'](warnings.length)]
  return { kind: 'dashboards', name, notes, what: { ok: true, deed: { do: 'dashboard', name, body } } }
}
