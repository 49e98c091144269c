/** What an API server says when it says no, as our own words for trouble. */
import { limits } from '../../limits.ts'
import { type Millis, millis } from '../../model/index.ts'
import type { ClusterError } from '../../model/kubernetes/index.ts'

/** What was asked for, as a rule of access names it. */
export interface Asked {
  readonly verb: string
  readonly group: string
  /** `pods`, `pods/log`, `nodes/proxy`. */
  readonly resource: string
}

/** `body`: a `Status`, or whatever else came; `retryAfter`: the header. */
export function errorOfStatus(
  status: number,
  body: string,
  retryAfter: string | undefined,
  asked: Asked,
): ClusterError {
  const message = messageIn(body) ?? `The cluster answered ${status}.`
  switch (status) {
    case 401:
      return { code: 'unknown-caller', message }
    case 403:
      return { code: 'may-not', ...asked, message }
    case 404:
      return { code: 'not-found', message }
    case 410:
      return { code: 'gone', message }
    case 429:
    case 503:
      return { code: 'busy', retryAfter: pauseIn(retryAfter), message }
    default:
      return { code: 'refused', status, message }
  }
}

/** The trouble in an `ERROR` event of a watch: its object is a `Status`. */
export function errorOfWatch(object: unknown, asked: Asked): ClusterError {
  const { code, reason } = (typeof object === 'object' && object !== null ? object : {}) as Record<string, unknown>
  const status = reason === 'Expired' || reason === 'Gone' ? 410 : typeof code === 'number' ? code : 500
  return errorOfStatus(status, JSON.stringify(object ?? null), undefined, asked)
}

function pauseIn(header: string | undefined): Millis {
  const told = header === undefined ? Number.NaN : Number(header)
  if (!Number.isFinite(told) || told < 0) return millis(1_000)
  return millis(Math.min(told * 1_000, limits.clusterMostPause))
}

function messageIn(body: string): string | undefined {
  try {
    const { message } = JSON.parse(body) as { message?: unknown }
    if (typeof message === 'string' && message !== '') return message.slice(0, limits.clusterMessageChars)
  } catch {
    // A proxy on the way writes what it likes.
  }
  const words = body
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  return words === '' ? undefined : words.slice(0, limits.clusterMessageChars)
}
