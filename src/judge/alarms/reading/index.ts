/** The door of reading: requests to alarms, or why they are refused. The same for setting an alarm and for rehearsing it. */
export { actionsTrouble } from './actions.ts'
export { type ReadCompositeAlarm, readCompositeAlarm } from './composite-alarm.ts'
export type { AlarmInputError } from './error.ts'
export type { AlarmQuery, CompositeAlarmInput, MetricAlarmInput } from './input.ts'
export { type ReadMetricAlarm, readMetricAlarm } from './metric-alarm.ts'
export type { AlarmSource } from './source.ts'
