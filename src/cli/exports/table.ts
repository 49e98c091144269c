/** Exports as a table. */
import type { ApiExport } from '../../model/index.ts'
import type { Messages } from '../messages/index.ts'
import { showSize, tableOf, tamed } from '../table.ts'

export function exportTable(exports: readonly ApiExport[], say: Messages): string {
  const columns = [
    ...(['column-export', 'column-status', 'column-group', 'column-destination', 'column-format'] as const),
    ...(['column-events', 'column-size', 'column-files', 'column-created'] as const),
  ]
  return tableOf(
    columns.map(column => say[column]()),
    exports.map(one => [
      ...[one.id, one.status, tamed(one.group), tamed(one.destination), one.format],
      ...[String(one.events), showSize(one.bytes), String(one.files), new Date(one.createdAt).toISOString()],
    ]),
    [5, 6, 7],
  )
}
