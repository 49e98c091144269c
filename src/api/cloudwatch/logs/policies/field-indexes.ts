/**
 * PutIndexPolicy, DescribeIndexPolicies, DeleteIndexPolicy, DescribeFieldIndexes. A query needs no index to be right here; `filterIndex` reads only
 * the groups that have one.
 */
import { limits } from '../../../../limits.ts'
import { err, ok, type Result } from '../../../../model/index.ts'
import { readIndexDocument } from '../../../../query/field-index/index.ts'
import type { GroupPolicy, LogGroup } from '../../../../store/settings/port.ts'
import {
  type AwsCall,
  type AwsError,
  clientError,
  invalidParameter,
  type Operation,
  operation,
  structure,
  text,
  textsOf,
} from '../../protocol/index.ts'
import { groupArn } from '../arn.ts'
import { findIdentified } from '../find.ts'
import { classRefuses, engineTrouble, refusals, settingsTrouble } from '../refusals.ts'
import { groupIdentifier, nextToken } from '../shapes.ts'
import type { PolicyPorts } from './ports.ts'

const putShape = structure({ logGroupIdentifier: groupIdentifier, policyDocument: text({ min: 1, max: 51_200 }) }, [
  'logGroupIdentifier',
  'policyDocument',
])

export const putIndexPolicy = (ports: PolicyPorts): Operation =>
  operation('operate', putShape, async ({ logGroupIdentifier, policyDocument }, call) => {
    const group = await findIdentified(ports, logGroupIdentifier, call)
    if (!group.ok) return group
    if (group.value.class !== 'STANDARD') return err(classRefuses('PutIndexPolicy', group.value.class))
    const document = policyDocument.toWellFormed()
    const fields = document.includes('\0') ? err('It holds a NUL character.') : readIndexDocument(document)
    if (!fields.ok) return err(invalidParameter(fields.error))
    const policy = { groupId: group.value.id, kind: 'index', document, changedAt: ports.clock.now() } as const
    const put = await ports.policies.settings.putGroupPolicy(policy)
    if (!put.ok) return err(put.error.code === 'missing' ? refusals.groupMissing : settingsTrouble(put.error))
    return ok({ indexPolicy: item(policy, group.value, call) })
  })

const identifiers = (most: number) =>
  textsOf(
    { min: 1, max: 2048, pattern: { text: '[\\w#+=/:,.@-]*', regex: /^[\w#+=/:,.@-]*(:\*)?$/ } },
    { min: 1, max: most },
  )
const describeShape = structure({ logGroupIdentifiers: identifiers(1), nextToken }, ['logGroupIdentifiers'])

export const describeIndexPolicies = (ports: PolicyPorts): Operation =>
  operation('ask', describeShape, async (input, call) => {
    const found = await policiesOf(ports, input.logGroupIdentifiers, call)
    if (!found.ok) return found
    return ok({ indexPolicies: found.value.map(({ policy, group }) => item(policy, group, call)) })
  })

const deleteShape = structure({ logGroupIdentifier: groupIdentifier }, ['logGroupIdentifier'])

export const deleteIndexPolicy = (ports: PolicyPorts): Operation =>
  operation('operate', deleteShape, async ({ logGroupIdentifier }, call) => {
    const group = await findIdentified(ports, logGroupIdentifier, call)
    if (!group.ok) return group
    const removed = await ports.policies.settings.removeGroupPolicy(group.value.id, 'index')
    if (removed.ok) return ok({})
    return err(removed.error.code === 'missing' ? missing : settingsTrouble(removed.error))
  })

const fieldsShape = structure({ logGroupIdentifiers: identifiers(limits.indexedGroups), nextToken }, [
  'logGroupIdentifiers',
])

export const describeFieldIndexes = (ports: PolicyPorts): Operation =>
  operation('ask', fieldsShape, async (input, call) => {
    const found = await policiesOf(ports, input.logGroupIdentifiers, call)
    if (!found.ok) return found
    const indexes: object[] = []
    for (const { policy, group } of found.value) {
      const stats = await ports.logs.streamStats(group.id)
      if (!stats.ok) return err(engineTrouble(stats.error))
      const fields = readIndexDocument(policy.document)
      const logGroupIdentifier = groupArn(call, group.name)
      const seen = stats.value.length > 0
      for (const { name, type } of fields.ok ? fields.value : []) {
        indexes.push({
          ...{ logGroupIdentifier, fieldIndexName: name, type, lastScanTime: ports.clock.now() },
          firstEventTime: seen ? Math.min(...stats.value.map(({ first }) => first)) : undefined,
          lastEventTime: seen ? Math.max(...stats.value.map(({ last }) => last)) : undefined,
        })
      }
    }
    return ok({ fieldIndexes: indexes })
  })

type Of = { readonly policy: GroupPolicy; readonly group: LogGroup }

async function policiesOf(
  ports: PolicyPorts,
  wanted: readonly string[],
  call: AwsCall,
): Promise<Result<readonly Of[], AwsError>> {
  const groups = new Map<number, LogGroup>()
  for (const identifier of wanted) {
    const group = await findIdentified(ports, identifier, call)
    if (!group.ok) return group
    groups.set(group.value.id, group.value)
  }
  const found = await ports.policies.settings.groupPolicies('index', [...groups.keys()])
  if (!found.ok) return err(settingsTrouble(found.error))
  return ok(
    found.value.flatMap(policy => {
      const group = groups.get(policy.groupId)
      return group === undefined ? [] : [{ policy, group }]
    }),
  )
}

const item = ({ document, changedAt }: GroupPolicy, { name }: LogGroup, call: AwsCall): object => ({
  logGroupIdentifier: groupArn(call, name),
  lastUpdateTime: changedAt,
  policyDocument: document,
  source: 'LOG_GROUP',
})

const missing = clientError('ResourceNotFoundException', 'The log group has no field index policy.')
