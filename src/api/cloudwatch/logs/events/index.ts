/** The door of what is done with log events: put, read in order, searched. */
import type { Operation } from '../../protocol/index.ts'
import type { LogsPorts } from '../context.ts'
import { filterLogEvents } from './filter-log-events.ts'
import { getLogEvents } from './get-log-events.ts'
import { putLogEvents } from './put-log-events.ts'

export { checkLogEvents, type InputLogEvent, type RejectedLogEventsInfo } from './check-log-events.ts'

export const eventOperations = (ports: LogsPorts): readonly (readonly [string, Operation])[] => [
  ['PutLogEvents', putLogEvents(ports)],
  ['GetLogEvents', getLogEvents(ports)],
  ['FilterLogEvents', filterLogEvents(ports)],
]
