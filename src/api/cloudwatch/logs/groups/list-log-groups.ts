/** ListLogGroups: names only, by alternatives of prefixes and substrings, and by tags. */
import { limits } from '../../../../limits.ts'
import { err, type LogGroupClass, matchesTags, ok, type Result } from '../../../../model/index.ts'
import type { LogGroup, LogGroupQuery } from '../../../../store/settings/port.ts'
import {
  type AwsError,
  type Checked,
  flag,
  integer,
  listOf,
  type Operation,
  operation,
  structure,
  text,
  textsOf,
} from '../../protocol/index.ts'
import { groupArn } from '../arn.ts'
import type { LogsPorts } from '../context.ts'
import { pagingToken, readPagingToken } from '../paging-token.ts'
import { settingsTrouble } from '../refusals.ts'
import { accountIds, groupClass, nameAlternatives, nextToken, tagFilterKey, tagFilterValues } from '../shapes.ts'
import { asksForUs } from './describe-log-groups.ts'

const shape = structure({
  logGroupNamePattern: nameAlternatives,
  logGroupClass: groupClass,
  includeLinkedAccounts: flag,
  accountIdentifiers: accountIds,
  nextToken,
  limit: integer({ min: 1, max: limits.listLogGroupsCount }),
  dataSources: listOf(structure({ name: text(), type: text() }, ['name']), { min: 1, max: 5 }),
  fieldIndexNames: textsOf({ min: 1, max: 512 }, { min: 1, max: 20 }),
  logGroupTags: listOf(structure({ key: tagFilterKey, values: tagFilterValues }, ['key']), { min: 1, max: 5 }),
})
type Input = Checked<typeof shape>

export const listLogGroups = (ports: LogsPorts): Operation =>
  operation('ask', shape, async (input, call) => {
    const question = ['ListLogGroups', input.logGroupNamePattern, input.logGroupClass, input.logGroupTags]
    const now = ports.clock.now()
    const after = input.nextToken ? readPagingToken(input.nextToken, ['string'], question, now) : undefined
    if (after?.ok === false) return after
    // No group here has a data source or a field index yet, so none matches.
    if (!asksForUs(input, call) || input.dataSources != null || input.fieldIndexNames != null) {
      return ok({ logGroups: [] })
    }
    const found = await collect(ports, input, after?.value[0] as string | undefined)
    if (!found.ok) return found
    const { groups, next } = found.value
    return ok({
      logGroups: groups.map(group => ({
        logGroupName: group.name,
        logGroupArn: groupArn(call, group.name),
        logGroupClass: group.class,
      })),
      nextToken: next === undefined ? undefined : pagingToken([next], question, now),
    })
  })

/** The name after which the next page begins; absent: that was all. */
interface Found {
  readonly groups: readonly LogGroup[]
  readonly next?: string
}

async function collect(ports: LogsPorts, input: Input, start: string | undefined): Promise<Result<Found, AwsError>> {
  const limit = input.limit ?? limits.describeCount
  const names = nameMatcher(input.logGroupNamePattern ?? undefined)
  const groups: LogGroup[] = []
  let after = start
  let scanned = 0
  while (scanned < limits.listLogGroupsScanned) {
    const query: LogGroupQuery = {
      ...names.query,
      ...(input.logGroupClass != null ? { class: input.logGroupClass as LogGroupClass } : {}),
      ...(after === undefined ? {} : { after }),
      limit: limits.listLogGroupsCount,
    }
    const chunk = await ports.settings.groups(query)
    if (!chunk.ok) return err(settingsTrouble(chunk.error))
    for (const group of chunk.value) {
      if (!names.matches(group.name)) continue
      const tagged = await hasTags(ports, group, input.logGroupTags)
      if (!tagged.ok) return tagged
      if (!tagged.value) continue
      if (groups.length === limit) return ok({ groups, next: groups.at(-1)!.name })
      groups.push(group)
    }
    if (chunk.value.length < query.limit) return ok({ groups })
    after = chunk.value.at(-1)!.name
    scanned += chunk.value.length
  }
  return ok(after === undefined ? { groups } : { groups, next: after })
}

/** `a|^b`: one of up to five names' parts, `^` binding it to the beginning. A single part is left to the database. */
function nameMatcher(pattern: string | undefined): {
  readonly query: Pick<LogGroupQuery, 'prefix' | 'contains'>
  matches(name: string): boolean
} {
  if (pattern === undefined) return { query: {}, matches: () => true }
  const parts = pattern.split('|')
  const only = parts.length === 1 ? pattern : undefined
  const query = only === undefined ? {} : only.startsWith('^') ? { prefix: only.slice(1) } : { contains: only }
  return {
    query,
    matches: name => parts.some(part => (part.startsWith('^') ? name.startsWith(part.slice(1)) : name.includes(part))),
  }
}

async function hasTags(
  { settings }: LogsPorts,
  group: LogGroup,
  filters: Input['logGroupTags'],
): Promise<Result<boolean, AwsError>> {
  if (filters == null) return ok(true)
  const tags = await settings.tags(group.id)
  return tags.ok ? ok(matchesTags(tags.value, filters)) : err(settingsTrouble(tags.error))
}
