/** DescribeSubscriptionFilters and DeleteSubscriptionFilter. */
import { limits } from '../../../../limits.ts'
import { err, ok } from '../../../../model/index.ts'
import type { StoredSubscription } from '../../../../store/settings/port.ts'
import { clientError, type Operation, operation, structure } from '../../protocol/index.ts'
import type { LogsPorts } from '../context.ts'
import { findGroup } from '../find.ts'
import { pagingToken, readPagingToken } from '../paging-token.ts'
import { settingsTrouble } from '../refusals.ts'
import { describeLimit, filterName, groupName, nextToken } from '../shapes.ts'
import type { SubscriptionDeps } from './deps.ts'

const describeShape = structure(
  { logGroupName: groupName, filterNamePrefix: filterName, nextToken, limit: describeLimit },
  ['logGroupName'],
)

export const describeSubscriptionFilters = (ports: LogsPorts, { settings }: SubscriptionDeps): Operation =>
  operation('ask', describeShape, async input => {
    const group = await findGroup(ports, input.logGroupName)
    if (!group.ok) return group
    const prefix = input.filterNamePrefix?.toWellFormed()
    const query = { groupId: group.value.id, ...(prefix === undefined ? {} : { prefix }) }
    const question = ['DescribeSubscriptionFilters', query]
    const now = ports.clock.now()
    const after = input.nextToken ? readPagingToken(input.nextToken, ['string'], question, now) : undefined
    if (after?.ok === false) return after
    const limit = input.limit ?? limits.describeCount
    const place = after ? { after: { group: group.value.name, name: after.value[0] as string } } : {}
    const found = await settings.list({ ...query, ...place, limit: limit + 1 })
    if (!found.ok) return err(settingsTrouble(found.error))
    const page = found.value.slice(0, limit)
    const last = page.at(-1)
    const more = found.value.length > limit && last !== undefined
    return ok({
      subscriptionFilters: page.map(item),
      nextToken: more ? pagingToken([last.name], question, now) : undefined,
    })
  })

function item(one: StoredSubscription): object {
  return {
    filterName: one.name,
    logGroupName: one.group,
    filterPattern: one.pattern,
    destinationArn: one.destination,
    roleArn: one.roleArn ?? undefined,
    distribution: one.distribution,
    creationTime: one.createdAt,
    ...(JSON.parse(one.options) as object),
  }
}

const deleteShape = structure({ logGroupName: groupName, filterName }, ['logGroupName', 'filterName'])

export const deleteSubscriptionFilter = (ports: LogsPorts, { settings, desk }: SubscriptionDeps): Operation =>
  operation('operate', deleteShape, async input => {
    const group = await findGroup(ports, input.logGroupName)
    if (!group.ok) return group
    const removed = await settings.remove(group.value.id, input.filterName.toWellFormed())
    if (!removed.ok) return err(removed.error.code === 'missing' ? missing : settingsTrouble(removed.error))
    await desk.changed()
    return ok({})
  })

const missing = clientError('ResourceNotFoundException', 'The specified subscription filter does not exist.')
