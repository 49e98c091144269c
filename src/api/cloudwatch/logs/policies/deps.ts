/** What the operations on policies need beside the logs. */
import type { MaskBook } from '../../../../query/masking/index.ts'
import type { PolicySettings } from '../../../../store/settings/port.ts'

export interface PolicyDeps {
  readonly settings: PolicySettings
  readonly masks: MaskBook
  /** Never the same twice. */
  readonly newId: () => string
}
