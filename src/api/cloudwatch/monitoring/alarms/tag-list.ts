/** Tags as a list of keys and values, as this service writes them. */
import { limits } from '../../../../limits.ts'
import { err, ok, type Result } from '../../../../model/index.ts'
import type { AwsError } from '../../protocol/index.ts'
import { reservedTag, tooManyTags } from './refusals.ts'
import type { Tag } from './shapes.ts'

/** Of a key that stands twice the later value counts. */
export function tagsOf(list: readonly Tag[] | null | undefined): Result<Readonly<Record<string, string>>, AwsError> {
  const tags = new Map((list ?? []).map(({ Key, Value }) => [Key, Value]))
  if ([...tags.keys()].some(key => key.toLowerCase().startsWith('aws:'))) return err(reservedTag)
  return tags.size > limits.tagsPerResource ? err(tooManyTags) : ok(Object.fromEntries(tags))
}

export const tagListOf = (tags: Readonly<Record<string, string>>): Tag[] =>
  Object.entries(tags)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([Key, Value]) => ({ Key, Value }))
