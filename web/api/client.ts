/** One function per endpoint of `src/model/web-api.ts`. */
import type {
  ApiContext,
  ApiFacets,
  ApiFollowRate,
  ApiHistogram,
  ApiLogEvent,
  ApiLogGroup,
  ApiLogGroups,
  ApiLogSearch,
  ApiLogSelection,
  ApiLogStreams,
  ApiPatternCheck,
  ApiSearchLine,
  ApiSelf,
  ApiSession,
} from '../../src/model/index.ts'
import { type Answer, ask, askLines, query } from './http.ts'

export type Credentials =
  | { readonly accessKeyId: string; readonly secretAccessKey: string }
  | { readonly token: string }

export const getSession = (signal?: AbortSignal): Answer<ApiSession> => ask('GET', '/api/session', { signal })
export const logIn = (credentials: Credentials): Answer<ApiSession> =>
  ask('POST', '/api/session', { body: credentials })
export const logOut = (): Answer<ApiSession | undefined> => ask('DELETE', '/api/session', {})

export const getGroups = (
  page: { contains?: string; after?: string | undefined; limit?: number },
  signal?: AbortSignal,
): Answer<ApiLogGroups> => ask('GET', `/api/logs/groups${query(page)}`, { signal })
export const createGroup = (group: { name: string; retentionDays?: number }): Answer<ApiLogGroup> =>
  ask('POST', '/api/logs/groups', { body: group })
export const deleteGroup = (name: string): Answer<undefined> => ask('DELETE', `/api/logs/groups${query({ name })}`, {})
export const setRetention = (name: string, retentionDays: number | null): Answer<ApiLogGroup> =>
  ask('PUT', '/api/logs/groups/retention', { body: { name, retentionDays } })

export const getStreams = (
  page: { group: string; prefix?: string; order: 'name' | 'last-event'; after?: string | undefined; limit?: number },
  signal?: AbortSignal,
): Answer<ApiLogStreams> => ask('GET', `/api/logs/streams${query(page)}`, { signal })

export const getHistogram = (
  selection: ApiLogSelection & { bars?: number },
  signal?: AbortSignal,
): Answer<ApiHistogram> => ask('POST', '/api/logs/histogram', { body: selection, signal })
export const getFacets = (selection: ApiLogSelection & { top?: number }, signal?: AbortSignal): Answer<ApiFacets> =>
  ask('POST', '/api/logs/facets', { body: selection, signal })
export const getContext = (
  around: { group: string; id: string; before: number; after: number },
  signal?: AbortSignal,
): Answer<ApiContext> => ask('GET', `/api/logs/context${query(around)}`, { signal })
export const checkPattern = (pattern: string, signal?: AbortSignal): Answer<ApiPatternCheck> =>
  ask('POST', '/api/logs/pattern', { body: { pattern }, signal })
export const getSelf = (signal?: AbortSignal): Answer<ApiSelf> => ask('GET', '/api/self', { signal })

/** Where the browser fetches a download itself. */
export const downloadAddress = (
  selection: ApiLogSelection,
  format: 'ndjson' | 'csv',
  order: ApiLogSearch['order'],
): string => `/api/logs/download${query({ selection: JSON.stringify(selection), format, order })}`

/** Lines as the server finds them. Aborting `signal` stops the work. */
export const searchLogs = (search: ApiLogSearch, signal: AbortSignal): AsyncGenerator<ApiSearchLine> =>
  askLines<ApiSearchLine>('/api/logs/search', search, signal)

export interface FollowListener {
  readonly onOpen: () => void
  readonly onEvents: (events: readonly ApiLogEvent[]) => void
  readonly onRate: (rate: ApiFollowRate) => void
  /** The connection broke; the browser tries again by itself unless `final`. */
  readonly onTrouble: (final: boolean) => void
}

/** Lines as they become durable. Returns the way to stop. */
export function followLogs(selection: Omit<ApiLogSelection, 'from' | 'to'>, listener: FollowListener): () => void {
  const source = new EventSource(`/api/logs/follow${query({ selection: JSON.stringify(selection) })}`)
  source.onopen = listener.onOpen
  source.onerror = () => listener.onTrouble(source.readyState === EventSource.CLOSED)
  source.addEventListener('events', event => listener.onEvents(JSON.parse(event.data) as ApiLogEvent[]))
  source.addEventListener('rate', event => listener.onRate(JSON.parse(event.data) as ApiFollowRate))
  return () => source.close()
}
