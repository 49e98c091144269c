/** The door of actions: what to do, and tell, when an alarm has changed, exactly once. */
export { type Deed, deedsOf, type Occasion, repeats, repeatsOf } from './deeds.ts'
export {
  isMuting,
  type MuteError,
  type MuteRule,
  type MuteSchedule,
  type MuteStatus,
  muteStatus,
  readMuteRule,
} from './mute.ts'
export {
  type AlarmMemory,
  advance,
  type Circumstances,
  type ContributorChange,
  type Finding,
  newMemory,
  type Progress,
  type Quiet,
  type Transition,
} from './progress.ts'
export {
  type Act,
  type Suppression,
  type SuppressionEvent,
  type SuppressionStep,
  suppress,
  suppressedBy,
  unsuppressed,
  wakesAt,
} from './suppression.ts'
