/** DescribeExportTasks and CancelExportTask. */
import { limits } from '../../../../limits.ts'
import { err, instant, ok } from '../../../../model/index.ts'
import type { ExportStatus, StoredExport } from '../../../../store/settings/port.ts'
import { clientError, type Operation, operation, structure, text } from '../../protocol/index.ts'
import { pagingToken, readPagingToken } from '../paging-token.ts'
import { settingsTrouble } from '../refusals.ts'
import { describeLimit, nextToken } from '../shapes.ts'
import type { ExportOperationPorts } from './ports.ts'

const taskId = text({ min: 1, max: 512 })
const statuses: readonly ExportStatus[] = ['CANCELLED', 'COMPLETED', 'FAILED', 'PENDING', 'PENDING_CANCEL', 'RUNNING']
const describeShape = structure({ taskId, statusCode: text({ values: statuses }), nextToken, limit: describeLimit })

export const describeExportTasks = ({ exports, clock }: ExportOperationPorts): Operation =>
  operation('ask', describeShape, async input => {
    if (input.taskId != null) {
      const found = await exports.find(input.taskId.toWellFormed())
      if (!found.ok) return err(settingsTrouble(found.error))
      const wanted = input.statusCode == null || found.value?.status === input.statusCode
      return ok({ exportTasks: found.value && wanted ? [item(found.value)] : [] })
    }
    const question = ['DescribeExportTasks', input.statusCode]
    const now = clock.now()
    const after = input.nextToken ? readPagingToken(input.nextToken, ['number', 'string'], question, now) : undefined
    if (after?.ok === false) return after
    const limit = input.limit ?? limits.describeCount
    const [createdAt, id] = after ? (after.value as [number, string]) : []
    const found = await exports.list({
      ...(input.statusCode == null ? {} : { status: input.statusCode as ExportStatus }),
      ...(createdAt === undefined || id === undefined ? {} : { before: { createdAt: instant(createdAt), id } }),
      limit: limit + 1,
    })
    if (!found.ok) return err(settingsTrouble(found.error))
    const page = found.value.slice(0, limit)
    const last = page.at(-1)
    const more = found.value.length > limit && last !== undefined
    return ok({
      exportTasks: page.map(item),
      nextToken: more ? pagingToken([last.createdAt, last.id], question, now) : undefined,
    })
  })

const item = (task: StoredExport): object => ({
  taskId: task.id,
  taskName: task.name ?? undefined,
  logGroupName: task.group,
  from: task.from,
  to: task.to,
  destination: task.destination,
  destinationPrefix: task.prefix,
  status: { code: task.status, message: task.message ?? (task.status === 'COMPLETED' ? completed : undefined) },
  executionInfo: { creationTime: task.createdAt, completionTime: task.endedAt ?? undefined },
})

const completed = 'Completed successfully'

const cancelShape = structure({ taskId }, ['taskId'])

export const cancelExportTask = ({ exports }: ExportOperationPorts): Operation =>
  operation('operate', cancelShape, async input => {
    const cancelled = await exports.cancel(input.taskId.toWellFormed())
    if (cancelled.ok) return ok({})
    switch (cancelled.error.code) {
      case 'missing':
        return err(missing)
      case 'ended':
        return err(ended)
      default:
        return err(settingsTrouble(cancelled.error))
    }
  })

const missing = clientError('ResourceNotFoundException', 'The specified export task does not exist.')
const ended = clientError('InvalidOperationException', 'The specified export task has already finished.')
