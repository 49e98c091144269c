/** One function per endpoint of `src/model/web-api-queries.ts`: Logs Insights. */
import type {
  ApiQueryFields,
  ApiQueryLine,
  ApiQueryRecord,
  ApiQueryRequest,
  ApiQueryRun,
  ApiQuerySql,
  ApiSavedQueries,
  ApiSavedQuery,
} from '../../src/model/index.ts'
import { type Answer, ask, askLines, query } from './http.ts'

/** Rows as they come; aborting `signal` stops the query in the engine. */
export const runQuery = (request: ApiQueryRequest, signal: AbortSignal): AsyncGenerator<ApiQueryLine> =>
  askLines<ApiQueryLine>('/api/queries/run', request, signal)

/** Newest first, without their answers. */
export const getRuns = (limit: number, signal?: AbortSignal): Answer<readonly ApiQueryRun[]> =>
  ask<readonly ApiQueryRun[] | { readonly queries: readonly ApiQueryRun[] }>('GET', `/api/queries${query({ limit })}`, {
    signal,
  }).then(answer =>
    answer.ok ? { ok: true, value: 'queries' in answer.value ? answer.value.queries : answer.value } : answer,
  )
/** With its answer, up to 7 days later. */
export const getRun = (id: string, signal?: AbortSignal): Answer<ApiQueryRun> =>
  ask('GET', `/api/queries/${encodeURIComponent(id)}`, { signal })
export const getSql = (request: ApiQueryRequest, signal?: AbortSignal): Answer<ApiQuerySql> =>
  ask('POST', '/api/queries/sql', { body: request, signal })
export const getRecord = (ptr: string, signal?: AbortSignal): Answer<ApiQueryRecord> =>
  ask('GET', `/api/queries/record${query({ ptr })}`, { signal })
export const getFields = (groups: readonly string[], at: number, signal?: AbortSignal): Answer<ApiQueryFields> =>
  ask('GET', `/api/queries/fields${query({ group: groups, at })}`, { signal })

export const getSavedQueries = (signal?: AbortSignal): Answer<ApiSavedQueries> =>
  ask('GET', '/api/queries/saved', { signal })
export type SavedQueryChange = Omit<ApiSavedQuery, 'id' | 'changedAt'> & { readonly id?: string }
export const saveQuery = (saved: SavedQueryChange): Answer<ApiSavedQuery> =>
  ask('PUT', '/api/queries/saved', { body: saved })
export const deleteQuery = (id: string): Answer<undefined> => ask('DELETE', `/api/queries/saved${query({ id })}`, {})
