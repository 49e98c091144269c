/** The door of policies on the wire: field indexes, data protection, resource policies, and the keys of groups. */
import type { Operation } from '../../protocol/index.ts'
import type { LogsPorts } from '../context.ts'
import { deleteDataProtectionPolicy, getDataProtectionPolicy, putDataProtectionPolicy } from './data-protection.ts'
import { deleteIndexPolicy, describeFieldIndexes, describeIndexPolicies, putIndexPolicy } from './field-indexes.ts'
import { associateKmsKey, disassociateKmsKey } from './kms-key.ts'
import { deleteResourcePolicy, describeResourcePolicies, putResourcePolicy } from './resource-policies.ts'

export function policyOperations(given: LogsPorts): readonly (readonly [string, Operation])[] {
  const keys = [
    ['AssociateKmsKey', associateKmsKey(given)],
    ['DisassociateKmsKey', disassociateKmsKey(given)],
  ] as const
  const { policies } = given
  if (policies === undefined) return keys
  const ports = { ...given, policies }
  return [
    ...keys,
    ['PutIndexPolicy', putIndexPolicy(ports)],
    ['DescribeIndexPolicies', describeIndexPolicies(ports)],
    ['DeleteIndexPolicy', deleteIndexPolicy(ports)],
    ['DescribeFieldIndexes', describeFieldIndexes(ports)],
    ['PutDataProtectionPolicy', putDataProtectionPolicy(ports)],
    ['GetDataProtectionPolicy', getDataProtectionPolicy(ports)],
    ['DeleteDataProtectionPolicy', deleteDataProtectionPolicy(ports)],
    ['PutResourcePolicy', putResourcePolicy(ports)],
    ['DescribeResourcePolicies', describeResourcePolicies(ports)],
    ['DeleteResourcePolicy', deleteResourcePolicy(ports)],
  ]
}
