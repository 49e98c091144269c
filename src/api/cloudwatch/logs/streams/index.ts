/** The door of what is done to log streams. */
import type { Operation } from '../../protocol/index.ts'
import type { LogsPorts } from '../context.ts'
import { describeLogStreams } from './describe-log-streams.ts'
import { createLogStream, deleteLogStream } from './make-and-delete.ts'

export const streamOperations = (ports: LogsPorts): readonly (readonly [string, Operation])[] => [
  ['CreateLogStream', createLogStream(ports)],
  ['DeleteLogStream', deleteLogStream(ports)],
  ['DescribeLogStreams', describeLogStreams(ports)],
]
