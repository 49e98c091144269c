/** What an AWS account holds, as its API answers; the aws CLI prints the same, so files of it are read alike. */

export type Json = Readonly<Record<string, unknown>>

export const importKinds = ['groups', 'filters', 'queries', 'dashboards', 'alarms', 'composites'] as const
export type ImportKind = (typeof importKinds)[number]

export interface Gathered {
  readonly groups: Json[]
  readonly filters: Json[]
  readonly queries: Json[]
  /** Bodies by name; null: only the name is known. */
  readonly dashboards: Map<string, string | null>
  readonly alarms: Json[]
  readonly composites: Json[]
}

export const emptyHands = (): Gathered => ({
  ...{ groups: [], filters: [], queries: [], dashboards: new Map(), alarms: [], composites: [] },
})

export const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const textOf = (of: Json, name: string): string | undefined => {
  const value = Object.hasOwn(of, name) ? of[name] : undefined
  return typeof value === 'string' && value !== '' ? value : undefined
}

export const objectsOf = (of: Json, name: string): readonly Json[] => {
  const value = Object.hasOwn(of, name) ? of[name] : undefined
  return Array.isArray(value) ? value.filter(isJson) : []
}

/** Adds an answer's lists. False: it is none of the answers that are known. */
export function take(into: Gathered, answer: Json): boolean {
  const lists = [
    ['logGroups', into.groups],
    ['metricFilters', into.filters],
    ['queryDefinitions', into.queries],
    ['MetricAlarms', into.alarms],
    ['CompositeAlarms', into.composites],
  ] as const
  let known = false
  for (const [name, list] of lists) {
    if (!Object.hasOwn(answer, name)) continue
    known = true
    list.push(...objectsOf(answer, name))
  }
  if (Object.hasOwn(answer, 'DashboardEntries')) {
    known = true
    for (const entry of objectsOf(answer, 'DashboardEntries')) {
      const name = textOf(entry, 'DashboardName')
      if (name !== undefined && !into.dashboards.has(name)) into.dashboards.set(name, null)
    }
  }
  const [name, body] = [textOf(answer, 'DashboardName'), textOf(answer, 'DashboardBody')]
  if (name === undefined || body === undefined) return known
  into.dashboards.set(name, body)
  return true
}
