/**
 * The door of requests: an alarm as it was put, over series that are in hand. Live evaluation, rehearsal by the API and cases on the
 * command line come through here, so all of them watch the same.
 */
export { type BandsOn, type BandsTraining, learnBands } from './bands.ts'
export { type RehearsalError, type RehearsalRequest, readRehearsal } from './rehearsal.ts'
export { rehearseRequest, suggestFor } from './rehearse.ts'
export { type About, type Watched, type WatchOptions, watch } from './watch.ts'
