/** Names for destinations: PutDestination, PutDestinationPolicy, DescribeDestinations, DeleteDestination. */
import { limits } from '../../../../limits.ts'
import { err, ok } from '../../../../model/index.ts'
import type { StoredDestination } from '../../../../store/settings/port.ts'
import {
  type AwsCall,
  clientError,
  flag,
  invalidParameter,
  type Operation,
  operation,
  structure,
  text,
  textMap,
} from '../../protocol/index.ts'
import type { LogsPorts } from '../context.ts'
import { pagingToken, readPagingToken } from '../paging-token.ts'
import { settingsTrouble } from '../refusals.ts'
import { describeLimit, filterName as destinationName, nextToken } from '../shapes.ts'
import type { SubscriptionDeps } from './deps.ts'

const arn = text({ min: 1, max: limits.destinationLength })
const putShape = structure({ destinationName, targetArn: arn, roleArn: arn, tags: textMap({}, {}) }, [
  'destinationName',
  'targetArn',
  'roleArn',
])

export const putDestination = ({ clock }: LogsPorts, { settings, desk }: SubscriptionDeps): Operation =>
  operation('operate', putShape, async (input, call) => {
    const target = input.targetArn.toWellFormed()
    // A URL may hold a secret, and a destination has nowhere to seal it.
    if (!target.startsWith('arn:')) return err(invalidParameter('targetArn must be the ARN of a stream.'))
    const refused = desk.refusesTarget(target)
    if (refused !== undefined) return err(invalidParameter(refused))
    const name = input.destinationName.toWellFormed()
    const put = await settings.putDestination({
      ...{ name, target, roleArn: input.roleArn.toWellFormed(), createdAt: clock.now() },
    })
    if (!put.ok) return err(put.error.code === 'too-many' ? tooMany : settingsTrouble(put.error))
    await desk.changed()
    return ok({ destination: item(put.value, call) })
  })

const policyShape = structure(
  { destinationName, accessPolicy: text({ min: 1, max: limits.destinationPolicyLength }), forceUpdate: flag },
  ['destinationName', 'accessPolicy'],
)

/** Kept and shown: there is one account here, which may write to all it has. */
export const putDestinationPolicy = ({ settings }: SubscriptionDeps): Operation =>
  operation('operate', policyShape, async input => {
    const put = await settings.putPolicy(input.destinationName.toWellFormed(), input.accessPolicy.toWellFormed())
    if (put.ok) return ok({})
    return err(put.error.code === 'missing' ? missing : settingsTrouble(put.error))
  })

const describeShape = structure({ DestinationNamePrefix: destinationName, nextToken, limit: describeLimit })

export const describeDestinations = ({ clock }: LogsPorts, { settings }: SubscriptionDeps): Operation =>
  operation('ask', describeShape, async (input, call) => {
    const prefix = input.DestinationNamePrefix?.toWellFormed()
    const query = prefix === undefined ? {} : { prefix }
    const question = ['DescribeDestinations', query]
    const now = clock.now()
    const after = input.nextToken ? readPagingToken(input.nextToken, ['string'], question, now) : undefined
    if (after?.ok === false) return after
    const limit = input.limit ?? limits.describeCount
    const place = after ? { after: after.value[0] as string } : {}
    const found = await settings.destinations({ ...query, ...place, limit: limit + 1 })
    if (!found.ok) return err(settingsTrouble(found.error))
    const page = found.value.slice(0, limit)
    const last = page.at(-1)
    const more = found.value.length > limit && last !== undefined
    return ok({
      destinations: page.map(one => item(one, call)),
      nextToken: more ? pagingToken([last.name], question, now) : undefined,
    })
  })

const deleteShape = structure({ destinationName }, ['destinationName'])

export const deleteDestination = ({ settings, desk }: SubscriptionDeps): Operation =>
  operation('operate', deleteShape, async input => {
    const removed = await settings.removeDestination(input.destinationName.toWellFormed())
    if (!removed.ok) return err(removed.error.code === 'missing' ? missing : settingsTrouble(removed.error))
    await desk.changed()
    return ok({})
  })

function item({ name, target, roleArn, policy, createdAt }: StoredDestination, { region, account }: AwsCall): object {
  return {
    destinationName: name,
    targetArn: target,
    roleArn,
    accessPolicy: policy ?? undefined,
    arn: `arn:aws:logs:${region}:${account}:destination:${name}`,
    creationTime: createdAt,
  }
}

const missing = clientError('ResourceNotFoundException', 'The specified destination does not exist.')
const tooMany = clientError('LimitExceededException', 'Resource limit exceeded.')
