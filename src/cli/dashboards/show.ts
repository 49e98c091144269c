/** Dashboards and what is wrong with them, for a terminal. Pure. */
import type { ApiDashboardEntry, ApiDashboardTrouble } from '../../model/index.ts'
import type { Language } from '../../server/config.ts'
import type { Messages } from '../messages/index.ts'
import { showSize, tableOf, tamed } from '../table.ts'

export function dashboardTable(entries: readonly ApiDashboardEntry[], say: Messages, language: Language): string {
  const columns = ['name', 'widgets', 'size', 'changed', 'title'] as const
  return tableOf(
    columns.map(column => say[`dashboards-column-${column}`]()),
    entries.map(({ name, widgets, bytes, changedAt, title }) => [
      tamed(name),
      String(widgets),
      showSize(bytes),
      changedAt === null ? '' : new Date(changedAt).toISOString(),
      title?.[language] ?? '',
    ]),
    [1, 2],
  )
}

/** One line each: `NAME /widgets/0/type: …`. */
export const troubleLines = (name: string, troubles: readonly ApiDashboardTrouble[]): string =>
  troubles
    .map(({ path, message }) => `${tamed(name)} ${path === '' ? '' : `${tamed(path)}: `}${tamed(message)}\n`)
    .join('')
