/** The door of alarms' objects: of which objects of a cluster an alarm speaks. Pure. */
export {
  type AlarmObject,
  alarmObjects,
  mayConcern,
  type SpokenState,
  type Watched,
  watchedBy,
} from './alarm-objects.ts'
