/** PutDataProtectionPolicy, GetDataProtectionPolicy, DeleteDataProtectionPolicy: what readers of a group do not get to see. */
import { err, ok } from '../../../../model/index.ts'
import { readMaskPolicy } from '../../../../query/masking/index.ts'
import { clientError, invalidParameter, type Operation, operation, structure, text } from '../../protocol/index.ts'
import { findIdentified } from '../find.ts'
import { refusals, settingsTrouble } from '../refusals.ts'
import { groupIdentifier } from '../shapes.ts'
import type { PolicyPorts } from './ports.ts'

const putShape = structure({ logGroupIdentifier: groupIdentifier, policyDocument: text() }, [
  'logGroupIdentifier',
  'policyDocument',
])

export const putDataProtectionPolicy = (ports: PolicyPorts): Operation =>
  operation('operate', putShape, async ({ logGroupIdentifier, policyDocument }, call) => {
    const group = await findIdentified(ports, logGroupIdentifier, call)
    if (!group.ok) return group
    const document = policyDocument.toWellFormed()
    const policy = document.includes('\0')
      ? err('The policy document holds a NUL character.')
      : readMaskPolicy(document)
    if (!policy.ok) return err(invalidParameter(policy.error))
    const changedAt = ports.clock.now()
    const put = await ports.policies.settings.putGroupPolicy({
      ...{ groupId: group.value.id, kind: 'data-protection', document, changedAt },
    })
    if (!put.ok) return err(put.error.code === 'missing' ? refusals.groupMissing : settingsTrouble(put.error))
    // Who reads after this answer is masked.
    const seen = await ports.policies.masks.refresh()
    if (!seen.ok) return err(settingsTrouble(seen.error))
    return ok({ logGroupIdentifier, policyDocument, lastUpdatedTime: changedAt })
  })

const ofGroup = structure({ logGroupIdentifier: groupIdentifier }, ['logGroupIdentifier'])

export const getDataProtectionPolicy = (ports: PolicyPorts): Operation =>
  operation('ask', ofGroup, async ({ logGroupIdentifier }, call) => {
    const group = await findIdentified(ports, logGroupIdentifier, call)
    if (!group.ok) return group
    const found = await ports.policies.settings.groupPolicies('data-protection', [group.value.id])
    if (!found.ok) return err(settingsTrouble(found.error))
    const [policy] = found.value
    return ok({ logGroupIdentifier, policyDocument: policy?.document, lastUpdatedTime: policy?.changedAt })
  })

export const deleteDataProtectionPolicy = (ports: PolicyPorts): Operation =>
  operation('operate', ofGroup, async ({ logGroupIdentifier }, call) => {
    const group = await findIdentified(ports, logGroupIdentifier, call)
    if (!group.ok) return group
    const removed = await ports.policies.settings.removeGroupPolicy(group.value.id, 'data-protection')
    if (!removed.ok) return err(removed.error.code === 'missing' ? missing : settingsTrouble(removed.error))
    const seen = await ports.policies.masks.refresh()
    return seen.ok ? ok({}) : err(settingsTrouble(seen.error))
  })

const missing = clientError('ResourceNotFoundException', 'The log group has no data protection policy.')
