/** The door of reasons: why an alarm is in its state, in words for people and as data for programs. */
export { printDataTime, printLongTime, printNumber, printPointTime } from './numbers.ts'
export { reasonOf } from './reason.ts'
export { reasonDataOf } from './reason-data.ts'
