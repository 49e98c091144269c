/** The only file that speaks HTTP: one function per endpoint of `src/model/web-api.ts`. Expected trouble is a value. */
import type {
  ApiContext,
  ApiError,
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
  Result,
} from '../../src/model/index.ts'
import { err, ok } from '../../src/model/index.ts'
import { cutLines } from './ndjson.ts'

/** Why an answer did not come: the server said no, or nothing usable came back at all. */
export type Problem =
  | { readonly kind: 'refused'; readonly status: number; readonly error: ApiError['error'] }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'garbled'; readonly status: number }

export type Answer<T> = Promise<Result<T, Problem>>

/** What TanStack Query needs thrown; carries the problem for the one place that turns it into words. */
export class ApiProblem extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.kind === 'refused' ? problem.error.message : problem.kind)
    this.problem = problem
  }
}

/** For query functions: the value, or the problem thrown. */
export async function orThrow<T>(answer: Answer<T>): Promise<T> {
  const result = await answer
  if (!result.ok) throw new ApiProblem(result.error)
  return result.value
}

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

/** Lines as the server finds them. Aborting `signal` closes the connection, which stops the work there; nothing more comes then. */
export async function* searchLogs(search: ApiLogSearch, signal: AbortSignal): AsyncGenerator<ApiSearchLine> {
  try {
    const response = await fetch('/api/logs/search', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/x-ndjson' },
      body: JSON.stringify(search),
      signal,
    })
    if (!response.ok || !response.body) {
      const problem = await refusal(response)
      yield { type: 'error', error: problem.kind === 'refused' ? problem.error : { code: problem.kind, message: '' } }
      return
    }
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    let rest = ''
    for (;;) {
      const { done, value } = await reader.read()
      const cut = cutLines(rest, done ? '\n' : value)
      rest = cut.rest
      for (const line of cut.lines) yield JSON.parse(line) as ApiSearchLine
      if (done) return
    }
  } catch {
    if (!signal.aborted) yield { type: 'error', error: { code: 'unreachable', message: '' } }
  }
}

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

interface AskOptions {
  readonly body?: unknown
  readonly signal?: AbortSignal | undefined
}

async function ask<T>(method: string, path: string, { body, signal }: AskOptions): Answer<T> {
  let response: Response
  try {
    response = await fetch(path, {
      method,
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    })
  } catch (error) {
    // An aborted query is not news; the query library wants to see it as it is.
    if (signal?.aborted) throw error
    return err({ kind: 'unreachable' })
  }
  if (!response.ok) return err(await refusal(response))
  if (response.status === 204) return ok(undefined as T)
  try {
    return ok((await response.json()) as T)
  } catch (error) {
    if (signal?.aborted) throw error
    return err({ kind: 'garbled', status: response.status })
  }
}

async function refusal(response: Response): Promise<Problem> {
  try {
    const { error } = (await response.json()) as ApiError
    if (typeof error?.message === 'string') return { kind: 'refused', status: response.status, error }
  } catch {
    // Not ours: a proxy's page, or nothing.
  }
  return response.status >= 502 && response.status <= 504
    ? { kind: 'unreachable' }
    : { kind: 'garbled', status: response.status }
}

function query(values: Record<string, string | number | undefined>): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(values))
    if (value !== undefined && value !== '') params.set(name, String(value))
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}
