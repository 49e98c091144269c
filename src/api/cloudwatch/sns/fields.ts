/** The members that operations share: ARNs, attributes, tags, and a page's token. */
import { subscriptionIn, topicIn } from '../../../act/index.ts'
import { limits } from '../../../limits.ts'
import { err, type Instant, ok, type Result } from '../../../model/index.ts'
import { pagingToken, readPagingToken } from '../logs/paging-token.ts'
import { type AwsError, listOf, structure, text, textMap } from '../protocol/index.ts'
import { invalid } from './refusals.ts'

export const arn = text({ max: 2_048 })
export const attributes = textMap({ min: 1, max: 100 }, { max: 30_720 }, { max: 50 })
export const tags = listOf(
  structure({ Key: text({ min: 1, max: 128 }), Value: text({ max: 256 }) }, ['Key', 'Value']),
  {
    max: limits.tagsPerResource,
  },
)

/** The topic's name; region and account of the ARN do not matter, there is one of each here. */
export function topicOf(given: string | null | undefined): Result<string, AwsError> {
  const name = topicIn(given ?? '')
  return name === undefined ? err(invalid('Invalid parameter: TopicArn')) : ok(name)
}

export function subscriptionOf(given: string | null | undefined): Result<string, AwsError> {
  const id = subscriptionIn(given ?? '')
  return id === undefined ? err(invalid('Invalid parameter: SubscriptionArn')) : ok(id)
}

/** Where the page begins: after a name or a number; undefined: at the beginning. */
export function placeIn(
  token: string | null | undefined,
  kind: 'string' | 'number',
  question: readonly unknown[],
  now: Instant,
): Result<string | number | undefined, AwsError> {
  if (token == null || token === '') return ok(undefined)
  const read = readPagingToken(token, [kind], question, now)
  return read.ok ? ok(read.value[0]) : err(invalid('Invalid parameter: NextToken'))
}

/** One more than a page was asked for: what stands on it, and the token of the next. */
export function pageOf<T>(
  found: readonly T[],
  placeOf: (one: T) => string | number,
  question: readonly unknown[],
  now: Instant,
): { readonly shown: readonly T[]; readonly next: string | undefined } {
  const shown = found.slice(0, limits.snsPageCount)
  const last = shown.at(-1)
  const more = found.length > shown.length && last !== undefined
  return { shown, next: more ? pagingToken([placeOf(last)], question, now) : undefined }
}
