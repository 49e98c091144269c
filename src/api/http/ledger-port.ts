/** What the ledger is read from: handed in by whoever starts us. */
import type { ApiLedger } from '../../model/index.ts'

/** What the ledger is read from. `skip` and `limit`: in sources. */
export type LedgerPort = (page: {
  readonly group?: string
  readonly skip: number
  readonly limit: number
}) => Promise<ApiLedger>
