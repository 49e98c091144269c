/** What a receiver's status means, and how a URL is written without who may call it. */
import { type Instant, millis } from '../../../model/index.ts'
import type { Answer } from '../decide.ts'
import type { Posted } from './http-post.ts'

export function withoutUser(url: URL): URL {
  const plain = new URL(url)
  plain.username = ''
  plain.password = ''
  return plain
}

export function answerOf({ status, retryAfter }: Pick<Posted, 'status' | 'retryAfter'>, now: Instant): Answer {
  const message = `answered ${status}`
  if (status >= 200 && status < 300) return { kind: 'delivered' }
  if (status === 413) return { kind: 'too-large', message }
  if (status === 429 || status === 503)
    return { kind: 'throttled', retryAfter: readRetryAfter(retryAfter, now), message }
  // A redirect is not followed; missing rights and missing pages may be mended by somebody.
  if (status === 400 || status === 405 || status === 406 || status === 415 || status === 422) {
    return { kind: 'refused', message }
  }
  return { kind: 'failed', message }
}

/** Seconds, or a date. */
function readRetryAfter(text: string | undefined, now: Instant) {
  if (text === undefined) return null
  if (/^\d{1,9}$/.test(text.trim())) return millis(Number(text) * 1_000)
  const at = Date.parse(text)
  return Number.isNaN(at) ? null : millis(Math.max(0, at - now))
}

/** `https://user:password@…` is Basic, `https://token@…` a bearer token. */
export function authorizationOf({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined
  const [user, secret] = [plainText(username), plainText(password)]
  return secret === '' ? `Bearer ${user}` : `Basic ${Buffer.from(`${user}:${secret}`).toString('base64')}`
}

function plainText(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
