/** DescribeLogGroups: a page of groups in the order of their names, with what they hold. */
import { limits } from '../../../../limits.ts'
import { err, type LogGroupClass, ok, type Result } from '../../../../model/index.ts'
import type { LogGroup, LogGroupQuery } from '../../../../store/settings/port.ts'
import {
  type AwsCall,
  type AwsError,
  type Checked,
  flag,
  type Operation,
  operation,
  structure,
} from '../../protocol/index.ts'
import { groupArn, parseIdentifier } from '../arn.ts'
import type { LogsPorts } from '../context.ts'
import { pagingToken, readPagingToken } from '../paging-token.ts'
import { engineTrouble, refusals, settingsTrouble } from '../refusals.ts'
import { accountIds, describeLimit, groupClass, groupIdentifiers, groupName, namePart, nextToken } from '../shapes.ts'

const shape = structure({
  accountIdentifiers: accountIds,
  logGroupNamePrefix: groupName,
  logGroupNamePattern: namePart,
  nextToken,
  limit: describeLimit,
  includeLinkedAccounts: flag,
  logGroupClass: groupClass,
  logGroupIdentifiers: groupIdentifiers,
})
type Input = Checked<typeof shape>

export const describeLogGroups = (ports: LogsPorts): Operation =>
  operation('ask', shape, async (input, call) => {
    const filter = filterOf(input, call)
    if (!filter.ok) return filter
    const question = ['DescribeLogGroups', filter.value]
    const now = ports.clock.now()
    const after = input.nextToken ? readPagingToken(input.nextToken, ['string'], question, now) : undefined
    if (after?.ok === false) return after
    if (!asksForUs(input, call)) return ok({ logGroups: [] })

    const limit = input.limit ?? limits.describeCount
    const position = after ? { after: after.value[0] as string } : {}
    const found = await ports.settings.groups({ ...filter.value, ...position, limit: limit + 1 })
    if (!found.ok) return err(settingsTrouble(found.error))
    const page = found.value.slice(0, limit)
    const items = await describe(ports, page, input.logGroupNamePattern != null, call)
    if (!items.ok) return items
    const more = found.value.length > limit
    return ok({
      logGroups: items.value,
      nextToken: more ? pagingToken([page.at(-1)!.name], question, now) : undefined,
    })
  })

function filterOf(input: Input, { account }: AwsCall): Result<Omit<LogGroupQuery, 'limit'>, AwsError> {
  const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern, logGroupClass, logGroupIdentifiers } = input
  if (prefix != null && pattern != null) return err(refusals.prefixAndPattern)
  if (logGroupIdentifiers != null) {
    if (prefix != null || pattern != null || logGroupClass != null) return err(refusals.identifiersAndFilters)
    const named = logGroupIdentifiers.map(identifier => parseIdentifier(identifier, account))
    if (named.includes(undefined)) return err(refusals.badIdentifier)
    return ok({ names: named.filter(each => each?.elsewhere === false).map(each => each!.name) })
  }
  return ok({
    ...(prefix != null ? { prefix } : {}),
    ...(pattern != null ? { contains: pattern } : {}),
    ...(logGroupClass != null ? { class: logGroupClass as LogGroupClass } : {}),
  })
}

/** Other accounts have nothing here. */
export function asksForUs(
  { accountIdentifiers }: { readonly accountIdentifiers?: readonly string[] | null | undefined },
  { account }: AwsCall,
): boolean {
  return accountIdentifiers == null || accountIdentifiers.length === 0 || accountIdentifiers.includes(account)
}

async function describe(
  { logs, metricFilters }: LogsPorts,
  groups: readonly LogGroup[],
  byPattern: boolean,
  call: AwsCall,
): Promise<Result<readonly object[], AwsError>> {
  if (groups.length === 0) return ok([])
  const counted = metricFilters === undefined ? ok(noFilters) : await metricFilters.count(groups.map(({ id }) => id))
  if (!counted.ok) return err(settingsTrouble(counted.error))
  const item = (group: LogGroup) => itemOf(group, counted.value.get(group.id) ?? 0, call)
  // A search by pattern is answered by the real service without sizes.
  if (byPattern) return ok(groups.map(item))
  const stats = await logs.groupStats(groups.map(({ id }) => id))
  if (!stats.ok) return err(engineTrouble(stats.error))
  const bytes = new Map(stats.value.map(each => [each.groupId, each.bytes]))
  return ok(
    groups.map(group => ({
      ...item(group),
      storedBytes: bytes.get(group.id) ?? 0,
      deletionProtectionEnabled: group.deletionProtection,
    })),
  )
}

const noFilters: ReadonlyMap<number, number> = new Map()

function itemOf(group: LogGroup, metricFilterCount: number, call: AwsCall): object {
  const arn = groupArn(call, group.name)
  return {
    logGroupName: group.name,
    creationTime: group.createdAt,
    retentionInDays: group.retentionDays ?? undefined,
    metricFilterCount,
    arn: `${arn}:*`,
    logGroupClass: group.class,
    logGroupArn: arn,
    kmsKeyId: group.kmsKeyId ?? undefined,
  }
}
