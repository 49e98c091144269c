/** What the operations on exports are handed. */
import type { ExportDesk } from '../../../../act/index.ts'
import type { LogsPorts } from '../context.ts'

export type ExportOperationPorts = LogsPorts & { readonly exports: ExportDesk }
