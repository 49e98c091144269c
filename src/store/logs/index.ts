/** The door of the log store. */

export {
  type Arrival,
  type ArrivalMarks,
  type ArrivalPage,
  type ArrivalRequest,
  type ArrivedEvent,
  arrivalMigrations,
  endOf,
  isPast,
} from './arrivals.ts'
export type * from './births.ts'
export { logColumns } from './columns.ts'
export { beyond, clampTime, minutesFrom, minutesOf, rowsOf, startOfMinute, timeLiteral, timesOf } from './conditions.ts'
export { type EventCount, type EventWanted, readEventCounts } from './event-counts.ts'
export { eventId, parseEventId } from './event-id.ts'
export { type JanitorPorts, type Swept, sweep } from './janitor.ts'
export { levelOfValue } from './level.ts'
export { type Cell, cellLength, cellsIn, cellsWithout, ngramMigrations, notIn } from './ngrams/index.ts'
export { ownGroup } from './own-group.ts'
export { ingestionTimeOf } from './page.ts'
export { type PodLevels, readPodLevels } from './pod-levels.ts'
export { type PodVolumes, readPodVolumes } from './pod-volumes.ts'
export type * from './port.ts'
export { type ArrivedVolume, recentByStream, recentEvents, recentVolume } from './recent.ts'
export { logMigrations } from './schema.ts'
export { type EngineLogStore, type LogStoreOptions, openLogStore } from './store.ts'
export { planWindows, type StepCount, stepFor, type Window } from './windows.ts'
export type { WriterStats } from './writer.ts'
