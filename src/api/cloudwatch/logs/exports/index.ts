/** The door of exports on the wire. Without a desk none of them is there. */
import type { Operation } from '../../protocol/index.ts'
import type { LogsPorts } from '../context.ts'
import { createExportTask } from './create-export-task.ts'
import { cancelExportTask, describeExportTasks } from './export-tasks.ts'

export function exportOperations(given: LogsPorts): readonly (readonly [string, Operation])[] {
  const { exports } = given
  if (exports === undefined) return []
  const ports = { ...given, exports }
  return [
    ['CreateExportTask', createExportTask(ports)],
    ['DescribeExportTasks', describeExportTasks(ports)],
    ['CancelExportTask', cancelExportTask(ports)],
  ]
}
