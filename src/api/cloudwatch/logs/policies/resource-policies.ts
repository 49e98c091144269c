/** PutResourcePolicy, DescribeResourcePolicies, DeleteResourcePolicy: kept and shown. There is one account here, so they allow nobody anything. */
import { limits } from '../../../../limits.ts'
import { err, ok } from '../../../../model/index.ts'
import type { ResourcePolicy } from '../../../../store/settings/port.ts'
import { clientError, invalidParameter, type Operation, operation, structure, text } from '../../protocol/index.ts'
import { pagingToken, readPagingToken } from '../paging-token.ts'
import { settingsTrouble } from '../refusals.ts'
import { describeLimit, nextToken } from '../shapes.ts'
import type { PolicyPorts } from './ports.ts'

const policyName = text({ min: 1, max: 512 })
const putShape = structure({
  policyName,
  policyDocument: text({ min: 1, max: limits.resourcePolicyLength }),
  resourceArn: text(),
  expectedRevisionId: text({ min: 1 }),
})

export const putResourcePolicy = ({ policies, clock }: PolicyPorts): Operation =>
  operation('operate', putShape, async input => {
    if (input.resourceArn != null) return err(ofResources)
    if (!input.policyName || input.policyDocument == null) return err(inHalf)
    const [name, document] = [input.policyName, input.policyDocument].map(given => given.toWellFormed()) as [
      string,
      string,
    ]
    if (!isObject(document) || `${name}${document}`.includes('\0')) return err(noDocument)
    const policy = { name, document, revision: policies.newId(), changedAt: clock.now() }
    const put = await policies.settings.putResourcePolicy(policy, input.expectedRevisionId ?? undefined)
    if (put.ok) return ok({ resourcePolicy: item(policy), revisionId: policy.revision })
    switch (put.error.code) {
      case 'too-many':
        return err(tooMany)
      case 'another-revision':
        return err(anotherRevision)
      default:
        return err(settingsTrouble(put.error))
    }
  })

const describeShape = structure({
  nextToken,
  limit: describeLimit,
  resourceArn: text(),
  policyScope: text({ values: ['ACCOUNT', 'RESOURCE'] }),
})

export const describeResourcePolicies = ({ policies, clock }: PolicyPorts): Operation =>
  operation('ask', describeShape, async input => {
    if (input.resourceArn != null || input.policyScope === 'RESOURCE') return ok({ resourcePolicies: [] })
    const question = ['DescribeResourcePolicies']
    const now = clock.now()
    const after = input.nextToken ? readPagingToken(input.nextToken, ['string'], question, now) : undefined
    if (after?.ok === false) return after
    const limit = input.limit ?? limits.describeCount
    const found = await policies.settings.resourcePolicies({
      ...(after ? { after: after.value[0] as string } : {}),
      limit: limit + 1,
    })
    if (!found.ok) return err(settingsTrouble(found.error))
    const page = found.value.slice(0, limit)
    const last = page.at(-1)
    const more = found.value.length > limit && last !== undefined
    return ok({
      resourcePolicies: page.map(item),
      nextToken: more ? pagingToken([last.name], question, now) : undefined,
    })
  })

const deleteShape = structure({ policyName, resourceArn: text(), expectedRevisionId: text({ min: 1 }) })

export const deleteResourcePolicy = ({ policies }: PolicyPorts): Operation =>
  operation('operate', deleteShape, async input => {
    if (input.resourceArn != null) return err(ofResources)
    const removed = await policies.settings.removeResourcePolicy((input.policyName ?? '').toWellFormed())
    if (removed.ok) return ok({})
    return err(removed.error.code === 'missing' ? missing : settingsTrouble(removed.error))
  })

const item = ({ name, document, revision, changedAt }: ResourcePolicy): object => ({
  policyName: name,
  policyDocument: document,
  lastUpdatedTime: changedAt,
  policyScope: 'ACCOUNT',
  revisionId: revision,
})

function isObject(document: string): boolean {
  try {
    const value: unknown = JSON.parse(document)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}

const ofResources = invalidParameter('Policies of single resources are not kept here: leave resourceArn out.')
const inHalf = invalidParameter('policyName and policyDocument must be specified.')
const noDocument = invalidParameter('The policy document is no JSON object.')
const tooMany = clientError('LimitExceededException', 'Resource limit exceeded.')
const anotherRevision = clientError(
  'OperationAbortedException',
  'The resource policy has another revision than the expected one.',
)
const missing = clientError('ResourceNotFoundException', 'Policy with name not found.')
