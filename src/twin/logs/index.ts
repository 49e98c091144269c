/** The door of the twin's logs. */
export { type LogLine, linesOf } from './logs.ts'
