/** Calls our HTTP API: a base address, a token, and trouble as values in plain words. */
import type { ApiError, Result } from '../../model/index.ts'
import { err, ok } from '../../model/index.ts'
import type { Messages } from '../messages/index.ts'

export type ApiTrouble =
  | { readonly code: 'no-answer'; readonly url: string; readonly why: string }
  /** `message` is the server's own. */
  | {
      readonly code: 'refused'
      readonly status: number
      readonly message: string
      /** All that the server said, when it was one of ours. */
      readonly error?: ApiError['error']
    }
  | { readonly code: 'broken-answer'; readonly why: string }

export interface AskOptions {
  /** A body; without one the call is a GET. */
  readonly post?: unknown
  /** A body, and the call is a PUT. */
  readonly put?: unknown
  /** The call is a DELETE. */
  readonly remove?: true
  readonly signal?: AbortSignal
}

export interface Api {
  /** `path` starts with `/api/`. Resolves once the head of a good answer is there; the body may still be coming. */
  ask(path: string, request?: AskOptions): Promise<Result<Response, ApiTrouble>>
  /** The whole answer as JSON. */
  json<T>(path: string, request?: AskOptions): Promise<Result<T, ApiTrouble>>
}

/** `url` is the server's address without a path. */
export function apiAt(url: string, token: string | undefined, ask: typeof fetch): Api {
  const api: Api = {
    async ask(path, request = {}) {
      const body = request.put ?? request.post
      try {
        const response = await ask(new URL(path, url), {
          method: request.remove ? 'DELETE' : request.put !== undefined ? 'PUT' : body === undefined ? 'GET' : 'POST',
          headers: {
            ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
          ...(request.signal === undefined ? {} : { signal: request.signal }),
        })
        if (response.ok) return ok(response)
        return err({ code: 'refused', status: response.status, ...(await saidBy(response)) })
      } catch (error) {
        return err({ code: 'no-answer', url, why: causeOf(error) })
      }
    },
    async json<T>(path: string, request?: AskOptions): Promise<Result<T, ApiTrouble>> {
      const answer = await api.ask(path, request)
      if (!answer.ok) return answer
      try {
        return ok((await answer.value.json()) as T)
      } catch (error) {
        return err({ code: 'broken-answer', why: causeOf(error) })
      }
    },
  }
  return api
}

export function explainTrouble(trouble: ApiTrouble, say: Messages): string {
  switch (trouble.code) {
    case 'no-answer':
      return say['no-answer'](trouble.url, trouble.why)
    case 'refused':
      return trouble.status === 401 ? say['needs-token']() : say['server-said'](trouble.status, trouble.message)
    case 'broken-answer':
      return say['answer-broken'](trouble.why)
  }
}

async function saidBy(response: Response): Promise<{ readonly message: string; readonly error?: ApiError['error'] }> {
  const text = await response.text().catch(() => '')
  try {
    const { error } = JSON.parse(text) as ApiError
    return { message: error.message, error }
  } catch {
    return { message: text.slice(0, 200) || response.statusText }
  }
}

/** `fetch failed` says nothing; its cause does. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  if (!(cause instanceof Error)) return String(cause)
  return cause.message || ('code' in cause ? String(cause.code) : cause.name)
}
