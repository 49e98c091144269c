/**
 * Opaque paging tokens: where the last page ended, when the token was given, and a digest of what was asked, so that a token
 * is good for the same question only. A token holds nothing secret and opens nothing: changing it only moves the position.
 */
import { hash } from 'node:crypto'
import { limits } from '../../../limits.ts'
import { err, type Instant, ok, type Result } from '../../../model/index.ts'
import type { AwsError } from '../protocol/index.ts'
import { refusals } from './refusals.ts'

export type Position = readonly (string | number)[]

const digest = (question: readonly unknown[]): string => hash('sha256', JSON.stringify(question), 'hex').slice(0, 16)

/** `question`: the operation and every parameter that decides what is in the list. */
export function pagingToken(position: Position, question: readonly unknown[], now: Instant): string {
  return Buffer.from(JSON.stringify([1, now, digest(question), ...position])).toString('base64url')
}

/** The position again, if it has the shape (`'string'`, `'number'`…) that is expected. */
export function readPagingToken(
  token: string,
  shape: readonly ('string' | 'number')[],
  question: readonly unknown[],
  now: Instant,
): Result<Position, AwsError> {
  const [version, given, of, ...position] = parse(token)
  const good =
    version === 1 &&
    typeof given === 'number' &&
    now - given <= limits.pagingTokenLife &&
    of === digest(question) &&
    position.length === shape.length &&
    position.every((part, at) => typeof part === shape[at] && (typeof part === 'string' || Number.isSafeInteger(part)))
  return good ? ok(position as (string | number)[]) : err(refusals.badToken)
}

function parse(token: string): unknown[] {
  if (token.length > 8_192 || !/^[\w-]+$/.test(token)) return []
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'))
    return Array.isArray(parsed) ? parsed : []
  } catch {
    return []
  }
}
