/** A metric filter while it is written: fields as texts, and what is still missing. Pure. */
import type { ApiMetricFilter } from '../../src/model/index.ts'

export interface FilterDraft {
  readonly name: string
  readonly pattern: string
  readonly namespace: string
  readonly metric: string
  readonly value: string
  readonly defaultValue: string
  readonly unit: string
  readonly dimensions: readonly { readonly name: string; readonly selector: string }[]
}

export const mostDimensions = 3
export const newDraft = (pattern: string): FilterDraft => ({
  name: '',
  pattern,
  namespace: 'Logs',
  metric: '',
  value: '1',
  defaultValue: '',
  unit: 'None',
  dimensions: [],
})

export const draftOf = (filter: ApiMetricFilter): FilterDraft => ({
  name: filter.name,
  pattern: filter.pattern,
  namespace: filter.namespace,
  metric: filter.metric,
  value: filter.value,
  defaultValue: filter.defaultValue === undefined ? '' : String(filter.defaultValue),
  unit: filter.unit ?? 'None',
  dimensions: Object.entries(filter.dimensions ?? {}).map(([name, selector]) => ({ name, selector })),
})

export type DraftTrouble =
  | 'name'
  | 'metric'
  | 'namespace'
  | 'value'
  | 'default'
  | 'default-with-dimensions'
  | 'dimension'

const isNumber = (text: string): boolean => text.trim() !== '' && Number.isFinite(Number(text))

/** What the form itself can tell; the rest the server says. */
export function troublesOf(draft: FilterDraft): readonly DraftTrouble[] {
  const found: DraftTrouble[] = []
  if (!/^[^:*]{1,512}$/.test(draft.name.trim())) found.push('name')
  if (!/^[^:*$]{1,255}$/.test(draft.namespace.trim())) found.push('namespace')
  if (!/^[^:*$]{1,255}$/.test(draft.metric.trim())) found.push('metric')
  if (!isNumber(draft.value) && !/^\$.+/.test(draft.value.trim())) found.push('value')
  if (draft.defaultValue.trim() !== '' && !isNumber(draft.defaultValue)) found.push('default')
  const dimensions = written(draft)
  if (draft.defaultValue.trim() !== '' && dimensions.length > 0) found.push('default-with-dimensions')
  if (dimensions.some(one => one.name === '' || !/^\$.+/.test(one.selector))) found.push('dimension')
  return found
}

const written = (draft: FilterDraft) =>
  draft.dimensions
    .map(one => ({ name: one.name.trim(), selector: one.selector.trim() }))
    .filter(one => one.name !== '' || one.selector !== '')

export const dimensionsOf = (draft: FilterDraft): Readonly<Record<string, string>> =>
  Object.fromEntries(
    written(draft)
      .filter(one => one.name !== '' && one.selector !== '')
      .map(one => [one.name, one.selector]),
  )

export function filterOf(group: string, draft: FilterDraft): ApiMetricFilter {
  const dimensions = dimensionsOf(draft)
  return {
    group,
    name: draft.name.trim(),
    pattern: draft.pattern.trim(),
    namespace: draft.namespace.trim(),
    metric: draft.metric.trim(),
    value: draft.value.trim(),
    ...(draft.defaultValue.trim() === '' ? {} : { defaultValue: Number(draft.defaultValue) }),
    ...(draft.unit === 'None' ? {} : { unit: draft.unit }),
    ...(Object.keys(dimensions).length === 0 ? {} : { dimensions }),
  }
}
