/** The door of live tail: events by wire as they become durable. */
import type { Operation } from '../../protocol/index.ts'
import type { LogsPorts } from '../context.ts'
import { getLogObject } from './get-log-object.ts'
import { startLiveTail } from './start-live-tail.ts'

export { createLiveTails, type LiveTails } from './sessions.ts'

export const liveTailOperations = (ports: LogsPorts): readonly (readonly [string, Operation])[] => [
  ...(ports.liveTails === undefined
    ? []
    : ([['StartLiveTail', startLiveTail(ports, ports.liveTails)]] as [string, Operation][])),
  ['GetLogObject', getLogObject()],
]
