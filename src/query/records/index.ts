/** The door of single events: all fields of one, and which fields the events of a time have. */
export { type RecordTrouble, recordAt } from './record.ts'
export { type SampledField, sampleFields } from './sample.ts'
