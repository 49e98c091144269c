/** The door of the desk of alarms. */
export type * from './port.ts'
