/** The door of what is done to log groups. */
import type { Operation } from '../../protocol/index.ts'
import type { LogsPorts } from '../context.ts'
import { createLogGroup } from './create-log-group.ts'
import { deleteLogGroup } from './delete-log-group.ts'
import { putLogGroupDeletionProtection } from './deletion-protection.ts'
import { describeLogGroups } from './describe-log-groups.ts'
import { listLogGroups } from './list-log-groups.ts'
import { deleteRetentionPolicy, putRetentionPolicy } from './retention.ts'

export const groupOperations = (ports: LogsPorts): readonly (readonly [string, Operation])[] => [
  ['CreateLogGroup', createLogGroup(ports)],
  ['DeleteLogGroup', deleteLogGroup(ports)],
  ['DescribeLogGroups', describeLogGroups(ports)],
  ['ListLogGroups', listLogGroups(ports)],
  ['PutRetentionPolicy', putRetentionPolicy(ports)],
  ['DeleteRetentionPolicy', deleteRetentionPolicy(ports)],
  ['PutLogGroupDeletionProtection', putLogGroupDeletionProtection(ports)],
]
