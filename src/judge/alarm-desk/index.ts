/** The door of the desk of alarms: evaluation on time, and all that others may ask of alarms and do to them. */
export { alarmDesk } from './desk.ts'
export { LiveAlarms, type LivePorts, type LookReport } from './live.ts'
export { type AlarmOwner, leasedOwner, soleOwner } from './owner.ts'
export type * from './port.ts'
