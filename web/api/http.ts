/** The only file that speaks HTTP: a call and its answer, where expected trouble is a value. */
import type { ApiError, Result } from '../../src/model/index.ts'
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

export interface AskOptions {
  readonly body?: unknown
  readonly signal?: AbortSignal | undefined
}

export async function ask<T>(method: string, path: string, { body, signal }: AskOptions): Answer<T> {
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

/** `?name=value…`, without what is undefined or empty; a list stands several times. */
export function query(values: Record<string, string | number | readonly string[] | undefined>): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(values))
    for (const one of Array.isArray(value) ? value : [value])
      if (one !== undefined && one !== '') params.append(name, String(one))
  const text = params.toString()
  return text === '' ? '' : `?${text}`
}

/**
 * The lines of an NDJSON answer as they come. Aborting `signal` closes the connection, which stops the work there; nothing more comes
 * then. Trouble comes as one line of type `error`, so that a caller sees it where it sees the server's own.
 */
export async function* askLines<T>(
  path: string,
  body: unknown,
  signal: AbortSignal,
): AsyncGenerator<T | { readonly type: 'error'; readonly error: ApiError['error'] }> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/x-ndjson' },
      body: JSON.stringify(body),
      signal,
    })
    if (!response.ok || !response.body) {
      const problem = await refusal(response)
      yield { type: 'error', error: problem.kind === 'refused' ? problem.error : { code: problem.kind, message: '' } }
      return
    }
    const reader = response.body.getReader()
    // Not through a stream of its own: each piece would take several turns of a page that is busy.
    const decoder = new TextDecoder()
    let rest = ''
    for (;;) {
      const { done, value } = await reader.read()
      const cut = cutLines(rest, done ? `${decoder.decode()}\n` : decoder.decode(value, { stream: true }))
      rest = cut.rest
      for (const line of cut.lines) yield JSON.parse(line) as T
      if (done) return
    }
  } catch {
    if (!signal.aborted) yield { type: 'error', error: { code: 'unreachable', message: '' } }
  }
}
