/** CreateExportTask: lines of a group to a bucket, or to a folder of the operator's, in CloudWatch's own layout. */
import { defaultPrefix } from '../../../../act/index.ts'
import { limits } from '../../../../limits.ts'
import { err, instant, ok } from '../../../../model/index.ts'
import {
  type AwsError,
  clientError,
  invalidParameter,
  long,
  type Operation,
  operation,
  structure,
  text,
  unavailable,
} from '../../protocol/index.ts'
import { findGroup } from '../find.ts'
import { classRefuses, settingsTrouble } from '../refusals.ts'
import { groupName, streamName } from '../shapes.ts'
import type { ExportOperationPorts } from './ports.ts'

const shape = structure(
  {
    taskName: text({ min: 1, max: 512 }),
    logGroupName: groupName,
    logStreamNamePrefix: streamName,
    from: long({ min: 0 }),
    to: long({ min: 0 }),
    destination: text({ min: 1, max: 512 }),
    destinationPrefix: text(),
  },
  ['logGroupName', 'from', 'to', 'destination'],
)

export const createExportTask = (ports: ExportOperationPorts): Operation =>
  operation('operate', shape, async input => {
    const group = await findGroup(ports, input.logGroupName)
    if (!group.ok) return group
    if (group.value.class !== 'STANDARD') return err(classRefuses('CreateExportTask', group.value.class))
    if (input.from > input.to) return err(reversed)
    const started = await ports.exports.start({
      name: keepable(input.taskName),
      group: group.value,
      streamPrefix: input.logStreamNamePrefix?.toWellFormed() ?? null,
      from: instant(Math.min(input.from, limits.lastInstant)),
      to: instant(Math.min(input.to, limits.lastInstant)),
      destination: keepable(input.destination) ?? '',
      prefix: input.destinationPrefix ? (keepable(input.destinationPrefix) ?? '') : defaultPrefix,
      format: 'cloudwatch',
      unmask: false,
    })
    return started.ok ? ok({ taskId: started.value.id }) : err(trouble(started.error))
  })

/** A database keeps no NUL. */
const keepable = (given: string | null | undefined): string | null =>
  given?.toWellFormed().replaceAll('\0', '\ufffd') ?? null

type Started = Awaited<ReturnType<ExportOperationPorts['exports']['start']>>
type StartTrouble = Extract<Started, { ok: false }>['error']

function trouble(error: StartTrouble): AwsError {
  switch (error.code) {
    case 'refused':
      return invalidParameter(error.message)
    case 'busy':
      return oneAtATime
    case 'stopping':
      return unavailable('The service is stopping.')
    case 'settings':
      return settingsTrouble(error.error)
  }
}

const reversed = invalidParameter('The specified time range is not valid: from is later than to.')
const oneAtATime = clientError('LimitExceededException', 'Resource limit exceeded.')
