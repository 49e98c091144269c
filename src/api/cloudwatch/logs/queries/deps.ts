/** What the operations on queries are handed beside what all operations have. */
import type { Asking } from '../../../../query/jobs/index.ts'
import type { QuerySettings } from '../../../../store/settings/port.ts'

export interface QueryDeps {
  readonly asking: Asking
  readonly kept: QuerySettings
  /** A UUID, never the same twice. */
  readonly newId: () => string
}
