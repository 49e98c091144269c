/** The door of tags: the operations of today and of yesterday, and what others ask of tags. */
import type { Operation } from '../../protocol/index.ts'
import type { LogsPorts } from '../context.ts'
import { listTagsLogGroup, tagLogGroup, untagLogGroup } from './group-tags.ts'
import { listTagsForResource, tagResource, untagResource } from './resource-tags.ts'

export { hasReservedKey } from './reserved-key.ts'

export const tagOperations = (ports: LogsPorts): readonly (readonly [string, Operation])[] => [
  ['TagResource', tagResource(ports)],
  ['UntagResource', untagResource(ports)],
  ['ListTagsForResource', listTagsForResource(ports)],
  ['TagLogGroup', tagLogGroup(ports)],
  ['UntagLogGroup', untagLogGroup(ports)],
  ['ListTagsLogGroup', listTagsLogGroup(ports)],
]
