/** PutSubscriptionFilter: from then on the group's matching events are delivered. */
import { limits } from '../../../../limits.ts'
import { err, ok } from '../../../../model/index.ts'
import { parseFilterPattern } from '../../../../query/filter-pattern/index.ts'
import {
  type AwsError,
  type Checked,
  clientError,
  flag,
  invalidParameter,
  type Operation,
  operation,
  structure,
  text,
  textsOf,
} from '../../protocol/index.ts'
import type { LogsPorts } from '../context.ts'
import { findGroup } from '../find.ts'
import { classRefuses, refusals, settingsTrouble } from '../refusals.ts'
import { filterName, filterPattern, groupName } from '../shapes.ts'
import type { SubscriptionDeps } from './deps.ts'

const shape = structure(
  {
    logGroupName: groupName,
    filterName,
    filterPattern,
    // Also a URL: here destinations need not be AWS's.
    destinationArn: text({ min: 1, max: limits.destinationLength }),
    roleArn: text({ min: 1, max: limits.destinationLength }),
    distribution: text({ values: ['Random', 'ByLogStream'] }),
    applyOnTransformedLogs: flag,
    fieldSelectionCriteria: text({ min: 0, max: limits.fieldSelectionLength }),
    emitSystemFields: textsOf({}),
  },
  ['logGroupName', 'filterName', 'filterPattern', 'destinationArn'],
)
type Input = Checked<typeof shape>

export const putSubscriptionFilter = (ports: LogsPorts, { settings, desk }: SubscriptionDeps): Operation =>
  operation('operate', shape, async input => {
    const group = await findGroup(ports, input.logGroupName)
    if (!group.ok) return group
    if (group.value.class !== 'STANDARD') return err(classRefuses('PutSubscriptionFilter', group.value.class))
    if (!parseFilterPattern(input.filterPattern).ok) return err(refusals.badPattern)
    const withoutRole = roleMissing(input)
    if (withoutRole !== undefined) return err(withoutRole)
    const of = { groupId: group.value.id, name: input.filterName.toWellFormed() }
    const before = await settings.find(of.groupId, of.name)
    if (!before.ok) return err(settingsTrouble(before.error))
    const prepared = await desk.prepare(input.destinationArn.toWellFormed(), of, before.value)
    if (!prepared.ok) return err(invalidParameter(prepared.error))
    const put = await settings.put(
      {
        ...of,
        ...prepared.value,
        pattern: input.filterPattern.toWellFormed(),
        roleArn: input.roleArn?.toWellFormed() ?? null,
        distribution: input.distribution === 'Random' ? 'Random' : 'ByLogStream',
        options: optionsOf(input),
        changedAt: ports.clock.now(),
      },
      desk.now(),
    )
    if (!put.ok) {
      if (put.error.code === 'missing') return err(refusals.groupMissing)
      return err(put.error.code === 'too-many' ? tooMany : settingsTrouble(put.error))
    }
    await desk.changed()
    return ok({})
  })

/** AWS wants a role to write with where the target is a stream; here nobody needs it, yet who forgets it is told as there. */
function roleMissing({ destinationArn, roleArn }: Input): AwsError | undefined {
  const vendor = /^arn:[\w-]+:(kinesis|firehose):/.exec(destinationArn)?.[1]
  if (vendor === undefined || roleArn != null) return undefined
  return invalidParameter(`destinationArn for vendor ${vendor} cannot be used without roleArn`)
}

const optionsOf = ({ applyOnTransformedLogs, fieldSelectionCriteria, emitSystemFields }: Input): string =>
  JSON.stringify({
    applyOnTransformedLogs: applyOnTransformedLogs ?? false,
    fieldSelectionCriteria: fieldSelectionCriteria?.toWellFormed() ?? undefined,
    emitSystemFields: emitSystemFields?.map(field => field.toWellFormed()),
  }).replaceAll('\\u0000', '')

const tooMany = clientError('LimitExceededException', 'Resource limit exceeded.')
