/** Answers to the cluster: an object of Kubernetes as JSON, or a `Status` in the words of its API for trouble. */
import type { EngineError } from '../../store/engine/index.ts'

export interface Answer {
  readonly status: number
  /** Without it: JSON. */
  readonly type?: string
  readonly body: string
}

export type Trouble = 400 | 401 | 403 | 404 | 405 | 406 | 408 | 417 | 431 | 500 | 503

const reasons: Readonly<Record<Trouble, string>> = {
  400: 'BadRequest',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  406: 'NotAcceptable',
  408: 'Timeout',
  // Kubernetes has no words of its own for these.
  417: '',
  431: '',
  500: 'InternalError',
  503: 'ServiceUnavailable',
}

/** What the trouble is about, for programs. */
export interface Details {
  readonly name?: string
  readonly group?: string
  /** A resource in the plural, as the API has it there. */
  readonly kind?: string
  readonly retryAfterSeconds?: number
}

export const found = (object: object): Answer => ({ status: 200, body: JSON.stringify(object) })
export const plain = (status: number, text: string): Answer => ({
  status,
  type: 'text/plain; charset=utf-8',
  body: text,
})

export function refused(code: Trouble, message: string, details?: Details): Answer {
  const status = {
    ...{ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, reason: reasons[code] },
    ...(details === undefined ? {} : { details }),
    code,
  }
  return { status: code, body: JSON.stringify(status) }
}

export const noSuchPath = refused(404, 'the server could not find the requested resource', {})
export const notFound = (group: string, resource: string, name: string): Answer =>
  refused(404, `${resource}.${group} "${name}" not found`, { name, group, kind: resource })
/** The caller tries again by itself. */
export const notYet = (message: string): Answer => refused(503, message, { retryAfterSeconds: 5 })

export function storeTrouble(error: EngineError): Answer {
  const why = 'message' in error ? `: ${error.message}` : ''
  if (error.code === 'over-limit') return refused(400, `this needs more than one question may take${why}`)
  return notYet(`the metric store does not answer${why}`)
}
