/** A query's text as DescribeQueries shows it: with its groups and times in front, so that it can be asked again as it is. */
import type { Instant } from '../../model/index.ts'

/** Times are epoch milliseconds, both inclusive. */
export function shownText(text: string, groups: readonly string[], from: Instant, to: Instant): string {
  const sources = groups.map(name => `SOURCE ${JSON.stringify(name)} START=${from} END=${to}`)
  return `${sources.join(' | ')} | ${text.replace(/^[\s|]+/, '')}`
}
