/** What the columns of a line say. */
import type { ApiLogEvent } from '../../../src/model/index.ts'
import type { LogColumn } from '../view.ts'

/** Lines of no pod tell their stream in its place, where streams have no column of their own. */
export const mayTellStream = (columns: readonly LogColumn[]): boolean =>
  columns.includes('pod') && !columns.includes('stream')

export const tellsStream = (
  column: LogColumn,
  columns: readonly LogColumn[],
  { pod }: Pick<ApiLogEvent, 'pod'>,
): boolean => column === 'pod' && pod === '' && mayTellStream(columns)
