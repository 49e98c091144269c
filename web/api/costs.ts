/** One function per endpoint of `src/model/web-api-costs.ts`: size, price, exports, and the proof of no loss. */
import type { ApiExport, ApiExports, ApiLedger, ApiLogCosts } from '../../src/model/index.ts'
import { type Answer, ask, query } from './http.ts'

export const getCosts = (days: number, signal?: AbortSignal): Answer<ApiLogCosts> =>
  ask('GET', `/api/logs/costs${query({ days })}`, { signal })
export const getLedger = (
  page: { group?: string; after?: string | undefined },
  signal?: AbortSignal,
): Answer<ApiLedger> => ask('GET', `/api/self/ledger${query(page)}`, { signal })

export const getExports = (signal?: AbortSignal): Answer<ApiExports> => ask('GET', '/api/logs/exports', { signal })
export interface ExportRequest {
  readonly group: string
  readonly from: number
  readonly to: number
  readonly destination: string
  readonly prefix?: string
  readonly streamPrefix?: string
  readonly format: ApiExport['format']
}
export const startExport = (request: ExportRequest): Answer<ApiExport> =>
  ask('POST', '/api/logs/exports', { body: request })
export const cancelExport = (id: string): Answer<undefined> => ask('DELETE', `/api/logs/exports${query({ id })}`, {})
